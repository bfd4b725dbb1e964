"""The journal's rows and the counters references are taken from."""

from __future__ import annotations

import json

from django.db import models

from avow.kernel.versions import FrozenRow


class JournalEntry(FrozenRow):
    """One command that happened. Written only by ``journal.append``; see there what the hash covers."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    command = models.CharField(max_length=60)
    actor = models.CharField(max_length=40)
    subjects = models.TextField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.sequence} {self.command}"

    @property
    def subject_list(self) -> list[tuple[str, int]]:
        """What the command was about, as (kind, row id)."""
        return [(kind, key) for kind, key in json.loads(self.subjects)]


class Counter(models.Model):
    """The last number given out under a name; see ``numbering.take``."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
