"""What happens to organisations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.kernel import bulk, journal, numbering
from avow.kernel.commands import command
from avow.organisations.identifiers import RegistryIdentifier
from avow.organisations.models import Alias, Identifier, Organisation, Party
from avow.organisations.names import name_key
from avow.organisations.slugs import free_slugs

COUNTER = "organisations"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Registration:
    """Everything an organisation is entered with. ``country`` is ISO 3166-1 alpha-3, empty for an international one."""

    name: str
    category: str
    country: str = ""
    international: bool = False
    sub_category: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    website: str = ""
    leads: tuple[str, ...] = ()
    signatory: bool = False
    joined_on: date | None = None
    origin: str = "public-source"
    source_key: str = ""
    notes: str = ""


_ENTERED = [field.name for field in fields(Registration) if field.name not in ("aliases", "identifiers")]


def register(*, entries: Sequence[Registration], actor: str, at: datetime) -> list[Organisation]:
    """Enters organisations. See ``_register``; an empty batch is nothing to journal."""
    return _register(entries=entries, actor=actor, at=at) if entries else []


@command("organisations.register")
def _register(*, entries: Sequence[Registration], actor: str, at: datetime) -> list[Organisation]:
    """Enters organisations.

    1. Checks names, categories, countries and identifiers; the first that does not hold refuses the whole batch.
    2. Takes a reference for each, without gaps, and a slug that stays.
    3. Writes organisations, aliases and identifiers.
    4. Journals one entry naming all of them.
    """
    made = enter(entries, at)
    journal.append(
        command="organisations.register",
        actor=actor,
        at=at,
        subjects=[("organisation", row.pk) for row in made],
        details=[row.reference for row in made],
    )
    return made


def enter(entries: Sequence[Registration], at: datetime) -> list[Organisation]:
    """Checks, numbers and writes organisations: what registering and accepting an application share. Journals nothing."""
    facts = framework.facts()
    for entry in entries:
        _check(entry, facts)
    identifiers = [[RegistryIdentifier.parse(text) for text in entry.identifiers] for entry in entries]
    _check_free([one for several in identifiers for one in several])
    numbers = numbering.take(COUNTER, len(entries))
    references = [str(Reference("O", number)) for number in numbers]
    slugs = free_slugs([entry.name for entry in entries], references, _taken)
    made = [_row(*one, at=at) for one in zip(entries, numbers, references, slugs, strict=True)]
    _insert(made)
    Alias.objects.bulk_create(_aliases(row, name) for row, entry in zip(made, entries, strict=True) for name in _names(entry))
    Identifier.objects.bulk_create(
        Identifier(organisation=row, scheme=one.scheme, value=one.value)
        for row, several in zip(made, identifiers, strict=True)
        for one in several
    )
    return made


@command("organisations.amend")
def amend(*, organisation: Organisation, changes: dict[str, Any], actor: str, at: datetime) -> Organisation:
    """Changes what is recorded of an organisation; its reference and slug stay.

    1. Locks the organisation.
    2. Checks the row as it would stand. ``changes`` names fields of ``Registration``; lists replace the old ones.
    3. A new name keeps the old one as an alias.
    4. Writes and journals.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    old = registration_of(row)
    new = replace(old, **changes)
    if new == old:
        raise Refusal("nothing-changed", f"{row.name} already stands as given.", "Change a field, or leave it as it is.")
    _check(new, framework.facts())
    identifiers = [RegistryIdentifier.parse(text) for text in new.identifiers]
    _check_free(identifiers, besides=row.pk)
    if new.name != old.name and "aliases" not in changes:
        new = replace(new, aliases=(*new.aliases, old.name))
    changed = [name for name in _ENTERED if getattr(new, name) != getattr(old, name)]
    for name in changed:
        setattr(row, name, getattr(new, name))
    row.recorded_at = at
    if new.leads and row.public_since is None:
        row.public_since = at.date()
        changed.append("public_since")
    row.save(update_fields=[*changed, "recorded_at"])
    row.aliases.exclude(key__in=[name_key(name) for name in _names(new)]).delete()
    Alias.objects.bulk_create((_aliases(row, name) for name in _names(new)), ignore_conflicts=True)
    row.identifiers.all().delete()
    Identifier.objects.bulk_create(Identifier(organisation=row, scheme=one.scheme, value=one.value) for one in identifiers)
    journal.append(
        command="organisations.amend", actor=actor, at=at, subjects=[("organisation", row.pk)], details=sorted(changes)
    )
    return row


