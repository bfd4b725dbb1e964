"""Dates the way people type them, read at the precision told. What could mean two days is refused, never chosen."""

from __future__ import annotations

import re
import unicodedata

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.sheets.cells import folded

_MONTHS = {
    1: "january jan janvier janv enero ene января январь янв يناير كانون2",
    2: "february feb février fevrier févr fev febrero febr февраля февраль фев فبراير شباط",
    3: "march mar mars marzo марта март мар مارس اذار",
    4: "april apr avril avr abril abr апреля апрель апр ابريل نيسان",
    5: "may mai mayo мая май مايو ايار",
    6: "june jun juin junio июня июнь июн يونيو حزيران",
    7: "july jul juillet juil julio июля июль июл يوليو تموز",
    8: "august aug août aout agosto ago августа август авг اغسطس اب",
    9: "september sep sept septembre septiembre setiembre set сентября сентябрь сен سبتمبر ايلول",
    10: "october oct octobre octubre октября октябрь окт اكتوبر",
    11: "november nov novembre noviembre ноября ноябрь ноя نوفمبر",
    12: "december dec décembre decembre déc diciembre dic декабря декабрь дек ديسمبر",
}
_NAMED = {folded(word): month for month, words in _MONTHS.items() for word in words.split()}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\Z")
_COMPACT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?\Z")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})\Z")
_FORMS = "Write a year (2021), a month (2021-06) or a day (2021-06-30)."
_FILLERS = {"of", "de", "del", "le", "the", "г", "года", "год", "st", "nd", "rd", "th", "er", "عام", "سنة"}


def told_date(text: str, *, order: str = "") -> PartialDate:
    """The date told. ``order`` is ``day-first`` or ``month-first`` where the file is known to write 03/04/2021 so.

    Raises ``Refusal`` with the remedy.
    """
    text = _western_digits(text.strip())
    try:
        return _read(text, order)
    except ValueError:
        raise Refusal("unknown-date", f"{text!r} is not a date that exists.", _FORMS) from None


def _western_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)


def _read(text: str, order: str) -> PartialDate:
    if re.fullmatch(r"\d{4}", text):
        return PartialDate(int(text))
    if found := _ISO.match(text):
        year, month, day = found.groups()
        return PartialDate(int(year), int(month), int(day) if day else None)
    if found := _COMPACT.match(text):
        return PartialDate(*(int(part) for part in found.groups()[:3]))
    if found := _NUMERIC.match(text):
        first, second, year = (int(part) for part in found.groups())
        return _numeric(text, first, second, year, order)
    if found := _MONTH_YEAR.match(text):
        return PartialDate(int(found.group(2)), int(found.group(1)))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise Refusal(
            "unknown-date",
            f"{text!r} looks like the number a spreadsheet keeps for a day.",
            f"Format the cell as a date. {_FORMS}",
        )
    return _named(text)


def _numeric(text: str, first: int, second: int, year: int, order: str) -> PartialDate:
    if order == "day-first" or (first > 12 and not order):
        return PartialDate(year, second, first)
    if order == "month-first" or (second > 12 and not order):
        return PartialDate(year, first, second)
    if first == second:
        return PartialDate(year, first, second)
    raise Refusal(
        "ambiguous-date",
        f"{text!r} can mean two different days.",
        'Write 2021-04-03, or say dates = "day-first" or "month-first" in the column map.',
    )


def _named(text: str) -> PartialDate:
    """``30 June 2021``, ``June 30, 2021``, ``juin 2021``, ``1er juillet 2021``, ``30 июня 2021 г.``"""
    words = [word for word in folded(re.sub(r"(?<=\d)(st|nd|rd|th|er|º)\b", "", text)).split() if word not in _FILLERS]
    months = [_NAMED[word] for word in words if word in _NAMED]
    numbers = [word for word in words if word.isdigit()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        raise Refusal("unknown-date", f"{text!r} cannot be read as one date.", _FORMS)
    return PartialDate(years[0], months[0], days[0] if days else None)
