"""Foreign keys point the way imports do: down."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
OURS = [model for model in apps.get_models() if model.__module__.startswith("avow.")]


def _ranks() -> dict[str, int]:
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    return {room.strip(): rank for rank, layer in enumerate(layers) for room in layer.split("|")}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_its_foreign_keys_point_to_its_own_room_or_below(model: type[models.Model]) -> None:
    ranks = _ranks()
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            target = field.related_model._meta.app_label
            assert ranks[target] >= ranks[model._meta.app_label], f"{model.__name__}.{field.name} points up to {target}"


def test_no_model_uses_a_generic_key() -> None:
    kinds = {type(field).__name__ for model in OURS for field in model._meta.private_fields}
    assert "GenericForeignKey" not in kinds
