"""Reading the record: what the public site stands on. No database, no secrets, no models.

``Record`` follows the served release and the withheld list; ``Release`` answers counts, searches, rows and downloads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avow.base.refusals import Refusal
from avow.record.days import DayRelease, Days, NotYet, keeps_past
from avow.record.facets import FIGURES, FacetCounts, Headline
from avow.record.layout import MANIFEST, Layout, load
from avow.record.released import Pool, Release
from avow.record.search import Filters, Hits
from avow.record.withheld import Withheld, in_force

__all__ = [
    "FIGURES",
    "DayRelease",
    "FacetCounts",
    "Filters",
    "Headline",
    "Hits",
    "NotYet",
    "Problem",
    "Record",
    "Release",
    "ReleaseLine",
    "keeps_past",
]

_LOOK = 1.0  # seconds between two looks at what is served
_AGAIN = 30.0  # seconds after which a damaged release is tried again: somebody may have restored its files
_OLD = 4  # old releases held open


@dataclass(frozen=True)
class ReleaseLine:
    """One line of the list of releases. ``whole``: its tables are still there."""

    number: int
    at: str
    rows: Mapping[str, int]
    whole: bool


@dataclass(frozen=True)
class Problem:
    """Why the newest release is not the one being served."""

    release: int | None
    reason: str


class Record:
    """An open record folder. Safe to share between threads; opens nothing before the first question.

    ``caches`` is where indexes are built when the record folder itself is not to be written to. ``problem`` says why an older
    release is served, ``list_problem`` why the withheld list was not taken at its word.
    """

    def __init__(self, root: Path, *, caches: Path | None = None) -> None:
        self._layout = Layout(root)
        self._caches = caches or self._layout.cache
        self._pool = Pool(self._caches)
        self._days = Days(self._caches)
        self._lock = threading.RLock()
        self._old_lock = threading.Lock()  # building the index of an old release must not hold up the served one
        self._looked = float("-inf")
        self._seen: Hashable = None
        self._withheld_seen: Hashable = None
        self._withheld: Withheld | None = None
        self._good: Withheld | None = None
        self.list_problem = ""
        self._current: Release | None = None
        self._old: dict[int, tuple[Hashable, Release]] = {}
        self._lines: dict[int, ReleaseLine] = {}
        self._opening: threading.Thread | None = None
        self._failure: Refusal | None = None
        self._tried = float("-inf")
        self.problem: Problem | None = None

    def current(self) -> Release | None:
        """The served release; ``None`` while nothing was published.

        Raises a ``Refusal`` when nothing can be served: the withheld list or every release is unreadable.
        """
        if time.monotonic() - self._looked >= _LOOK:
            with self._lock:
                if time.monotonic() - self._looked >= _LOOK:
                    self._follow()
        if self._failure is not None:
            raise self._failure
        return self._current

    def release(self, number: int) -> Release:
        """Any release by its number. Refuses unknown ones, and those whose tables retention has given up."""
        current = self.current()
        if current is not None and current.number == number:
            return current
        with self._old_lock:
            stamp = self._stamp(self._layout.release(number))
            held = self._old.pop(number, None)
            if held is None or held[0] != stamp:
                held = stamp, self._opened(number)
            release = held[1].hiding(self._hidden())
            self._old[number] = stamp, release
            while len(self._old) > _OLD:
                self._old.pop(next(iter(self._old)))
            return release

    def on(self, release: Release, day: date) -> DayRelease | None:
        """What a release knows about a day; nothing where it does not keep what it takes."""
        return self._days.on(release, day) if keeps_past(release.tables) else None

    def numbers(self) -> list[ReleaseLine]:
        """All releases, newest first."""
        lines = (self._line(number) for number in reversed(self._layout.numbers()))
        return [line for line in lines if line is not None]

    # following ------------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        try:
            self._look()
            self._failure = None
        except Refusal as refusal:
            self._failure = refusal
        finally:
            self._looked = time.monotonic()

    def _look(self) -> None:
        withheld = self._hidden()
        number = self._layout_current()
        seen = (number, self._stamp(self._layout.release(number)) if number is not None else None)
        if seen != self._seen or (self.problem and time.monotonic() - self._tried >= _AGAIN):
            self._tried = time.monotonic()
            self._change(number, seen)
        elif self._current is not None and self._current.withheld != withheld:
            self._current = self._current.hiding(withheld)

    def _layout_current(self) -> int | None:
        try:
            return self._layout.current()
        except (OSError, ValueError) as error:
            self.problem = Problem(None, f"The file that names the served release cannot be read: {error}.")
            return self._current.number if self._current else max(self._layout.numbers(), default=None)

    def _change(self, number: int | None, seen: Hashable) -> None:
        """Goes over to another release: at once when its index is there, in the background when it must be built first."""
        withheld = self._hidden()
        if number is None:
            self._current, self._seen = None, seen
        elif self._current is None:
            self._current, self._seen = self._first(number, withheld), seen
        elif self._pool.ready(self._layout.release(number)):
            self._go_over(number, seen)
        else:
            if self._opening is None or not self._opening.is_alive():
                self._opening = threading.Thread(target=self._go_over, args=(number, seen), daemon=True)
                self._opening.start()
            if self._current.withheld != withheld:
                self._current = self._current.hiding(withheld)

    def _go_over(self, number: int, seen: Hashable) -> None:
        try:
            release = self._pool.open(self._layout.release(number), self._hidden())
            self.problem = None
        except Exception as error:  # whatever is wrong with the new release, the old one can still be served
            self.problem = Problem(number, f"Release {number} cannot be read, so an older one is served: {error}")
            release = None
        with self._lock:
            self._seen = seen
            if release is not None:
                self._current = release
            elif self._current is not None:
                self._current = self._current.hiding(self._hidden())

    def _first(self, number: int, withheld: Withheld) -> Release:
        """The served release, or the newest older one that is whole."""
        problem = None
        for candidate in [number, *(one for one in reversed(self._layout.numbers()) if one < number)]:
            try:
                release = self._pool.open(self._layout.release(candidate), withheld)
            except Exception as error:  # see above
                problem = problem or Problem(number, f"Release {number} cannot be read, so an older one is served: {error}")
            else:
                self.problem = problem
                return release
        self.problem = problem
        raise Refusal(
            "record-unreadable",
            f"No release of this record can be read. {problem.reason if problem else ''}",
            "Run verify on the record folder: it names the broken file.",
        )

    def _opened(self, number: int) -> Release:
        folder = self._layout.release(number)
        if not (folder / MANIFEST).exists():
            raise Refusal("unknown-release", f"There is no release {number}.", "See the list of releases.")
        if not (folder / "tables").exists():
            raise Refusal(
                "release-thinned",
                f"The rows of release {number} were given up by the retention rule; its figures and its seal are kept.",
                "Choose a release that is marked whole in the list of releases.",
            )
        return self._pool.open(folder, self._hidden())

    def _hidden(self) -> Withheld:
        """What must not be shown as of now. A list that is not good never un-hides (``withheld`` says how)."""
        stamps: list[Hashable] = []
        for path in (self._layout.withheld, self._layout.chain):
            try:
                state = path.stat()
                stamps.append((state.st_mtime_ns, state.st_size, state.st_ino))
            except OSError:
                stamps.append(None)
        stamp = tuple(stamps) if self.list_problem else stamps[0]  # a new entry of the chain can make a list good
        if self._withheld is None or stamp != self._withheld_seen:
            found = in_force(self._layout, self._caches, self._good)
            self._withheld, self.list_problem = found.withheld, found.problem
            self._good = self._good if found.problem else found.withheld
            self._withheld_seen = tuple(stamps) if found.problem else stamps[0]
        return self._withheld

    @staticmethod
    def _stamp(folder: Path) -> Hashable:
        """Changes when a release's files do: a redaction rewrites them under the same number."""
        stamps = []
        for name in ("files.json", MANIFEST):
            try:
                state = (folder / name).stat()
                stamps.append((state.st_mtime_ns, state.st_size, state.st_ino))
            except OSError:
                stamps.append((0, 0, 0))
        return tuple(stamps)

    def _line(self, number: int) -> ReleaseLine | None:
        folder = self._layout.release(number)
        whole = (folder / "tables").exists()
        held = self._lines.get(number)
        if held is None or held.whole != whole:
            try:
                manifest = load(folder / MANIFEST)
                rows = {table["name"]: int(table["rows"]) for table in manifest["tables"]}
                held = ReleaseLine(number, str(manifest["at"]), rows, whole)
            except (OSError, ValueError, KeyError, TypeError):
                return None
            self._lines[number] = held
        return held
