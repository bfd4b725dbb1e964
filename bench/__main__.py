"""Measures Avow beside its peers: ``python -m bench [NAME …] [--rows N] [--folder DIR]``.

Without names every measure runs at every size, which takes about an hour and 15 GB. Results go to bench/RESULTS.md. Needs wrk
and PostgreSQL's server programs; Datasette is installed into an environment inside the bench's folder.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from bench import results
from bench.measures import MEASURES


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *MEASURES], help=", ".join(MEASURES))
    parser.add_argument("--rows", type=int, help="this many commitments instead of the measure's own sizes")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--folder", type=Path, help="keep what is made here and use what is there; else a folder that is thrown away"
    )
    parser.add_argument("--dry", action="store_true", help="print only; leave bench/RESULTS.md as it is")
    given = parser.parse_args()
    folder = (given.folder or Path(tempfile.mkdtemp(prefix="avow-bench-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in given.names or MEASURES:
            measure, sizes = MEASURES[name]
            for rows in [given.rows] if given.rows else sizes:
                section = measure(folder, rows, given.seed)
                if not given.dry:
                    results.save(section)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
