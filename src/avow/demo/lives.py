"""What happens to an invented commitment once confirmed: reports in some years, silence in others, changes of the promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from avow.commitments.content import Content, TargetContent
from avow.commitments.past import Amended, Event, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.demo import vocabulary
from avow.demo.chance import Odds
from avow.demo.days import after, noon, told
from avow.demo.organisations import Invented

HORIZON = date(2026, 7, 31)
"""The last day anything happens on: the demonstration does not depend on the day it is made."""


# How a maker reports: every year, most years, once at first and then not again, never.
_HABITS: Odds[str] = Odds({"every year": 30, "most years": 22, "once": 12, "never": 36})
_TIMES_AMENDED: Odds[int] = Odds({0: 83, 1: 13, 2: 3, 3: 1})
_PACES: Odds[str] = Odds({"ahead": 12, "on-track": 50, "behind": 38})
_PACE_RANGES = {"ahead": (1.12, 1.6), "on-track": (0.93, 1.08), "behind": (0.05, 0.84)}
_PROOFS: Odds[str] = Odds({"statement": 52, "document": 26, "public-source": 12, "third-party": 8, "independent-check": 2})
_AMENDMENTS: Odds[str] = Odds({"strengthened": 28, "weakened": 26, "extended": 18, "mixed": 12, "neutral": 16})


def of(chance: Random, content: Content, confirmed_on: date, *, told: bool, seed: int, owner: Invented) -> tuple[Event, ...]:
    """Everything that happens, in order of days. A commitment only told of by a public source has no reports."""
    if told:
        return ()
    last = min(HORIZON, content.end.last if content.end else HORIZON)
    events: list[Event] = []
    withdrawn = _withdrawal(chance, content, confirmed_on, last)
    if withdrawn:
        events.append(withdrawn)
        last = withdrawn.on
    amended = list(_amendments(chance, content, confirmed_on, last))
    events += amended
    current = amended[-1].content if amended else content
    events += _reports(chance, content, current, confirmed_on, last)
    return tuple(sorted((event for event in events if event.on <= last), key=lambda event: (event.on, rank(event))))


_ORDER: dict[type, int] = {Amended: 0, ValueSaid: 1, MoneySaid: 2, StageSaid: 3, Withdrawn: 4}


def rank(event: Event) -> int:
    """What is said first on a day: changes, then values and money, the stage on top of them."""
    return _ORDER[type(event)]


def _withdrawal(chance: Random, content: Content, confirmed_on: date, last: date) -> Withdrawn | None:
    if chance.random() > 0.025 or (last - confirmed_on).days < 300:
        return None
    on = after(confirmed_on, chance.randint(200, (last - confirmed_on).days - 1))
    return Withdrawn(
        on=on, recorded_at=noon(on), reason=chance.choice(vocabulary.language(content.language).more["withdrawal"])
    )


def _amendments(chance: Random, content: Content, confirmed_on: date, last: date) -> Iterator[Amended]:
    room = (last - confirmed_on).days
    wanted = _TIMES_AMENDED.draw(chance)
    if room < 200:
        return
    days = sorted(chance.sample(range(90, room), k=wanted)) if room > 90 + wanted else []
    for day in days:
        kind = _AMENDMENTS.draw(chance)
        on = after(confirmed_on, day)
        changed = _changed(chance, content, kind, on)
        if changed == content:
            continue
        reason = chance.choice(vocabulary.language(content.language).more[f"reason_{kind}"])
        content = changed
        yield Amended(on=on, recorded_at=noon(on), content=content, reason=reason)


def _changed(chance: Random, content: Content, kind: str, on: date) -> Content:
    """The content changed so that comparing fields gives the label; unchanged where it has nothing to change."""
    if kind == "strengthened":
        return _more(chance, content)
    if kind == "weakened":
        return _less(chance, content)
    if kind == "extended":
        return _longer(content)
    if kind == "mixed":
        more = _more(chance, content)
        return _met(more) if more == content else _less_money(more)
    return _met(content) if content.pledge == "conditional" else replace(content, principles=_principle(chance, content))


def _more(chance: Random, content: Content) -> Content:
    quantities = [one for one in content.targets if one.target is not None and one.unit not in ("days", "hours", "per cent")]
    if quantities and chance.random() < 0.7:
        return _retarget(content, quantities[0], (quantities[0].target or Decimal(0)) * 3 / 2)
    if content.pledges:
        first = content.pledges[0]
        return replace(content, pledges=(replace(first, amount=first.amount * 2), *content.pledges[1:]))
    return content


def _less(chance: Random, content: Content) -> Content:
    quantities = [one for one in content.targets if one.target is not None and one.unit not in ("days", "hours", "per cent")]
    if quantities and chance.random() < 0.7:
        one = quantities[0]
        floor = one.baseline or Decimal(0)
        lower = max(((one.target or Decimal(0)) * Decimal("0.6")).quantize(Decimal(1)), floor + 1)
        return _retarget(content, one, lower)
    return _less_money(content) if content.pledges else _fewer_countries(content)


def _less_money(content: Content) -> Content:
    if not content.pledges:
        return _fewer_countries(content)
    first = content.pledges[-1]
    lowered = replace(first, amount=(first.amount * Decimal("0.6")).quantize(Decimal("0.01")))
    return replace(content, pledges=(*content.pledges[:-1], lowered))


def _fewer_countries(content: Content) -> Content:
    return replace(content, countries=content.countries[:-1]) if len(content.countries) > 1 else content


def _longer(content: Content) -> Content:
    """A later end, still within the framework and five years, with every target as it was."""
    start, end = content.start, content.end
    if start is None or end is None or end.year >= min(2026, start.year + 4):
        return content
    return replace(content, end=told(end.year + 1, 12))


def _met(content: Content) -> Content:
    return replace(content, pledge="met") if content.pledge == "conditional" else content


def _principle(chance: Random, content: Content) -> str:
    return chance.choice(vocabulary.language(content.language).more["principle"])


def _retarget(content: Content, one: TargetContent, value: Decimal) -> Content:
    """The target with another value; its sentence speaks of the new number."""
    words = vocabulary.language(content.language)
    value = value.quantize(Decimal(1))
    old, new = words.number(int(one.target or 0)), words.number(int(value))
    changed = replace(one, target=value, statement=one.statement.replace(old, new, 1))
    return replace(content, targets=tuple(changed if target.number == one.number else target for target in content.targets))


def _reports(chance: Random, first: Content, current: Content, confirmed_on: date, last: date) -> Iterator[Event]:
    habit = _HABITS.draw(chance)
    pace = _PACES.draw(chance)
    low, high = _PACE_RANGES[pace]
    speed = chance.uniform(low, high)
    secured = [Decimal(0) for _ in first.pledges]
    for turn, year in enumerate(range(confirmed_on.year + 1, HORIZON.year + 1)):
        on = after(date(year, 5, 20), chance.randrange(38))
        if on > last or not _reports_in(chance, habit, turn):
            continue
        share = _elapsed(first, on)
        yield from _values(chance, current, on, speed)
        yield from _money(chance, first, on, share, secured)
        yield _stage(chance, current, on, share, speed)


def _reports_in(chance: Random, habit: str, turn: int) -> bool:
    if habit == "every year":
        return chance.random() < 0.95
    if habit == "most years":
        return chance.random() < 0.6
    return habit == "once" and turn == 0


def _elapsed(content: Content, on: date) -> float:
    if content.start is None or content.end is None:
        return 0.5
    start, end = content.start.first, content.end.last
    return min(1.0, max(0.0, (on - start).days / max(1, (end - start).days)))


def _values(chance: Random, content: Content, on: date, speed: float) -> Iterator[ValueSaid]:
    for target in content.targets:
        if chance.random() < 0.12 or target.target_on is None:
            continue
        value_on = after(on, -chance.randint(20, 140))
        begins = (target.baseline_on or content.start or told(on.year - 1)).first
        if value_on <= begins:
            continue
        yield ValueSaid(
            on=on,
            recorded_at=noon(on),
            target=target.number,
            value=_value(chance, target, begins, value_on, speed),
            value_on=value_on,
            proof=_PROOFS.draw(chance),
        )


def _value(chance: Random, target: TargetContent, begins: date, day: date, speed: float) -> Decimal:
    """On a straight line from baseline to target at the maker's speed, a little off; 0 or 1 for a milestone."""
    assert target.target_on is not None
    expected = (day - begins).days / max(1, (target.target_on.last - begins).days)
    done = min(1.25, expected * speed * chance.uniform(0.97, 1.03))
    if target.target is None:
        return Decimal(1 if done >= 0.85 else 0)
    baseline = target.baseline or Decimal(0)
    return (baseline + (target.target - baseline) * Decimal(round(done * 1000)) / 1000).quantize(Decimal(1))


