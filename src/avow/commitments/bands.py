"""Trajectories read from the desk's rows: one commitment's targets, each with its latest value."""

from __future__ import annotations

from datetime import date

from avow.commitments.models import Commitment, CommitmentVersion, Target, TargetValue
from avow.commitments.trajectory import Reading, band


def bands_of(commitment: Commitment, day: date) -> dict[int, str]:
    """The band of each target of the current version, by its number. Three queries."""
    version = CommitmentVersion.objects.only("start", "end").get(commitment=commitment, number=commitment.version)
    latest: dict[int, TargetValue] = {}
    for value in TargetValue.objects.filter(commitment=commitment).order_by("value_on", "number"):
        latest[value.target] = value
    found = {}
    for target in Target.objects.filter(commitment=commitment, version=commitment.version).order_by("number"):
        value = latest.get(target.number)
        found[target.number] = band(
            Reading(
                unit=target.unit,
                baseline=target.baseline,
                baseline_on=target.baseline_on.first if target.baseline_on else None,
                target=target.target,
                target_on=target.target_on.last if target.target_on else None,
                latest=value.value if value else None,
                latest_on=value.value_on if value else None,
                term_start=version.start.first if version.start else None,
                term_end=version.end.last if version.end else None,
            ),
            day,
        )
    return found
