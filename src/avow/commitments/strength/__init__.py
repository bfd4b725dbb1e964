"""How strong a commitment is by the open rules of its pack, and why. Pure: no row is read, nothing is decided."""

from avow.commitments.strength.measures import Found, Measure
from avow.commitments.strength.money import Money
from avow.commitments.strength.scoring import HIGHEST, Check, Counted, CriterionScore, PartScore, Strengths, Verdict

__all__ = [
    "HIGHEST",
    "Check",
    "Counted",
    "CriterionScore",
    "Found",
    "Measure",
    "Money",
    "PartScore",
    "Strengths",
    "Verdict",
]
