"""From a commitment's content and past to all its rows, gathered in memory for one bulk write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments import changes, states
from avow.commitments.content import Content
from avow.commitments.models import Commitment
from avow.commitments.money import PLEDGED, STAGES
from avow.commitments.past import Amended, Event, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.commitments.rows import (
    Frozen,
    Lookup,
    action_values,
    in_dollars,
    increments,
    pledge_values,
    refuse_control_characters,
    target_values,
    version_values,
)
from avow.commitments.scores import Scorer, given_of
from avow.kernel.bulk import Values


@dataclass(slots=True)
class Life:
    """One commitment with everything it ever said. Begins with its first version; ``happen`` adds the past, event by event.

    ``row`` has its id already; the lists are rows as ``kernel.bulk`` writes them.
    """

    row: Commitment
    content: Content
    lookup: Lookup
    at: datetime
    makers: int = 1
    scorer: Scorer | None = None
    scored: int = 0  # times, while it was a draft
    versions: list[Values] = field(default_factory=list)
    actions: list[Values] = field(default_factory=list)
    targets: list[Values] = field(default_factory=list)
    ledger: list[Values] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)
    stages: list[Values] = field(default_factory=list)
    turns: list[Values] = field(default_factory=list)
    scores: list[Values] = field(default_factory=list)

    def begin(self) -> None:
        assert self.row.confirmed_on is not None
        self.row.version = 0
        self.row.standing, self.row.standing_since = states.LIVE, self.row.confirmed_on
        frozen = Frozen(1, "", "", self.row.confirmed_on, self.row.recorded_at, self.row.origin)
        self._freeze(self.content, frozen, self.content.pledges)

    def happen(self, events: Sequence[Event]) -> None:
        """Adds events in order of days. Raises ``Refusal`` for one that does not fit what was said before it.

        Each version is scored once, as it stood with the money that came before the next.
        """
        for event in events:
            if isinstance(event, Amended):
                self._score()
            _HANDLERS[type(event)](self, event)
        self._score()

    def amended(self, event: Amended) -> None:
        self._learned(event.recorded_at)
        on = PartialDate(event.on.year, event.on.month, event.on.day)
        added = increments(self.content.pledges, event.content.pledges, on)
        frozen = Frozen(
            number=self.row.version + 1,
            label=changes.label(self.content, event.content),
            reason=event.reason,
            valid_from=event.on,
            at=event.recorded_at or self.at,
            said_by=self.row.origin,
        )
        self._freeze(event.content, frozen, added)

    def withdrawn(self, event: Withdrawn) -> None:
        learned = self._learned(event.recorded_at)
        self.row.standing, self.row.standing_since, self.row.standing_reason = states.WITHDRAWN, event.on, event.reason
        self.row.standing_said_by = self.row.origin
        self.turns.append(
            {
                "commitment_id": self.row.pk,
                "number": len(self.turns) + 1,
                "turn": states.WITHDRAWN,
                "on": event.on,
                "reason": event.reason,
                "detail": "",
                "other_id": None,
                "recorded_at": learned,
                "said_by": self.row.origin,
            }
        )

    def stage_said(self, event: StageSaid) -> None:
        self._of_the_maker("stage")
        self.stages.append(
            {
                "commitment_id": self.row.pk,
                "number": len(self.stages) + 1,
                "stage": event.stage,
                "trajectory": event.trajectory,
                "said_on": event.on,
                "reason": event.reason,
                "recorded_at": self._learned(event.recorded_at),
                "said_by": self.row.origin,
            }
        )
        self.row.stage, self.row.stage_on, self.row.trajectory_declared = event.stage, event.on, event.trajectory

    def value_said(self, event: ValueSaid) -> None:
        self._of_the_maker("reported values")
        if event.target not in {target.number for target in self.content.targets}:
            raise Refusal("target-unknown", f"“{self.content.title}” has no target {event.target}.", "Correct its number.")
        self.values.append(
            {
                "commitment_id": self.row.pk,
                "target": event.target,
                "number": 1 + len([value for value in self.values if value["target"] == event.target]),
                "value": event.value,
                "value_on": event.value_on,
                "proof": event.proof,
                "recorded_at": self._learned(event.recorded_at),
            }
        )

    def money_said(self, event: MoneySaid) -> None:
        pledge = self._pledge(event)
        currency = event.currency or (pledge["currency"] if pledge else "")
        on = event.dated or PartialDate(event.on.year, event.on.month, event.on.day)
        self.ledger.append(
            {
                "commitment_id": self.row.pk,
                "number": len(self.ledger) + 1,
                "version": self.row.version,
                "stage": event.stage,
                "purpose": event.purpose or (pledge["purpose"] if pledge else ""),
                "amount": event.amount,
                "currency": currency,
                "on": on,
                "instrument": pledge["instrument"] if pledge else event.instrument,
                "novelty": pledge["novelty"] if pledge else event.novelty,
                "payer_id": pledge["payer_id"] if pledge else None,
                "receiver_id": pledge["receiver_id"] if pledge else None,
                "fulfils": event.fulfils,
                "netted_at_id": pledge["netted_at_id"] if pledge else None,
                "netted_reason": pledge["netted_reason"] if pledge else "",
                "recorded_at": self._learned(event.recorded_at),
                "said_by": self.row.origin,
                **in_dollars(event.amount, currency, self.lookup.rates.find(currency, on)),
            }
        )

    def _score(self) -> None:
        if self.scorer is None or self.row.origin == states.PUBLIC_SOURCE:
            return
        found = self.scorer.strengths(self.content, self.makers, given_of(self.ledger), self.row.confirmed_on)
        self.scores.append(
            self.scorer.values(
                self.row.pk, self.scored + len(self.scores) + 1, self.row.version, found, self.versions[-1]["recorded_at"]
            )
        )

    def _freeze(self, content: Content, frozen: Frozen, pledges: Sequence[Any]) -> None:
        refuse_control_characters(content)
        key = self.row.pk
        self.versions.append(version_values(key, content, frozen))
        self.actions += action_values(key, content, frozen.number)
        self.targets += target_values(key, content, frozen.number)
        self.ledger += pledge_values(key, pledges, frozen, first=len(self.ledger) + 1, lookup=self.lookup)
        self.content, self.row.version, self.row.change = content, frozen.number, frozen.label

    def _learned(self, recorded_at: datetime | None) -> datetime:
        learned = recorded_at or self.at
        self.row.recorded_at = max(self.row.recorded_at, learned)
        return learned

    def _of_the_maker(self, what: str) -> None:
        if self.row.origin == states.PUBLIC_SOURCE:
            raise Refusal(
                "public-source", f"“{self.content.title}” was told by a public source and has no {what}.", "Leave them out."
            )

    def _pledge(self, event: MoneySaid) -> Values | None:
        if event.stage not in STAGES or event.stage == PLEDGED:
            raise Refusal("code-unknown", f"“{event.stage}” is not a stage of money given.", "Use secured, disbursed or spent.")
        if event.fulfils is None:
            return None
        found = self.ledger[event.fulfils - 1] if 0 < event.fulfils <= len(self.ledger) else None  # numbered from 1
        if found is None or found["stage"] != PLEDGED:
            raise Refusal("pledge-unknown", f"“{self.content.title}” has no pledge {event.fulfils}.", "Correct its number.")
        return found


_HANDLERS: dict[type, Callable[[Life, Any], None]] = {
    Amended: Life.amended,
    Withdrawn: Life.withdrawn,
    StageSaid: Life.stage_said,
    ValueSaid: Life.value_said,
    MoneySaid: Life.money_said,
}
