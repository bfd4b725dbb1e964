"""``avow init``: a new home, or an older one brought up to date."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from avow.base import clock
from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, home_of, start_desk

PRIVATE = 0o700


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pack", type=Path, metavar="DIR", help="the framework pack (default: the shipped Generation Equality pack)"
    )
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    home = home_of(options)
    print(make_home(home, options.pack))
    print(f"Next: avow import commitments FILE --dry-run{'' if options.home is None else f' --home {home}'}")
    return 0


def make_home(home: Path, pack_folder: Path | None = None) -> str:
    """Makes what is missing and says in a sentence what was done.

    An existing home keeps its data; its pack changes only when one is named.
    """
    from avow.config.environment import create_secret_key
    from avow.packs.loading import load
    from avow.packs.shipped import shipped_path

    pack = load(pack_folder or shipped_path())
    fresh = not (home / "keys").is_dir()
    if fresh and home.exists() and any(home.iterdir()):
        raise Refusal("not-empty", f"{home} holds other files.", "Name an empty or a new folder with --home.")
    made_folder = not home.exists()
    try:
        for name in ("keys", "mail", "media", "record"):
            (home / name).mkdir(parents=True, exist_ok=True, mode=PRIVATE if name in ("keys", "mail") else 0o755)
        create_secret_key(home)
        start_desk(home)
        installed = prepare_database(install=pack if fresh or pack_folder else None)
    except BaseException:
        if fresh and made_folder:  # nothing half-made stays behind
            shutil.rmtree(home, ignore_errors=True)
        raise
    what = "A new home was made" if fresh else "The home is up to date"
    return f"{what} at {home}" + (f", with the pack {installed}." if installed else ".")


def prepare_database(*, install: object) -> str:
    """Brings the tables up to date and puts the pack in force where one is given; returns its name and version."""
    from django.core.management import call_command

    from avow.framework import commands
    from avow.packs.shape import Pack

    call_command("migrate", verbosity=0, interactive=False)
    if not isinstance(install, Pack):
        return ""
    try:
        commands.install(pack=install, actor="system", at=clock.now())
    except Refusal as refusal:
        if refusal.code != "already-installed":
            raise
    return f"{install.id} {install.version}"
