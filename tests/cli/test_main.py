"""The command line as a person meets it."""

import subprocess
import sys

import pytest

from avow import __version__
from avow.base.refusals import Refusal
from avow.cli import COMMANDS, main


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"avow {__version__}\n"


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "test"])
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "example: avow " in capsys.readouterr().out


def test_a_refusal_is_one_sentence_with_its_remedy_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_options: object) -> int:
        raise Refusal("no", "This cannot be done.", "Do that instead.")

    monkeypatch.setattr("avow.cli.doctor.run", refuse)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == "avow: This cannot be done. Do that instead.\n"


def test_an_unknown_option_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["doctor", "--no-such-option"])
    assert ended.value.code == 2


def test_asking_for_help_does_not_load_the_desk() -> None:
    code = "import sys; from avow.cli import build_parser; build_parser(''); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
