"""What the doctor says of mail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("doctor") / "home"
    avow("init", "--home", str(home))
    return home


def avow(*arguments: str, **environ: str) -> str:
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "DATABASE_URL": "", **environ}
    done = subprocess.run([sys.executable, "-m", "avow", *arguments], env=plain, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def doctor(home: Path, **environ: str) -> str:
    return avow("doctor", "--home", str(home), **environ)


def test_without_a_way_for_mail_it_says_what_does_not_work_and_what_to_set(home: Path) -> None:
    said = doctor(home)
    assert "! mail: no way to send it: codes to sign in with become files in the home, notices wait" in said
    assert "Set EMAIL_URL" in said


def test_a_server_that_does_not_answer_is_named(home: Path) -> None:
    said = doctor(home, EMAIL_URL="smtp://127.0.0.1:1", EMAIL_FROM="a@b.example", DESK_URL="https://desk.example")
    assert "! mail: the mail server 127.0.0.1:1 cannot be reached: Connection refused" in said


def test_a_setting_that_makes_no_sense_is_a_sentence_and_no_traceback(home: Path) -> None:
    said = doctor(home, EMAIL_URL="nonsense")
    assert "! home: EMAIL_URL starts with ''; it should read smtps://" in said


def test_messages_without_links_are_pointed_out(home: Path) -> None:
    assert "! mail: messages have no links" in doctor(home, EMAIL_URL="file:")
