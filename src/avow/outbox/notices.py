"""The outbox's own kind of notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from avow.accounts.actors import SECRETARIAT
from avow.outbox.kinds import NoticeKind, Say, Words, declare
from avow.outbox.models import Notice


def _words(_notice: Notice) -> Words:
    return {}


TRIAL = declare(
    NoticeKind(
        code="outbox.trial",
        title=gettext_lazy("Trial message"),
        words=_words,
        example={},
        say=Say.NONE,
        roles=(SECRETARIAT,),
        per_sender=20,
    )
)
