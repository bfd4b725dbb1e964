"""Notices: what is to be told to whom, and when. They hold no name and no address: those are the person's."""

from __future__ import annotations

from django.db import models

from avow.accounts.models import Person
from avow.kernel.versions import FrozenRow
from avow.outbox import states


class Frequency(models.TextChoices):
    """How a person wants a kind of notice."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Notice(models.Model):
    """One thing to be told to one person, once: ``key`` is unique.

    ``subject`` is what it is about, as ``commitment:123``; ``facts`` is what its words need beside, never personal data.
    ``gathered`` is ``daily`` or ``weekly`` when it waits to go out with others, else empty. ``language`` is empty for the
    person's own. ``caused_by`` is the opaque reference of whoever caused it. ``message`` is the Message-ID it left under, or is
    about to; ``round`` counts how often a person had it sent anew. ``trouble`` is why it did not go, without addresses.
    """

    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True)
    caused_by = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    gathered = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, default=states.QUEUED)
    state_since = models.DateField()
    round = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=200, blank=True, db_index=True)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="notice_by_state"),
            models.Index(fields=["kind", "caused_by", "queued_at"], name="notice_by_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def subject_id(self) -> int:
        """The row id in ``subject``."""
        return int(self.subject.partition(":")[2])


class Attempt(FrozenRow):
    """What became of one try to send. Keyed by the notice's number, which outlives the notice; ``said`` holds no address."""

    class Outcome(models.TextChoices):
        SENT = "sent"
        POSTPONED = "postponed"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    notice = models.BigIntegerField(db_index=True)
    message = models.CharField(max_length=200)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.notice} {self.outcome}"


class Preference(models.Model):
    """How a person wants one kind of notice, where that differs from the kind's own default."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=60)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.frequency}"
