"""Themes, actions and shares as a row tells them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from avow.commitments.content import ActionShare
from avow.organisations.importing.cells import Cells
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import split_items

NONE = "-"  # stands in a list for "none here", so that parallel lists stay parallel
_WITH_SHARE = re.compile(r"(?P<name>.*?)[\s:(]+(?P<share>\d+(?:[.,]\d+)?\s*%)\)?\Z")
_SIX_PLACES = Decimal("0.000001")


def read_actions(cells: Cells, opened: Opened, themes_of: Mapping[str, str]) -> tuple[ActionShare, ...]:
    """What it serves. No theme at all is told as it is: the caller warns."""
    names, shares_inside = _parted(split_items(cells["themes"]))
    themes = [_theme(cells, name) for name in names]
    told_actions = split_items(cells["actions"])
    actions = ["" if item == NONE else cells.code("actions", "actions", item) for item in told_actions]
    shares = _shares(cells, shares_inside)
    if cells.errors:
        return ()
    if not any(themes) and any(themes_of.get(action) for action in actions if action):
        if names:
            cells.warn(
                "actions",
                cells["actions"],
                "action-without-theme",
                "The row names an action but no single theme, so the action was not kept.",
                "Name the theme if it is the one meant.",
            )
            return ()
        themes = [themes_of[action] for action in actions if action]
    return _joined(cells, [theme for theme in themes if theme], actions, shares, themes_of)


def _theme(cells: Cells, name: str) -> str:
    return "" if name == NONE else cells.code("themes", "themes", name)


def _parted(items: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names and shares of items such as ``Economic Justice and Rights 60%``."""
    names, shares = [], []
    for item in items:
        found = _WITH_SHARE.match(item)
        names.append(found["name"].strip(" (:") if found else item)
        shares.append(found["share"] if found else "")
    return names, shares if any(shares) else []


def _shares(cells: Cells, inside: Sequence[str]) -> list[Decimal | None]:
    told = inside or split_items(cells["shares"])
    values = [_share(cells, text) for text in told]
    plain = [value for text, value in zip(told, values, strict=True) if value is not None and "%" not in text]
    if plain and max(plain) > 1:  # 60; 40 are percentages, 0.6; 0.4 are fractions
        values = [
            value / 100 if value is not None and "%" not in text else value for text, value in zip(told, values, strict=True)
        ]
    return [value.quantize(_SIX_PLACES).normalize() if value is not None else None for value in values]


def _share(cells: Cells, text: str) -> Decimal | None:
    if text in ("", NONE):
        return None
    remedy = "Write percentages such as 60%; 40%."
    try:
        value = Decimal(text.replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        cells.refuse("shares", text, "not-a-share", f"{text!r} is not a share.", remedy)
        return None
    if not value.is_finite() or value < 0 or value > 10_000:
        cells.refuse("shares", text, "not-a-share", f"{text!r} cannot be a share: it is negative or no number.", remedy)
        return None
    return value / 100 if "%" in text else value


def _joined(
    cells: Cells, themes: Sequence[str], actions: Sequence[str], shares: Sequence[Decimal | None], themes_of: Mapping[str, str]
) -> tuple[ActionShare, ...]:
    parallel = len(themes) == len(actions) and all(
        not action or themes_of.get(action) == theme for theme, action in zip(themes, actions, strict=True)
    )
    if parallel:
        pairs = [(theme, action or None) for theme, action in zip(themes, actions, strict=True)]
    else:
        pairs = _grouped(cells, list(dict.fromkeys(themes)), [action for action in actions if action], themes_of)
    if not shares:
        return tuple(ActionShare(theme, action) for theme, action in pairs)
    if len(shares) != len(pairs):
        cells.refuse(
            "shares",
            cells["shares"] or cells["themes"],
            "shares-unpaired",
            f"There are {len(shares)} shares for {len(pairs)} themes and actions.",
            "Give one share for each, in the same order; - for none.",
        )
        return ()
    return tuple(ActionShare(theme, action, share) for (theme, action), share in zip(pairs, shares, strict=True))


def _grouped(cells: Cells, themes: list[str], actions: list[str], themes_of: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Every theme with those of the actions that are its own."""
    for action in actions:
        if themes_of.get(action) not in themes:
            cells.refuse(
                "actions",
                cells["actions"],
                "action-of-other-theme",
                f"The action {action} belongs to the theme {themes_of.get(action)}, which the row does not name.",
                "Correct one of the two.",
            )
    pairs: list[tuple[str, str | None]] = []
    for theme in themes:
        own: list[str | None] = [action for action in actions if themes_of.get(action) == theme]
        pairs.extend((theme, action) for action in own or [None])
    return pairs
