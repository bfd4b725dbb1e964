"""What a promise says: words chosen by theme, type and language, and numbers that fit who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from avow.base.dates import PartialDate
from avow.commitments.content import ActionShare, TargetContent
from avow.demo import vocabulary
from avow.demo.chance import Odds, rounded, skewed
from avow.demo.days import told
from avow.demo.organisations import Invented, place_for
from avow.demo.vocabulary import Language, Promise, TargetWords

LATE_TOLD = PartialDate(2041)
_LAST = 2026  # the framework's last year


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one promise: title, text and target speak of the same ones."""

    few: int
    many: int
    mass: int
    pct: int
    few2: int
    many2: int
    pct2: int

    def promised(self, slot: str) -> tuple[Decimal, Decimal] | None:
        """Baseline and promised value for a slot; ``None`` for a milestone."""
        if slot == "milestone":
            return None
        if slot.startswith("down"):
            value = self.few if slot == "down" else self.few2
            return Decimal(value * 3), Decimal(value)
        value = int(getattr(self, slot))
        base = {"pct": 4, "few": 8, "many": 10, "mass": 12}[slot.rstrip("2")]
        return Decimal(rounded(value / base, 1) if value % 3 else 0), Decimal(value)


def choose(chance: Random, owner: Invented, theme: str) -> tuple[Promise, Language]:
    """A promise of the theme in the owner's language, of a type its category leans to."""
    code = "en" if owner.language != "en" and chance.random() < 0.08 else owner.language
    words = vocabulary.language(code)
    return words.promises[theme][_leaning(code, theme, owner.category).draw(chance)], words


@cache
def _leaning(language: str, theme: str, category: str) -> Odds[int]:
    """How likely a category makes each promise of a theme."""
    by_type = vocabulary.framework()["types"][category]
    return Odds({at: by_type[one.type] for at, one in enumerate(vocabulary.language(language).promises[theme])})


def numbers(chance: Random, owner: Invented) -> Numbers:
    reach = min(4.0, owner.strength)
    several = [5 * max(3, min(12, round(skewed(chance, 5, 0.5) * (0.7 + reach / 4)))) for _ in range(2)]
    hundreds = [100 * max(2, min(95, rounded(skewed(chance, 6, 0.9) * reach))) for _ in range(2)]
    thousands = max(10_000, min(2_000_000, rounded(skewed(chance, 30_000, 1.0) * reach, 1)))
    shares = [5 * chance.randint(4, 12) for _ in range(2)]
    return Numbers(several[0], hundreds[0], thousands, shares[0], several[1], hundreds[1], shares[1])


class Speaker:
    """Fills the slots of one promise's sentences."""

    def __init__(
        self, chance: Random, words: Language, owner: Invented, drawn: Numbers, countries: tuple[str, ...], year: int
    ) -> None:
        family = vocabulary.countries()[owner.country or (countries[0] if countries else "KEN")].places
        where = ""
        if len(countries) == 1:
            where = vocabulary.countries()[countries[0]].phrases.get(words.code, "")
        amounts = {name: words.number(getattr(drawn, name)) for name in Numbers.__dataclass_fields__}
        self._slots = {**amounts, "in": where, "place": place_for(chance, words.code, family), "year": str(year)}

    def say(self, sentence: str) -> str:
        return sentence.format_map(self._slots)


_SHARES_OF_LENGTHS = (0.38, 0.37, 0.25)
_TITLE_LENGTHS: dict[int, Odds[int]] = {several: Odds(dict(enumerate(_SHARES_OF_LENGTHS[:several]))) for several in (1, 2, 3)}
_OTHER_TARGETS: Odds[int] = Odds({0: 52, 1: 30, 2: 13, 3: 5})
_OTHER_ACTIONS: Odds[int] = Odds({0: 76, 1: 15, 2: 6, 3: 3})
_SENTENCES: Odds[int] = Odds({0: 10, 1: 16, 2: 22, 3: 20, 4: 12, 5: 8, 6: 6, 8: 4, 18: 2})
_POOLS = ("method", "partner", "watch", "money", "method", "watch", "method", "partner", "money", "watch")


def title(chance: Random, promise: Promise, speaker: Speaker) -> str:
    return speaker.say(promise.titles[_TITLE_LENGTHS[len(promise.titles)].draw(chance)])


