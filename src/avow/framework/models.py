"""The installed framework as rows, and the exchange rates."""

from __future__ import annotations

from django.db import models

from avow.kernel.fields import FixedPointField


class Framework(models.Model):
    """One installed version of a pack. The newest is in force; older ones stay, as releases were made under them."""

    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    form = models.JSONField()
    facts = models.JSONField()
    indicators = models.JSONField()
    installed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class Theme(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="themes")
    code = models.CharField(max_length=60)
    track = models.CharField(max_length=60)
    slug = models.SlugField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="theme_once")]

    def __str__(self) -> str:
        return self.code


class Action(models.Model):
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    code = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["theme", "code"], name="action_once")]

    def __str__(self) -> str:
        return self.code


class Window(models.Model):
    """When commitments may be submitted, both instants included."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="windows")
    code = models.CharField(max_length=60)
    opens = models.DateTimeField()
    closes = models.DateTimeField()

    class Meta:
        ordering = ["opens"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="window_once")]

    def __str__(self) -> str:
        return self.code


class Rate(models.Model):
    """Units of ``currency`` that bought one US dollar, on average over the month that begins on ``month``."""

    currency = models.CharField(max_length=3)
    month = models.DateField()
    per_usd = FixedPointField(places=6)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["currency", "month"], name="rate_once")]

    def __str__(self) -> str:
        return f"{self.per_usd} {self.currency} per USD, {self.month:%Y-%m}"
