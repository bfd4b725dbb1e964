"""The demonstration home: made once, said to be reused, thrown away only when it is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avow.base.refusals import Refusal
from avow.demo import home as homes
from avow.demo.home import State


def _finished(folder: Path, seed: int = 1, commitments: int = 2700) -> None:
    homes.claim(folder, State(seed, commitments, step="ready"))
    (folder / "desk.sqlite3").write_text("data")


def test_a_new_folder_is_made_from_the_usual_seed(tmp_path: Path) -> None:
    state, said = homes.settle(tmp_path / "d", fresh=False, seed=None, commitments=None)
    assert (state.seed, state.commitments) == (homes.SEED, homes.COMMITMENTS)
    assert said.startswith("Making a demonstration home")


def test_a_finished_home_is_reused_and_says_so(tmp_path: Path) -> None:
    _finished(tmp_path)
    state, said = homes.settle(tmp_path, fresh=False, seed=None, commitments=None)
    assert state.ready
    assert said.startswith("Reusing")


def test_other_options_need_fresh(tmp_path: Path) -> None:
    _finished(tmp_path)
    with pytest.raises(Refusal, match="--fresh"):
        homes.settle(tmp_path, fresh=False, seed=2, commitments=None)
    with pytest.raises(Refusal, match="--fresh"):
        homes.settle(tmp_path, fresh=False, seed=None, commitments=100)


def test_fresh_throws_a_finished_home_away(tmp_path: Path) -> None:
    _finished(tmp_path)
    state, _ = homes.settle(tmp_path, fresh=True, seed=5, commitments=50)
    assert (state.seed, state.commitments, state.ready) == (5, 50, False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["making", "filling", "publishing", "failed"])
def test_a_home_that_was_not_finished_is_made_again(tmp_path: Path, step: str) -> None:
    homes.claim(tmp_path, State(step=step))
    (tmp_path / "desk.sqlite3").write_text("half")
    _, said = homes.settle(tmp_path, fresh=False, seed=None, commitments=None)
    assert "not finished" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_demonstration_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    for fresh in (False, True):
        with pytest.raises(Refusal, match="holds something else"):
            homes.settle(tmp_path, fresh=fresh, seed=None, commitments=None)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_damaged_state_counts_as_not_finished(tmp_path: Path) -> None:
    homes.claim(tmp_path, State())
    (tmp_path / homes.MARK).write_text("{")
    state = homes.read(tmp_path)
    assert state is not None
    assert not state.ready


def test_none_cannot_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="1 or more"):
        homes.settle(tmp_path / "d", fresh=False, seed=None, commitments=0)


def test_the_state_survives_being_written_and_read(tmp_path: Path) -> None:
    state = State(3, 10, "filling", 4, 10)
    homes.claim(tmp_path, state)
    assert homes.read(tmp_path) == state
    assert json.loads((tmp_path / homes.MARK).read_text())["step"] == "filling"
