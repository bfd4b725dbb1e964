"""What codes of the framework are called, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from avow.framework.models import Framework


def labels(list_name: str) -> dict[str, str]:
    """Every code of a list with its name in the reader's language (else English), in the pack's order.

    Themes, actions and tracks are lists too. One query, and none for a list that was read before.
    """
    return dict(_labels(_in_force(), list_name, get_language() or "en"))


def label(list_name: str, code: str) -> str:
    """One code's name; the code itself where the pack in force has none."""
    return labels(list_name).get(code, code)


def labelled(list_name: str, codes: Iterable[str]) -> list[str]:
    known = labels(list_name)
    return [known.get(code, code) for code in codes]


def grouped(list_name: str) -> dict[str, dict[str, str]]:
    """A list by the code one level up: actions by theme, sub-categories by category."""
    known = labels(list_name)
    found: dict[str, dict[str, str]] = {}
    for code, group in _groups(_in_force(), list_name):
        found.setdefault(group, {})[code] = known[code]
    return found


def _in_force() -> int:
    return Framework.objects.order_by("-id").values_list("id", flat=True).first() or 0


# A framework that was installed never changes, so what was read of it stays true.


@lru_cache(maxsize=8)
def _lists(framework: int) -> Mapping[str, Any]:
    return Framework.objects.values_list("form__lists", flat=True).filter(pk=framework).first() or {}


@lru_cache(maxsize=200)
def _labels(framework: int, list_name: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((one["code"], _said(one["name"], language)) for one in _lists(framework).get(list_name, ()))


@lru_cache(maxsize=50)
def _groups(framework: int, list_name: str) -> tuple[tuple[str, str], ...]:
    return tuple((one["code"], one.get("group") or "") for one in _lists(framework).get(list_name, ()))


def _said(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
