"""Numbers, dates, money and plurals as each language writes them. Plain text out; ``*_html`` where markup isolates direction.

The rules follow CLDR for en, fr, es, ru and ar, with two choices of our own: Arabic keeps western digits, because references,
files and tables have them; and US dollars are always named as such, because several countries have dollars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from avow.base.dates import PartialDate

THIN, FIXED = "\u202f", "\u00a0"  # no-break spaces, narrow and normal
MINUS = "\u2212"
ISOLATE, EITHER, RELEASE = "\u2066", "\u2068", "\u2069"  # isolates, left to right or by the first letter, and their end

Numeric = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Manner:
    """How one language writes. ``scales`` names thousand, million, billion and trillion in short; ``dated`` orders a day."""

    group: str
    point: str
    group_from: int  # digits from which thousands are set apart
    percent: str
    scales: tuple[str, str, str, str]
    money: str
    symbols: Mapping[str, str]
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    dated: str
    until: str
    last_joint: str
    minus: str = MINUS
    quotes: str = "«{}»"
    colon: str = ": "
    comma: str = ", "


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


MANNERS: Mapping[str, Manner] = {
    "en": Manner(
        ",", ".", 4, "{}" + FIXED + "%", ("k", "m", "bn", "tn"), "{symbol}" + FIXED + "{number}",
        {"USD": "US$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "JPY": "JP¥"},
        _months("January February March April May June July August September October November December"), (),
        "{day} {month} {year}", "{} to {}", " and ", quotes="“{}”",
    ),
    "fr": Manner(
        THIN, ",", 4, "{}" + THIN + "%", ("k", "M", "Md", "Bn"), "{number}" + FIXED + "{symbol}",
        {"USD": "$" + FIXED + "US", "EUR": "€", "GBP": "£", "CAD": "$" + FIXED + "CA"},
        _months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"), (),
        "{day} {month} {year}", "{} à {}", " et ", quotes="«" + FIXED + "{}" + FIXED + "»", colon=THIN + ": ",
    ),
    "es": Manner(
        ".", ",", 5, "{}" + FIXED + "%", ("mil", "M", "mil" + FIXED + "M", "B"), "{number}" + FIXED + "{symbol}",
        {"USD": "US$", "EUR": "€", "GBP": "£"},
        _months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"), (),
        "{day} de {month} de {year}", "{} a {}", " y ",
    ),
    "ru": Manner(
        FIXED, ",", 4, "{}" + FIXED + "%", ("тыс.", "млн", "млрд", "трлн"), "{number} {symbol}",
        {"USD": "долл." + FIXED + "США", "EUR": "евро", "GBP": "ф." + FIXED + "ст."},
        _months("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        _months("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
        "{day} {month} {year}" + FIXED + "г.", "{} – {}", " и ",
    ),
    "ar": Manner(
        ",", ".", 4, "{}%", ("ألف", "مليون", "مليار", "تريليون"), "{number} {symbol}",
        {"USD": "دولار أمريكي", "EUR": "يورو", "GBP": "جنيه إسترليني"},
        _months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"), (),
        "{day} {month} {year}", "من {} إلى {}", " و", "\u200e" + MINUS, comma="، ",
    ),
}  # fmt: skip


def _language(language: str) -> str:
    code = (language or get_language() or "en").split("-")[0]
    return code if code in MANNERS else "en"


def manner(language: str = "") -> Manner:
    """The manner of ``language``, or of the active one; English for a language not spoken here."""
    return MANNERS[_language(language)]


def _grouped(digits: str, how: Manner) -> str:
    if len(digits) < how.group_from:
        return digits
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return how.group.join(parts)


@lru_cache(maxsize=4096)
def _number(value: Decimal | int, language: str, places: int | None) -> str:
    how = MANNERS[language]
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{abs(exact):f}"
    whole, _, rest = text.partition(".")
    if places is None:
        rest = rest.rstrip("0")
    shown = _grouped(whole, how) + (how.point + rest if rest else "")
    if exact < 0 and any(digit in "123456789" for digit in shown):
        return how.minus + shown
    return shown


def number(value: Numeric | None, language: str = "", places: int | None = None) -> str:
    """``12,345.6`` as the language writes it. ``places`` fixes the decimals; without it they are as told. ``None`` gives ''."""
    if value is None:
        return ""
    exact = Decimal(str(value)) if isinstance(value, float) else value
    return _number(exact, _language(language), places)


def percent(value: Numeric | None, language: str = "", places: int | None = None) -> str:
    """A number that already is a percentage (69 → ``69 %``); the one rounding function of the record comes before this."""
    return "" if value is None else manner(language).percent.format(number(value, language, places))


def signed(value: Numeric, language: str = "", places: int | None = None) -> str:
    """With its sign, also when positive, held together against right-to-left neighbours: ``+4``, ``−4``, ``0``."""
    text = number(value, language, places)
    return f"{ISOLATE}{'+' if value > 0 else ''}{text}{RELEASE}"


def signed_html(value: Numeric, language: str = "", places: int | None = None) -> SafeString:
    text = number(value, language, places)
    return mark_safe(f'<bdi dir="ltr">{"+" if value > 0 else ""}{text}</bdi>')  # noqa: S308 -- digits and signs only


def reference_html(reference: str) -> SafeString:
    """A reference such as ``C-2021-0042``, isolated so that it reads the same in right-to-left lines."""
    return mark_safe(f'<bdi dir="ltr">{escape(reference)}</bdi>')  # noqa: S308 -- escaped


def _with_symbol(written: str, currency: str, language: str) -> str:
    how = manner(language)
    sign = how.minus if written.startswith(how.minus) else ""
    return sign + how.money.format(symbol=how.symbols.get(currency, currency), number=written.removeprefix(how.minus))


def money(amount: Numeric | None, currency: str = "USD", language: str = "", places: int | None = 0) -> str:
    """``US$ 48,000,000``. ``places=None`` keeps the cents as told."""
    if amount is None:
        return ""
    return _with_symbol(number(amount, language, places), currency, language)


_SCALES = ((Decimal(10) ** 12, 3), (Decimal(10) ** 9, 2), (Decimal(10) ** 6, 1), (Decimal(10) ** 4, 0))


def compact(value: Numeric | None, language: str = "") -> str:
    """Three significant digits and a scale word: ``8.4 bn``, ``310 m``, ``12 k``; below ten thousand the number itself.

    Rounding never hides a scale: 999,950 becomes ``1 m``.
    """
    if value is None:
        return ""
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    how = manner(language)
    for step, (scale, name) in enumerate(_SCALES):
        if abs(exact) < scale:
            continue
        unit = scale if name else Decimal(1000)
        places = 1 if abs(exact) / unit < 100 else 0
        scaled = (exact / unit).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        if abs(scaled) >= 1000 and step:
            unit, name = _SCALES[step - 1][0], _SCALES[step - 1][1]
            scaled = (exact / unit).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        return f"{number(scaled.normalize() if scaled % 1 == 0 else scaled, language)}{FIXED}{how.scales[name]}"
    return number(exact, language, 0)


def money_compact(amount: Numeric | None, currency: str = "USD", language: str = "") -> str:
    """``US$ 8.4 bn`` · ``8,4 Md $ US`` · ``8,4 mil M US$`` · ``8,4 млрд долл. США`` · ``8.4 مليار دولار أمريكي``."""
    if amount is None:
        return ""
    return _with_symbol(compact(amount, language), currency, language)


def day(value: date, language: str = "") -> str:
    """``4 July 2023``."""
    how = manner(language)
    number_of_day = "1er" if _language(language) == "fr" and value.day == 1 else str(value.day)
    return how.dated.format(day=number_of_day, month=how.months[value.month - 1], year=value.year)


def partial_date(value: PartialDate | date | str | None, language: str = "") -> str:
    """A date at the precision it was told in: ``2021``, ``June 2021``, ``30 June 2021``. Empty gives ''."""
    if not value:
        return ""
    if isinstance(value, date):
        return day(value, language)
    told = PartialDate.parse(value) if isinstance(value, str) else value
    if told.month is None:
        return str(told.year)
    if told.day is not None:
        return day(told.first, language)
    how = manner(language)
    month = (how.months_alone or how.months)[told.month - 1]
    joint = " de " if _language(language) == "es" else " "
    return f"{month}{joint}{told.year}" + (FIXED + "г." if _language(language) == "ru" else "")


def term(start: PartialDate | str | None, end: PartialDate | str | None, language: str = "", open_end: str = "…") -> str:
    """From start to end; what was not told stays open and is not filled in."""
    first, last = partial_date(start, language), partial_date(end, language)
    if not first and not last:
        return ""
    return manner(language).until.format(first or open_end, last or open_end)


def instant(value: datetime, language: str = "") -> str:
    """``4 July 2023, 12:00 UTC``: always in UTC, and says so."""
    at = value.astimezone(UTC)
    return f"{day(at.date(), language)}{manner(language).comma}{ISOLATE}{at:%H:%M} UTC{RELEASE}"


def instant_in(value: datetime, zone: ZoneInfo, language: str = "") -> str:
    """``4 July 2023, 23:59 (New York)``: as clocks on the wall of the zone's city show it; UTC is named as such."""
    at = value.astimezone(zone)
    comma = "، " if _language(language) == "ar" else ", "
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return f"{day(at.date(), language)}{comma}{ISOLATE}{at:%H:%M} ({city}){RELEASE}"


