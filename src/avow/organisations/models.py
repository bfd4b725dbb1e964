"""Parties to commitments, organisations (the parties there are so far), and the people who act for them."""

from __future__ import annotations

from django.db import models

from avow.accounts.actors import ADMINISTRATOR, APPROVER, EDITOR
from avow.accounts.models import Person
from avow.kernel.fields import ListField
from avow.organisations.joining import states as joining


class Party(models.Model):
    """Who can own or share a commitment: an organisation, later a collective.

    ``public_since`` is the day it first became maker of a confirmed commitment, or lead of a theme; before, no page names it.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    reference = models.CharField(max_length=20, unique=True)
    number = models.BigIntegerField()
    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=120, unique=True)
    public_since = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="party_number_once")]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class Organisation(Party):
    """An actor with a stakeholder category, and a country unless it is international.

    Where it ``needs_approver``, its editors prepare and only its approvers speak for it.
    """

    category = models.CharField(max_length=60)
    sub_category = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=3, blank=True)
    international = models.BooleanField(default=False)
    website = models.URLField(max_length=500, blank=True)
    leads = ListField()
    signatory = models.BooleanField(default=False)
    joined_on = models.DateField(null=True)
    origin = models.CharField(max_length=20)
    source_key = models.CharField(max_length=200, blank=True, db_index=True)
    notes = models.TextField(blank=True)
    needs_approver = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(international=False) | models.Q(country=""), name="international_has_no_country"
            ),
        ]


class Alias(models.Model):
    """Another name an organisation is known by, former ones included. ``key`` is the name as ``names.name_key`` compares it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="alias_once")]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A registry identifier: list of org-id.guide, and value. One identifier belongs to one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"


class Membership(models.Model):
    """One role of one person in one party. A person may hold several roles in several parties."""

    class Role(models.TextChoices):
        ADMINISTRATOR = ADMINISTRATOR
        EDITOR = EDITOR
        APPROVER = APPROVER

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "party", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.role} of {self.party.reference}"


class Invitation(models.Model):
    """A colleague asked to join a party with some roles, by a mailed link (``people.links``).

    It ends by being accepted, withdrawn or by time. The address is the invited person's row, so that it can be erased.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invitations")
    roles = ListField()
    invited_by = models.CharField(max_length=40)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.party.reference}"


class ApiToken(models.Model):
    """What a program presents to act for a party, within scopes. ``key`` is the hash of the secret, which is shown once.

    It never becomes a session, and ends by time or by being revoked.
    """

    reference = models.CharField(max_length=40, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=64, unique=True)
    scopes = ListField()
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference


class Application(models.Model):
    """A wish to join: first a signal of interest, then an application, then its decision.

    What is typed stands in its own columns; the person behind it is ``contact``, so that it can be erased. ``version`` counts
    saves, so that nobody overwrites what they have not seen. The clock runs from ``submitted_at`` and stands still in each of
    its ``questions`` that is open.
    """

    reference = models.CharField(max_length=20, unique=True, null=True)
    contact = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="applications")
    state = models.CharField(max_length=20, default=joining.SIGNALLED)
    state_since = models.DateField()
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=300)
    category = models.CharField(max_length=60)
    sub_category = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=3, blank=True)
    international = models.BooleanField(default=False)
    themes = ListField()
    language = models.CharField(max_length=8)
    website = models.CharField(max_length=500, blank=True)
    identifier = models.CharField(max_length=140, blank=True)
    about = models.TextField(blank=True)
    intention = models.TextField(blank=True)
    speaks_for_it = models.BooleanField(default=False)
    agrees_to_publish = models.BooleanField(default=False)
    read_privacy = models.BooleanField(default=False)
    signalled_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="applications")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(international=False) | models.Q(country=""), name="international_applicant_has_no_country"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"signal {self.pk}"


class ApplicationQuestion(models.Model):
    """What the secretariat asked an applicant; the clock stands still until it is answered."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answered_at=None), name="one_open_question_to_an_applicant"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk} to {self.application_id}"
