"""A withheld list that is damaged, forged, old or gone never shows a hidden row: it can only hide more."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.record.reading.builders import AT, Books, until

from avow.base.refusals import Refusal
from avow.commitments.columns import COMMITMENTS
from avow.organisations.columns import ORGANISATIONS
from avow.record import withholding
from avow.record.keys import Keys
from avow.record.layout import Layout, load
from avow.record.reading import Record
from avow.record.redaction import redact
from avow.record.rotation import rotate_keys
from avow.record.sealing import readable, sealed
from avow.record.verification import verify
from avow.record.withheld import Withheld

TABLES = (COMMITMENTS, ORGANISATIONS)
FIRST, SECOND, THIRD = "C-2021-0001", "C-2021-0002", "C-2021-0003"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(tmp_path_factory.mktemp("begun") / "record")
    for reference in (FIRST, SECOND, THIRD):
        books.commitment(reference)
    books.publish(TABLES)
    hide(books, FIRST)
    return books


@pytest.fixture
def books(begun: Books, tmp_path: Path) -> Books:
    """Three commitments, of which the first is hidden by list 1."""
    shutil.copytree(begun.root.parent, tmp_path, dirs_exist_ok=True)
    return Books(tmp_path / "record", copy.deepcopy(begun.rows))


def again(books: Books) -> None:
    """Another release."""
    books.rows["commitments"][1]["title"] = "Another"
    books.publish(TABLES)


def hide(books: Books, reference: str) -> None:
    withholding.hide(books.root, "commitments", (reference,), at=AT, keys=books.keys)


def forget(books: Books) -> None:
    """As on a machine where no process has read this record before."""
    shutil.rmtree(books.root / "cache")


def rewritten(books: Books, keys: Keys | None = None, **changed: Any) -> None:
    """The list with other contents: under its old signature, or under that of these keys."""
    place = books.root / "withheld.json"
    document = {**load(place), **changed}
    if keys:
        document.pop("signature")
        document = sealed(document, keys)
    place.write_bytes(readable(document))


def key_of(books: Books, reference: str) -> str:
    return books.keys.row_key("commitments", reference)


def shown(record: Record) -> set[str]:
    release = record.current()
    assert release is not None
    return {one for one in (FIRST, SECOND, THIRD) if release.find("commitments", one) is not None}


def _emptied(books: Books) -> None:
    rewritten(books, rows=[], releases=[])


def _emptied_by_a_stranger(books: Books) -> None:
    stranger = Keys.load_or_create(books.root.parent / "stranger")
    rewritten(books, stranger, rows=[], releases=[], serial=99)


def _older(books: Books) -> None:
    """A list that was good once, before the one in force."""
    rewritten(books, books.keys, rows=[], releases=[], serial=0)


def _cut(books: Books) -> None:
    place = books.root / "withheld.json"
    place.write_bytes(place.read_bytes()[:40])


def _another_document(books: Books) -> None:
    (books.root / "withheld.json").write_text('["no", "list"]')


def _gone(books: Books) -> None:
    (books.root / "withheld.json").unlink()


TAMPERED = (_emptied, _emptied_by_a_stranger, _older, _cut, _another_document, _gone)


@pytest.mark.parametrize("tamper", TAMPERED)
class TestTampered:
    def test_a_running_site_keeps_hiding_what_it_hid_and_says_why(self, books: Books, tamper: Callable[[Books], None]) -> None:
        record = Record(books.root)
        assert shown(record) == {SECOND, THIRD}
        forget(books)
        tamper(books)
        assert until(lambda: bool(record.current() and record.list_problem))
        assert shown(record) == {SECOND, THIRD}
        assert not record.release(1).downloadable

    def test_so_does_a_site_started_afterwards(self, books: Books, tamper: Callable[[Books], None]) -> None:
        tamper(books)
        record = Record(books.root)
        assert shown(record) == {SECOND, THIRD}
        assert record.list_problem

    def test_nothing_is_published_that_was_hidden(self, books: Books, tamper: Callable[[Books], None]) -> None:
        tamper(books)
        again(books)
        assert FIRST not in {row[0] for row in Record(books.root).release(2).rows("select reference from commitments")}

    def test_hiding_more_puts_a_good_list_back(self, books: Books, tamper: Callable[[Books], None]) -> None:
        tamper(books)
        hide(books, SECOND)
        record = Record(books.root)
        assert shown(record) == {THIRD}
        assert record.list_problem == ""
        assert verify(books.root).ok

    def test_verify_names_the_list(self, books: Books, tamper: Callable[[Books], None]) -> None:
        again(books)  # its entry in the chain tells which list was in force
        tamper(books)
        assert [problem.file for problem in verify(books.root).problems] == ["withheld.json"]


class TestWithNothingElseToGoBy:
    @pytest.mark.parametrize("tamper", [one for one in TAMPERED if one not in (_gone, _older)])
    def test_nothing_is_shown(self, books: Books, tamper: Callable[[Books], None]) -> None:
        tamper(books)
        forget(books)
        with pytest.raises(Refusal, match="nothing is shown"):
            Record(books.root).current()

    @pytest.mark.parametrize("tamper", TAMPERED)
    def test_nothing_is_shown_once_a_release_has_told_which_list_was_in_force(
        self, books: Books, tamper: Callable[[Books], None]
    ) -> None:
        again(books)
        tamper(books)
        forget(books)
        with pytest.raises(Refusal, match="nothing is shown"):
            Record(books.root).current()

    def test_nor_is_anything_written(self, books: Books) -> None:
        _cut(books)
        forget(books)
        for write in (lambda: hide(books, SECOND), lambda: again(books)):
            with pytest.raises(Refusal, match="withheld rows"):
                write()

    def test_the_good_list_put_back_serves_again(self, books: Books) -> None:
        good = (books.root / "withheld.json").read_bytes()
        _cut(books)
        forget(books)
        record = Record(books.root)
        with pytest.raises(Refusal):
            record.current()
        (books.root / "withheld.json").write_bytes(good)
        assert until(lambda: _serves(record))
        assert shown(record) == {SECOND, THIRD}


def _serves(record: Record) -> bool:
    try:
        return record.current() is not None
    except Refusal:
        return False


def test_what_a_bad_list_names_besides_is_hidden_too(books: Books) -> None:
    record = Record(books.root)
    assert shown(record) == {SECOND, THIRD}
    rewritten(books, rows=[key_of(books, SECOND), "no key", 7], releases=[1, "x"])
    assert until(lambda: shown(record) == {THIRD})


def test_a_good_list_takes_the_place_of_what_a_bad_one_added(books: Books) -> None:
    record = Record(books.root)
    assert shown(record) == {SECOND, THIRD}
    rewritten(books, rows=[key_of(books, SECOND)])
    assert until(lambda: shown(record) == {THIRD})
    rewritten(books, books.keys, rows=[key_of(books, THIRD)], serial=2)
    assert until(lambda: shown(record) == {FIRST, SECOND})
    assert record.list_problem == ""


def test_a_list_whose_key_the_chain_names_later_only_is_gone_by_from_then_on(books: Books) -> None:
    """Copies arrive one file after the other: a list may be there before the entry about the change of key."""
    record = Record(books.root)
    assert shown(record) == {SECOND, THIRD}
    before = (books.root / "chain.json").read_bytes()
    rotate_keys(books.root, books.root.parent / "keys", at=AT)
    after = (books.root / "chain.json").read_bytes()
    (books.root / "chain.json").write_bytes(before)
    rewritten(books, books.keys, rows=[key_of(books, SECOND)], serial=2)
    assert until(lambda: shown(record) == {THIRD})
    assert record.list_problem
    (books.root / "chain.json").write_bytes(after)
    assert until(lambda: shown(record) == {FIRST, THIRD})
    assert record.list_problem == ""


def test_a_redaction_keeps_the_copy_of_the_list(books: Books) -> None:
    redact(books.root, "commitments", (SECOND,), at=AT, keys=books.keys)
    _gone(books)
    assert shown(Record(books.root)) == {THIRD}


def test_a_record_that_never_hid_anything_has_no_list_and_no_problem(tmp_path: Path) -> None:
    books = Books(tmp_path / "record").commitment(FIRST).publish(TABLES)
    record = Record(books.root)
    assert shown(record) == {FIRST}
    assert record.list_problem == ""
    assert Withheld.read(Layout(books.root)) == Withheld()
    assert json.loads((books.root / "chain.json").read_text())[0]["withheld"] == 0
