"""The strong-commitment check beside two readers, and how long it takes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from avow.commitments.strength import Check
from avow.packs.loading import load
from avow.packs.shape import Pack
from bench import results, timing
from bench.results import Line, Section
from bench.strength.agreement import Agreement, agreement, by_item, by_language, exactly, matrix, matrix_lines
from bench.strength.drafts import ITEMS, Draft, read_drafts
from bench.strength.places import PACK, drafts_folder
from bench.strength.scoring import Scores, score

ALL = 0
"""As many drafts as there are."""
AIM, ITEM_AIM, PAUSE = 0.80, 0.75, 50
_ROUNDS = 20
_HOW = "quadratic weighted kappa with each reader, mean of both"


def strength(folder: Path, rows: int, seed: int) -> Section:
    """Agreement by item, in sample and cross-validated; the time of one check."""
    drafts, pack = read_drafts(drafts_folder()), load(PACK)
    drafts = drafts[:rows] if rows else drafts
    section = results.begin(
        "strength",
        "The strong-commitment check beside two readers",
        len(drafts),
        f"invented drafts ({_languages(drafts)}), each scored 0 to 3 on ten items by two automated readers",
        "cue words indexed",
    )
    section.command = "python -m bench strength"
    scored = score(pack, drafts)
    found = {name: by_item(drafts, getattr(scored, name)) for name in ("declared", "validated", "unseen")}
    over = {name: agreement(drafts, getattr(scored, name), ITEMS) for name in found}
    for name, what in (
        ("declared", "all ten items, points as declared"),
        ("validated", "all ten items, each draft by points fitted on the others"),
        ("unseen", "the same, without cue words only that draft has"),
    ):
        section.add(_line(what, over[name], AIM))
    for item in ITEMS:
        section.add(_line(f"{item}, cross-validated", found["validated"][item], AIM if item == "overall" else ITEM_AIM))
    _time(section, pack, drafts)
    section.below += _table(found) + _by_language(drafts, scored.declared, scored.validated)
    for item in ITEMS:
        same, far = exactly(drafts, scored.validated, item)
        section.below += [
            "",
            f"**{item}**, cross-validated: {same} of {len(drafts)} as the readers' mean, {far} off by more than one.",
            "",
        ]
        section.below += matrix_lines(matrix(drafts, scored.validated, item))
    return section


def _line(what: str, found: Agreement, aim: float) -> Line:
    return Line(
        what, f"{found.mean:.2f}", _HOW, f"≥ {aim:.2f}", round(found.mean, 2) >= aim, {"the readers": f"{found.readers:.2f}"}
    )


def _time(section: Section, pack: Pack, drafts: list[Draft]) -> None:
    check = Check(pack.criteria, pack.strength)
    long = replace(drafts[0].content, description="Nine of 44 clinics will be open at night by May 2028. " * 2000)
    for draft in drafts:
        check.of(draft.content, makers=draft.makers, money=draft.money)
    spent = [
        timing.milliseconds(lambda draft=draft: check.of(draft.content, makers=draft.makers, money=draft.money))
        for _ in range(_ROUNDS)
        for draft in drafts
    ]
    first = timing.milliseconds(lambda: Check(pack.criteria, pack.strength).of(drafts[0].content))
    worst = statistics.median(timing.milliseconds(lambda: check.of(long)) for _ in range(_ROUNDS))
    p99 = sorted(spent)[int(len(spent) * 0.99)]
    for what, took in (
        ("one check", statistics.median(spent)),
        ("the slowest of a hundred", p99),
        ("a description of 108,000 characters", worst),
        ("the first check of a process, which indexes the cue words", first),
    ):
        section.add(Line(what, f"{took:.1f} ms", "in the application", f"≤ {PAUSE} ms", took <= PAUSE))


def _table(found: dict[str, dict[str, Agreement]]) -> list[str]:
    lines = [
        "Kappas by item. *A*, *B*: the rules as declared with either reader; *consensus*: with their rounded mean.",
        "",
        "| item | A with B | rules, A | rules, B | consensus | cross-validated, A | B | unseen words, A | B |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for item in ITEMS:
        told, valid, unseen = (found[name][item] for name in ("declared", "validated", "unseen"))
        values = (
            told.readers, told.first, told.second, told.consensus, valid.first, valid.second, unseen.first, unseen.second,
        )  # fmt: skip
        lines.append(f"| {item} | " + " | ".join(f"{value:.2f}" for value in values) + " |")
    return lines


def _by_language(drafts: list[Draft], declared: Sequence[Scores], validated: Sequence[Scores]) -> list[str]:
    told, valid = by_language(drafts, declared), by_language(drafts, validated)
    lines = [
        "",
        "All items together, by language:",
        "",
        "| language | drafts | A with B | rules | cross-validated |",
        "|---|---|---|---|---|",
    ]
    for language, one in told.items():
        count = sum(1 for draft in drafts if draft.language == language)
        lines.append(f"| {language} | {count} | {one.readers:.2f} | {one.mean:.2f} | {valid[language].mean:.2f} |")
    return lines


def _languages(drafts: list[Draft]) -> str:
    names = {"en": "English", "fr": "French", "es": "Spanish"}
    told = dict.fromkeys(draft.language for draft in drafts)
    counts = {language: sum(1 for draft in drafts if draft.language == language) for language in told}
    return ", ".join(f"{count} {names.get(language, language)}" for language, count in counts.items())