@command("organisations.add_alias")
def add_alias(*, organisation: Organisation, name: str, actor: str, at: datetime) -> Alias:
    """Records another name an organisation is known by, so that imports find it; a known one is left as it is."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not name.strip():
        raise Refusal("name-missing", "An alias needs a name.", "Write the other name the organisation is known by.")
    alias, _ = Alias.objects.get_or_create(organisation=row, key=name_key(name), defaults={"name": name.strip()})
    row.recorded_at = at
    row.save(update_fields=["recorded_at"])
    journal.append(command="organisations.add_alias", actor=actor, at=at, subjects=[("organisation", row.pk)], details=alias.pk)
    return alias


@command("organisations.require_approver")
def require_approver(*, organisation: Organisation, required: bool, actor: str, at: datetime) -> Organisation:
    """Says whether only the organisation's approvers may submit and change in its name; what was said before stays.

    1. Locks the organisation; refuses where it stands so already.
    2. Writes and journals. Nothing of it is published.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.needs_approver == required:
        reason = "wants an approver already" if required else "wants no approver"
        raise Refusal("nothing-changed", f"{row.name} {reason}.", "Leave it as it is.")
    row.needs_approver = required
    row.save(update_fields=["needs_approver"])
    journal.append(
        command="organisations.require_approver",
        actor=actor,
        at=at,
        subjects=[("organisation", row.pk)],
        details=required,
    )
    return row


def registration_of(row: Organisation) -> Registration:
    """The organisation as it would be entered today."""
    return Registration(
        name=row.name,
        category=row.category,
        country=row.country,
        international=row.international,
        sub_category=row.sub_category,
        aliases=tuple(row.aliases.order_by("id").values_list("name", flat=True)),
        identifiers=tuple(str(one) for one in row.identifiers.order_by("id")),
        website=row.website,
        leads=tuple(row.leads),
        signatory=row.signatory,
        joined_on=row.joined_on,
        origin=row.origin,
        source_key=row.source_key,
        notes=row.notes,
    )


def _names(entry: Registration) -> list[str]:
    keys = {name_key(name): name.strip() for name in entry.aliases if name.strip()}
    keys.pop(name_key(entry.name), None)
    return list(keys.values())


def _aliases(row: Organisation, name: str) -> Alias:
    return Alias(organisation=row, name=name, key=name_key(name))


def _taken(slugs: Collection[str]) -> set[str]:
    """Which of the slugs parties hold already."""
    wanted, found = list(slugs), set[str]()
    for start in range(0, len(wanted), _CHUNK):
        found.update(Party.objects.filter(slug__in=wanted[start : start + _CHUNK]).values_list("slug", flat=True))
    return found


def _row(entry: Registration, number: int, reference: str, slug: str, *, at: datetime) -> Organisation:
    values = {
        "kind": Party.Kind.ORGANISATION.value,
        "reference": reference,
        "number": number,
        "slug": slug,
        "public_since": at.date() if entry.leads else None,
        "recorded_at": at,
    }
    return bulk.fresh(Organisation, values | {name: getattr(entry, name) for name in _ENTERED})


def _insert(rows: list[Organisation]) -> None:
    """Writes parent and child rows in bulk, which Django leaves to the caller for inherited tables."""
    for row, key in zip(rows, bulk.reserve(Party, len(rows)), strict=True):
        row.pk = row.id = key
    bulk.insert(Party, map(vars, rows), numbered=True)
    bulk.insert(Organisation, map(vars, rows))
    bulk.mark_written(rows)


def _check(entry: Registration, facts: Facts) -> None:
    if not entry.name.strip():
        raise Refusal("name-missing", "An organisation needs a name.", "Write the name it goes by.")
    if not facts.knows("categories", entry.category):
        raise Refusal(
            "category-unknown",
            f"“{entry.category}” is not a stakeholder category of the framework.",
            f"Use one of: {', '.join(sorted(facts.lists['categories']))}.",
        )
    if entry.sub_category and not facts.knows("sub_categories", entry.sub_category):
        raise Refusal(
            "sub-category-unknown",
            f"“{entry.sub_category}” is not a sub-category of the framework.",
            "Leave it empty, or use a listed one.",
        )
    if entry.country and not facts.knows("countries", entry.country):
        raise Refusal(
            "country-unknown",
            f"“{entry.country}” is not a country code.",
            "Use the three-letter code of ISO 3166-1, such as KEN.",
        )
    if entry.country and entry.international:
        raise Refusal(
            "country-of-international",
            f"{entry.name} is entered as international and with a country.",
            "Leave one of the two out.",
        )
    for theme in entry.leads:
        if theme not in facts.tracks:
            raise Refusal(
                "theme-unknown",
                f"“{theme}” is not a theme of the framework.",
                f"Use one of: {', '.join(sorted(facts.tracks))}.",
            )


def _check_free(identifiers: list[RegistryIdentifier], besides: int | None = None) -> None:
    if len(set(identifiers)) != len(identifiers):
        raise Refusal(
            "identifier-taken",
            "Two organisations of the batch carry the same registry identifier.",
            "Enter the organisation once.",
        )
    values = {one.value for one in identifiers}
    held = Identifier.objects.filter(value__in=values).exclude(organisation=besides) if values else Identifier.objects.none()
    for one in held.select_related("organisation"):
        if RegistryIdentifier(one.scheme, one.value) in identifiers:
            raise Refusal(
                "identifier-taken",
                f"{one} already belongs to {one.organisation.reference} {one.organisation.name}.",
                "Amend that organisation instead of entering it again.",
            )