def _money(chance: Random, content: Content, on: date, share: float, secured: list[Decimal]) -> Iterator[MoneySaid]:
    """Secured grows towards what was pledged; part of each increment is disbursed and spent by the same day."""
    for number, pledge in enumerate(content.pledges, start=1):
        if chance.random() < 0.25:
            continue
        goal = pledge.amount * Decimal(round(min(1.0, share * chance.uniform(0.7, 1.3)) * 100)) / 100
        added = (goal - secured[number - 1]).quantize(Decimal("0.01"))
        if added <= 0:
            continue
        secured[number - 1] += added
        yield MoneySaid(on=on, recorded_at=noon(on), stage="secured", fulfils=number, amount=added)
        paid = (added * Decimal(chance.choice((0, 25, 50, 75, 100))) / 100).quantize(Decimal("0.01"))
        if paid > 0:
            yield MoneySaid(on=on, recorded_at=noon(on), stage="disbursed", fulfils=number, amount=paid)
        spent = (paid * Decimal(chance.choice((0, 0, 60, 90))) / 100).quantize(Decimal("0.01"))
        if spent > 0:
            yield MoneySaid(on=on, recorded_at=noon(on), stage="spent", fulfils=number, amount=spent)


def _stage(chance: Random, content: Content, on: date, share: float, speed: float) -> StageSaid:
    done = share * speed
    if done >= 0.97 or (share > 0.85 and chance.random() < 0.25):
        stage = "completed"
    else:
        stage = "planning" if done < 0.12 or (share < 0.3 and chance.random() < 0.2) else "in-progress"
    found = "ahead" if speed >= 1.1 else "on-track" if speed >= 0.9 else "behind"
    said = "on-track" if found == "behind" and chance.random() < 0.35 else found
    reason = chance.choice(vocabulary.language(content.language).more["gap"]) if said != found else ""
    trajectory = said if reason or chance.random() < 0.9 else ""
    return StageSaid(on=on, recorded_at=noon(on), stage=stage, trajectory=trajectory, reason=reason)
