"""Disclosure control: nothing undeclared, personal or confidential can leave the desk."""

from __future__ import annotations

import ast
import inspect
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests import builders

from avow.accounts.models import Person
from avow.base.columns import Declaration
from avow.commitments import columns as commitment_columns
from avow.commitments import disclosure as commitments
from avow.commitments.models import Commitment
from avow.framework.queries import facts
from avow.organisations import columns as organisation_columns
from avow.organisations import disclosure as organisations
from avow.publishing.collecting import TABLES, collect

# A field is published under its own name, under another one, or for a reason not at all.
UNDER = {
    "Commitment": {"standing_since": "standing_on", "led": "led_themes"},
    "CommitmentVersion": {"number": "version", "said_by": "said_by"},
    "VersionAction": {"version": ""},
    "Party": {"public_since": ""},
    "LedgerEntry": {"rate_period": "rate_month"},
    "Maker": {"party": "organisation"},
    "FormerMaker": {"party": "organisation"},
}
TECHNICAL = {
    "id": "row id",
    "party_ptr": "row id of the parent",
    "commitment": "published as the commitment's reference",
    "kind": "only organisations are published yet",
    "number": "part of the reference",
    "order": "the reference as a number",
    "key": "an alias as compared",
    "scheme": "part of an identifier",
    "value": "part of an identifier",
    "organisation": "published as the organisation's reference",
    "public_since": "decides whether a party is shown",
    "registration": "decides whether a commitment is shown",
    "registration_since": "shown on the desk only",
    "content": "what a draft says, until it is confirmed",
    "saved_at": "of a draft",
    "needs_approver": "how an organisation works inside",
    "base_version": "of an amendment in preparation",
    "revision": "of a draft",
    "circular": "shown by the warning, and by `netted` of the ledger",
    "late_entry": "published as a turn, with its reason",
    "named_by": "decides whether one that was only proposed is shown",
    "approved_by": "an opaque reference of a person",
    "move": "an answer to a submission, on the desk only",
    "unlocked": "an answer to a submission, on the desk only",
    "answered_at": "an answer to a submission, on the desk only",
    "party": "published as the organisation, where the row is",
    "until": "of a late entry: published as a turn, with its reason",
    "opened_at": "of a late entry: published as a turn, with its reason",
    "alternative": "of an exception: published as a turn, with its reason",
}
CLOSED = {"endorser", "contact", "source_key", "notes"}


def _declared() -> set[str]:
    tables = {column.name for table in TABLES for column in table.columns}
    return tables | set(commitment_columns.COMMITMENT_COLUMNS) | set(organisation_columns.ORGANISATION)


# Models of roles, invitations, tokens and wishes to join: nothing of them is ever published.
NEVER = {"Membership", "Invitation", "ApiToken", "Application", "ApplicationQuestion"}


@pytest.mark.parametrize(
    "model",
    [
        one
        for app in ("organisations", "commitments")
        for one in apps.get_app_config(app).get_models()
        if one.__name__ not in NEVER
    ],
)
def test_every_field_of_a_feature_is_declared_or_technical_with_a_reason(model: type[models.Model]) -> None:
    declared = _declared()
    for field in model._meta.concrete_fields:
        name = UNDER.get(model.__name__, {}).get(field.name, field.name)
        assert not name or name in declared or TECHNICAL.get(name), f"{model.__name__}.{field.name} is not declared"


def test_disclosure_reads_no_model_of_people() -> None:
    assert all(name not in inspect.getsource(one) for one in (organisations, commitments) for name in NEVER)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_published_column_is_personal_or_confidential(table: Any) -> None:
    assert [column.name for column in table.columns if not column.public] == []
    assert CLOSED.isdisjoint(table.names)


@pytest.mark.parametrize(
    "declaration", [commitment_columns.COMMITMENT_COLUMNS, organisation_columns.ORGANISATION], ids=lambda one: one.table
)
def test_a_closed_column_cannot_be_picked(declaration: Declaration) -> None:
    closed = [name for name, column in declaration.items() if not column.public]
    assert set(closed) <= CLOSED
    for name in closed:
        with pytest.raises(ValueError, match="cannot be disclosed"):
            declaration.pick(name)


@pytest.mark.parametrize(
    "module", [commitments.main, commitments.parts, commitments.targets, commitments.ledger, organisations]
)
def test_disclosure_never_asks_for_all_fields(module: Any) -> None:
    texts = [node.value for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant)]
    sql = [text.lower() for text in texts if isinstance(text, str)]
    assert not any("select *" in text or ".*" in text for text in sql)
    assert not any(name in text.split() or f"c.{name}" in text for name in CLOSED for text in sql)


@pytest.mark.django_db
def test_what_is_personal_or_confidential_is_in_no_row_of_any_table() -> None:
    owner = builders.organisation(notes="SECRET-NOTES", source_key="SECRET-KEY-O")
    row = builders.commitment(owner, source_key="SECRET-KEY-C")
    person = Person.objects.create(name="SECRET-NAME", email="secret@example.org")
    Commitment.objects.filter(pk=row.pk).update(endorser=person, contact=person)
    changes = {change.table.name: [list(one) for one in change.rows] for change in collect(facts(), date(2026, 11, 22), None)}
    assert set(changes) == {table.name for table in TABLES}
    published = str(changes)
    assert row.reference is not None
    assert row.reference in published
    for secret in ("SECRET", "secret@", person.reference, "P-"):
        assert secret not in published
