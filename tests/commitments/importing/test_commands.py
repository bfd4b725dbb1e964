"""`avow import` and `avow export` as a person or a script meets them, on the examples of a fresh clone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
# Runs a command in a process of its own and prints, last, the processor's seconds and the most memory it held in kilobytes.
_MEASURED = (
    "import resource, subprocess, sys\n"
    "status = subprocess.run([sys.executable, '-m', 'avow', *sys.argv[1:]]).returncode\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    "sys.exit(status)\n"
)


def avow(home: Path, *arguments: str | Path) -> tuple[int, str, str, tuple[float, int]]:
    """Exit status, output, errors, and what it took: processor seconds and megabytes."""
    environment = {**os.environ, "AVOW_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", _MEASURED, *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170, check=False)
    output, _, used = done.stdout.rstrip("\n").rpartition("\n")
    seconds, kilobytes = used.split()
    return done.returncode, output, done.stderr, (float(seconds), int(kilobytes) // 1024)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("import") / "home"
    status, _, errors, _ = avow(folder, "init", "--home", folder)
    assert status == 0, errors
    return folder


def test_the_examples_are_imported_exported_and_come_back_unchanged(home: Path, tmp_path: Path) -> None:
    assert avow(home, "import", "organisations", EXAMPLES / "organisations.csv")[0] == 0
    status, output, _, _ = avow(home, "import", "commitments", EXAMPLES / "commitments.csv", "--json")
    report = json.loads(output)
    assert (status, report["created"], report["rejected"]) == (0, 12, 0)
    status, output, _, _ = avow(
        home, "import", "commitments", EXAMPLES / "commitments.xlsx", "--sheet", "Commitments", "--json"
    )
    assert (status, json.loads(output)["unchanged"]) == (0, 6)
    assert avow(home, "export", "commitments", tmp_path / "out.xlsx")[0] == 0
    status, output, _, _ = avow(home, "import", "commitments", tmp_path / "out.xlsx", "--json")
    assert (status, json.loads(output)["unchanged"]) == (0, 12)


def test_the_saved_map_of_the_examples_is_the_one_that_is_shipped(home: Path, tmp_path: Path) -> None:
    avow(home, "import", "commitments", EXAMPLES / "commitments.csv", "--dry-run", "--save-map", tmp_path / "map.toml")
    assert (tmp_path / "map.toml").read_text() == (EXAMPLES / "maps" / "commitments.toml").read_text()


def test_a_rejected_row_gives_status_one_and_the_shape_scripts_rely_on(home: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("title,organisation,theme\nA,B,magic\n")
    status, output, _, _ = avow(home, "import", "commitments", tmp_path / "t.csv", "--json")
    report = json.loads(output)
    assert status == 1
    assert set(report["rejections"][0]) >= {"row", "column", "value", "reason", "remedy"}
    assert report["created"] + report["updated"] + report["unchanged"] + report["rejected"] == 1


@pytest.mark.parametrize("arguments", [("--json",), ()])
def test_a_file_that_is_no_table_is_refused_without_a_traceback(home: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "t.csv").write_bytes(bytes(range(256)) * 10)
    status, output, errors, _ = avow(home, "import", "commitments", tmp_path / "t.csv", *arguments)
    assert status == 1
    assert "not a table in text form" in output + errors
    assert "Traceback" not in errors


def test_ten_thousand_rows_of_a_workbook_are_written_in_half_a_minute_and_half_a_gigabyte(home: Path, tmp_path: Path) -> None:
    themes = ("Gender-Based Violence", "Economic Justice and Rights", "Cross-coalition")
    with xlsxwriter.Workbook(str(tmp_path / "big.xlsx"), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(
            0, 0, ["id", "organisation", "category", "coalition", "type", "title", "description", "amount", "currency", "start"]
        )
        for row in range(1, 10_001):
            maker = row % 1500
            cells = (
                f"Organisation {maker * 7919} of place {maker}",
                "NGO",
                themes[row % 3],
                "policy",
                f"Promise {row * 104_729}",
                "Words. " * 40,
            )
            sheet.write_row(row, 0, [row, *cells, row * 100, "EUR", "2021-06"])
    status, output, errors, (seconds, megabytes) = avow(home, "import", "commitments", tmp_path / "big.xlsx", "--json")
    assert status == 0, errors
    assert json.loads(output)["created"] == 10_000
    assert seconds < 30
    assert megabytes < 500
