"""Workers killed at every moment: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.outbox.conftest import SENDER
from tests.outbox.post_office import PostOffice

SOURCE = Path(__file__).parents[2] / "src"
START = """
import json, sys
from datetime import timedelta
from pathlib import Path
from avow.cli.home import start_desk
start_desk(Path(sys.argv[1]))
from django.db import transaction
from avow.accounts.models import Person
from avow.base import clock
from avow.outbox import claims, commands, delivering, queueing
from avow.outbox.models import Notice
later = lambda: clock.now() + timedelta(minutes=minutes)
minutes, found = 10, None
"""
QUEUE = """
with transaction.atomic():
    for number in range(count):
        who = Person.objects.create(name="Amina", email=f"p{number}@{place}")
        queueing.enqueue(kind="outbox.trial", person=who, key=f"{place}:{number}", at=clock.now())
"""
STATES = "found = dict(Notice.objects.filter(key__startswith=place).values_list('recipient__email', 'state'))"


@dataclass
class Desk:
    """A home with a database of its own, that processes work on. ``place`` parts one test's people from another's."""

    home: Path
    environ: dict[str, str]
    place: str = ""

    def run(self, code: str, **names: Any) -> Any:
        """Runs code on the desk, in a process of its own, and returns what it left in ``found``."""
        given = "".join(f"{name} = {value!r}\n" for name, value in {"place": self.place, **names}.items())
        whole = f"{START}{given}{code}\nprint(json.dumps(found))"
        done = subprocess.run(
            [sys.executable, "-c", whole, str(self.home)], env=self.environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "avow", "worker", "--home", str(self.home)], env=self.environ)

    def states(self) -> dict[str, str]:
        found: dict[str, str] = self.run(STATES)
        return found

    def deliver_later(self) -> None:
        """What a worker does ten minutes from now: recovers, and sends what is due."""
        self.run("delivering.deliver_due(later)")


@pytest.fixture(scope="module")
def a_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A home on the kind of database this run is on."""
    home = tmp_path_factory.mktemp("crash") / "home"
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "EMAIL_FROM": SENDER, "DATABASE_URL": ""}
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        import psycopg

        base, _, name = url.rpartition("/")
        name = f"{name}_crash"
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
            environ["DATABASE_URL"] = f"{base}/{name}"
            subprocess.run([sys.executable, "-m", "avow", "init", "--home", str(home)], env=environ, check=True)
            yield Desk(home, environ)
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        return
    subprocess.run([sys.executable, "-m", "avow", "init", "--home", str(home)], env=environ, check=True)
    yield Desk(home, environ)


@pytest.fixture
def desk(a_home: Desk, post: PostOffice, settings: Any, request: pytest.FixtureRequest) -> Desk:
    environ = {**a_home.environ, "EMAIL_URL": f"smtp://127.0.0.1:{settings.MAIL.port}"}
    return Desk(a_home.home, environ, f"{request.node.name.replace('_', '-')[:40]}.example")


def until(true: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def killed(worker: subprocess.Popen[bytes]) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def ended(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    worker.wait(20)


def test_killed_before_the_text_left_it_is_sent_once_by_the_next_worker(desk: Desk, post: PostOffice) -> None:
    desk.run(QUEUE, count=1)
    worker = desk.worker()
    post.on_rcpt = lambda _: killed(worker)  # type: ignore[assignment,func-returns-value]
    worker.wait(60)
    assert list(desk.states().values()) == ["claimed"]
    post.on_rcpt = lambda _: None
    desk.deliver_later()
    assert list(desk.states().values()) == ["queued"]  # after its first wait
    desk.run("minutes = 30; delivering.deliver_due(later)")
    assert list(desk.states().values()) == ["sent"]
    assert len(post.taken) == 1


def test_killed_after_the_text_left_a_person_decides_and_nothing_is_sent_by_itself(desk: Desk, post: PostOffice) -> None:
    desk.run(QUEUE, count=1)
    worker = desk.worker()
    post.after_data = lambda _: killed(worker)  # type: ignore[assignment,func-returns-value]
    worker.wait(60)
    assert list(desk.states().values()) == ["sending"]
    post.after_data = lambda _: None
    for _ in range(2):
        desk.deliver_later()
    assert list(desk.states().values()) == ["uncertain"]
    assert len(post.taken) == 1

    desk.run("ids = list(Notice.objects.filter(key__startswith=place).values_list('pk', flat=True))\n"
             "commands.resend(notices=ids, actor='P-1', at=clock.now()); delivering.deliver_due(later)")  # fmt: skip
    assert list(desk.states().values()) == ["sent"]
    first, second = post.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_killed_again_and_again_nobody_gets_anything_twice_and_nothing_is_lost(desk: Desk, post: PostOffice) -> None:
    desk.run(QUEUE, count=24)
    chance = random.Random(7)
    for _ in range(4):
        worker = desk.worker()
        left = [chance.randrange(1, 6)]
        step = chance.choice(["on_rcpt", "on_data", "after_data"])

        def count_down(_: str, worker: Any = worker, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                killed(worker)

        setattr(post, step, count_down)
        worker.wait(60)
        setattr(post, step, lambda _: None)
    for minutes in (10, 30):
        desk.run("delivering.deliver_due(later)", minutes=minutes)
    got = Counter(address for address, _ in post.taken if address.endswith(desk.place))
    assert set(got.values()) == {1}
    states = desk.states()
    assert set(states.values()) <= {"sent", "uncertain"}
    assert {address for address, state in states.items() if state == "sent"} <= set(got)
    assert len(states) == 24


def test_two_workers_send_everything_once_and_end_when_told(desk: Desk, post: PostOffice) -> None:
    desk.run(QUEUE, count=30)
    workers = [desk.worker(), desk.worker()]
    try:
        until(lambda: len(post.taken) >= 30)
    finally:
        for worker in workers:
            ended(worker)
    assert Counter(address for address, _ in post.taken).most_common(1)[0][1] == 1
    assert set(desk.states().values()) == {"sent"}
    assert [worker.returncode for worker in workers] == [0, 0]
