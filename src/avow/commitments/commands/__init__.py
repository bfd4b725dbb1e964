"""What happens to commitments: the one public door to every change of them."""

from avow.commitments.commands.admission import Admission, admit
from avow.commitments.commands.amendment import amend, withdraw
from avow.commitments.commands.progress import declare_stage, enter_money, record_value
from avow.commitments.commands.registration import HardRulesBroken, confirm, decline, draft, save_draft, submit

__all__ = [
    "Admission",
    "HardRulesBroken",
    "admit",
    "amend",
    "confirm",
    "declare_stage",
    "decline",
    "draft",
    "enter_money",
    "record_value",
    "save_draft",
    "submit",
    "withdraw",
]
