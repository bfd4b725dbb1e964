"""The demonstration home: which folder it is, what it was made with, and how far making it has come.

A small file in the home says all that. A home that was not finished is thrown away and made again; a folder without the file
is never touched, whatever it is called.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from avow.base.refusals import Refusal

MARK = "demonstration.json"
COMMITMENTS, SEED = 2700, 1


@dataclass(frozen=True, slots=True)
class State:
    """``step`` is making, filling, publishing, ready or failed; ``done`` of ``of`` counts within it."""

    seed: int = SEED
    commitments: int = COMMITMENTS
    step: str = "making"
    done: int = 0
    of: int = 0
    problem: str = ""

    @property
    def ready(self) -> bool:
        return self.step == "ready"


def read(home: Path) -> State | None:
    """The state of a demonstration home; ``None`` where there is none."""
    try:
        return State(**json.loads((home / MARK).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError):
        return State(step="failed", problem="its state cannot be read")


def write(home: Path, state: State) -> None:
    """Replaces the state in one move, so that a reader sees the old one or the new one."""
    fresh = home / f"{MARK}.new"
    fresh.write_text(json.dumps(asdict(state)), encoding="utf-8")
    fresh.replace(home / MARK)


def claim(home: Path, state: State) -> None:
    """Marks the folder as a demonstration before anything else is in it, so that one that was interrupted is known again."""
    (home / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
    write(home, state)


def settle(home: Path, *, fresh: bool, seed: int | None, commitments: int | None) -> tuple[State, str]:
    """What to do with the folder, and the sentence that says so: reuse a finished home, or clear it for a new one.

    Options that would make another home than the one there need ``fresh``.
    """
    there = read(home)
    wanted = State(SEED if seed is None else seed, COMMITMENTS if commitments is None else commitments)
    what = f"{wanted.commitments:,} invented commitments from seed {wanted.seed}"
    if wanted.commitments < 1:
        raise Refusal("no-commitments", f"{wanted.commitments} commitments are none.", "Ask for 1 or more.")
    if there is None:
        if home.exists() and (not home.is_dir() or any(home.iterdir())):
            raise Refusal(
                "not-a-demonstration", f"{home} holds something else.", "Name another folder with --home, or move it away."
            )
        return wanted, f"Making a demonstration home at {home}: {what}."
    if there.ready and not fresh:
        _refuse_other(home, there, seed, commitments)
        return (
            there,
            f"Reusing the demonstration home at {home} ({there.commitments:,} invented commitments, seed {there.seed}).",
        )
    _clear(home)
    if fresh:
        return wanted, f"Making the demonstration home at {home} anew: {what}."
    return wanted, f"The demonstration home at {home} was not finished; making it again from seed {wanted.seed}."


def _refuse_other(home: Path, there: State, seed: int | None, commitments: int | None) -> None:
    if seed not in (None, there.seed) or commitments not in (None, there.commitments):
        raise Refusal(
            "other-demonstration",
            f"{home} was made with --seed {there.seed} --commitments {there.commitments}.",
            "Add --fresh to throw it away and make another.",
        )


def _clear(home: Path) -> None:
    """Empties a demonstration home. The mark goes last: a clearing that is interrupted is taken up again."""
    for entry in home.iterdir():
        if entry.name != MARK:
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    (home / MARK).unlink()


def build(home: Path, state: State, progress: Callable[[str, int, int | None], None]) -> None:
    """Fills and publishes a new home whose desk is started; each step is written to the state as it goes."""
    from avow.base import clock
    from avow.demo import filling, people
    from avow.kernel import bulk
    from avow.publishing.releasing import publish

    def told(step: str) -> Callable[[str, int, int | None], None]:
        def tell(what: str, done: int, of: int | None) -> None:
            write(home, replace(state, step=step, done=done, of=of or 0))
            progress(what, done, of)

        return tell

    mark_pack()
    with bulk.in_haste():  # a home that was not finished is thrown away
        filling.fill(seed=state.seed, count=state.commitments, progress=told("filling"))
    people.enter(at=clock.now())
    write(home, replace(state, step="publishing"))
    publish(at=clock.now(), progress=told("publishing"))
    write(home, replace(state, step="ready", done=state.commitments, of=state.commitments))


def mark_pack() -> None:
    """Marks the installed pack, so that every release says in ``pack.json`` that all in it is invented."""
    from avow.framework import queries as framework

    installed = framework.current()
    installed.form = {**installed.form, "demonstration": True}
    installed.save(update_fields=["form"])
