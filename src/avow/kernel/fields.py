"""Model fields that keep values exactly as told: fixed-point numbers, dates of mixed precision, lists of codes.

SQLite would keep a decimal as a float; these columns are integers and text, so both databases add and compare exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable

from avow.base.dates import PartialDate


class FixedPointField(models.BigIntegerField):  # type: ignore[type-arg]  # Django's fields take no arguments at run time
    """A ``Decimal`` with ``places`` decimals, kept as an integer count of its smallest unit.

    A value with more decimals raises ``ValueError``: nothing is rounded on the way to the database.
    """

    _pyi_private_set_type: Decimal | int | Combinable  # type: ignore[assignment]  # not the integer it is kept as
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def __init__(self, *args: Any, places: int, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            if hasattr(value, "resolve_expression"):
                return value  # type: ignore[no-any-return]
            value = Decimal(value)
        scaled = value.scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{value} has more than {self.places} decimals")
        return whole


class CentsField(FixedPointField):
    """An amount of money with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("places", 2)
        super().__init__(*args, **kwargs)


class NumberField(FixedPointField):
    """A share, rate or target value with six decimals; below about nine million million."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("places", 6)
        super().__init__(*args, **kwargs)


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A date as told (``2021``, ``2021-06``, ``2021-06-30``); null when not told."""

    _pyi_private_set_type: PartialDate | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        return PartialDate.parse(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value)


class ListField(models.TextField):  # type: ignore[type-arg]
    """An ordered list of codes or addresses, one a line; empty text for none."""

    _pyi_private_set_type: Sequence[str] | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: tuple[str, ...]  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str, *_: Any) -> tuple[str, ...]:
        return tuple(value.split("\n")) if value else ()

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            return tuple(value.split("\n")) if value else ()
        return tuple(value)

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        items = tuple(value)
        if any("\n" in item or not item for item in items):
            raise ValueError("an item of a list is empty or holds a line break")
        return "\n".join(items)
