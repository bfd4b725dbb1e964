"""What a token may be allowed to do. A feature that answers programs adds its scopes here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READ, DRAFT = "commitments.read", "commitments.draft"

SCOPES: dict[str, str | Promise] = {
    READ: _("Read the organisation's commitments, drafts among them"),
    DRAFT: _("Write drafts of commitments; submitting stays with people"),
}