def listed(words: Sequence[str], language: str = "") -> str:
    """``Kenya, Mali and Peru``."""
    if len(words) < 2:
        return "".join(words)
    how = manner(language)
    return how.comma.join(words[:-1]) + how.last_joint + words[-1]


def joined(words: Sequence[str], language: str = "") -> str:
    """``Kenya, Mali, Peru``: an open list, whose names stay whole beside names of the other direction."""
    return manner(language).comma.join(isolated(word, language) for word in words)


def isolated(words: str, language: str = "") -> str:
    """Plain text held together where it, or the line it stands in, runs from right to left."""
    mixed = _language(language) == "ar" or any(bidirectional(letter) in ("R", "AL") for letter in words)
    return f"{EITHER}{words}{RELEASE}" if words and mixed else words


def quoted(words: str, language: str = "") -> str:
    """Somebody's own words, between the quotation marks of the reader's language."""
    return manner(language).quotes.format(words)


def named(name: str, value: object, language: str = "") -> str:
    """``Theme: Water``; ``Thème : Eau``."""
    return f"{name}{manner(language).colon}{value}"


def plural_category(count: int, language: str = "") -> str:
    """CLDR's plural category of a whole number: zero, one, two, few, many or other."""
    code, n = _language(language), abs(count)
    if code == "ru":
        if n % 10 == 1 and n % 100 != 11:
            return "one"
        return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"
    if code == "ar":
        named = {0: "zero", 1: "one", 2: "two"}.get(n)
        return named or ("few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other")
    if code in ("fr", "es") and n and n % 1_000_000 == 0:
        return "many"
    return "one" if n == 1 or (code == "fr" and n == 0) else "other"


def counted(count: int, forms: Mapping[str, str], language: str = "") -> str:
    """The form for ``count`` with ``{n}`` filled in; ``other`` where a category is missing. For texts that come with a pack."""
    form = forms.get(plural_category(count, language)) or forms["other"]
    return form.replace("{n}", number(count, language))
