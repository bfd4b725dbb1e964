"""Invented commitments, one from a seed and a number: what is promised, by whom, when, with what it is told of later.

Nothing here depends on how many are asked for. Organisations and other commitments are named by tokens
(``pledging.organisation_token``), which filling turns into the references the desk gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

from avow.commitments.content import Content
from avow.commitments.past import Event
from avow.demo import days, lives, organisations, pledging, promising, vocabulary
from avow.demo.chance import Odds, fraction, stream
from avow.demo.days import after
from avow.demo.organisations import Invented

MAKER, SECRETARIAT, PUBLIC_SOURCE = "maker", "secretariat", "public-source"
_ORIGINS: Odds[str] = Odds({MAKER: 83, SECRETARIAT: 10, PUBLIC_SOURCE: 7})
_GROUPS_DRAWN: Odds[int] = Odds({0: 24, 1: 28, 2: 26, 3: 14, 4: 8})
_CO_MAKERS: Odds[int] = Odds({0: 76, 1: 11, 2: 6, 3: 3, 4: 2, 6: 1, 11: 1})
_NETTING_REASONS: Odds[str] = Odds({"re-granted": 55, "share-of-collective": 25, "inside-other": 20})
_SOURCES = (
    "The Westerhaven Ledger",
    "Radio Kalulambero",
    "Courrier de Montevernay",
    "Diario de Valdondes",
    "Newsletter of the Thornacombe Forum",
)
_FRAMEWORK_ENDS = 2026


@dataclass(frozen=True, slots=True)
class InventedCommitment:
    """``owner`` and ``co_makers`` are numbers of organisations; ``events`` is what happens to it later, in order of days."""

    index: int
    window: str
    owner: int
    co_makers: tuple[tuple[int, str], ...]
    content: Content
    origin: str
    source_name: str
    source_url: str
    confirmed_on: date
    warnings: tuple[str, ...]
    events: tuple[Event, ...]


def owner_of(seed: int, index: int) -> int:
    """A newcomer's first promise, or one more by an organisation already there: the earliest make the most."""
    there = organisations.count(index)
    if organisations.count(index + 1) > there:
        return there
    return int(there * fraction(seed, "owner", index) ** 1.7)


