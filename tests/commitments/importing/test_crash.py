"""An import that is killed, or meets a full disk: each batch is there whole with its journal entries, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[3] / "src"
BATCH, ROWS = 8, 40

RUN = f"""
import json, os, signal, sys
from pathlib import Path
from avow.cli.home import start_desk
home, file, kill_at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
start_desk(home)
from datetime import UTC, datetime
from django.db import connection
from avow.commitments.importing import import_commitments
from avow.organisations.importing import Options

asked = 0
def count(execute, sql, params, many, context):
    global asked
    asked += 1
    if asked == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(count):
    report = import_commitments(Options(path=file, at=datetime(2026, 11, 22, tzinfo=UTC), batch={BATCH}))
print(json.dumps([asked, report.created, report.unchanged, report.exit_code]))
"""

LOOK = """
import json, sys
from pathlib import Path
from avow.cli.home import start_desk
start_desk(Path(sys.argv[1]))
from django.db import connection
from avow.commitments.models import FROZEN, Commitment, Maker
from avow.kernel import journal
from avow.organisations.models import Party
named = journal.changed_since(0)
connection.check_constraints()
print(json.dumps({
    "commitments": sorted(Commitment.objects.values_list("pk", flat=True)),
    "versioned": sorted(set(Maker.objects.values_list("commitment", flat=True))),
    "journalled": sorted(named.get("commitment", ())),
    "organisations": Party.objects.count(),
    "journalled organisations": len(named.get("organisation", ())),
    "chain": journal.verify_chain().ok,
}))
"""

ON_A_FULL_DISK = """
import os, resource, sys
from pathlib import Path
from avow.cli.home import start_desk
home, file, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
start_desk(home)
from django.db import connection
if how == "no page more":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 1}")
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, resource.RLIM_INFINITY))
from avow.cli import main
sys.exit(main(["import", "commitments", file, "--home", str(home)]))
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AVOW", "DJANGO", "DATABASE"))}
    environment = {**clean, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def _look(home: Path) -> dict[str, Any]:
    seen = _run("-c", LOOK, str(home))
    assert seen.returncode == 0, seen.stderr
    found: dict[str, Any] = json.loads(seen.stdout)
    return found


def _import(home: Path, file: Path) -> list[int]:
    done = _run("-c", RUN, str(home), str(file), "0")
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "promises.csv"
    lines = ["Commitment No,Commitment maker,Stakeholder type,Title,Amount,Currency,Start date,End date"]
    lines += [f"K-{n},Maker {n // 2},Government,Promise {n},{n}00,USD,2021-07,2025" for n in range(1, ROWS + 1)]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty") / "home"
    made = _run("-m", "avow", "init", "--home", str(home))
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture(scope="module")
def statements(empty: Path, file: Path) -> int:
    """How many statements an undisturbed import takes."""
    home = empty.with_name("undisturbed")
    shutil.copytree(empty, home)
    asked, created, _, status = _import(home, file)
    assert (created, status) == (ROWS, 0)
    return asked


@pytest.fixture
def home(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty, tmp_path / "home"))


@pytest.mark.parametrize("part", [0.1, 0.35, 0.5, 0.62, 0.97])
def test_a_killed_import_leaves_whole_batches_and_a_rerun_finishes_it(
    home: Path, file: Path, statements: int, part: float
) -> None:
    killed = _run("-c", RUN, str(home), str(file), str(int(statements * part)))
    assert killed.returncode == -signal.SIGKILL
    left = _look(home)
    assert len(left["commitments"]) % BATCH == 0
    assert left["commitments"] == left["versioned"] == left["journalled"]
    assert left["organisations"] == left["journalled organisations"]
    assert left["chain"]
    there = len(left["commitments"])
    assert _import(home, file)[1:] == [ROWS - there, there, 0]
    assert _import(home, file)[1:] == [0, ROWS, 0]
    whole = _look(home)
    assert (len(whole["commitments"]), len(whole["journalled"]), whole["chain"]) == (ROWS, ROWS, True)


@pytest.mark.parametrize("how", ["no page more", "no file longer"])
def test_a_full_disk_is_told_in_a_sentence_and_a_rerun_finishes_it(home: Path, file: Path, how: str) -> None:
    refused = _run("-c", ON_A_FULL_DISK, str(home), str(file), how)
    assert refused.returncode == 1
    assert refused.stderr.startswith("avow: There is no room left on the disk that holds the home")
    assert "Traceback" not in refused.stderr
    left = _look(home)
    assert (left["commitments"], left["journalled"], left["chain"]) == ([], [], True)
    assert _import(home, file)[1:] == [ROWS, 0, 0]


def test_a_full_disk_is_told_in_the_report_for_programs_too(home: Path, file: Path) -> None:
    told = _run("-c", ON_A_FULL_DISK.replace('"--home"', '"--json", "--home"'), str(home), str(file), "no page more")
    assert told.returncode == 1
    assert json.loads(told.stdout)["rejections"][0]["code"] == "disk-full"
