"""Works on the points of the strong-commitment check: ``python -m bench.strength [--drafts DIR] [--fit] [--write]``.

Prints how far the rules, as declared, agree with the readers of the drafts. ``--fit`` prints the points the drafts ask for;
``--write`` measures the agreement anew and writes it into the pack as calibration.toml.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from avow.packs.loading import load
from avow.packs.shape import Pack
from bench.strength.agreement import Agreement, agreement, by_item
from bench.strength.drafts import ITEMS, Draft, read_drafts
from bench.strength.fitting import fit
from bench.strength.places import PACK, drafts_folder
from bench.strength.scoring import declared, score, shares_of


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.strength", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drafts", type=Path, help="folder with drafts.jsonl, reader_a.jsonl and reader_b.jsonl")
    parser.add_argument("--fit", action="store_true", help="print the points fitted on the drafts, as criteria.toml has them")
    parser.add_argument("--write", action="store_true", help="write calibration.toml of the shipped pack")
    given = parser.parse_args()
    drafts, pack = read_drafts(given.drafts or drafts_folder()), load(PACK)
    if given.fit:
        _print_points(pack, drafts)
    scores = declared(pack, drafts)
    for item, one in {**by_item(drafts, scores), "all": agreement(drafts, scores, ITEMS)}.items():
        print(f"{item:12} readers {one.readers:.3f}   rules {one.mean:.3f} ({one.first:.3f}, {one.second:.3f})")
    if given.write:
        file = PACK / "calibration.toml"
        file.write_text(calibration(pack, drafts), "utf-8")
        print(f"wrote {file.name}")


def calibration(pack: Pack, drafts: Sequence[Draft]) -> str:
    """The file of the pack that says how far its rules agree with the readers."""
    scored = score(pack, drafts)
    each = [by_item(drafts, scores) for scores in (scored.declared, scored.validated, scored.unseen)]
    over = [agreement(drafts, scores, ITEMS) for scores in (scored.declared, scored.validated, scored.unseen)]
    counts = {
        language: sum(1 for one in drafts if one.language == language) for language in sorted({d.language for d in drafts})
    }
    lines = [
        "# How far the rules agree with two automated readers of invented drafts: quadratic weighted kappas. No expert panel",
        "# has judged the rules yet. Written by `python -m bench.strength --write`; bench/RESULTS.md has the whole of it.",
        "",
        f'on = "{datetime.now(UTC).date()}"',
        f"drafts = {len(drafts)}",
        "languages = { " + ", ".join(f"{language} = {count}" for language, count in counts.items()) + " }",
    ]
    for code in (*ITEMS, "all"):
        told, valid, unseen = (one[code] if code != "all" else whole for one, whole in zip(each, over, strict=True))
        lines += _part(code, told, valid, unseen)
    return "\n".join(lines) + "\n"


def _part(code: str, told: Agreement, valid: Agreement, unseen: Agreement) -> list[str]:
    values = {"readers": told.readers, "rules": told.mean, "validated": valid.mean, "unseen": unseen.mean}
    return ["", "[[part]]", f'code = "{code}"', *(f"{name} = {value:.2f}" for name, value in values.items())]


def _print_points(pack: Pack, drafts: Sequence[Draft]) -> None:
    found = fit(pack.criteria, drafts, shares_of(pack, drafts))
    print(f"overall: start = {found.overall:g}")
    for code, points in found.points.items():
        told = ", ".join(f"{rule} = {value:g}" for rule, value in points.items() if value)
        print(f"{code}: start = {found.start[code]:g}, weight = {found.weights[code]:g}, points = {{ {told} }}")
    print()


if __name__ == "__main__":
    main()
