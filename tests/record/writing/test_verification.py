"""Verification: every kind of damage is found, and the damaged file is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.record.writing.conftest import AT, Desk

from avow.record import chain
from avow.record.keys import Keys
from avow.record.layout import load
from avow.record.rotation import rotate_keys
from avow.record.sealing import hash_of, hash_of_file, readable
from avow.record.verification import verify

KINDS = (
    "manifest.json",
    "files.json",
    "chain.json",
    "datapackage.json",
    "pack.json",
    "figures.parquet",
    "indicators.json",
    "indicators/pledged.sql",
    "tables/commitments/*.parquet",
    "tables/ledger/*.parquet",
    "csv/organisations.csv.gz",
    "csv/members.json",
)


def tamper(path: Path) -> None:
    """Changes one byte, in a copy of its own: the file may be shared between releases."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_found_and_its_file_named(published: Desk, kind: str) -> None:
    release = published.release(1)
    path = next(release.glob(kind))
    tamper(path)
    single, whole = verify(release), verify(published.root)
    assert not single.ok
    assert not whole.ok
    assert single.problems[0].file == str(path.relative_to(release))
    assert whole.problems[0].file == str(path.relative_to(published.root))


@pytest.mark.parametrize("kind", ["chain.json", "current", "withheld.json"])
def test_damage_at_the_root_is_found(published: Desk, kind: str) -> None:
    from avow.record.withholding import hide

    hide(published.root, "commitments", ("C-2021-0003",), at=AT, keys=published.keys)
    if kind == "current":
        (published.root / kind).write_text("9\n")
    else:
        tamper(published.root / kind)
    report = verify(published.root)
    assert not report.ok
    assert report.problems[0].file == kind


@pytest.mark.parametrize("kind", ["manifest.json", "files.json", "figures.parquet", "tables/ledger/*.parquet"])
def test_a_missing_file_is_named(published: Desk, kind: str) -> None:
    path = next(published.release(1).glob(kind))
    path.unlink()
    report = verify(published.root)
    assert next(problem.file for problem in report.problems) == str(path.relative_to(published.root))


def test_a_file_that_does_not_belong_is_named(published: Desk) -> None:
    (published.release(1) / "tables" / "commitments" / "more.parquet").write_bytes(b"")
    assert verify(published.root).problems[0].file == "releases/1/tables/commitments/more.parquet"


def test_a_missing_release_is_named(published: Desk) -> None:
    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish()
    shutil.rmtree(published.release(1))
    assert verify(published.root).problems[0].file == "releases/1"


def forge(release: Path, change: Callable[[Path], None]) -> None:
    """What somebody without the key can do: change the tables and put the list of files right."""
    change(release)
    listing = load(release / "files.json")
    listing["files"] = {
        str(path.relative_to(release)): {"sha256": hash_of_file(path), "bytes": path.stat().st_size}
        for path in release.rglob("*")
        if path.is_file() and path.name not in {"files.json", "chain.json"}
    }
    (release / "files.json").write_bytes(readable(listing))


def test_a_forged_list_of_files_is_found(published: Desk) -> None:
    def change(release: Path) -> None:
        path = next(release.glob("tables/commitments/*.parquet"))
        duckdb.sql(f"copy (select * replace ('Forged' as title) from '{path}') to '{path}.new' (format parquet)")
        path.with_suffix(".parquet.new").replace(path)

    forge(published.release(1), change)
    assert verify(published.release(1)).problems[0].file == "files.json"


