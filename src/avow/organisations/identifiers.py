"""Registry identifiers: the code of an org-id.guide list, then the value in that register (``GB-CHC-1234567``). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from avow.base.refusals import Refusal

# Lists are a country (or XI, XM, XR for international agencies, registers and the like), then the register's letters.
_SHAPE = re.compile(r"([A-Z]{2})-([A-Z0-9_]{2,20})-(\S(?:.{0,98}\S)?)\Z")


@dataclass(frozen=True, slots=True)
class RegistryIdentifier:
    """``scheme`` is the list's code (``GB-CHC``), ``value`` the number in the register."""

    scheme: str
    value: str

    @classmethod
    def parse(cls, text: str) -> RegistryIdentifier:
        """Raises ``Refusal`` (``identifier-shape``) when the text has not the shape of an identifier."""
        found = _SHAPE.match(text.strip())
        if not found:
            raise Refusal(
                "identifier-shape",
                f"“{text}” has not the shape of a registry identifier.",
                "Write the list's code from org-id.guide, a hyphen and the number: GB-CHC-1234567.",
            )
        return cls(f"{found[1]}-{found[2]}", found[3])

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"
