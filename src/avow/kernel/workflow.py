"""Tables of moves: from which state to which, by whom. One table draws the buttons, the help page and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from avow.base.refusals import Refusal


@dataclass(frozen=True, slots=True)
class State:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move. ``by_calendar`` moves are read from dates and never written."""

    name: str
    source: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    label: str
    by_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of one field of a row, and the moves between them. ``title`` names the field to people."""

    title: str
    field: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        known = {state.code for state in self.states}
        for one in self.moves:
            unknown = {*one.source, one.target} - known
            if unknown:
                raise ValueError(f"move {one.name} names unknown states {sorted(unknown)}")

    def named(self, name: str) -> Move:
        return next(one for one in self.moves if one.name == name)

    def open_from(self, state: str) -> tuple[Move, ...]:
        """The moves that can be written in ``state``; access says who is offered them."""
        return tuple(one for one in self.moves if state in one.source and not one.by_calendar)

    def label(self, state: str) -> str:
        return next(one.label for one in self.states if one.code == state)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram. No name there holds a hyphen: such a state gets another, and shows its code."""
        named = {state.code: state.code.replace("-", "_") for state in self.states}
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{code}" as {name}' for code, name in named.items() if code != name]
        lines += [f"    {named[source]} --> {named[one.target]}: {one.name}" for one in self.moves for source in one.source]
        return "\n".join(lines)


def refuse_unless_open(workflow: Workflow, state: str, name: str) -> Move:
    """The named move, which ``state`` allows. Raises ``Refusal`` (code ``not-now``) when it does not."""
    chosen = workflow.named(name)
    if chosen.by_calendar:
        raise ValueError(f"{name} is read from dates and never written")
    if state not in chosen.source:
        named = {"move": _(chosen.label), "state": _(workflow.label(state)).lower()}
        named["states"] = _(" or ").join(_(workflow.label(source)).lower() for source in chosen.source)
        raise Refusal(
            "not-now",
            _("%(move)s is possible only while it is %(states)s; it is %(state)s.") % named,
            _("Reload the page to see where it stands now."),
        )
    return chosen


def move(workflow: Workflow, row: models.Model, name: str, *, at: datetime) -> None:
    """Makes the named move on a locked row: the one writer of state. Sets ``<field>`` and ``<field>_since``.

    Raises ``Refusal`` (code ``not-now``) when the row's state does not allow the move.
    """
    chosen = refuse_unless_open(workflow, getattr(row, workflow.field), name)
    setattr(row, workflow.field, chosen.target)
    setattr(row, f"{workflow.field}_since", at.date())
    row.save(update_fields=[workflow.field, f"{workflow.field}_since"])
