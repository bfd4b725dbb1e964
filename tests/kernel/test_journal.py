"""The journal: sealed, append-only, gap-free."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from tests import builders

from avow.kernel import journal
from avow.kernel.models import JournalEntry
from avow.kernel.versions import FrozenRowChangedError

CODE = "organisations.register"  # any registered code


def _append(number: int = 1) -> JournalEntry:
    return journal.append(
        command=CODE, actor=builders.ACTOR, at=builders.AT, subjects=[("organisation", number)], details={"number": number}
    )


@pytest.mark.django_db
class TestChain:
    def test_an_empty_journal_is_whole(self) -> None:
        assert journal.verify_chain() == journal.ChainReport(0, journal.GENESIS)

    def test_entries_follow_each_other_and_verify_in_one_pass(self) -> None:
        entries = [_append(number) for number in range(1, 4)]
        assert [entry.sequence for entry in entries] == [1, 2, 3]
        assert entries[2].previous == entries[1].hash
        with_heads = journal.verify_chain({2: entries[1].hash})
        assert with_heads == journal.ChainReport(3, entries[2].hash)
        assert journal.head() == journal.Head(3, entries[2].hash)

    def test_the_same_command_at_the_same_moment_gives_another_hash(self) -> None:
        assert _append().hash != _append().hash

    def test_an_edited_entry_is_named(self) -> None:
        _append(), _append(), _append()
        _without_triggers("UPDATE kernel_journalentry SET actor = 'somebody else' WHERE sequence = 2")
        assert journal.verify_chain().problem == "entry 2 was changed after it was written"

    def test_a_removed_entry_is_named(self) -> None:
        _append(), _append(), _append()
        _without_triggers("DELETE FROM kernel_journalentry WHERE sequence = 2")
        assert journal.verify_chain().problem == "entry 2 is missing"

    def test_a_journal_cut_short_is_seen_by_the_heads_of_releases(self) -> None:
        entries = [_append(), _append()]
        _without_triggers("DELETE FROM kernel_journalentry WHERE sequence = 2")
        assert journal.verify_chain().ok
        report = journal.verify_chain({2: entries[1].hash})
        assert report.problem == "a release was sealed with 2 entries, the journal has 1"

    def test_a_rewritten_journal_is_seen_by_the_heads_of_releases(self) -> None:
        _append()
        assert journal.verify_chain({1: "f" * 64}).problem == "entry 1 is not the one a release was sealed with"


@pytest.mark.django_db
class TestEntry:
    def test_details_leave_only_their_digest(self) -> None:
        entry = journal.append(
            command=CODE, actor=builders.ACTOR, at=builders.AT, subjects=[], details={"title": "A secret plan"}
        )
        stored = JournalEntry.objects.values().get(pk=entry.pk)
        assert "secret" not in str(stored)
        assert stored["digest"] == journal.digest({"title": "A secret plan"})

    def test_an_unregistered_command_cannot_be_journalled(self) -> None:
        with pytest.raises(ValueError, match="no command is registered under gossip"):
            journal.append(command="gossip", actor="a", at=builders.AT, subjects=[], details=None)

    def test_it_can_be_neither_changed_nor_deleted(self) -> None:
        entry = _append()
        for attempt in (entry.save, entry.delete, JournalEntry.objects.all().delete):
            with pytest.raises(FrozenRowChangedError):
                attempt()
        for sql in ("UPDATE kernel_journalentry SET actor = 'x'", "DELETE FROM kernel_journalentry"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_subjects_since_a_release_are_collected_by_kind(self) -> None:
        _append(1)
        journal.append(command=CODE, actor="a", at=builders.AT, subjects=[("commitment", 4), ("organisation", 5)], details=None)
        assert journal.changed_since(0) == {"organisation": {1, 5}, "commitment": {4}}
        assert journal.changed_since(1) == {"organisation": {5}, "commitment": {4}}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_commands_at_once_leave_no_gap_in_the_journal() -> None:
    builders.framework()
    failures: list[BaseException] = []

    def register() -> None:
        try:
            for _ in range(5):
                builders.organisation()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert journal.verify_chain().ok
    assert journal.head().length == 20


def _without_triggers(sql: str) -> None:
    """What somebody with full rights on the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE kernel_journalentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER kernel_journalentry_no_update")
            cursor.execute("DROP TRIGGER kernel_journalentry_no_delete")
        cursor.execute(sql)
