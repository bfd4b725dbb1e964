"""Amounts the way people type them, read without loss or refused. Nothing is rounded and no word is dropped unsaid."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from avow.base.money import LARGEST
from avow.base.refusals import Refusal
from avow.sheets.cells import folded

_PLAIN = "Write the plain number, such as 1000000 or 1000000.50, and the currency in its own column."
_EMPTY = {"", "-", "–", "—", "n a", "na", "nil", "none", "not stated", "unknown", "tbd", "tbc"}
_NOT_NUMBERS = {"nan", "inf", "infinity", "infinite", "null"}
_SCALES = {
    10**3: "thousand thousands k mille mil тыс тысяч тысяча тысячи الف",
    10**6: "million millions m mn mln mio millon millones миллион миллиона миллионов млн مليون ملايين",
    10**9: "billion billions bn milliard milliards миллиард миллиарда миллиардов млрд مليار",
}
_SCALE = {folded(word): factor for factor, words in _SCALES.items() for word in words.split()}
_SCALE |= {"mil millones": 10**9, "mil millon": 10**9}
_TWO_MEANINGS = {"billon", "billones", "trillion", "trillions", "tn", "триллион"}
_SYMBOLS = {
    "us$": "USD", "us $": "USD", "€": "EUR", "£": "GBP", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "₦": "NGN", "₹": "INR", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₩": "KRW", "₪": "ILS", "₱": "PHP", "r$": "BRL", "chf": "CHF",
}  # fmt: skip
_SHARED_SYMBOLS = {"$", "¥", "kr", "fr", "£e"}
_NUMBER = re.compile(r"(?P<sign>[-−+(]?)(?P<digits>\d[\d.,'’\s\u00a0\u202f]*)\)?")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?[eE][+-]?\d{1,3}\Z")


@dataclass(frozen=True, slots=True)
class ToldAmount:
    """An amount, the currency if the cell names one, and what had to be understood to read it (for a warning)."""

    value: Decimal
    currency: str = ""
    understood: str = ""


def told_amount(text: str, *, decimal: str = "") -> ToldAmount | None:
    """The amount told; ``None`` for an empty cell or one that says it is not known.

    ``decimal`` is the decimal mark (``.`` or ``,``) where the file is known to write so. Raises ``Refusal``.
    """
    text = _western(text.strip())
    if folded(text) in _EMPTY:
        return None
    if folded(text).lstrip("+- ") in _NOT_NUMBERS:
        raise Refusal("not-a-number", f"{text!r} is not a number.", "Leave the cell empty when the amount is not known.")
    if _SCIENTIFIC.match(text):
        return ToldAmount(_bounded(text, Decimal(text)))
    bare, currency = _without_currency(text)
    found = _NUMBER.match(bare)
    if not found:
        raise Refusal("not-an-amount", f"{text!r} is not an amount.", _PLAIN)
    if found.group("sign") in ("-", "−", "("):
        raise Refusal(
            "negative-amount",
            f"{text!r} is negative, but a pledge cannot be.",
            "Give the amount pledged; lower it by an amendment.",
        )
    number, understood = _digits(text, found.group("digits"), decimal)
    factor = _scale(text, bare[found.end() :])
    value = _bounded(text, number * factor)
    if factor != 1:
        understood = f"read as {value.normalize():,f}"
    return ToldAmount(value, currency, understood)


def _western(text: str) -> str:
    text = text.replace("٫", ".").replace("٬", ",")
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)


def _bounded(text: str, value: Decimal) -> Decimal:
    if value >= LARGEST:
        raise Refusal("amount-too-large", f"{text!r} is a million billion or more, which is taken for a mistake.", _PLAIN)
    return value


def _without_currency(text: str) -> tuple[str, str]:
    """The amount without the currency code or symbol before or after it, and the code."""
    rest, found = text.strip(), ""
    for _ in range(2):
        for symbol in sorted([*_SYMBOLS, *_SHARED_SYMBOLS], key=len, reverse=True):
            low = rest.casefold()
            if low.startswith(symbol) and not low[len(symbol) :][:1].isalpha():
                rest = rest[len(symbol) :].strip()
            elif low.endswith(symbol) and not low[: -len(symbol)][-1:].isalpha():
                rest = rest[: -len(symbol)].strip()
            else:
                continue
            found = _symbol(text, symbol, found)
            break
    if code := re.match(r"([A-Z]{3})\s*(?=[\d(+-])", rest):
        return rest[code.end() :].strip(), found or code.group(1)
    if code := re.search(r"(?<=[\w\d])\s+([A-Z]{3})\Z", rest):
        return rest[: code.start()].strip(), found or code.group(1)
    return rest, found


def _symbol(text: str, symbol: str, before: str) -> str:
    if symbol in _SHARED_SYMBOLS and not before:
        raise Refusal(
            "unknown-currency",
            f"The sign {symbol!r} in {text!r} stands for several currencies.",
            "Write the three-letter code: 100 USD.",
        )
    return before or _SYMBOLS[symbol]


def _digits(text: str, digits: str, decimal: str) -> tuple[Decimal, str]:
    """The number, and what was understood when its marks could be read in another way."""
    compact = re.sub(r"[\s\u00a0\u202f'’]", "", digits).rstrip(".,")
    commas, dots = compact.count(","), compact.count(".")
    mark, understood = decimal, ""
    if not mark:
        mark, understood = _decimal_mark(text, compact, commas, dots)
    grouping = "," if mark == "." else "."
    whole, _, fraction = compact.partition(mark) if compact.count(mark) == 1 else (compact, "", "")
    if (
        mark in fraction
        or grouping in fraction
        or (grouping in whole and not re.fullmatch(rf"\d{{1,3}}(?:\{grouping}\d{{2,3}})*\{grouping}\d{{3}}", whole))
    ):
        raise Refusal("not-an-amount", f"The marks in {text!r} do not make a number.", _PLAIN)
    try:
        return Decimal(whole.replace(grouping, "") + (f".{fraction}" if fraction else "")), understood
    except InvalidOperation:
        raise Refusal("not-an-amount", f"{text!r} is not an amount.", _PLAIN) from None


def _decimal_mark(text: str, compact: str, commas: int, dots: int) -> tuple[str, str]:
    if commas and dots:
        return (",", "") if compact.rfind(",") > compact.rfind(".") else (".", "")
    if commas > 1 or dots > 1:
        return (".", "") if commas else (",", "")
    if commas:
        if len(compact.rpartition(",")[2]) == 3 and not compact.startswith("0"):
            return ".", f"the comma was read as parting thousands: {compact.replace(',', '')}"
        return ",", f"the comma was read as a decimal mark: {compact.replace(',', '.')}"
    if dots and len(compact.rpartition(".")[2]) == 3 and not compact.startswith("0"):
        raise Refusal(
            "ambiguous-amount",
            f"The point in {text!r} can part thousands or decimals.",
            'Write the number without it, or say numbers = "1,234.5" or "1.234,5" in the column map.',
        )
    return ".", ""


def _scale(text: str, tail: str) -> int:
    words = folded(tail)
    if not words:
        if tail.strip(" .)"):
            raise Refusal("not-an-amount", f"{text!r} is not one amount.", _PLAIN)
        return 1
    if words in _TWO_MEANINGS:
        raise Refusal("ambiguous-amount", f"The word in {text!r} means different numbers in different languages.", _PLAIN)
    if words in _SCALE:
        return _SCALE[words]
    raise Refusal(
        "not-an-amount",
        f"{text!r} says more than one amount.",
        f"{_PLAIN} Words such as 'at least' or 'over five years' belong in the description.",
    )
