"""Where a commitment can stand, and the table of moves. Pure but for the shape of the table."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_noop

from avow.kernel.workflow import Move, State, Workflow

DRAFT, SUBMITTED, CONFIRMED, DECLINED = "draft", "submitted", "confirmed", "declined"
LIVE, ENDED, LAPSED, WITHDRAWN, SUPERSEDED = "live", "ended", "lapsed", "withdrawn", "superseded"
NOT_REPORTED = "not-reported"

UNCONDITIONAL, CONDITIONAL, MET, FAILED = "unconditional", "conditional", "met", "failed"
NO_MAKER, PROPOSED, CO_MAKER, OWNER = "none", "proposed", "co-maker", "owner"

MAKER, SECRETARIAT, CALENDAR = "maker", "secretariat", "calendar"
ORGANISATION = "organisation"  # the one concerned: proposed as co-maker, or co-maker already
PUBLIC_SOURCE = "public-source"
ORIGINS = (MAKER, SECRETARIAT, PUBLIC_SOURCE)

# What can happen to a commitment beside versions, stages and money: codes of the list ``turns``.
REVIVED, SUPERSEDES = "revived", "supersedes"
CONDITION_MET, CONDITION_FAILED = "condition-met", "condition-failed"
FEATURED, EXEMPLAR, EXEMPLAR_ENDED = "featured", "exemplar", "exemplar-ended"
ENTERED_LATE, TERM_EXCEPTED, SOURCE_CHANGED = "entered-late", "term-excepted", "source-changed"
TURNS = (
    WITHDRAWN, SUPERSEDED, SUPERSEDES, LAPSED, REVIVED, CONDITION_MET, CONDITION_FAILED, FEATURED, EXEMPLAR, EXEMPLAR_ENDED,
    ENTERED_LATE, TERM_EXCEPTED, SOURCE_CHANGED,
)  # fmt: skip

REGISTRATION = Workflow(
    title="Registration",
    field="registration",
    states=(
        State(DRAFT, gettext_noop("Draft")),
        State(SUBMITTED, gettext_noop("Submitted")),
        State(CONFIRMED, gettext_noop("Confirmed")),
        State(DECLINED, gettext_noop("Declined")),
    ),
    moves=(
        Move("submit", (DRAFT,), SUBMITTED, (MAKER, SECRETARIAT), gettext_noop("Submitting")),
        Move("send_back", (SUBMITTED,), DRAFT, (SECRETARIAT,), gettext_noop("Asking for changes")),
        Move("confirm", (SUBMITTED,), CONFIRMED, (SECRETARIAT,), gettext_noop("Confirming")),
        Move("decline", (SUBMITTED,), DECLINED, (SECRETARIAT,), gettext_noop("Declining")),
    ),
)

STANDING = Workflow(
    title="Standing",
    field="standing",
    states=(
        State(LIVE, gettext_noop("Live")),
        State(ENDED, gettext_noop("Ended")),
        State(LAPSED, gettext_noop("Lapsed")),
        State(WITHDRAWN, gettext_noop("Withdrawn")),
        State(SUPERSEDED, gettext_noop("Superseded")),
    ),
    moves=(
        Move("end", (LIVE,), ENDED, (CALENDAR,), gettext_noop("Ending"), by_calendar=True),
        Move("lapse", (LIVE,), LAPSED, (CALENDAR,), gettext_noop("Lapsing")),
        Move("revive", (LAPSED,), LIVE, (MAKER,), gettext_noop("Coming back with a report")),
        Move("withdraw", (LIVE, LAPSED), WITHDRAWN, (MAKER, SECRETARIAT), gettext_noop("Withdrawing")),
        Move("supersede", (LIVE, LAPSED), SUPERSEDED, (SECRETARIAT,), gettext_noop("Replacing by another commitment")),
    ),
)

CONDITION = Workflow(
    title="Condition of a pledge",
    field="pledge",
    states=(
        State(UNCONDITIONAL, gettext_noop("Unconditional")),
        State(CONDITIONAL, gettext_noop("Conditional")),
        State(MET, gettext_noop("Condition met")),
        State(FAILED, gettext_noop("Condition failed")),
    ),
    moves=(
        Move("meet_condition", (CONDITIONAL, FAILED), MET, (MAKER, SECRETARIAT), gettext_noop("Meeting the condition")),
        Move("fail_condition", (CONDITIONAL,), FAILED, (MAKER, SECRETARIAT), gettext_noop("Failing the condition")),
    ),
)

MAKING = Workflow(
    title="Organisations that make it",
    field="role",
    states=(
        State(NO_MAKER, gettext_noop("No maker of it")),
        State(PROPOSED, gettext_noop("Proposed as co-maker")),
        State(CO_MAKER, gettext_noop("Co-maker")),
        State(OWNER, gettext_noop("Owner")),
    ),
    moves=(
        Move("propose_co_maker", (NO_MAKER,), PROPOSED, (MAKER, SECRETARIAT), gettext_noop("Proposing a co-maker")),
        Move("accept_co_making", (PROPOSED,), CO_MAKER, (ORGANISATION,), gettext_noop("Agreeing to make it")),
        Move("decline_co_making", (PROPOSED,), NO_MAKER, (ORGANISATION,), gettext_noop("Declining to make it")),
        Move("leave", (CO_MAKER,), NO_MAKER, (ORGANISATION,), gettext_noop("Leaving it")),
        Move("remove_co_maker", (PROPOSED, CO_MAKER), NO_MAKER, (MAKER, SECRETARIAT), gettext_noop("Removing a co-maker")),
        Move("change_owner", (CO_MAKER,), OWNER, (MAKER, SECRETARIAT), gettext_noop("Handing it over")),
    ),
)

WORKFLOWS = (REGISTRATION, STANDING, CONDITION, MAKING)


def standing_on(written: str, last: date | None, day: date) -> str:
    """The standing as of a day: a live commitment has ended once ``last``, the last day its end can mean, is over."""
    return ENDED if written == LIVE and last is not None and last < day else written


def standing_since(standing: str, written_since: date | None, last: date | None) -> date | None:
    """The day since which a standing read by ``standing_on`` holds: an ended one since the day after its last. None while
    live."""
    if standing == LIVE:
        return None
    return last + timedelta(days=1) if standing == ENDED and last is not None else written_since


def moves_page() -> str:
    """``docs/reference/moves.md``: the tables of moves for people."""
    parts = ["# Moves of a commitment", _ABOUT]
    for one in WORKFLOWS:
        table = "\n".join(["| move | from | to | who |", "|---|---|---|---|", *map(_line, one.moves)])
        parts += [f"## {one.title}", table, f"```mermaid\n{one.diagram()}\n```"]
    return "\n\n".join(parts) + "\n"


_ABOUT = """Drawn from the tables in `commitments/states.py`; a test compares this page with them. Moves marked *read* are
made by the calendar: they are read from dates and never written.

`organisation` is the one the move is about: proposed as co-maker, or making it with the owner. Where an organisation wants
an approver, what binds it in public is its approvers' alone (`commitments/access.py`). A change of the text is an
amendment: a new version, whose label is computed, and no move of these tables."""


def _line(move: Move) -> str:
    who = ", ".join(move.who) + (" (*read*)" if move.by_calendar else "")
    return f"| {move.name} | {', '.join(move.source)} | {move.target} | {who} |"
