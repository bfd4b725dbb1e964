"""Every component on one page, with the lengths that real data has. ``python -m tests.ui.gallery FOLDER`` writes it out."""

# ruff: noqa: E501 -- sentences in several languages, one line each

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import django_htmx
from django.conf import settings

from avow import charts, ui
from avow.ui import formatting as f
from avow.ui.components.facets import Choice, Facet, FacetRow
from avow.ui.components.figures import Figure
from avow.ui.components.history import Difference, Version
from avow.ui.components.markup import safe
from avow.ui.components.passages import Downloads, Pages
from avow.ui.components.status import Said, badge, tag
from avow.ui.components.tables import Column, MoneyRow
from avow.ui.components.targets import Target
from avow.ui.frames import Frame, Link, ReleaseMark, direction, languages

STATIC = Path(ui.__file__).parent / "static"
TEMPLATES = Path(__file__).with_name("templates")

WORDS = {
    "en": {
        "initiative": "Generation Equality",
        "nav": "Dashboard|Commitments|Organisations|Map|Figures|Data|Method",
        "title": "What was promised, what is kept, what is silent",
        "lead": "2,700 commitments by 1,503 organisations, each with its owner, its money, its targets and its silence.",
        "promise": "Fund 400 community child-care centres in five rural provinces by December 2026",
        "owner": "Ministry of Social Affairs, Family and Community Development of the United Provinces of Northland",
        "themes": "Gender-based violence|Economic justice and rights|Bodily autonomy and sexual and reproductive health and rights|"
        "Feminist action for climate justice|Technology and innovation for gender equality|Feminist movements and leadership",
        "categories": "Governments|Civil society and women's rights organisations|Youth-led organisations|Private sector|Philanthropy|International organisations|Other",
        "stages": "Completed|In progress|Planning|No report",
        "bands": "Ahead|On track|Behind|Too early|Cannot tell|No report",
        "money": "Pledged|Secured|Disbursed|Spent",
        "regions": "Americas|Europe|Asia|Africa|Oceania",
        "theme": "Theme", "maker": "Made by", "live": "Live commitments", "reported": "Reported in 2023",
        "track": "On track or ahead", "secured": "Secured, net", "from": "from 409 makers",
        "of": "466 of 675 commitments", "of2": "172 of 409 makers", "of3": "391 of all 675", "those": "84 % of the 466 that reported",
        "covers": "reports cover 81 % of the money pledged", "told": "Daily News, 30 June 2021",
        "baseline": "baseline", "target": "target", "value": "reported", "status": "Status", "commitment": "Commitment",
    },
    "ar": {
        "initiative": "جيل المساواة",
        "nav": "لوحة المتابعة|الالتزامات|المنظمات|الخريطة|الأرقام|البيانات|المنهج",
        "title": "ما الذي وُعد به، وما الذي تحقق، وما الذي سُكت عنه",
        "lead": "2,700 التزام من 1,503 منظمات، لكل منها صاحبه وماله وأهدافه وصمته.",
        "promise": "تمويل 400 مركز مجتمعي لرعاية الأطفال في خمس محافظات ريفية بحلول ديسمبر 2026",
        "owner": "وزارة الشؤون الاجتماعية والأسرة والتنمية المجتمعية في الأقاليم الشمالية المتحدة",
        "themes": "العنف القائم على النوع الاجتماعي|العدالة والحقوق الاقتصادية|الاستقلال الجسدي والصحة والحقوق الجنسية والإنجابية|"
        "العمل النسوي من أجل العدالة المناخية|التكنولوجيا والابتكار من أجل المساواة|الحركات والقيادات النسوية",
        "categories": "الحكومات|المجتمع المدني ومنظمات حقوق المرأة|المنظمات الشبابية|القطاع الخاص|العمل الخيري|المنظمات الدولية|أخرى",
        "stages": "مكتمل|قيد التنفيذ|قيد التخطيط|لا تقرير",
        "bands": "متقدم|على المسار|متأخر|من المبكر الحكم|لا يمكن التحديد|لا تقرير",
        "money": "متعهد به|مؤمَّن|مصروف|منفَق",
        "regions": "الأمريكتان|أوروبا|آسيا|أفريقيا|أوقيانوسيا",
        "theme": "المحور", "maker": "صاحب الالتزام", "live": "الالتزامات السارية", "reported": "قدمت تقريرًا في 2023",
        "track": "على المسار أو متقدمة", "secured": "مؤمَّن، صافٍ", "from": "من 409 جهات",
        "of": "466 من 675 التزامًا", "of2": "172 من 409 جهات", "of3": "391 من مجموع 675", "those": "84% من 466 قدمت تقريرًا",
        "covers": "تغطي التقارير 81% من الأموال المتعهد بها", "told": "ديلي نيوز، 30 يونيو 2021",
        "baseline": "خط الأساس", "target": "الهدف", "value": "المبلَّغ", "status": "الحالة", "commitment": "الالتزام",
    },
}  # fmt: skip

