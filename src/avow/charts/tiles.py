"""The world as tiles: one per country, placed about where it lies, so that small states are as easy to see as large ones.

Drawn region by region in blocks that fit a phone; east stays east in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from .bands import Bands, cut
from .figures import Chart, Grid, Value, Write, frame, linked

SIZE, GAP = 34, 3

# M49 region -> rows of ISO 3166 alpha-3 codes: the 193 member states of the United Nations and its two observer states.
REGIONS: Mapping[str, str] = {
    "019": """
        .   CAN .   .   .   .   .   .
        .   USA .   .   .   .   .   .
        .   MEX .   BHS .   .   .   .
        .   BLZ CUB HTI DOM KNA ATG .
        GTM HND JAM .   .   DMA LCA BRB
        SLV NIC .   .   .   VCT GRD TTO
        .   CRI PAN COL VEN GUY SUR .
        .   .   ECU PER BRA .   .   .
        .   .   .   BOL PRY .   .   .
        .   .   CHL ARG URY .   .   .
    """,
    "150": """
        .   ISL .   .   NOR SWE FIN EST .
        .   .   .   .   DNK .   LVA LTU RUS
        IRL GBR .   NLD DEU POL BLR .   .
        .   .   BEL LUX CZE SVK UKR MDA .
        .   .   FRA CHE LIE AUT HUN ROU .
        PRT ESP AND MCO SMR SVN HRV SRB BGR
        .   .   .   ITA VAT BIH MNE MKD .
        .   .   .   .   MLT .   ALB GRC .
    """,
    "142": """
        .   .   .   GEO KAZ .   .   MNG .
        .   TUR ARM AZE UZB KGZ .   PRK .
        CYP LBN SYR IRN TKM TJK CHN KOR JPN
        .   PSE IRQ KWT AFG PAK NPL BTN .
        ISR JOR BHR QAT .   IND BGD LAO VNM
        .   SAU ARE .   .   .   MMR THA KHM
        .   YEM OMN .   MDV LKA MYS BRN PHL
        .   .   .   .   .   .   SGP IDN TLS
    """,
    "002": """
        .   .   MAR DZA TUN LBY EGY .   .
        CPV MRT MLI NER TCD SDN ERI DJI .
        SEN GMB BFA NGA CMR CAF SSD ETH SOM
        GNB GIN CIV GHA BEN GAB UGA KEN .
        .   SLE LBR TGO GNQ COG RWA BDI TZA
        .   .   STP .   COD ZMB MWI COM SYC
        .   .   .   AGO ZWE MOZ MDG MUS .
        .   .   .   NAM BWA SWZ .   .   .
        .   .   .   .   ZAF LSO .   .   .
    """,
    "009": """
        PLW FSM MHL .
        PNG NRU KIR .
        SLB TUV WSM .
        AUS VUT FJI TON
        .   .   NZL .
    """,
}


def _placed(rows: str) -> tuple[tuple[str, int, int], ...]:
    lines = [line.split() for line in rows.strip().splitlines()]
    return tuple((code, across, down) for down, line in enumerate(lines) for across, code in enumerate(line) if code != ".")


PLACES = {region: _placed(rows) for region, rows in REGIONS.items()}
KNOWN = frozenset(code for places in PLACES.values() for code, _, _ in places)


@dataclass(frozen=True, slots=True)
class TileRegion:
    """One region's block."""

    code: str
    name: str
    chart: Chart


def tiles(
    identity: str,
    title: str,
    values: Mapping[str, Value],
    *,
    country: Callable[[str], str],
    region: Callable[[str], str],
    href: Callable[[str], str] | None = None,
    write: Write = str,
    others: str = "",
    heads: tuple[str, str] = ("", ""),
    bands: Bands | None = None,
) -> list[TileRegion]:
    """Countries without a value have an empty tile. Codes that are no state of the list follow in a block named ``others``."""
    shades = bands or cut(float(value) for value in values.values())
    blocks = list(PLACES.items())
    strays = sorted(code for code in values if code not in KNOWN)
    if strays:
        blocks.append(("", tuple((code, n % 8, n // 8) for n, code in enumerate(strays))))
    found = []
    for code, places in blocks:
        name = region(code) if code else others
        found.append(
            TileRegion(
                code,
                name,
                _block(f"{identity}-{code or 'x'}", f"{title}: {name}", places, values, shades, country, href, write, heads),
            )
        )
    return found


def _block(
    identity: str,
    title: str,
    places: tuple[tuple[str, int, int], ...],
    values: Mapping[str, Value],
    shades: Bands,
    country: Callable[[str], str],
    href: Callable[[str], str] | None,
    write: Write,
    heads: tuple[str, str],
) -> Chart:
    step = SIZE + GAP
    wide = (max(across for _, across, _ in places) + 1) * step - GAP
    tall = (max(down for _, _, down in places) + 1) * step - GAP
    parts, table = ['<g class="tile">'], []
    for code, across, down in places:
        value = values.get(code)
        shown = write(value) if value is not None else ""
        band = shades.of(float(value)) if value is not None else 0
        name, x, y = country(code), across * step, down * step
        words = f"{name}: {shown}" if shown else name
        body = (
            f'<title>{escape(words)}</title><rect x="{x}" y="{y}" width="{SIZE}" height="{SIZE}" rx="2" class="b{band}"/>'
            f'<text x="{x + SIZE / 2:g}" y="{y + (15 if shown else 21)}" text-anchor="middle" class="on{band}">'
            f"{escape(code)}</text>"
        )
        if shown:
            body += f'<text x="{x + SIZE / 2:g}" y="{y + 28}" text-anchor="middle" class="v on{band}">{escape(shown)}</text>'
            table.append((name, shown))
        parts.append(linked(body, href(code)) if href and shown else f"<g>{body}</g>")
    parts.append("</g>")
    svg = frame(identity, title, "", tall, "".join(parts), rtl=False, links=href is not None, box=(wide, tall))
    return Chart(svg, title, "", Grid(title, heads, tuple(sorted(table))))
