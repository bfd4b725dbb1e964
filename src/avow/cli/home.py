"""The home: the folder that holds one initiative's database, media, keys and record."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from avow.base.refusals import Refusal

DEFAULT = "avow-home"


def add_home_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, default=None, metavar="DIR", help="the home (default: AVOW_HOME, or ./avow-home)")


def home_of(options: argparse.Namespace) -> Path:
    """The home these options mean, existing or not."""
    chosen = options.home or os.environ.get("AVOW_HOME") or DEFAULT
    return Path(chosen).resolve()


def start_desk(home: Path) -> None:
    """Makes the desk's models usable in this process, on this home's database. Refuses an environment that makes no sense."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ["AVOW_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avow.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Refusal("settings", str(problem), "Change the environment and try again.") from problem


def open_home(options: argparse.Namespace) -> Path:
    """The existing home of these options, its desk started. Refuses where none was made, or an older one needs `avow init`."""
    home = home_of(options)
    if not (home / "keys").is_dir():
        raise Refusal("no-home", f"There is no home at {home}.", "Make one with: avow init --home " + str(home))
    start_desk(home)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal(
            "old-home", f"The home at {home} was made by an older Avow.", f"Bring it up to date with: avow init --home {home}"
        )
    return home