BANDS = ("ahead", "on-track", "behind", "too-early", "cannot-tell", "not-reported")
STAGES = ("completed", "in-progress", "planning", "not-reported")
ISO = {code: (n * 37 + len(code) * n) % 61 for n, code in enumerate(sorted(charts.tiles.__globals__["KNOWN"])) if n % 3}


def words(language: str, name: str) -> str:
    return WORDS.get(language, WORDS["en"]).get(name, WORDS["en"][name])


def many(language: str, name: str) -> list[str]:
    return words(language, name).split("|")


def frame(language: str) -> Frame:
    nav = [Link(label, "#main", n == 0) for n, label in enumerate(many(language, "nav"))]
    return Frame(
        initiative=words(language, "initiative"), home="#", language=language, nav=nav,
        languages=languages(language, [(code, f"gallery-{code}.html") for code in ("en", "fr", "es", "ru", "ar")]),
        release=ReleaseMark(214, datetime(2023, 7, 4, 12, tzinfo=UTC), "#data", "#verify"),
        foot=nav, desk="#desk", licence="CC BY 4.0",
    )  # fmt: skip


def drawings(language: str) -> dict[str, object]:
    """All charts of the page, and nothing else: what the timing test measures."""
    w, write, rtl = partial(words, language), partial(f.number, language=language), direction(language) == "rtl"
    themes, bands, stages = many(language, "themes"), many(language, "bands"), many(language, "stages")
    counts = (725, 675, 565, 391, 354, 382)
    kinds = [charts.Kind(code, word) for code, word in zip(BANDS, bands, strict=True)]
    table = {
        ("completed", "ahead"): 28, ("completed", "on-track"): 4, ("in-progress", "ahead"): 52, ("in-progress", "on-track"): 276,
        ("in-progress", "behind"): 49, ("in-progress", "cannot-tell"): 24, ("planning", "on-track"): 20, ("planning", "behind"): 16,
        ("planning", "too-early"): 1, ("not-reported", "cannot-tell"): 209,
    }  # fmt: skip
    heads = (w("theme"), w("live"))
    shades = charts.cut(ISO.values())
    return {
        "by_theme": charts.bars("theme", w("theme"), [charts.Bar(a, b, href="#t") for a, b in zip(themes, counts, strict=True)], write=write, heads=heads, rtl=rtl),
        "by_stage": charts.stacked(
            "stage", w("status"), kinds,
            [charts.Stack(stages[0], (28, 4, 0, 0, 0, 0)), charts.Stack(stages[1], (52, 276, 49, 0, 24, 0)),
             charts.Stack(stages[2], (0, 20, 16, 1, 0, 0)), charts.Stack(stages[3], (0, 0, 0, 0, 0, 209))],
            write=write, heads=heads, rtl=rtl, description=w("of3"),
        ),
        "by_category": charts.stacked(
            "cat", w("maker"), kinds,
            [charts.Stack(label, (9 + n, 120 - 13 * n, 20 + 2 * n, n, 12, 60 - 3 * n)) for n, label in enumerate(many(language, "categories"))],
            write=write, heads=(w("maker"), w("live")), whole=True, rtl=rtl,
        ),
        "crosstab": charts.crosstab(
            "cross", w("status"), [charts.Kind(a, b) for a, b in zip(STAGES, stages, strict=True)], kinds[:5], table,
            write=write, total=w("live"), rtl=rtl,
        ),
        "line": charts.line(
            "line", w("promise"),
            baseline=charts.Point(date(2021, 7, 1), 20, f.partial_date("2021-07", language)),
            target=charts.Point(date(2026, 12, 31), 400, f.partial_date("2026-12", language)),
            reported=[charts.Point(date(2022, 6, 30), 58, f.partial_date("2022-06", language)), charts.Point(date(2023, 6, 30), 124, f.partial_date("2023-06", language))],
            words=(w("baseline"), w("target"), w("value")), write=write, rtl=rtl,
        ),
        "years": charts.multiples(
            "years", w("reported"), ("2021", "2022", "2023", "2024", "2025"),
            [charts.Panel(theme, (None, 31 + n, 69 - 4 * n, 58 + n, 71 - 2 * n)) for n, theme in enumerate(themes)],
            write=partial(f.percent, language=language), silent="–", most=100, rtl=rtl,
        ),
        "tiles": charts.tiles(
            "w", w("live"), ISO, country=lambda code: code, region=dict(zip(charts.REGIONS, many(language, "regions"), strict=True)).__getitem__,
            href=lambda code: f"#{code}", write=write, bands=shades, heads=(w("maker"), w("live")),
        ),
        "shades": shades,
    }  # fmt: skip


