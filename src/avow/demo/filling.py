"""Filling a home with invented data, by the commands everything else goes through.

The first ``LIVELY`` commitments are lived through day by day: organisations are registered each spring, commitments admitted
in the week they were confirmed, and what happens to them later is said on its day. Commitments beyond those, which only a
measurement asks for, are admitted in large batches with their reports inserted beside (``measuring``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import groupby

from django.db import transaction

from avow.base.dates import PartialDate
from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.commitments import commands as commitment_commands
from avow.commitments.commands import Admission
from avow.commitments.content import Content, Pledge
from avow.commitments.models import Commitment
from avow.demo import commitments, lives, organisations, pledging
from avow.demo.commitments import InventedCommitment
from avow.organisations import commands as organisation_commands
from avow.organisations.commands import Registration

ACTOR = "demonstration"
LIVELY = 2700
YEAR_STEP = Reference("C", 0, 1).order
_TOGETHER = 250  # steps written in one transaction: a home that was not finished is thrown away whole

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on a day; ``rank`` orders what happens on the same one."""

    on: date
    rank: int
    do: Callable[[], None]
    weight: int = 1


class Home:
    """What the desk called things so far: references of organisations, rows of commitments, by number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.organisations: dict[int, str] = {}
        self.rows: dict[int, Commitment] = {}
        self._references = array("q")

    def register(self, indexes: Sequence[int], at: datetime) -> None:
        entries = [registration(organisations.invent(self.seed, index)) for index in indexes]
        rows = organisation_commands.register(entries=entries, actor=ACTOR, at=at)
        self.organisations.update((index, row.reference) for index, row in zip(indexes, rows, strict=True))

    def admission(self, one: InventedCommitment) -> Admission:
        return Admission(
            owner_reference=self.organisations[one.owner],
            content=self.named(one.content),
            confirmed_on=one.confirmed_on,
            co_makers=tuple((self.organisations[index], role) for index, role in one.co_makers),
            origin=one.origin,
            source_name=one.source_name,
            source_url=one.source_url,
            window=one.window,
            warnings=one.warnings,
        )

    def admit(self, several: Sequence[InventedCommitment], at: datetime) -> list[Commitment]:
        rows = commitment_commands.admit(entries=[self.admission(one) for one in several], actor=ACTOR, at=at)
        self._references.extend([0] * (max(one.index for one in several) + 1 - len(self._references)))
        for one, row in zip(several, rows, strict=True):
            assert row.order is not None
            self._references[one.index] = row.order
        return rows

    def reference(self, index: int) -> str | None:
        """The reference of a commitment, kept as a number: eight bytes each however many there are."""
        order = self._references[index] if index < len(self._references) else 0
        return str(Reference("C", order % YEAR_STEP, order // YEAR_STEP)) if order else None

    def named(self, content: Content) -> Content:
        """The content with references where it has tokens."""
        if not content.pledges:
            return content
        return replace(content, pledges=tuple(self._named(pledge) for pledge in content.pledges))

    def _named(self, pledge: Pledge) -> Pledge:
        at = self.reference(pledging.token_index(pledge.netted_at)) if pledge.netted_at else None
        return replace(
            pledge,
            payer=self._organisation(pledge.payer),
            receiver=self._organisation(pledge.receiver),
            netted_at=at,
            netted_reason=pledge.netted_reason if at else None,
        )

    def _organisation(self, token: str | None) -> str | None:
        return self.organisations.get(pledging.token_index(token)) if token else None


def registration(one: organisations.Invented) -> Registration:
    return Registration(
        name=one.name,
        category=one.category,
        country=one.country,
        international=one.international,
        sub_category=one.sub_category,
        aliases=one.aliases,
        website=one.website,
        leads=one.leads,
        signatory=one.signatory,
        joined_on=one.joined_on,
        origin="maker",
    )


def fill(*, seed: int, count: int, progress: Progress) -> None:
    """Fills an empty home with ``count`` commitments and the organisations that make them."""
    home = Home(seed)
    lively = [commitments.invent(seed, index) for index in range(min(count, LIVELY))]
    steps = sorted(_steps(home, lively), key=lambda step: (step.on, step.rank))
    _run(steps, progress)
    if count > LIVELY:
        from avow.demo import measuring  # noqa: PLC0415 -- only a measurement needs it

        measuring.fill(home, first=LIVELY, count=count, progress=progress)


def _run(steps: Sequence[Step], progress: Progress) -> None:
    total, done = sum(step.weight for step in steps), 0
    for start in range(0, len(steps), _TOGETHER):
        with transaction.atomic():
            for step in steps[start : start + _TOGETHER]:
                step.do()
                done += step.weight
        progress("filling", done, total)


def _steps(home: Home, lively: Sequence[InventedCommitment]) -> Iterator[Step]:
    yield from _registrations(home, len(lively))
    for _, week in groupby(sorted(lively, key=_when), key=lambda one: one.confirmed_on.isocalendar()[:2]):
        several = list(week)
        on = several[-1].confirmed_on
        yield Step(on, 1, _admitting(home, several, on), weight=len(several))
    for one in lively:
        for event in one.events:
            yield Step(event.on, 2 + lives.rank(event), _happening(home, one, event))


def _when(one: InventedCommitment) -> tuple[date, int]:
    return one.confirmed_on, one.index


def _registrations(home: Home, count: int) -> Iterator[Step]:
    joining = sorted((organisations.joining_window(home.seed, index), index) for index in range(organisations.count(count)))
    for window, several in groupby(joining, key=lambda one: one[0]):
        indexes = [index for _, index in several]
        on = date(int(window), 5, 14)
        yield Step(on, 0, _registering(home, indexes, on), weight=len(indexes))


def _registering(home: Home, indexes: list[int], on: date) -> Callable[[], None]:
    return lambda: home.register(indexes, _noon(on))


def _admitting(home: Home, several: list[InventedCommitment], on: date) -> Callable[[], None]:
    """A week's commitments in one batch; in two where one counts its money at another of the same week."""

    def do() -> None:
        for together in _apart(several):
            rows = home.admit(together, _noon(on))
            home.rows.update((one.index, row) for one, row in zip(together, rows, strict=True))

    return do


