"""Numbers without gaps: taken inside a command's transaction, given back when it fails."""

from __future__ import annotations

from django.db import connection, transaction

from avow.kernel.models import Counter


def take(name: str, count: int = 1) -> range:
    """The next ``count`` numbers under ``name``, from 1.

    The counter's row stays locked until the transaction ends, so that two commands never see the same number. A command
    that needs several counters takes them in the order of their names, or two of them could wait for each other.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are taken inside a command's transaction")
    Counter.objects.bulk_create([Counter(name=name)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(pk=name)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)