def test_rows_that_were_not_sealed_are_found_even_under_a_signed_list(published: Desk) -> None:
    """A desk that signs a list of files over other rows than its manifest sealed is found out."""
    release = published.release(1)

    def change(folder: Path) -> None:
        path = next(folder.glob("tables/ledger/*.parquet"))
        duckdb.sql(f"copy (select * replace (amount + 1 as amount) from '{path}') to '{path}.new' (format parquet)")
        path.with_suffix(".parquet.new").replace(path)

    forge(release, change)
    listing = {"1": hash_of(load(release / "files.json"))}
    entries = chain.read(published.root / "chain.json")
    entries = chain.extended(entries, kind=chain.REDACTION, at=AT, keys=published.keys, number=1, releases=listing)
    for place in (published.root, release):
        (place / "chain.json").write_bytes(readable(entries))
    for independent in (True, False):
        report = verify(release, independent=independent)
        assert report.problems[0].file.startswith("tables/ledger/")


def test_another_signer_is_told_apart(published: Desk, tmp_path: Path) -> None:
    other = Keys.load_or_create(tmp_path / "other")
    report = verify(published.root, fingerprint=other.fingerprint)
    assert not report.ok
    assert report.problems[0].file == "chain.json"


def test_without_a_fingerprint_the_signer_is_not_checked(published: Desk) -> None:
    report = verify(published.root)
    assert report.ok
    assert report.signer == "not checked"
    assert "signer not checked" in report.summary


def test_a_chain_that_hands_over_to_a_key_it_does_not_hold_proves_nothing(published: Desk, tmp_path: Path) -> None:
    """Anybody may name somebody else's key as successor: only a key that signed counts."""
    victim = Keys.load_or_create(tmp_path / "victim")
    entries = chain.rotated(chain.read(published.root / "chain.json"), at=AT, old=published.keys, new=victim)
    (published.root / "chain.json").write_bytes(readable(entries))
    assert not verify(published.root, fingerprint=victim.fingerprint).ok


def test_after_a_change_of_key_both_fingerprints_hold(published: Desk) -> None:
    old = published.keys
    published.keys = rotate_keys(published.root, published.home / "keys", at=AT)
    assert published.keys.fingerprint != old.fingerprint
    assert Keys.load_or_create(published.home / "keys") == published.keys
    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish()
    for keys in (old, published.keys):
        assert verify(published.root, fingerprint=keys.fingerprint).ok


def test_an_entry_taken_out_of_the_chain_is_found(published: Desk) -> None:
    for title in ("Second", "Third"):
        published.set("commitments", ("C-2021-0003",), title=title)
        published.publish()
    entries = load(published.root / "chain.json")
    (published.root / "chain.json").write_bytes(readable([entries[0], entries[2]]))
    report = verify(published.root)
    assert report.problems[0].file == "chain.json"
    assert "entry 2" in report.problems[0].problem


def test_the_report_is_what_verify_prints(published: Desk) -> None:
    (published.release(1) / "pack.json").write_text(json.dumps({}))
    printed = verify(published.release(1)).as_json()
    assert printed["ok"] is False
    assert printed["checked"] > 0
    assert printed["problems"] == [{"file": "pack.json", "problem": "was changed: its hash is not the one that was signed"}]


def test_a_folder_that_is_no_record_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert not verify(tmp_path).ok
    assert not verify(tmp_path / "nowhere").ok


def test_a_release_taken_away_verifies_alone(published: Desk, tmp_path: Path) -> None:
    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish()
    away = tmp_path / "elsewhere" / "release"
    shutil.copytree(published.release(2), away)
    shutil.rmtree(published.root)
    assert verify(away, fingerprint=published.keys.fingerprint).ok


def test_keys_are_readable_by_their_owner_alone(desk: Desk) -> None:
    assert {path.stat().st_mode & 0o777 for path in (desk.home / "keys").iterdir()} == {0o600}


def test_an_interrupted_change_of_key_is_finished_when_run_again(published: Desk) -> None:
    folder = published.home / "keys"
    new = published.keys.rotated()
    new.save(folder / "next")
    entries = chain.rotated(chain.read(published.root / "chain.json"), at=AT, old=published.keys, new=new)
    (published.root / "chain.json").write_bytes(readable(entries))
    assert rotate_keys(published.root, folder, at=AT) == new
    assert Keys.load_or_create(folder) == new
    assert not (folder / "next").exists()
