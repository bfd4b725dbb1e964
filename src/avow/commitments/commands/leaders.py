"""Leaders that cannot commit for the leaders' term: excepted one by one, never quietly."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.commands.words import refuse_wordless
from avow.commitments.models import LeaderException
from avow.kernel import journal
from avow.kernel.commands import command
from avow.organisations.models import Organisation


@command("commitments.except_leader")
def except_leader(
    *, organisation: Organisation, theme: str, reason: str, alternative: str, actor: str, at: datetime
) -> LeaderException:
    """Excepts a leader from the leaders' term in one theme it leads.

    1. Locks the organisation; it must lead the theme, and not be excepted there yet.
    2. Writes reason and ``alternative``, what it does instead; both are published with the commitment that needs them.
    3. Journals.
    """
    refuse_wordless(reason, _("An exception needs a reason."))
    refuse_wordless(
        alternative, _("An exception needs an alternative."), _("Say what the leader does instead; the public reads it.")
    )
    row = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    if theme not in row.leads:
        raise Refusal(
            "not-leader",
            _("%(name)s does not lead %(theme)s.") % {"name": row.name, "theme": theme},
            _("An exception is for a theme the organisation leads."),
        )
    if LeaderException.objects.filter(party=row.pk, theme=theme).exists():
        raise Refusal(
            "excepted-already",
            _("%(name)s is excepted in %(theme)s already.") % {"name": row.name, "theme": theme},
            _("Leave it as it is."),
        )
    found = LeaderException.objects.create(
        party=row, theme=theme, reason=reason, alternative=alternative, since=at.date(), recorded_at=at
    )
    journal.append(
        command="commitments.except_leader",
        actor=actor,
        at=at,
        subjects=[("leader-exception", found.pk), ("organisation", row.pk)],
        details=[theme, reason, alternative],
    )
    return found