def _apart(several: Iterable[InventedCommitment]) -> Iterator[list[InventedCommitment]]:
    together: list[InventedCommitment] = []
    tokens: set[str] = set()
    for one in several:
        if any(pledge.netted_at in tokens for pledge in one.content.pledges):
            yield together
            together, tokens = [], set()
        together.append(one)
        tokens.add(pledging.commitment_token(one.index))
    if together:
        yield together


def _happening(home: Home, one: InventedCommitment, event: lives.Event) -> Callable[[], None]:
    def do() -> None:
        row = home.rows[one.index]
        changed = _apply(home, row, one, event, _noon(event.on))
        if changed is not None:
            home.rows[one.index] = changed

    return do


def _apply(home: Home, row: Commitment, one: InventedCommitment, event: lives.Event, at: datetime) -> Commitment | None:
    match event:
        case lives.Amended():
            return commitment_commands.amend(
                commitment=row,
                content=home.named(event.content),
                expected_version=row.version,
                reason=event.reason,
                actor=ACTOR,
                at=at,
                valid_from=event.on,
            )
        case lives.Withdrawn():
            return commitment_commands.withdraw(commitment=row, reason=event.reason, actor=ACTOR, at=at)
        case lives.StageSaid():
            _declare(row, event, at)
        case lives.ValueSaid():
            commitment_commands.record_value(
                commitment=row, target=event.target, value=event.value, value_on=event.value_on, proof=event.proof, actor=ACTOR, at=at
            )
        case lives.MoneySaid():
            _enter(home, row, one.content.pledges[event.fulfils - 1], event, at)
    return None


def _declare(row: Commitment, event: lives.StageSaid, at: datetime) -> None:
    """Says the stage; gives a reason only when the desk asks for one."""

    def say(reason: str) -> None:
        with transaction.atomic():
            commitment_commands.declare_stage(
                commitment=row, stage=event.stage, trajectory=event.trajectory, said_on=event.on, reason=reason, actor=ACTOR, at=at
            )

    try:
        say("")
    except Refusal as refusal:
        if refusal.code != "reason-missing":
            raise
        say(event.reason)


def _enter(home: Home, row: Commitment, pledge: Pledge, event: lives.MoneySaid, at: datetime) -> None:
    named = home.named(Content("", pledges=(pledge,))).pledges[0]
    commitment_commands.enter_money(
        commitment=row,
        stage=event.stage,
        purpose=named.purpose,
        amount=event.amount,
        currency=named.currency,
        on=PartialDate(event.on.year, event.on.month, event.on.day),
        fulfils=event.fulfils,
        instrument=named.instrument,
        novelty=named.novelty,
        payer=named.payer,
        receiver=named.receiver,
        netted_at=named.netted_at,
        netted_reason=named.netted_reason,
        actor=ACTOR,
        at=at,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
