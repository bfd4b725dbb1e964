"""``avow check``: lint in the wide sense; the strength check of a commitment is another thing."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from avow.cli.checkout import checkout

STEPS: Sequence[tuple[str, Sequence[str]]] = (
    ("formatting", ("-m", "ruff", "format", "--check", ".")),
    ("lint", ("-m", "ruff", "check", ".")),
    ("types", ("-m", "mypy")),
    (
        "import contracts",
        ("-c", "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"),
    ),
    ("missing migrations", ("-m", "django", "makemigrations", "--check", "--dry-run")),
    ("translations", ("scripts/translations", "--check")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("step", nargs="*", help="only these steps: " + ", ".join(name for name, _ in STEPS))


def run(options: argparse.Namespace) -> int:
    root = checkout()
    failed = []
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "AVOW_HOME": home,
            "DJANGO_SETTINGS_MODULE": "avow.config.settings",
            "PYTHONPATH": str(root / "src"),
        }
        for name, arguments in STEPS:
            if options.step and name not in options.step:
                continue
            print(f"== {name}", flush=True)
            if subprocess.run([sys.executable, *arguments], cwd=Path(root), env=environment, check=False).returncode:  # noqa: S603 -- our own fixed commands
                failed.append(name)
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all clean'}")
    return 1 if failed else 0
