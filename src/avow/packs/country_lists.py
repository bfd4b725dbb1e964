"""Makes ``common/countries.csv`` and ``common/currencies.csv`` from the country-codes table.

Run as ``python -m avow.packs.country_lists country-codes.csv`` with the table of the datasets/country-codes project
(Public Domain Dedication and License) and with Babel installed, whose CLDR data names currencies in other languages than
English. Every name that differs from either is written down below, so that a newer table can be taken over by running this
again.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

COMMON = Path(__file__).parent / "common"
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "ar": "Arabic"}

_ARTICLE = re.compile(r"\s*\((?:the|l[’']|les?|la|el|los|las)\)\s*\Z")

NAMES: dict[str, dict[str, str]] = {
    # names far too long for a list or a map
    "GBR": {
        "en": "United Kingdom",
        "fr": "Royaume-Uni",
        "es": "Reino Unido",
        "ru": "Соединенное Королевство",
        "ar": "المملكة المتحدة",
    },
    # an oblique case where the name stands alone
    "ALA": {"ru": "Аландские острова"},
    "ATA": {"ru": "Антарктика"},
    "CYM": {"ru": "Каймановы острова"},
    "CCK": {"ru": "Кокосовые (Килинг) острова"},
    "CXR": {"ru": "Остров Рождества"},
    # words in the wrong order, doubled or lost
    "BOL": {"ar": "دولة بوليفيا المتعددة القوميات"},
    "IRN": {"ar": "جمهورية إيران الإسلامية"},
    "VEN": {"ar": "جمهورية فنزويلا البوليفارية"},
    "FSM": {"ar": "ولايات ميكرونيزيا الموحدة"},
    "IOT": {"ar": "إقليم المحيط الهندي البريطاني"},
    "ATF": {"ar": "الأراضي الفرنسية الجنوبية"},
    "UMI": {"ar": "جزر الولايات المتحدة الصغيرة النائية"},
    "TLS": {"ar": "تيمور-ليشتي"},
    "GNB": {"ar": "غينيا-بيساو"},
    # the name its other languages, and ISO 3166, have
    "CIV": {"en": "Côte d’Ivoire"},
    "FLK": {"en": "Falkland Islands (Malvinas)"},
}

KOSOVO = {
    "code": "XKX",
    "alpha2": "XK",
    "numeric": "",
    "group": "039",
    "note": "outside-iso",
    "en": "Kosovo",
    "fr": "Kosovo",
    "es": "Kosovo",
    "ru": "Косово",
    "ar": "كوسوفو",
}
"""Not in ISO 3166 nor in M49, but in maps and aid data: listed under the code those use, beside its neighbours."""

MORE_CURRENCIES = (
    ("TRY", "949", "2", "Turkish Lira", "added"),
    # withdrawn, but amounts of earlier years are told in them
    ("ANG", "532", "2", "Netherlands Antillean Guilder", "withdrawn"),
    ("BGN", "975", "2", "Bulgarian Lev", "withdrawn"),
    ("HRK", "191", "2", "Kuna", "withdrawn"),
    ("SLL", "694", "2", "Leone (old)", "withdrawn"),
    ("ZWL", "932", "2", "Zimbabwe Dollar (old)", "withdrawn"),
)

CURRENCY_NAMES: dict[str, dict[str, str]] = {
    # not named by CLDR in every language, or named there with a slip
    "UYW": {
        "es": "Unidad previsional",
        "ru": "Уругвайская единица номинальной заработной платы",
        "ar": "وحدة مؤشر الأجور الاسمية الأوروغوايانية",
    },
    "VED": {"fr": "Bolivar numérique", "es": "Bolívar digital", "ru": "Цифровой боливар", "ar": "بوليفار رقمي"},
    "XCG": {"ru": "Карибский гульден", "ar": "غيلدر كاريبي"},
    "ZWG": {"fr": "Or zimbabwéen", "es": "Oro zimbabuense", "ru": "Зимбабвийский золотой", "ar": "ذهب زيمبابوي"},
}


def short_name(row: dict[str, str], language: str) -> str:
    """The short name without the article and the footnote marks that lists of the UN carry behind it."""
    alpha3 = row["ISO3166-1-Alpha-3"]
    if language in NAMES.get(alpha3, {}):
        return NAMES[alpha3][language]
    told = row[f"UNTERM {LANGUAGES[language]} Short"] or row[f"official_name_{language}"]
    return _ARTICLE.sub("", told.replace("*", "").strip()).replace("'", "’").strip()


def countries(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    found = []
    for row in rows:
        group = row["Sub-region Code"]
        found.append(
            {
                "code": row["ISO3166-1-Alpha-3"],
                "alpha2": row["ISO3166-1-Alpha-2"],
                "numeric": row["ISO3166-1-numeric"].zfill(3),
                "group": group.zfill(3) if group else "",
                "note": "",
                **{language: short_name(row, language) for language in LANGUAGES},
            }
        )
    return sorted([*found, KOSOVO], key=lambda each: each["code"])


def currencies(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, tuple[str, str, str, str]] = {}
    for row in rows:
        parts = [
            row[f"ISO4217-currency_{part}"].split(",") for part in ("alphabetic_code", "numeric_code", "minor_unit", "name")
        ]
        for code, numeric, minor, name in zip(*parts, strict=False):
            if code.strip():
                found.setdefault(code.strip(), (numeric.strip().zfill(3), minor.strip(), name.strip(), ""))
    for code, numeric, minor, name, note in MORE_CURRENCIES:
        found.setdefault(code, (numeric, minor, name, note))
    return [
        {"code": code, "numeric": numeric, "minor_unit": minor, "note": note, **currency_names(code, name)}
        for code, (numeric, minor, name, note) in sorted(found.items())
    ]


def currency_names(code: str, english: str) -> dict[str, str]:
    """English as ISO 4217 has it, the other languages as CLDR has them, as they are written where a name stands alone."""
    from babel import Locale  # needed where the lists are made, not where they are used

    told = {language: CURRENCY_NAMES.get(code, {}).get(language) for language in LANGUAGES}
    named = {language: own or Locale(language).currencies[code] for language, own in told.items() if language != "en"}
    return {"en": english} | {language: name[:1].upper() + name[1:] for language, name in named.items()}


def write(name: str, rows: list[dict[str, str]]) -> None:
    with (COMMON / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(path: str) -> None:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    write("countries.csv", countries(rows))
    write("currencies.csv", currencies(rows))


if __name__ == "__main__":
    main(sys.argv[1])
