"""What roles are called to people."""

from __future__ import annotations

from django.utils.translation import gettext as _


def role_names() -> dict[str, str]:
    return {
        "administrator": _("Administrator"),
        "editor": _("Editor"),
        "approver": _("Approver"),
        "secretariat": _("Secretariat"),
        "auditor": _("Auditor"),
        "site-administrator": _("Site administrator"),
        "identity-keeper": _("Identity keeper"),
        "reviewer": _("Reviewer"),
    }
