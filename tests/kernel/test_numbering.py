"""Numbers without gaps."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from tests import builders

from avow.kernel import numbering
from avow.organisations.models import Organisation


@pytest.mark.django_db
class TestTake:
    def test_numbers_begin_at_one_and_follow_each_other(self) -> None:
        assert list(numbering.take("a", 2)) == [1, 2]
        assert list(numbering.take("a")) == [3]
        assert list(numbering.take("b")) == [1]

    def test_a_command_that_fails_gives_its_numbers_back(self) -> None:
        with transaction.atomic():
            numbering.take("a", 5)
            transaction.set_rollback(True)
        assert list(numbering.take("a")) == [1]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_references_taken_at_once_are_different_and_leave_no_gap() -> None:
    builders.framework()
    failures: list[BaseException] = []

    def register(fail: bool) -> None:
        try:
            for _ in range(5):
                builders.organisation("" if not fail else "Same", identifiers=("GB-CHC-1",) if fail else ())
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(number == 0,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(Organisation.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 16
    assert len(failures) == 1
