"""Runs an import of organisations: reads as a stream, decides row by row, writes batch by batch."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from django.db import transaction

from avow.base.refusals import Refusal
from avow.organisations.commands import amend, register
from avow.organisations.importing.columns import ORGANISATION_FIELDS, prefer_full_names
from avow.organisations.importing.index import Index, Known
from avow.organisations.importing.matching import CHANGE, CREATE, REJECT, Matcher, Step
from avow.organisations.importing.rows import read_organisation
from avow.organisations.importing.settings import Opened, Options, open_file
from avow.organisations.models import Organisation
from avow.sheets.report import Report, finding

_REGISTERS = {"coverage", "structure", "listType"}


def import_organisations(options: Options) -> Report:
    """Imports the file and reports every row. Raises ``Refusal`` when the file cannot be imported at all.

    Each batch is one transaction; a run that was stopped is finished by running it again.
    """
    opened = open_file(options, ORGANISATION_FIELDS, prefer_full_names)
    refuse_other_tables(opened, options)
    report = Report(statements=opened.sheet.statements, dry_run=options.dry_run)
    matcher = Matcher(Index.of_desk(), options.source_name)
    steps = (matcher.step(read_organisation(opened, row, options.source_name)) for row in opened.sheet.rows)
    for batch in _batches(steps, options.batch):
        if not options.dry_run:
            _write(batch, options)
        for step in batch:
            count(step, report)
        options.progress("Rows read", report.rows, None)
    return report


def refuse_other_tables(opened: Opened, options: Options) -> None:
    """A file without a column for the name is refused with what it seems to be."""
    headings = set(opened.sheet.headings)
    if headings >= _REGISTERS:
        raise Refusal(
            "not-organisations",
            f"{options.path.name} lists registers of organisations (such as org-id.guide's lists), not organisations.",
            "Its list codes are what registry identifiers begin with; import a file of organisations instead.",
        )
    if "name" not in opened.columns.columns and "aliases" not in opened.columns.columns:
        raise Refusal(
            "missing-column",
            f"{options.path.name} has no column that could be the name of an organisation; "
            f"its columns are: {', '.join(opened.sheet.headings)}.",
            'Name it in a column map: [columns] name = "…" (--save-map writes one to edit).',
        )


def _batches(steps: Iterator[Step], size: int) -> Iterator[Sequence[Step]]:
    while batch := list(itertools.islice(steps, size)):
        yield batch


def count(step: Step, report: Report) -> None:
    """Counts one row and keeps its findings."""
    if step.kind == REJECT:
        report.reject(step.errors)
        return
    if step.kind == CREATE:
        report.created += 1
    elif step.kind == CHANGE:
        report.updated += 1
    else:
        report.unchanged += 1
    report.warn(step.warnings)


def _write(batch: Sequence[Step], options: Options) -> None:
    """All of a batch or nothing of it. When the desk refuses one row, the batch is written row by row without it."""
    try:
        with transaction.atomic():
            _write_steps(batch, options)
    except Refusal:
        for step in batch:
            try:
                with transaction.atomic():
                    _write_steps([step], options)
            except Refusal as problem:
                step.kind = REJECT
                step.errors.append(finding(step.row, "", "", problem.code, problem.reason, problem.remedy))


def _write_steps(steps: Sequence[Step], options: Options) -> None:
    new = [step.known for step in steps if step.kind == CREATE and step.known is not None]
    made = register(entries=[known.entry for known in new], actor=options.actor, at=options.at)
    created = dict(zip(new, made, strict=True))
    for step in steps:
        if step.kind == CHANGE and step.known is not None and step.known not in created:
            _amend(step.known, step, options)
    for known, row in created.items():
        known.pk, known.reference = row.pk, row.reference


def _amend(known: Known, step: Step, options: Options) -> None:
    row = Organisation.objects.filter(pk=known.pk).first() if known.pk is not None else None
    if row is None:
        raise Refusal(
            "not-entered", f"The organisation of row {step.row} could not be entered.", "See the row that tells it first."
        )
    try:
        amend(organisation=row, changes=step.changes, actor=options.actor, at=options.at)
    except Refusal as problem:
        if problem.code != "nothing-changed":  # it was entered a moment ago with what this row adds
            raise
