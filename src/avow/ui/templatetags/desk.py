"""``{% load desk %}``: what only pages of the desk need."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.ui.components.passages import crumbs
from avow.ui.frames import Link

register = template.Library()


@register.simple_tag
def desk_crumbs(here: str, *way: str) -> SafeString:
    """Where a page of the desk is. ``way`` names what lies between the desk and it, each name with its address; a first name
    without address is a place that has no page of its own, and stands with what follows."""
    places = list(way)
    prefix = f"{places.pop(0)}: " if len(places) % 2 else ""
    steps = [Link(gettext("Desk"), reverse("desk-home"))]
    steps += [Link(name, href) for name, href in zip(places[::2], places[1::2], strict=True)]
    if prefix and len(steps) > 1:
        steps[1] = Link(prefix + steps[1].label, steps[1].href)
    return crumbs(steps, here if len(steps) > 1 or not prefix else prefix + here)
