"""What happens to the framework."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from avow.base.refusals import Refusal
from avow.framework import facts, rates
from avow.framework.models import Action, Framework, Rate, Theme, Window
from avow.kernel import journal
from avow.kernel.commands import command
from avow.packs.publishing import public_form
from avow.packs.shape import Pack


@command("framework.install")
def install(*, pack: Pack, actor: str, at: datetime) -> Framework:
    """Puts a pack in force. Older versions stay as rows: releases were made under them.

    1. Refuses the version that is in force already.
    2. Keeps the pack's public form, indicators and facts, and writes themes, actions and windows as rows.
    3. Adds the exchange rates that came with the software and are not there yet.
    4. Journals.
    """
    form = public_form(pack)
    indicators = [
        {"id": one.id, "unit": one.unit, "base": one.base, "by": list(one.by), "sql": one.sql} for one in pack.indicators
    ]
    seal = hashlib.sha256(json.dumps([form, indicators], sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    latest = Framework.objects.order_by("-id").first()
    if latest is not None and latest.hash == seal:
        raise Refusal(
            "already-installed", f"{pack.id} {pack.version} is in force already.", "Change the pack and its version first."
        )
    made = Framework.objects.create(
        pack=pack.id,
        version=pack.version,
        hash=seal,
        form=form,
        facts=facts.of_pack(pack),
        indicators=indicators,
        installed_at=at,
    )
    _write_rows(made, pack)
    load_rates()
    journal.append(
        command="framework.install",
        actor=actor,
        at=at,
        subjects=[("framework", made.pk)],
        details=[pack.id, pack.version, seal],
    )
    return made


def load_rates() -> None:
    """Adds the rates of the file that comes with the software. A rate once recorded is never replaced: entries name it."""
    Rate.objects.bulk_create(
        (
            Rate(currency=currency, month=month, per_usd=value, source=rates.SOURCE)
            for currency, month, value in rates.read_file()
        ),
        ignore_conflicts=True,
    )


def _write_rows(made: Framework, pack: Pack) -> None:
    for position, theme in enumerate(pack.themes):
        row = Theme.objects.create(framework=made, code=theme.code, track=theme.track, slug=theme.slug, position=position)
        Action.objects.bulk_create(
            Action(theme=row, code=action.code, position=place) for place, action in enumerate(theme.actions)
        )
    Window.objects.bulk_create(
        Window(framework=made, code=window.code, opens=window.opens, closes=window.closes) for window in pack.windows
    )