def description(chance: Random, promise: Promise, words: Language, speaker: Speaker) -> str:
    """The promise in full: from one sentence to several paragraphs, no sentence twice."""
    wanted, sentences, said = _SENTENCES.draw(chance), [speaker.say(promise.body)], set[str]()
    for turn in range(wanted):
        pool = [line for line in words.more[_POOLS[turn % len(_POOLS)]] if line not in said]
        if pool:
            line = chance.choice(pool)
            said.add(line)
            sentences.append(line)
    if len(sentences) < 5:
        return " ".join(sentences)
    return "\n\n".join(" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4))


def targets(
    chance: Random, promise: Promise, words: Language, speaker: Speaker, drawn: Numbers, term: tuple[PartialDate, PartialDate]
) -> tuple[TargetContent, ...]:
    """The promise's own target, often others, sometimes none; baselines and means of verification where told."""
    if chance.random() < 0.09:
        return ()
    extra = chance.sample(words.extra, k=min(len(words.extra), _OTHER_TARGETS.draw(chance)))
    return tuple(
        _target(chance, number, one, words, speaker, drawn, term)
        for number, one in enumerate((promise.target, *extra), start=1)
    )


def _target(
    chance: Random,
    number: int,
    one: TargetWords,
    words: Language,
    speaker: Speaker,
    drawn: Numbers,
    term: tuple[PartialDate, PartialDate],
) -> TargetContent:
    promised = drawn.promised(one.slot)
    start, end = term
    known = promised is not None and chance.random() < 0.86
    baseline_on = told(start.year, start.month) if known else None
    return TargetContent(
        number=number,
        statement=speaker.say(one.statement),
        indicator=one.indicator,
        unit=one.unit,
        baseline=promised[0] if promised and known else None,
        baseline_on=baseline_on,
        target=promised[1] if promised else None,
        target_on=end if number == 1 or chance.random() < 0.6 else told(max(start.year + 1, end.year - 1)),
        verification=chance.choice(words.more["verification"]) if chance.random() < 0.7 else "",
    )


def actions(chance: Random, promise: Promise, words: Language) -> tuple[ActionShare, ...]:
    """The promise's action, and in one of four other actions of the same or another theme, with shares where told."""
    more = _OTHER_ACTIONS.draw(chance)
    named = [(promise.theme, promise.action if chance.random() < 0.9 else None)]
    for _ in range(more):
        theme = promise.theme if chance.random() < 0.35 else vocabulary.theme_odds().draw(chance)
        other = chance.choice(words.promises[theme])
        if (theme, other.action) not in named:
            named.append((theme, other.action))
    shares = _shares(chance, len(named))
    return tuple(_action(theme, action, share) for (theme, action), share in zip(named, shares, strict=True))


_action = cache(ActionShare)


def _shares(chance: Random, parts: int) -> list[Decimal | None]:
    """Equal or unequal shares that add to one, at times with a remainder left open, often not told."""
    if parts == 1 or chance.random() < 0.5:
        return [None] * parts
    cuts = sorted(chance.sample(range(1, 20), parts - 1))
    twentieths = [high - low for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
    if chance.random() < 0.15 and twentieths[-1] > 1:
        twentieths[-1] -= 1
    return [Decimal(part * 5) / 100 for part in twentieths]


def term(chance: Random, window: int, leads: bool) -> tuple[PartialDate, PartialDate]:
    """Start and end at the precision people give them; five years for leaders, else one to five, none past 2026."""
    start = told(window, chance.randint(7, 11)) if chance.random() < 0.45 else told(window + 1, 1)
    whole = start.month == 1
    longest = min(5, _LAST + whole - start.year)
    years = longest if leads or chance.random() < 0.5 else chance.randint(1, longest)
    end = told(start.year + years - whole, 12 if whole else (start.month or 2) - 1)
    return _as_given(chance, start, first=True), _as_given(chance, end, first=False)


def _as_given(chance: Random, day: PartialDate, *, first: bool) -> PartialDate:
    draw = chance.random()
    whole = day.month == (1 if first else 12)
    if draw < 0.3 and whole:
        return told(day.year)
    if draw < 0.6:
        exact = day.first if first else day.last
        return told(exact.year, exact.month, exact.day)
    return day