def context(language: str) -> dict[str, object]:
    w = partial(words, language)
    money = partial(f.money_compact, language=language)
    themes, categories, bands = many(language, "themes"), many(language, "categories"), many(language, "bands")
    rows = [
        [safe(f'<a href="#c">{w("promise")}</a><span class="sub">{w("owner")}</span>'), f.reference_html(f"C-2021-{42 + n:04d}"),
         tag(themes[n % 6]), badge(BANDS[n % 6], bands[n % 6]), f.term("2021-07", "2026" if n % 2 else None, language), money(Decimal(48_000_000) * (n + 1))]
        for n in range(6)
    ]  # fmt: skip
    return {
        "frame": frame(language), "w": WORDS.get(language, WORDS["en"]), "language": language,
        "crumbs": [Link(w("commitment"), "#"), Link(themes[1], "#")],
        "figures": [
            Figure(w("live"), f.number(675, language), w("from"), href="#f"),
            Figure(w("reported"), f.percent(69, language), w("of"), note=w("of2"), href="#f"),
            Figure(w("track"), f.percent(58, language), w("of3"), note=w("those"), href="#f"),
            Figure(w("secured"), money(Decimal(8_400_000_000)), covers=w("covers"), share=0.81, href="#f"),
        ],
        "facets": [
            Facet("theme", w("theme"), [FacetRow(str(n), label, 725 - 60 * n, f"?theme={n}", n == 1) for n, label in enumerate(themes)]),
            Facet("category", w("maker"), [FacetRow(str(n), label, (311, 128, 97, 52, 31, 9, 0)[n], f"?c={n}") for n, label in enumerate(categories)]),
            Facet("country", w("nav").split("|")[3], [FacetRow(code, code, count, f"?k={code}") for code, count in list(ISO.items())[:40]]),
        ],
        "choices": [Choice(themes[1], "?"), Choice(categories[1], "?")],
        "said": [
            Said(f"{w('status')}, 2023", "in-progress", many(language, "stages")[1], w("of")),
            Said(w("value"), "on-track", bands[1], w("told")),
            Said(w("target"), "behind", bands[2], safe(f'{w("of3")}. <a href="#why">{w("covers")}</a>')),
        ],
        "badges": [*zip(BANDS, bands, strict=True), ("withdrawn", "withdrawn"), ("lapsed", "lapsed"), ("strengthened", "strengthened"), ("weakened", "weakened"), ("extended", "extended")],
        "columns": [Column(w("commitment"), main=True), Column("№", sort_href="#s", sorted="ascending"), Column(w("theme")), Column(w("status")), Column(w("target")), Column(many(language, "money")[0], numeric=True, sort_href="#s")],
        "rows": rows,
        "stages": many(language, "money"),
        "ledger": [
            MoneyRow("State budget 2021–2026, new", [Decimal(48_000_000), Decimal(31_500_000), Decimal(19_200_000), Decimal(17_840_000)], sub="KES 5,184,000,000"),
            MoneyRow("Foundation grant for training of care workers in remote districts", [Decimal(6_000_000), Decimal(6_000_000), Decimal(4_000_000), None], netted="counted at source", netted_href="#n"),
        ],
        "gross": [Decimal(54_000_000), Decimal(37_500_000), Decimal(23_200_000), Decimal(17_840_000)],
        "net": [Decimal(48_000_000), Decimal(31_500_000), Decimal(19_200_000), Decimal(17_840_000)],
        "pages": Pages(2700, 3, 25, lambda n: f"?page={n}#results"),
        "downloads": Downloads("#csv", "#json", "https://example.org/figures/reporting.rate.makers/?theme=ejr&release=214", "#def", 675),
        "facts": [(w("maker"), w("owner")), (w("theme"), [themes[1], themes[2]]), (w("target"), f.term("2021-07-01", "2026-12", language)), ("empty", "")],
        "versions": [
            Version(3, f.partial_date("2023-07-04", language), w("maker"), w("lead"), "weakened", "weakened", "#", "#", current=True),
            Version(2, f.partial_date("2022-05-21", language), w("maker"), "", "extended", "extended", "#", "#"),
            Version(1, f.partial_date("2021-06-30", language), w("maker"), "", href="#"),
        ],
        "differences": [
            Difference("Target", "Open and staff 400 community child-care centres by December 2025, of which 200 in the north.", "Open 340 community child-care centres by December 2026, of which 200 in the north."),
            Difference("Countries", "Kenya", "Kenya"),
        ],
        "targets": [
            Target(1, w("promise"), "behind", bands[2], f"{w('baseline')} 20", f"{w('value')} 124", f"{w('target')} 400", 0.27, 0.38, "Register of licensed centres"),
            Target(2, w("lead"), "cannot-tell", bands[4], note=w("of3")),
        ],
        "warnings": ["The source gives no end.", "The end, 2041, is after the framework's last day."],
        **drawings(language),
    }  # fmt: skip


def render(language: str) -> str:
    from django.template import engines
    from django.utils import translation

    with translation.override(language):
        source = (TEMPLATES / "gallery.html").read_text(encoding="utf-8")
        return engines["django"].from_string(source).render(context(language))


def write(folder: Path, tongues: tuple[str, ...] = ("en", "fr", "es", "ru", "ar")) -> None:
    """The gallery as static files that open without a server."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC / "ui", folder / "static" / "ui", dirs_exist_ok=True)
    (folder / "static" / "django_htmx").mkdir(exist_ok=True)
    shutil.copy(
        Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js", folder / "static" / "django_htmx"
    )
    shades = charts.cut(ISO.values())
    (folder / "map.svg").write_bytes(charts.colour_map({code: shades.of(value) for code, value in ISO.items()}))
    for language in tongues:
        html = render(language).replace(f'="{settings.STATIC_URL}', '="static/')
        (folder / f"gallery-{language}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.ui.settings")
    import django

    django.setup()
    write(Path(sys.argv[1]))
