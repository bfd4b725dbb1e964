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

    The totals in US dollars are those of ``money.totals`` over its ledger, set by ``commands.confirming.settle``. ``led`` are
    those of its themes that its owner led on the day of confirmation. ``circular`` are ids of commitments at which its source
    counts its money although that closes a circle: kept as told, and left out of no total. ``exemplar`` says what makes it
    strong, where it was marked.
    """

    reference = models.CharField(max_length=20, unique=True, null=True)
    order = models.BigIntegerField(unique=True, null=True)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="owned")
    origin = models.CharField(max_length=20)
    source_name = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)
    source_key = models.CharField(max_length=200, blank=True, db_index=True)
    window = models.CharField(max_length=60, blank=True)
    late_entry = models.ForeignKey("LateEntry", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    led = ListField()
    warnings = ListField()
    circular = ListField()
    registration = models.CharField(max_length=20, default=states.DRAFT)
    registration_since = models.DateField()
    standing = models.CharField(max_length=20, default=states.LIVE)
    standing_since = models.DateField()
    standing_reason = models.TextField(blank=True)
    standing_said_by = models.CharField(max_length=20, blank=True)
    exemplar = models.TextField(blank=True)
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
    """What a commitment would say next; gone once that is frozen.

    Before confirmation it is its first version. Afterwards it is an amendment proposed to ``base_version``, with its
    ``reason``. ``revision`` counts the times it was saved.
    """

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField()
    base_version = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.commitment_id}"


class Answer(FrozenRow):
    """What the secretariat answered to a submission: changes asked for, with the fields ``unlocked`` for them, or declined."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=20)
    reason = models.TextField()
    unlocked = ListField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.move} {self.commitment_id}"


class LateEntry(FrozenRow):
    """Leave for one owner to submit after its window closed: from ``opened_at`` up to and including ``until``."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    window = models.CharField(max_length=60)
    reason = models.TextField()
    until = models.DateTimeField()
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.window} for {self.party_id}"


class LeaderException(FrozenRow):
    """A leader that need not commit for the leaders' term in a theme it leads; ``alternative`` is what it does instead."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=60)
    reason = models.TextField()
    alternative = models.TextField()
    since = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "theme"], name="leader_exception_once")]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.theme}"


class CommitmentVersion(FrozenRow):
    """One frozen text. ``valid_from`` is when it began to hold, ``recorded_at`` when Avow learned it.

    ``approved_by`` is the opaque reference of who let an amendment stand.
    """

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
    approved_by = models.CharField(max_length=40, blank=True)

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
        """Counted at another commitment, and so left out of net totals unless that closes a circle (``circular``)."""
        return self.netted_at_id is not None


class Maker(models.Model):
    """An organisation that makes the commitment, or that was named as making it and has not agreed (``proposed``).

    ``named_by`` says who named it in this role: itself or the owner (``maker``), the secretariat, a public source. ``reason``
    is why, of a change after confirmation.
    """

    class Role(models.TextChoices):
        OWNER = "owner"
        CO_MAKER = "co-maker"
        PROPOSED = "proposed"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="makers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()
    named_by = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "party"], name="maker_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.party_id}"


class FormerMaker(FrozenRow):
    """A role an organisation had in a commitment and has no more: held until ``until``, ended for ``reason`` by ``said_by``."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="former_makers")
    number = models.PositiveIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    named_by = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    until = models.DateField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="former_maker_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.party_id} until {self.until}"


class Turn(FrozenRow):
    """Something that happened to a commitment beside its versions, stages and money. ``turn`` is a code of the list ``turns``.

    ``detail`` says at which forum, in which cycle, or what instead, where there is such a thing; ``other`` is the commitment
    it has to do with. ``said_by`` is empty for what the calendar did.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveIntegerField()
    turn = models.CharField(max_length=20)
    on = models.DateField()
    reason = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    other = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="turn_once")]

    def __str__(self) -> str:
        return f"{self.turn} on {self.on}"


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


class StrengthScore(FrozenRow):
    """What the open rules said of a commitment when something changed. ``version`` is 0 while it is a draft.

    ``scores`` are the pack's criteria and their parts with their scores, ``impact:2``; ``spoken`` is false where the pack had
    no words in the language of the text.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="scores")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    overall = models.PositiveIntegerField()
    scores = ListField()
    spoken = models.BooleanField()
    pack = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="strength_score_once")]

    def __str__(self) -> str:
        return f"{self.overall} at version {self.version}"


FROZEN = (
    Answer,
    CommitmentVersion,
    FormerMaker,
    LateEntry,
    LeaderException,
    LedgerEntry,
    StageDeclaration,
    StrengthScore,
    Target,
    TargetValue,
    Turn,
    VersionAction,
)
