"""Filling a home with invented data, through the commands that everything else goes through.

Organisations are registered and commitments admitted in batches, each commitment with its past: what is told of later days is
recorded as learned on those days. The batches follow the numbers of the commitments, so that asking for more changes none
of the first references, and memory stays flat however many are asked for.
"""

from __future__ import annotations

import gc
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from multiprocessing import get_context

from avow.base.references import Reference
from avow.commitments import commands as commitment_commands
from avow.commitments.commands import Admission
from avow.commitments.content import Content, Pledge
from avow.commitments.past import Amended, Event
from avow.demo import commitments, lives, organisations, pledging, travelling
from avow.demo.commitments import InventedCommitment
from avow.demo.days import noon
from avow.organisations import commands as organisation_commands
from avow.organisations.commands import Registration

ACTOR = "demonstration"
BATCH = 2700
"""Commitments admitted together. Within a batch references follow the days of confirmation."""
AT = datetime.combine(lives.HORIZON, time(18), UTC)
_AHEAD = 2  # batches invented ahead: enough that neither process waits, few enough that memory stays flat
YEAR_STEP = Reference("C", 0, 1).order

Progress = Callable[[str, int, "int | None"], None]


class Home:
    """What the desk called things so far, by number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.organisations: list[str] = []
        self._references = array("q")

    def register(self, count: int) -> None:
        """Registers the organisations up to ``count``."""
        indexes = range(len(self.organisations), count)
        entries = [registration(organisations.invent(self.seed, index)) for index in indexes]
        self.organisations += [row.reference for row in organisation_commands.register(entries=entries, actor=ACTOR, at=AT)]

    def admit(self, several: Sequence[InventedCommitment]) -> None:
        rows = commitment_commands.admit(entries=[self._admission(one) for one in several], actor=ACTOR, at=AT)
        last = max(one.index for one in several)
        self._references.extend([0] * (last + 1 - len(self._references)))
        for one, row in zip(several, rows, strict=True):
            assert row.order is not None
            self._references[one.index] = row.order

    def reference(self, index: int) -> str | None:
        """The reference of a commitment, kept as a number: eight bytes each however many there are."""
        order = self._references[index] if index < len(self._references) else 0
        return str(Reference("C", order % YEAR_STEP, order // YEAR_STEP)) if order else None

    def _admission(self, one: InventedCommitment) -> Admission:
        return Admission(
            owner_reference=self.organisations[one.owner],
            content=self._named(one.content),
            confirmed_on=one.confirmed_on,
            recorded_at=noon(one.confirmed_on),
            co_makers=tuple((self.organisations[index], role) for index, role in one.co_makers),
            origin=one.origin,
            source_name=one.source_name,
            source_url=one.source_url,
            window=one.window,
            warnings=one.warnings,
            past=tuple(self._named_event(event) for event in one.events),
        )

    def _named_event(self, event: Event) -> Event:
        return replace(event, content=self._named(event.content)) if isinstance(event, Amended) else event

    def _named(self, content: Content) -> Content:
        """The content with references where it has tokens."""
        if not content.pledges:
            return content
        return replace(content, pledges=tuple(self._named_pledge(pledge) for pledge in content.pledges))

    def _named_pledge(self, pledge: Pledge) -> Pledge:
        at = self.reference(pledging.token_index(pledge.netted_at)) if pledge.netted_at else None
        return replace(
            pledge,
            payer=self._organisation(pledge.payer),
            receiver=self._organisation(pledge.receiver),
            netted_at=at,
            netted_reason=pledge.netted_reason if at else None,
        )

    def _organisation(self, token: str | None) -> str | None:
        return self.organisations[pledging.token_index(token)] if token else None


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
    home, done = Home(seed), 0
    with _without_collecting():
        for several in _batches(seed, count):
            home.register(organisations.count(done + len(several)))
            for together in _apart(several):
                home.admit(together)
                done += len(together)
                progress("filling", done, count)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows by the million hold no cycles worth looking for; looking takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _batches(seed: int, count: int) -> Iterator[list[InventedCommitment]]:
    """Batches in order; beyond the first, a second process invents the next one while this one is written."""
    yield commitments.several(seed, 0, min(BATCH, count))
    if count <= BATCH:
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=travelling.begin) as beside:
        ahead: deque[Future[bytes]] = deque()
        for start in range(BATCH, count, BATCH):
            ahead.append(beside.submit(travelling.several, seed, start, min(start + BATCH, count)))
            if len(ahead) > _AHEAD:
                yield travelling.opened(ahead.popleft().result())
        while ahead:
            yield travelling.opened(ahead.popleft().result())


def _apart(several: Iterable[InventedCommitment]) -> Iterator[list[InventedCommitment]]:
    """One batch, cut where a commitment counts its money at another of the batch: that one must be admitted first."""
    together: list[InventedCommitment] = []
    tokens: set[str] = set()
    for one in several:
        if any(pledge.netted_at in tokens for pledge in one.content.pledges):
            yield together
            together, tokens = [], set()
        together.append(one)
        tokens.add(pledging.commitment_token(one.index))
    yield together
