"""Locked rows, and what every later command on a confirmed commitment asks first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.models import Commitment


def locked(commitment: Commitment) -> Commitment:
    """The commitment's row, read anew and locked until the command ends.

    The lock leaves the key free: another commitment's ledger may name this one meanwhile.
    """
    return Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)


def locked_several(commitments: Iterable[Commitment]) -> dict[int, Commitment]:
    """Several rows by id, locked in the order of their ids, so that two commands never wait for each other."""
    keys = sorted({one.pk for one in commitments})
    rows = Commitment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def locked_confirmed(commitment: Commitment) -> Commitment:
    """The same, of a commitment that has a reference. Raises ``Refusal`` (``not-confirmed``) otherwise."""
    row = locked(commitment)
    refuse_unconfirmed(row)
    return row


def locked_standing(commitment: Commitment) -> Commitment:
    """The same, of one that is neither withdrawn nor superseded. Raises ``Refusal`` (``not-standing``) otherwise."""
    row = locked_confirmed(commitment)
    refuse_fallen(row)
    return row


def refuse_unconfirmed(row: Commitment) -> None:
    if row.registration != states.CONFIRMED:
        raise Refusal("not-confirmed", _("This commitment is not confirmed yet."), _("Confirm it first, or change its draft."))


def refuse_fallen(row: Commitment) -> None:
    if row.standing in (states.WITHDRAWN, states.SUPERSEDED):
        raise Refusal(
            "not-standing",
            _("%(reference)s is %(standing)s: nothing can be added to it.")
            % {"reference": row.reference, "standing": standing_word(row)},
            _("Make a new commitment, or ask the secretariat."),
        )


def standing_word(row: Commitment) -> str:
    """Where it stands, as a word within a sentence."""
    return _(states.STANDING.label(row.standing)).lower()


def refuse_public_source(row: Commitment, sentence: str) -> None:
    """A maker's words about a commitment nobody but a public source told of would put words in the maker's mouth.

    ``sentence`` says so, with a place for its ``reference``.
    """
    if row.origin == states.PUBLIC_SOURCE:
        raise Refusal("public-source", sentence % {"reference": row.reference}, _("Ask its maker to confirm it first."))
