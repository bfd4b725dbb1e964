"""What roles are called to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avow.accounts.actors import EVERYWHERE

ROLE_NAMES = {
    "administrator": _("Administrator"),
    "editor": _("Editor"),
    "approver": _("Approver"),
    "secretariat": _("Secretariat"),
    "auditor": _("Auditor"),
    "site-administrator": _("Site administrator"),
    "identity-keeper": _("Identity keeper"),
    "reviewer": _("Reviewer"),
}


def role_names() -> dict[str, str]:
    """In the language of now."""
    return {role: str(name) for role, name in ROLE_NAMES.items()}


def everywhere_names() -> dict[str, str]:
    """Of the roles that hold everywhere."""
    known = role_names()
    return {role: known[role] for role in EVERYWHERE}


def role_meanings() -> dict[str, str]:
    """What a role that holds everywhere lets somebody do."""
    known = {
        "secretariat": _("runs the initiative: joining, review, decisions, notices"),
        "auditor": _("reads everything but the vault, and changes nothing"),
        "site-administrator": _("runs the installation and looks after accounts"),
        "identity-keeper": _("keeps the names behind pseudonyms in the vault"),
        "reviewer": _("may be given commitments to review"),
    }
    return {role: str(said) for role, said in known.items()}