def window_of(seed: int, index: int) -> str:
    """The year of the window it comes in by: never before its owner joined."""
    return max(organisations.own_window(seed, index), organisations.joining_window(seed, owner_of(seed, index)))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is drawn first of a commitment, and the stream that the rest is drawn from. ``there`` counts organisations."""

    chance: Random
    owner: Invented
    window: str
    origin: str
    there: int
    confirmed_on: date


def _begin(seed: int, index: int) -> _Begun:
    chance = stream(seed, "commitment", index)
    window = window_of(seed, index)
    origin = _ORIGINS.draw(chance)
    confirmed_on = after(date(int(window), 7, 1), min(160, int(chance.expovariate(1 / 35))))
    owner = organisations.invent(seed, owner_of(seed, index))
    return _Begun(chance, owner, window, origin, organisations.count(index + 1), confirmed_on)


def invent(seed: int, index: int, *, linked: bool = True) -> InventedCommitment:
    """The commitment of that number. ``linked=False`` leaves out money counted elsewhere."""
    begun = _begin(seed, index)
    chance, owner, window, origin, confirmed_on = begun.chance, begun.owner, begun.window, begun.origin, begun.confirmed_on
    content = _content(seed, begun)
    co_makers = _co_makers(chance, owner.index, begun.there, seed, window, told=origin == PUBLIC_SOURCE)
    if co_makers:
        content = replace(content, joint=True)
    if linked:
        content = _with_netting(seed, index, confirmed_on, content)
    warnings: tuple[str, ...] = ()
    if origin == PUBLIC_SOURCE:
        content, warnings = _as_told(chance, content)
    source = chance.choice(_SOURCES) if origin == PUBLIC_SOURCE else ""
    return InventedCommitment(
        index=index,
        window="" if origin == PUBLIC_SOURCE else window,
        owner=owner.index,
        co_makers=co_makers,
        content=content,
        origin=origin,
        source_name=source,
        source_url=f"https://news.example/{window}/{index + 1}" if source else "",
        confirmed_on=confirmed_on,
        warnings=warnings,
        events=lives.of(stream(seed, "life", index), content, confirmed_on, told=bool(source), seed=seed, owner=owner),
    )


def several(seed: int, start: int, end: int) -> list[InventedCommitment]:
    """The commitments numbered from ``start`` up to ``end``, by the day they were confirmed. Pure: any process can do it."""
    invented = [invent(seed, index) for index in range(start, end)]
    return sorted(invented, key=lambda one: (one.confirmed_on, one.index))


def _content(seed: int, begun: _Begun) -> Content:
    chance, owner, window = begun.chance, begun.owner, int(begun.window)
    theme = owner.leaning if chance.random() < 0.55 else vocabulary.theme_odds().draw(chance)
    promise, words = promising.choose(chance, owner, theme)
    drawn = promising.numbers(chance, owner)
    scope, countries = _where(chance, owner)
    start, end = promising.term(chance, window, theme in owner.leads)
    speaker = promising.Speaker(chance, words, owner, drawn, countries, end.year)
    others = [kind for kind in ("advocacy", "policy", "programmatic") if kind != promise.type]
    pledges = pledging.pledges(chance, owner, pledging.Others(seed, begun.there, begun.window), promise.type, words)
    conditional = chance.random() < (0.14 if pledges else 0.02)
    return Content(
        title=promising.title(chance, promise, speaker),
        description=promising.description(chance, promise, words, speaker),
        language=words.code,
        actions=promising.actions(chance, promise, words),
        types=(promise.type, *(chance.sample(others, k=1) if chance.random() < 0.28 else ())),
        scope=scope,
        countries=countries,
        groups=_groups(chance),
        start=start,
        end=end,
        targets=promising.targets(chance, promise, words, speaker, drawn, (start, end)),
        pledges=pledges,
        endorsement_level=_endorsement(chance, owner.category),
        endorsed_on=after(date(window, 5, 1), chance.randrange(45)) if chance.random() < 0.6 else None,
        pledge="conditional" if conditional else "unconditional",
        condition=chance.choice(words.more["condition"]) if conditional else "",
        affirmed=True,
        principles=chance.choice(words.more["principle"]) if chance.random() < 0.45 else "",
        links=(f"{owner.website}/promise",) if owner.website and chance.random() < 0.3 else (),
    )


def _where(chance: Random, owner: Invented) -> tuple[str, tuple[str, ...]]:
    """Scope and countries: at home, abroad in several, or not told."""
    abroad = owner.international or (owner.category != "government" and chance.random() < 0.2)
    if not abroad:
        return "domestic", (owner.country,)
    if chance.random() < 0.16:
        return "global", ()
    several = min(24, max(1, round(chance.lognormvariate(1.1, 0.8))))
    drawn = [vocabulary.country_odds().draw(chance) for _ in range(several)]
    return "global", tuple(sorted({*drawn, *([owner.country] if owner.country and chance.random() < 0.4 else [])}))


def _groups(chance: Random) -> tuple[str, ...]:
    return tuple(dict.fromkeys([_group_odds().draw(chance) for _ in range(_GROUPS_DRAWN.draw(chance))]))


@cache
def _group_odds() -> Odds[str]:
    return Odds(vocabulary.framework()["groups"])


def _endorsement(chance: Random, category: str) -> str:
    if chance.random() < 0.22:
        return ""
    return _endorsement_odds(category).draw(chance)


@cache
def _endorsement_odds(category: str) -> Odds[str]:
    return Odds(vocabulary.framework()["endorsement"][category])


def _co_makers(chance: Random, owner: int, there: int, seed: int, window: str, *, told: bool) -> tuple[tuple[int, str], ...]:
    wanted = _CO_MAKERS.draw(chance)
    drawn = {int(there * chance.random() ** 1.4) for _ in range(wanted)} - {owner}
    joined = [index for index in sorted(drawn) if organisations.joining_window(seed, index) <= window]
    return tuple((index, "proposed" if told else "co-maker") for index in joined)


def _with_netting(seed: int, index: int, confirmed_on: date, content: Content) -> Content:
    """Some pledges pass on, or are a share of, money a commitment confirmed before already counts. What that one says of its
    own money being counted elsewhere is not looked at, so that links end after one step."""
    if not content.pledges or index < 8 or fraction(seed, "netted", index) > 0.13:
        return content
    chance = stream(seed, "netting", index)
    reason = _NETTING_REASONS.draw(chance)
    for _ in range(6):
        other = chance.randrange(index)
        begun = _begin(seed, other)
        if begun.confirmed_on < confirmed_on and (pledges := _content(seed, begun).pledges):
            first = pledging.netted(content.pledges[0], other, reason, pledges[0].amount, pledges[0].currency)
            return replace(content, pledges=(first, *content.pledges[1:]))
    return content


def _as_told(chance: Random, content: Content) -> tuple[Content, tuple[str, ...]]:
    """As a newspaper tells it: less of everything, and sometimes what no rule would allow."""
    told = replace(
        content,
        targets=content.targets[:1] if chance.random() < 0.4 else (),
        affirmed=None,
        principles="",
        endorsement_level="",
        endorsed_on=None,
        pledge="unconditional",
        condition="",
        scope="unknown" if chance.random() < 0.5 else content.scope,
        groups=(),
    )
    missing = chance.random()
    if missing < 0.14:
        return replace(told, actions=()), ("no-theme",)
    if missing < 0.42:
        return replace(told, end=None), ("end-missing",)
    if missing < 0.5:
        far = days.told(chance.choice((2027, 2028, 2030, promising.LATE_TOLD.year)))
        start = told.start or days.told(_FRAMEWORK_ENDS)
        too_long = far.first > date(start.last.year + 5, start.last.month, 28)
        return replace(told, end=far), ("end-after-framework", *(("term-too-long",) if too_long else ()))
    if missing < 0.56:
        return replace(told, start=None), ("start-missing",)
    return told, ()
