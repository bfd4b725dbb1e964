"""Tables: real ones, with a caption, sticky headings and right-aligned numbers; cards on a phone where asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.ui.formatting import compact, number

from .markup import safe, text
from .status import tag


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. ``sort_href`` orders by it; ``sorted`` is ``ascending``, ``descending`` or empty."""

    title: str
    numeric: bool = False
    sort_href: str = ""
    sorted: str = ""
    main: bool = False


def _heading(column: Column) -> str:
    kind = ' class="n"' if column.numeric else ""
    if not column.title:
        return f"<td{kind}></td>"
    order = f' aria-sort="{column.sorted}"' if column.sorted else ""
    label = text(column.title)
    if column.sort_href:
        arrow = {"ascending": " ↑", "descending": " ↓"}.get(column.sorted, "")
        label = f'<a class="by" href="{text(column.sort_href)}">{label}</a><span aria-hidden="true">{arrow}</span>'
    return f'<th scope="col"{kind}{order}>{label}</th>'


def data_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    *,
    foot: Sequence[Sequence[object]] = (),
    cards: bool = False,
    dense: bool = False,
    sticky: bool = True,
    caption_seen: bool = True,
) -> SafeString:
    """Cells are text, or safe HTML. With ``cards`` each row becomes a card on a phone, its main column as title."""
    kinds = [
        (' class="n"' if one.numeric else ' class="title-cell"' if one.main else "")
        + (f' data-label="{text(one.title)}"' if cards and not one.main else "")
        for one in columns
    ]
    tags = ["th" if one.main else "td" for one in columns]
    scopes = [' scope="row"' if name == "th" else "" for name in tags]
    opened = [f"<{name}{scope}{kind}>" for name, scope, kind in zip(tags, scopes, kinds, strict=True)]
    closed = [f"</{name}>" for name in tags]

    def line(cells: Sequence[object]) -> str:
        inner = "".join([a + text(cell) + b for a, cell, b in zip(opened, cells, closed, strict=True)])
        return f"<tr>{inner}</tr>"

    head = "".join(_heading(one) for one in columns)
    body = "".join([line(row) for row in rows])
    last = f"<tfoot>{''.join([line(row) for row in foot])}</tfoot>" if foot else ""
    frame = "scroll" + (" sticky" if sticky else "")
    looks = " ".join(name for name, on in (("cards-on-phone", cards), ("dense", dense)) if on)
    unseen = "" if caption_seen else ' class="seen-by-ear"'
    kind_of_table = f' class="{looks}"' if looks else ""
    return safe(
        f'<div class="{frame}" role="group" aria-label="{text(caption)}" tabindex="0"><table'
        f"{kind_of_table}><caption{unseen}>{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{last}</table></div>"
    )


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of the ledger: amounts by stage in the order of the table's stages, in its currency; ``None`` is not told.

    ``netted`` says why the net total leaves the line out; ``sub`` is a second line: payer, original currency and rate.
    """

    purpose: str
    amounts: Sequence[Decimal | None]
    sub: str = ""
    netted: str = ""
    netted_href: str = ""


def money_table(
    caption: str,
    stages: Sequence[str],
    rows: Sequence[MoneyRow],
    gross: Sequence[Decimal | None],
    net: Sequence[Decimal | None],
    *,
    language: str = "",
    compactly: bool = False,
) -> SafeString:
    """Gross stands above what was netted, and that above net. Stages are columns and are never added up.

    The caption names the currency and the rates; the cells are bare numbers.
    """
    shown = compact if compactly else partial(number, places=0)

    def cells(amounts: Sequence[Decimal | None]) -> str:
        return "".join(
            f'<td class="n{"" if one is not None else " untold"}" data-label="{text(stage)}">'
            f"{text(shown(one, language)) if one is not None else '–'}</td>"
            for stage, one in zip(stages, amounts, strict=True)
        )

    lines = []
    for row in rows:
        mark = " " + tag(row.netted, "behind", row.netted_href) if row.netted else ""
        sub = f'<span class="sub">{text(row.sub)}</span>' if row.sub else ""
        kind = ' class="netted"' if row.netted else ""
        lines.append(
            f'<tr{kind}><th scope="row" class="title-cell">{text(row.purpose)}{mark}{sub}</th>{cells(row.amounts)}</tr>'
        )
    off = [n - g if g is not None and n is not None and n != g else None for g, n in zip(gross, net, strict=True)]
    head = "".join(f'<th scope="col" class="n">{text(name)}</th>' for name in stages)
    foot = (
        f'<tr><th scope="row" class="title-cell">{gettext("Gross")}</th>{cells(gross)}</tr>'
        + (
            f'<tr class="netted"><th scope="row" class="title-cell">{gettext("Counted elsewhere")}</th>{cells(off)}</tr>'
            if any(off)
            else ""
        )
        + f'<tr><th scope="row" class="title-cell">{gettext("Net of double counting")}</th>{cells(net)}</tr>'
    )
    return safe(
        f'<div class="scroll" role="group" aria-label="{text(caption)}" tabindex="0"><table class="cards-on-phone">'
        f'<caption>{text(caption)}</caption><thead><tr><th scope="col">{gettext("Purpose")}</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody><tfoot>{foot}</tfoot></table></div>"
        f'<p class="hint">{gettext("Stages are readings of the same money and are never added up.")}</p>'
    )
