"""``{% load public %}``: what only public pages write."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from avow.public.shares import share as share_text
from avow.ui.formatting import FIXED, number

register = template.Library()


@register.filter
def size(count: int, language: str = "") -> str:
    """A file's size in words of the language: bytes, kB, MB, GB."""
    if count < 1000:
        return _("%(n)s bytes") % {"n": number(count, language)}
    for unit, power in (("kB", 1000), ("MB", 1000**2), ("GB", 1000**3)):
        if count < power * 1000 or unit == "GB":
            break
    return f"{number(round(count / power, 1), language)}{FIXED}{unit}"


@register.filter
def share(fraction: Decimal, language: str = "") -> str:
    """A fraction of 1 as a percentage."""
    return share_text(fraction, 1, language)
