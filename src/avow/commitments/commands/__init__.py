"""What happens to commitments: the one public door to every change of them."""

from avow.commitments.commands.admission import Admission, admit
from avow.commitments.commands.amendment import amend
from avow.commitments.commands.conditions import fail_condition, meet_condition
from avow.commitments.commands.deciding import confirm, decline, send_back
from avow.commitments.commands.exemplars import mark_exemplar, unmark_exemplar
from avow.commitments.commands.leaders import except_leader
from avow.commitments.commands.making import (
    accept_co_making,
    change_owner,
    decline_co_making,
    leave,
    propose_co_maker,
    remove_co_maker,
)
from avow.commitments.commands.progress import declare_stage, enter_money, record_value
from avow.commitments.commands.proposing import approve_amendment, discard_amendment, propose_amendment, save_amendment
from avow.commitments.commands.registration import draft, save_draft, submit
from avow.commitments.commands.retelling import Retelling, retell
from avow.commitments.commands.standing import lapse, revive, supersede, withdraw
from avow.commitments.commands.terms import HardRulesBroken
from avow.commitments.commands.windows import open_late_entry

__all__ = [
    "Admission",
    "HardRulesBroken",
    "Retelling",
    "accept_co_making",
    "admit",
    "amend",
    "approve_amendment",
    "change_owner",
    "confirm",
    "declare_stage",
    "decline",
    "decline_co_making",
    "discard_amendment",
    "draft",
    "enter_money",
    "except_leader",
    "fail_condition",
    "lapse",
    "leave",
    "mark_exemplar",
    "meet_condition",
    "open_late_entry",
    "propose_amendment",
    "propose_co_maker",
    "record_value",
    "remove_co_maker",
    "retell",
    "revive",
    "save_amendment",
    "save_draft",
    "send_back",
    "submit",
    "supersede",
    "unmark_exemplar",
    "withdraw",
]
