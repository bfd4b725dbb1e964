"""Targets: each with its line of progress, where it should be today, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.charts import progress
from avow.ui.frames import direction

from .markup import safe, text
from .status import badge


@dataclass(frozen=True, slots=True)
class Target:
    """All texts come formatted. ``achieved`` and ``expected`` are shares of the way, on the day of the latest value."""

    number: int
    statement: str
    band: str
    band_word: str
    baseline: str = ""
    latest: str = ""
    target: str = ""
    achieved: float | None = None
    expected: float | None = None
    verification: str = ""
    note: str = ""


def target(one: Target, language: str = "en") -> SafeString:
    heading = f'<h3 dir="auto">{text(one.statement)}</h3><p>{badge(one.band, one.band_word)}</p>'
    parts = [f'<section class="target" id="target-{one.number}">{heading}']
    if one.achieved is not None or one.expected is not None:
        said = ". ".join(part for part in (one.baseline, one.latest, one.target) if part)
        parts.append(
            progress(f"t{one.number}", said, achieved=one.achieved, expected=one.expected, rtl=direction(language) == "rtl")
        )
    ends = "".join(f"<span>{text(part)}</span>" for part in (one.baseline, one.latest, one.target) if part)
    parts.append(f'<p class="row apart small muted num">{ends}</p>')
    if one.note:
        parts.append(f'<p class="small">{text(one.note)}</p>')
    if one.verification:
        parts.append(f'<p class="small muted">{gettext("How anybody can check it:")} <bdi>{text(one.verification)}</bdi></p>')
    parts.append("</section>")
    return safe("".join(parts))


def targets(many: Sequence[Target], language: str = "en") -> SafeString:
    return safe("".join(target(one, language) for one in many))
