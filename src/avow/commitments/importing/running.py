"""Runs an import of commitments: reads as a stream, decides row by row, writes batch by batch."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import transaction

from avow.base.refusals import Finding, Refusal
from avow.commitments.commands import Admission, Retelling, admit, amend, retell
from avow.commitments.commands.retelling import REASON
from avow.commitments.content import Content
from avow.commitments.current import contents_of
from avow.commitments.importing import conflicting, recorded, refreshing
from avow.commitments.importing.columns import COMMITMENT_FIELDS
from avow.commitments.importing.likeness import Likenesses
from avow.commitments.importing.owners import Owners
from avow.commitments.importing.refreshing import Refresh
from avow.commitments.importing.rows import PUBLIC_SOURCE, Reading, ToldCommitment, read_commitment
from avow.commitments.models import Commitment
from avow.commitments.rules import TermLimits
from avow.framework import queries as framework
from avow.organisations.commands import amend as amend_organisation
from avow.organisations.commands import register
from avow.organisations.importing.index import Index, Known
from avow.organisations.importing.settings import Opened, Options, open_file
from avow.organisations.models import Organisation
from avow.sheets.codes import actions_of
from avow.sheets.report import Report, finding

CREATE, CHANGE, NOTHING, REJECT = "create", "change", "nothing", "reject"


@dataclass(slots=True)
class Step:
    """What one row comes to. A change has new ``content``, a ``refresh`` of what stands beside it, or both."""

    told: ToldCommitment
    kind: str = REJECT
    makers: list[tuple[Known, str]] = field(default_factory=list)
    row: Commitment | None = None
    content: Content | None = None
    refresh: Refresh | None = None
    warnings: list[Finding] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def import_commitments(options: Options) -> Report:
    """Imports the file and reports every row. Raises ``Refusal`` when the file cannot be imported at all.

    Each batch is one transaction, makers included; a run that was stopped is finished by running it again.
    """
    opened = open_file(options, COMMITMENT_FIELDS)
    if conflicting.is_about_figures(opened.sheet.headings):
        return conflicting.report_on(opened, options)
    _refuse_other_tables(opened, options)
    run = _Run(opened, options)
    rows = iter(opened.sheet.rows)
    while batch := list(itertools.islice(rows, options.batch)):
        run.take([read_commitment(run.reading, row) for row in batch])
        options.progress("Rows read", run.rows, None)
    return run.finished()


def _refuse_other_tables(opened: Opened, options: Options) -> None:
    """A file that does not tell who promises what is refused, naming the columns that are missing."""
    have = opened.columns.columns
    takes = {"title": ("title",), "makers": ("makers", "owner")}
    told = {*have, *opened.defaults}
    missing = [name for name, fields in takes.items() if told.isdisjoint(fields)]
    if missing:
        raise Refusal(
            "missing-column",
            f"{options.path.name} has no column for {' and '.join(missing)}; "
            f"its columns are: {', '.join(opened.sheet.headings)}.",
            f'Name it in a column map: [columns] {missing[0]} = "…" (--save-map writes one to edit).',
        )


class _Run:
    def __init__(self, opened: Opened, options: Options) -> None:
        facts = framework.facts()
        terms = facts.terms
        self._options = options
        self.reading = Reading(
            opened=opened,
            source=options.source_name,
            limits=TermLimits(terms.min_years, terms.max_years, terms.leader_years, terms.ends),
            themes_of=actions_of(opened.form),
            today=options.at.date(),
        )
        self._report = Report(statements=opened.sheet.statements, dry_run=options.dry_run)
        default = "other" if "other" in opened.vocabularies["categories"] else ""
        self._tells_makers = refreshing.tells_makers({*opened.columns.columns, *opened.defaults})
        self._owners = Owners(Index.of_desk(), opened.vocabularies["countries"], default)
        self._likenesses = Likenesses()
        self._rates = framework.rates()
        self._seen: dict[str, list[tuple[int, bytes]]] = {}
        self._entered = self._completed = 0

    def take(self, batch: list[ToldCommitment]) -> None:
        """One batch: decides every row, writes, counts."""
        steps = [self._identified(told) for told in batch]
        self._match([step for step in steps if not step.told.errors and step.kind != NOTHING])
        if not self._options.dry_run:
            self._write(steps)
        self._entered += len(self._owners.new)
        self._completed += len(self._owners.changes)
        self._owners.new, self._owners.changes = [], {}
        for step in steps:
            self._count(step)

    @property
    def rows(self) -> int:
        return self._report.rows

    def finished(self) -> Report:
        report = self._report
        report.warn(self._likenesses.totals())
        would = "would be " if report.dry_run else "were "
        if self._entered:
            report.statements.append(
                f"{self._entered:,} organisations that nobody had entered {would}entered as told by this source."
            )
        if self._completed:
            report.statements.append(
                f"{self._completed:,} organisations told before {would}completed with category or country."
            )
        return report

    def _identified(self, told: ToldCommitment) -> Step:
        """Tells apart rows with one key: the same said twice, a contradiction, or two promises of one title."""
        step = Step(told)
        if told.errors:
            return step
        earlier = self._seen.setdefault(told.key, [])
        said = blake2b(repr((told.content, told.makers)).encode(), digest_size=16).digest()
        same = next((row for row, digest in earlier if digest == said), None)
        if same is not None:
            step.kind = NOTHING
            step.warnings.append(
                finding(
                    told.row,
                    "",
                    told.content.title,
                    "duplicate-row",
                    f"It says the same as row {same}.",
                    "Delete one of the two.",
                )
            )
        elif earlier and told.named_key:
            reason = f"Row {earlier[0][0]} has the same key and says something else."
            told.errors.append(
                finding(told.row, "", told.reference or told.key, "duplicate-reference", reason, "Give each its own key.")
            )
        else:
            earlier.append((told.row, said))
            if len(earlier) > 1:
                told.key = f"{told.key[:190]}#{len(earlier)}"
        return step

    def _match(self, steps: Sequence[Step]) -> None:
        for step in steps:
            step.makers = self._owners.resolve(step.told)
        known = recorded.find([step.told.reference for step in steps if step.told.reference], [step.told.key for step in steps])
        by_reference, by_key = {row.reference: row for row in known}, {row.source_key: row for row in known if row.source_key}
        contents = contents_of(known)
        makers = refreshing.Makers(known, tells=self._tells_makers)
        self._meet_owners(steps)
        for step in steps:
            if step.told.errors:
                continue
            row = by_reference.get(step.told.reference) or by_key.get(step.told.key)
            self._judge(step, row, contents.get(row.pk) if row else None, makers)

    def _meet_owners(self, steps: Sequence[Step]) -> None:
        owners = {known for step in steps for known, _ in step.makers[:1] if not self._likenesses.knows(known)}
        titles = recorded.titles([known.pk for known in owners if known.pk is not None])
        for known in owners:
            self._likenesses.add_recorded(known, titles.get(known.pk or 0, []))

    def _judge(self, step: Step, row: Commitment | None, before: Content | None, makers: refreshing.Makers) -> None:
        told = step.told
        findings, codes = self._likenesses.check(step.makers[0][0], told)
        rates, rate_codes = self._without_rate(told)
        step.warnings += [*findings, *rates]
        step.codes = [*told.codes, *codes, *rate_codes]
        if row is None or before is None:
            step.kind = CREATE
            return
        said = recorded.comparable(told.content, before)
        step.row, step.content = row, said if said != before else None
        if row.origin == PUBLIC_SOURCE == told.origin:
            step.refresh, noticed = refreshing.compare(row, told, step.makers, makers, likeness=codes, content=step.content)
            step.warnings += noticed
        if step.content is None:
            step.kind = CHANGE if step.refresh else NOTHING
        elif row.origin != PUBLIC_SOURCE:
            reason = f"{row.reference} is the word of its {row.origin}; a file cannot change it."
            told.errors.append(finding(told.row, "", row.reference or "", "not-told", reason, "Amend it on the desk."))
        else:
            step.kind = CHANGE
        if row.owner.reference != step.makers[0][0].reference:
            reason = f"{row.reference} stays with {row.owner.reference} {row.owner.name}; an import does not change owners."
            step.warnings.append(
                finding(told.row, "makers", step.makers[0][0].entry.name, "owner-kept", reason, "Change it on the desk.")
            )

    def _without_rate(self, told: ToldCommitment) -> tuple[list[Finding], list[str]]:
        findings = []
        for pledge in told.content.pledges:
            on = pledge.on or told.confirmed_on or self.reading.today
            if pledge.currency and self._rates.find(pledge.currency, on) is None:
                reason = (
                    f"No exchange rate is known for {pledge.currency} in {on}, so totals in US dollars leave the amount out."
                )
                findings.append(
                    finding(told.row, "amount", f"{pledge.amount:f} {pledge.currency}", "no-rate", reason, "Kept as told.")
                )
        return findings, ["no-rate"] if findings else []

    def _count(self, step: Step) -> None:
        report = self._report
        if step.told.errors:
            report.reject(step.told.errors)
            return
        report.created += step.kind == CREATE
        report.updated += step.kind == CHANGE
        report.unchanged += step.kind == NOTHING
        report.warn([*step.told.warnings, *step.warnings])

    def _write(self, steps: Sequence[Step]) -> None:
        """All of a batch or nothing of it. When the desk refuses one row, the batch is written row by row without it."""
        able = [step for step in steps if not step.told.errors and step.kind in (CREATE, CHANGE)]
        try:
            with transaction.atomic():
                self._complete_organisations()
                self._write_steps(able)
        except Refusal:
            self._complete_organisations()
            for step in able:
                try:
                    with transaction.atomic():
                        self._write_steps([step])
                except Refusal as problem:
                    step.told.errors.append(finding(step.told.row, "", "", problem.code, problem.reason, problem.remedy))

    def _write_steps(self, steps: Sequence[Step]) -> None:
        actor, at = self._options.actor, self._options.at
        entered = self._enter_makers(steps)
        references = {known: row.reference for known, row in entered.items()}
        new = [_admission(step, references, self.reading) for step in steps if step.kind == CREATE]
        admit(entries=new, actor=actor, at=at)
        for step in steps:
            if step.row is not None and step.content is not None:
                amend(
                    commitment=step.row,
                    content=step.content,
                    expected_version=step.row.version,
                    reason=REASON,
                    actor=actor,
                    at=at,
                )
        retell(entries=[entry for step in steps if (entry := _retelling(step, references))], actor=actor, at=at)
        for known, row in entered.items():
            known.pk, known.reference = row.pk, row.reference

    def _complete_organisations(self) -> None:
        actor, at = self._options.actor, self._options.at
        for known, changes in self._owners.changes.items():
            assert known.pk is not None
            amend_organisation(organisation=Organisation.objects.get(pk=known.pk), changes=changes, actor=actor, at=at)

    def _enter_makers(self, steps: Sequence[Step]) -> dict[Known, Organisation]:
        named = dict.fromkeys(known for step in steps for known, _ in step.makers)
        new = [known for known in named if known.pk is None]
        made = register(entries=[known.entry for known in new], actor=self._options.actor, at=self._options.at)
        return dict(zip(new, made, strict=True))


def _retelling(step: Step, references: dict[Known, str]) -> Retelling | None:
    if step.row is None or step.refresh is None:
        return None
    found = step.refresh
    return Retelling(
        commitment=step.row,
        source=found.source,
        warnings=found.warnings,
        joined=tuple((references.get(known, known.reference), role) for known, role in found.joined),
        left=found.left,
        recount=found.recount,
    )


def _admission(step: Step, references: dict[Known, str], reading: Reading) -> Admission:
    told = step.told
    (owner, _), *others = step.makers
    return Admission(
        owner_reference=references.get(owner, owner.reference),
        content=told.content,
        confirmed_on=told.confirmed_on or reading.today,
        co_makers=tuple((references.get(known, known.reference), role) for known, role in others),
        origin=told.origin,
        source_name=told.source_name,
        source_url=told.source_url,
        source_key=told.key,
        window=told.window,
        warnings=tuple(dict.fromkeys(step.codes)),
    )
