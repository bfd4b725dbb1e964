"""A copy of the small test pack, to be spoilt in one place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from avow.packs.loading import load
from avow.packs.problems import PackProblem, PackRefused

RIVERS = Path(__file__).parent / "rivers"


class Copy:
    """The clean-rivers pack in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rivers"
        shutil.copytree(RIVERS, self.path)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.path / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} does not say {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def append(self, file: str, text: str) -> None:
        self.write(file, (self.path / file).read_text("utf-8") + text)

    def drop(self, file: str) -> None:
        (self.path / file).unlink()

    def problems(self) -> tuple[PackProblem, ...]:
        with pytest.raises(PackRefused) as refused:
            load(self.path)
        return refused.value.problems

    def problem(self, file: str, key: str) -> PackProblem:
        """The one problem at that place; fails when there is none or another."""
        found = self.problems()
        assert [(each.file, each.key) for each in found] == [(file, key)], "\n".join(map(str, found))
        return found[0]
