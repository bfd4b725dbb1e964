"""Numbers and months in words, in the five languages: what the check can read of a text besides digits.

Words are folded as ``record.stems`` folds them. The numeral one is left out: in most of these languages it is also an article
or a pronoun, and a text full of them would look exact.
"""

from __future__ import annotations

from collections.abc import Mapping

Numbers = Mapping[str, int]


def _counted(first: int, words: str) -> dict[str, int]:
    """Words parted by spaces, counting up from ``first``; forms of the same number are joined by a slash."""
    return {form: first + place for place, forms in enumerate(words.split()) for form in forms.split("/")}


def _tens(words: str) -> dict[str, int]:
    return {form: 20 + 10 * place for place, forms in enumerate(words.split()) for form in forms.split("/")}


UNITS: Mapping[str, Numbers] = {
    "en": {
        **_counted(
            2,
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen",
        ),
        "dozen": 12,
    },
    "fr": _counted(
        2, "deux trois quatre cinq six sept huit neuf dix onze douze/douzaine treize quatorze quinze/quinzaine seize"
    ),
    "es": _counted(
        2,
        "dos tres cuatro cinco seis siete ocho nueve diez once doce/docena trece catorce quince dieciseis diecisiete dieciocho "
        "diecinueve",
    ),
    "ru": _counted(
        2,
        "два/две/двух/двум/двумя/двое три/трех/трем/тремя/трое четыре/четырех/четырем пять/пяти/пятью шесть/шести/шестью "
        "семь/семи/семью восемь/восьми девять/девяти десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати "
        "тринадцать/тринадцати четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати "
        "семнадцать/семнадцати восемнадцать/восемнадцати девятнадцать/девятнадцати",
    ),
    "ar": _counted(
        2,
        "اثنان/اثنين/اثنتان/اثنتين ثلاث/ثلاثه اربع/اربعه خمس/خمسه ست/سته سبع/سبعه ثمان/ثمانيه/ثماني تسع/تسعه عشر/عشره",
    ),
}

TENS: Mapping[str, Numbers] = {
    "en": _tens("twenty thirty forty fifty sixty seventy eighty ninety"),
    "fr": _tens("vingt/vingtaine trente/trentaine quarante/quarantaine cinquante/cinquantaine soixante/soixantaine"),
    "es": _tens("veinte treinta/treintena cuarenta cincuenta sesenta setenta ochenta noventa"),
    "ru": _tens(
        "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти "
        "семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста"
    ),
    "ar": _tens("عشرون/عشرين ثلاثون/ثلاثين اربعون/اربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين"),
}

MULTIPLES: Mapping[str, Numbers] = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9},
    "fr": {
        "cent": 100,
        "cents": 100,
        "mille": 1000,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
    },
    "es": {"cien": 100, "ciento": 100, "cientos": 100, "mil": 1000, "millon": 10**6, "millones": 10**6},
    "ru": {
        "сто": 100,
        "ста": 100,
        "тысяча": 1000,
        "тысячи": 1000,
        "тысяч": 1000,
        "тыс": 1000,
        "миллион": 10**6,
        "миллиона": 10**6,
        "миллионов": 10**6,
        "млн": 10**6,
        "миллиард": 10**9,
        "миллиарда": 10**9,
        "миллиардов": 10**9,
        "млрд": 10**9,
    },
    "ar": {
        "ميه": 100,
        "مايه": 100,
        "الف": 1000,
        "الاف": 1000,
        "مليون": 10**6,
        "ملايين": 10**6,
        "مليار": 10**9,
        "مليارات": 10**9,
    },
}

ONE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"a", "one"}),
    "fr": frozenset({"un"}),
    "es": frozenset({"un"}),
    "ru": frozenset({"один", "одного"}),
    "ar": frozenset(),
}
"""What makes a multiple a number: ``a million`` counts, ``millions of women`` does not."""

ALONE: Mapping[str, frozenset[str]] = {
    "fr": frozenset({"cent", "mille"}),
    "es": frozenset({"cien", "mil"}),
    "ar": frozenset({"مليون"}),
}
"""Multiples that are a number by themselves."""

PER_CENT: Mapping[str, frozenset[tuple[str, ...]]] = {
    "en": frozenset({("per", "cent")}),
    "fr": frozenset({("pour", "cent")}),
    "es": frozenset({("por", "ciento"), ("por", "cien")}),
}
"""Two words in which the second looks like a number and is none."""

MONTHS: Mapping[str, Numbers] = {
    "en": _counted(1, "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept "
                      "october/oct november/nov december/dec"),
    "fr": _counted(1, "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
    "es": _counted(1, "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"),
    "ru": _counted(
        1,
        "январь/января/январе февраль/февраля/феврале март/марта/марте апрель/апреля/апреле май/мая/мае июнь/июня/июне "
        "июль/июля/июле август/августа/августе сентябрь/сентября/сентябре октябрь/октября/октябре ноябрь/ноября/ноябре "
        "декабрь/декабря/декабре",
    ),
    "ar": _counted(
        1,
        "يناير/جانفي فبراير/فيفري مارس ابريل/افريل مايو/ماي يونيو/جوان يوليو/جويليه اغسطس/اوت سبتمبر اكتوبر نوفمبر ديسمبر",
    ),
}  # fmt: skip

NEGATIONS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"no", "not", "never", "without", "neither", "nor", "none", "cannot"}),
    "fr": frozenset({"ne", "n", "pas", "sans", "aucun", "aucune", "ni", "jamais"}),
    "es": frozenset({"no", "sin", "ningun", "ninguna", "ni", "nunca", "jamas"}),
    "ru": frozenset({"не", "без", "нет", "ни", "никогда"}),
    "ar": frozenset({"لا", "لم", "لن", "ليس", "ليست", "بدون", "دون", "غير"}),
}
"""Words that turn the cue that follows into its contrary."""
