"""Following the record: new releases, damaged ones, caches, many threads, many processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.record.reading.builders import AT, WORDS, Books, random_books, until

from avow.base.refusals import Refusal
from avow.record import building, cache, reading
from avow.record.reading import Filters, Record, Release
from avow.record.redaction import redact
from avow.record.withholding import hide


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return random_books(tmp_path / "record", 60).publish()


def served(record: Record) -> Release:
    release = record.current()
    assert release is not None
    return release


def again(books: Books, title: str) -> Books:
    books.rows["commitments"][0]["title"] = title
    return books.publish()


def test_nothing_is_served_before_the_first_release_and_the_first_is_then_found(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    assert record.current() is None
    assert record.numbers() == []
    random_books(tmp_path / "record", 3).publish()
    assert until(lambda: record.current() is not None)


def test_a_new_release_is_followed_and_the_old_one_still_answers(books: Books) -> None:
    record = Record(books.root)
    first = served(record)
    again(books, "Altogether new")
    assert until(lambda: served(record).number == 2)
    assert served(record).search(Filters(words="altogether")).count == 1
    assert record.release(1).search(Filters(words="altogether")).count == 0
    assert first.search(Filters()).count == 60
    assert [(line.number, line.whole, line.rows["commitments"]) for line in record.numbers()] == [(2, True, 60), (1, True, 60)]
    assert served(record).state != record.release(1).state == first.state


def test_an_unknown_release_is_refused(books: Books) -> None:
    with pytest.raises(Refusal, match="no release 7") as refused:
        Record(books.root).release(7)
    assert refused.value.code == "unknown-release"


def _damage(books: Books, number: int) -> None:
    part = next((books.root / "releases" / str(number) / "tables" / "commitments").glob("*.parquet"))
    octets = part.read_bytes()
    part.unlink()
    part.write_bytes(octets[:-100])


def test_a_damaged_new_release_leaves_the_last_good_one_served(books: Books) -> None:
    record = Record(books.root)
    served(record)
    again(books, "Altogether new")
    _damage(books, 2)
    assert until(lambda: bool(record.current() and record.problem))
    assert served(record).number == 1
    assert record.problem is not None
    assert record.problem.release == 2
    assert "has not the size" in record.problem.reason
    fresh = Record(books.root)
    assert served(fresh).number == 1
    assert fresh.problem == record.problem


def test_a_release_that_was_restored_is_served_again(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_AGAIN", 0.1)
    again(books, "Altogether new")
    part = next((books.root / "releases" / "2" / "tables" / "commitments").glob("*.parquet"))
    part.rename(part.with_suffix(".away"))
    record = Record(books.root)
    assert served(record).number == 1
    part.with_suffix(".away").rename(part)
    assert until(lambda: served(record).number == 2)
    assert record.problem is None


@pytest.mark.parametrize("name", ["manifest.json", "datapackage.json", "pack.json", "files.json"])
def test_a_release_with_an_unreadable_document_is_not_served(books: Books, name: str) -> None:
    again(books, "Altogether new")
    path = books.root / "releases" / "2" / name
    path.unlink()
    path.write_text("{")
    record = Record(books.root)
    assert served(record).number == 1
    assert record.problem is not None


def test_a_record_of_which_nothing_can_be_read_says_so(books: Books) -> None:
    _damage(books, 1)
    record = Record(books.root)
    for _ in range(2):
        with pytest.raises(Refusal, match="No release of this record can be read") as refused:
            record.current()
        assert refused.value.code == "record-unreadable"


def test_an_unreadable_pointer_keeps_the_served_release(books: Books) -> None:
    record = Record(books.root)
    served(record)
    (books.root / "current").write_text("rubbish")
    assert until(lambda: bool(record.current() and record.problem))
    assert served(record).number == 1


def test_a_deleted_or_damaged_cache_is_built_anew(books: Books) -> None:
    expected = served(Record(books.root)).facets(Filters(words="women"))
    for shard in (books.root / "cache").glob("*/*.sqlite"):
        shard.write_bytes(b"not a database, but quite as long as it has to be"[: shard.stat().st_size])
    assert served(Record(books.root)).facets(Filters(words="women")) == expected
    for shard in (books.root / "cache").glob("*/*.sqlite"):
        shard.write_bytes(b"x" * shard.stat().st_size)
    assert served(Record(books.root)).facets(Filters(words="women")) == expected
    for index in (books.root / "cache").glob("*/index.json"):
        index.write_text("[")
    assert served(Record(books.root)).facets(Filters(words="women")) == expected


def test_caches_can_lie_outside_a_record_that_is_not_to_be_written_to(books: Books, tmp_path: Path) -> None:
    record = Record(books.root, caches=tmp_path / "elsewhere")
    assert served(record).facets(Filters()).total == 60
    assert not (books.root / "cache").exists()


@pytest.fixture
def small_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "GRID", 16)


@pytest.mark.usefixtures("small_grid")
def test_shards_that_did_not_change_are_shared_between_releases(books: Books) -> None:
    served(Record(books.root))
    again(books, "Altogether new")
    served(Record(books.root))
    first, second = sorted((books.root / "cache").glob("[0-9]*-*"))
    old, new = ({path.name for path in folder.glob("*.sqlite")} for folder in (first, second))
    assert len(old) > 3
    assert len(new - old) == 1
    assert all((first / name).samefile(second / name) for name in old & new)


@pytest.mark.usefixtures("small_grid")
def test_an_index_of_a_form_from_before_an_upgrade_is_passed_over(books: Books) -> None:
    served(Record(books.root))
    for index in (books.root / "cache").glob("*/index.json"):
        index.write_text('[{"slice": {"of": "another time"}}]')
    again(books, "After the upgrade")
    assert served(Record(books.root)).search(Filters(words="upgrade")).count == 1


@pytest.mark.usefixtures("small_grid")
def test_shards_of_another_form_are_not_shared(books: Books) -> None:
    served(Record(books.root))
    old = next((books.root / "cache").glob("1-*"))
    told = json.loads((old / "index.json").read_text())
    (old / "index.json").write_text(json.dumps({**told, "form": told["form"] - 1}))
    old.rename(old.with_name("1-old"))
    served(Record(books.root))
    new = next(path for path in (books.root / "cache").glob("1-*") if path.name != "1-old")
    assert len(list(new.glob("*.sqlite"))) > 3
    assert all(path.stat().st_nlink == 1 for path in new.glob("*.sqlite"))


def test_other_processes_build_the_same_index(books: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone = Record(books.root, caches=tmp_path / "alone")
    expected = served(alone)
    monkeypatch.setattr(building, "ALONE", 0)
    seen: list[tuple[int, int | None]] = []
    cache.prepare(books.root / "releases" / "1", tmp_path / "many", progress=lambda _, done, of: seen.append((done, of)))
    many = served(Record(books.root, caches=tmp_path / "many"))
    assert seen[-1] == (60, 60)
    for words in ("", *WORDS):
        assert many.facets(Filters(words=words)) == expected.facets(Filters(words=words))
        assert many.search(Filters(words=words)) == expected.search(Filters(words=words))


def test_processes_that_open_a_record_at_once_build_its_cache_once(books: Books) -> None:
    program = (
        "import sys; from pathlib import Path; from avow.record.reading import Filters, Record\n"
        "print(Record(Path(sys.argv[1])).current().facets(Filters()).total)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(books.root)], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == ["60"] * 3
    assert [path.name for path in (books.root / "cache").iterdir()] == [next((books.root / "cache").glob("1-*")).name]


def test_many_threads_get_the_answers_one_thread_gets(books: Books) -> None:
    release = served(Record(books.root))
    questions = [Filters(words=word, values={"year": (year,)}) for word in WORDS for year in ("2021", "2022")]

    def ask(filters: Filters) -> object:
        return (
            release.facets(filters),
            release.search(filters, sort="title"),
            b"".join(release.csv("targets", filters)),
            release.rows("select count(*) from commitments where contains(title, ?)", [filters.words]),
            release.rows_of("commitment_makers", "C-2021-0003"),
        )

    expected = [ask(filters) for filters in questions]
    other = served(Record(books.root))
    assert other is not release
    release = other
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, questions * 4)) == expected * 4


def test_threads_that_look_at_once_open_the_release_once(books: Books) -> None:
    record, found, start = Record(books.root), [], threading.Barrier(6)

    def look() -> None:
        start.wait()
        found.append(record.current())

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_after_a_redaction_the_words_of_the_row_are_in_no_cache(books: Books) -> None:
    again(books, "Zanzibarian")
    record = Record(books.root)
    reference = books.rows["commitments"][0]["reference"]
    assert served(record).search(Filters(words="zanzibarian")).count == 1
    hide(books.root, "commitments", (reference,), at=AT, keys=books.keys)
    redact(books.root, "commitments", (reference,), at=AT, keys=books.keys)
    fresh = served(Record(books.root))
    assert fresh.search(Filters(words="zanzibarian")).count == 0
    assert fresh.facets(Filters()).total == 59
    assert until(lambda: served(record).facets(Filters()).total == 59)
    for path in (books.root / "cache").rglob("*.sqlite"):
        assert b"zanzibarian" not in path.read_bytes()
