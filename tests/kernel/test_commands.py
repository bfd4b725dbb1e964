"""What makes a function a command."""

from __future__ import annotations

import pytest
from tests import builders

from avow.kernel import journal
from avow.kernel.commands import JournalForgottenError, command, meanings
from avow.kernel.models import Counter, JournalEntry


@command("tests.forgetful")
def _forgetful() -> None:
    """Writes and forgets the journal."""
    Counter.objects.create(name="written")


@command("tests.diligent")
def _diligent(*, times: int = 1) -> None:
    """Journals as often as told.

    1. More follows here.
    """
    for _ in range(times):
        journal.append(command="tests.diligent", actor="a", at=builders.AT, subjects=[], details=None)


@command("tests.nested")
def _nested() -> None:
    """Calls another command."""
    _diligent()


@pytest.mark.django_db
class TestCommand:
    def test_forgetting_the_journal_undoes_what_was_written(self) -> None:
        with pytest.raises(JournalForgottenError):
            _forgetful()
        assert not Counter.objects.exists()

    def test_journalling_once_is_right_and_twice_is_not(self) -> None:
        _diligent()
        with pytest.raises(JournalForgottenError):
            _diligent(times=2)
        assert JournalEntry.objects.count() == 1

    def test_commands_do_not_call_commands(self) -> None:
        with pytest.raises(RuntimeError, match="inside another command"):
            _nested()


def test_codes_are_registered_once_with_the_first_line_of_their_docstring() -> None:
    assert meanings()["tests.diligent"] == "Journals as often as told."
    with pytest.raises(ValueError, match="share the code"):
        command("tests.diligent")(lambda: None)
