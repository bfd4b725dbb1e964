"""Commitments as rows: one row that says where each stands, and frozen rows for everything it ever said.

What belongs to a version is keyed by (commitment, version number): a version is written once, with all its rows. Texts left
empty were not told; numbers and dates not told are null.
"""

from __future__ import annotations

from django.db import models

from avow.accounts.models import Person
from avow.commitments import states
from avow.kernel.fields import CentsField, ListField, NumberField, PartialDateField
from avow.kernel.versions import FrozenRow
from avow.organisations.models import Party


class Commitment(models.Model):
    """One promise. Its text is that of its current ``version``; ``order`` is its reference as a number, null until confirmed.

    The totals in US dollars are those of ``money.totals`` over its ledger, set by ``commands.confirming.settle``.
    """

    reference = models.CharField(max_length=20, unique=True, null=True)
    order = models.BigIntegerField(unique=True, null=True)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="owned")
    origin = models.CharField(max_length=20)
    source_name = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)
    source_key = models.CharField(max_length=200, blank=True, db_index=True)
    window = models.CharField(max_length=60, blank=True)
    warnings = ListField()
    registration = models.CharField(max_length=20, default=states.DRAFT)
    registration_since = models.DateField()
    standing = models.CharField(max_length=20, default=states.LIVE)
    standing_since = models.DateField()
    standing_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    change = models.CharField(max_length=20, blank=True)
    confirmed_on = models.DateField(null=True)
    stage = models.CharField(max_length=20, default=states.NOT_REPORTED)
    stage_on = models.DateField(null=True)
    trajectory_declared = models.CharField(max_length=20, blank=True)
    pledged_usd = CentsField(null=True)
    pledged_net_usd = CentsField(null=True)
    secured_usd = CentsField(null=True)
    secured_net_usd = CentsField(null=True)
    disbursed_usd = CentsField(null=True)
    spent_usd = CentsField(null=True)
    recorded_at = models.DateTimeField()
    endorser = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.reference or f"draft {self.pk}"


class Draft(models.Model):
    """What a commitment that is not confirmed yet would say; gone once its first version is frozen."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.commitment_id}"


class CommitmentVersion(FrozenRow):
    """One frozen text. ``valid_from`` is when it began to hold, ``recorded_at`` when Avow learned it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    themes = ListField()
    actions = ListField()
    types = ListField()
    scope = models.CharField(max_length=20)
    countries = ListField()
    groups = ListField()
    start = PartialDateField(null=True)
    end = PartialDateField(null=True)
    endorsement_level = models.CharField(max_length=40, blank=True)
    endorsed_on = models.DateField(null=True)
    pledge = models.CharField(max_length=20)
    condition = models.TextField(blank=True)
    affirmed = models.BooleanField(null=True)
    principles = models.TextField(blank=True)
    links = ListField()
    joint = models.BooleanField(default=False)
    pledged = ListField()
    label = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.commitment_id}"


class VersionAction(FrozenRow):
    """A theme or action a version serves, with its share of the money where told."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    theme = models.CharField(max_length=60)
    action = models.CharField(max_length=60, blank=True)
    share = NumberField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "version", "number"], name="version_action_once")]

    def __str__(self) -> str:
        return self.action or self.theme


class Target(FrozenRow):
    """A target as one version states it; ``number`` is the same in every version that keeps it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    statement = models.TextField()
    indicator = models.TextField(blank=True)
    unit = models.CharField(max_length=100, blank=True)
    baseline = NumberField(null=True)
    baseline_on = PartialDateField(null=True)
    target = NumberField(null=True)
    target_on = PartialDateField(null=True)
    verification = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "version", "number"], name="target_once")]

    def __str__(self) -> str:
        return f"target {self.number} of {self.commitment_id}"


class TargetValue(FrozenRow):
    """A value reported for a target: reached on ``value_on``, learned at ``recorded_at``."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    target = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    value = NumberField()
    value_on = models.DateField()
    proof = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "target", "number"], name="target_value_once")]
        indexes = [models.Index(fields=["commitment", "target", "-value_on", "-number"], name="target_value_newest")]

    def __str__(self) -> str:
        return f"{self.value} on {self.value_on}"


class LedgerEntry(FrozenRow):
    """Money, as an increment within its stage. ``usd`` was converted once, at the rate that stands beside it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="ledger")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=20)
    purpose = models.CharField(max_length=500, blank=True)
    amount = CentsField()
    currency = models.CharField(max_length=3)
    on = PartialDateField(null=True)
    usd = CentsField(null=True)
    rate = NumberField(null=True)
    rate_period = PartialDateField(null=True)
    rate_source = models.CharField(max_length=120, blank=True)
    instrument = models.CharField(max_length=20)
    novelty = models.CharField(max_length=20)
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    fulfils = models.PositiveIntegerField(null=True)
    netted_at = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="counted_elsewhere")
    netted_reason = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="ledger_entry_once")]

    def __str__(self) -> str:
        return f"{self.stage} {self.amount} {self.currency}"

    @property
    def netted(self) -> bool:
        """Left out of net totals, because another commitment already counts it."""
        return self.netted_at_id is not None


class Maker(models.Model):
    """An organisation that makes the commitment, or that a source named as making it (``proposed``)."""

    class Role(models.TextChoices):
        OWNER = "owner"
        CO_MAKER = "co-maker"
        PROPOSED = "proposed"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="makers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "party"], name="maker_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.party_id}"


class StageDeclaration(FrozenRow):
    """A stage and trajectory the maker declared; ``reason`` where the trajectory differs from the computed one."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20)
    trajectory = models.CharField(max_length=20, blank=True)
    said_on = models.DateField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="stage_declaration_once")]

    def __str__(self) -> str:
        return f"{self.stage} on {self.said_on}"


FROZEN = (CommitmentVersion, VersionAction, Target, TargetValue, LedgerEntry, StageDeclaration)
