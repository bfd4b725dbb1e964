"""``avow doctor``: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import argparse
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, home_of, open_home

LOW_DISK = 2 * 1024**3
OTHERS = 0o077
MAIL_ANSWERS_WITHIN = 10  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``remedy`` is empty when it is in order."""

    what: str
    found: str
    remedy: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    home = home_of(options)
    findings = [finding for look in LOOKS for finding in look(home, options)]
    for finding in findings:
        print(f"{'!' if finding.remedy else ' '} {finding.what}: {finding.found}")
        if finding.remedy:
            print(f"    {finding.remedy}")
    wrong = sum(bool(finding.remedy) for finding in findings)
    print("All is well." if not wrong else f"{wrong} of {len(findings)} things need attention.")
    return 1 if wrong else 0


def look_at_home(home: Path, options: argparse.Namespace) -> Iterator[Finding]:
    try:
        open_home(options)
        yield Finding("home", str(home))
    except Refusal as refusal:
        yield Finding("home", refusal.reason, refusal.remedy)


def look_at_keys(home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    folder = home / "keys"
    open_to_others = [file.name for file in folder.glob("*") if file.is_file() and file.stat().st_mode & OTHERS]
    if open_to_others:
        yield Finding("keys", f"others can read {', '.join(open_to_others)}", f"Run: chmod 600 {folder}/*")
    elif folder.is_dir():
        yield Finding("keys", "readable by their owner alone")


def look_at_disk(home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    free = shutil.disk_usage(home if home.exists() else Path.cwd()).free
    text = f"{free / 1024**3:.1f} GB free"
    yield Finding("disk", text, "Publishing stops when the disk is full: make room." if free < LOW_DISK else "")


def look_at_clock(_home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    year = time.gmtime().tm_year
    early = year < 2025
    yield Finding(
        "clock",
        time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "Set the system's clock: releases are dated by it." if early else "",
    )


def look_at_settings(_home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        yield Finding("DEBUG", "on", "Unset it wherever others can reach the site: error pages would show the inside.")
    if not os.environ.get("DESK_URL"):
        yield Finding("DESK_URL", "not set; public pages show no link to the desk")


def settings_hold() -> bool:
    """Whether the environment makes sense; what does not was said of the home."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        return bool(settings.configured or settings.INSTALLED_APPS)
    except ImproperlyConfigured:
        return False


def look_at_mail(home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    if not (home / "keys").is_dir() or not settings_hold():
        return
    from django.conf import settings

    from avow.outbox import transport

    mail = settings.MAIL
    if mail.way == "none":
        how = "Set EMAIL_URL (smtps://user:password@host) and EMAIL_FROM (Name <address>)."
        yield Finding("mail", "no way to send it: codes to sign in with become files in the home, notices wait", how)
        return
    if not settings.DESK_URL:
        yield Finding("mail", "messages have no links", "Set DESK_URL to the address people reach the desk at.")
    try:
        with transport.opened(MAIL_ANSWERS_WITHIN):
            way = f"leaves by {mail.host}:{mail.port}" if mail.way == "smtp" else f"becomes files in {settings.EMAIL_FILE_PATH}"
            yield Finding("mail", f"{way}, from {mail.sender}")
    except transport.UnreachableError as problem:
        yield Finding("mail", str(problem), "Check EMAIL_URL, and that the mail server takes connections from here.")


def look_at_outbox(home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    if not (home / "keys").is_dir() or not settings_hold():
        return
    from django.db import DatabaseError

    from avow.outbox import queries, states

    try:
        counts = queries.counts()
    except DatabaseError:  # a home of an older Avow, which was said above
        return
    if counts.get(states.UNCERTAIN):
        found = f"{counts[states.UNCERTAIN]} notices were perhaps sent when the worker broke off"
        yield Finding("outbox", found, "Somebody of the secretariat decides in the outbox whether to send them again.")
    if counts.get(states.FAILED):
        yield Finding("outbox", f"{counts[states.FAILED]} notices could not be delivered", "The outbox shows why.")


def look_at_record(home: Path, _options: argparse.Namespace) -> Iterator[Finding]:
    from avow.record.reading import Record

    if not (home / "record").is_dir():
        return
    record = Record(home / "record")
    release = record.current()
    if release is None:
        yield Finding("record", "no release yet; avow publish makes one")
    elif record.problem:
        yield Finding(
            "record", record.problem.reason, f"Release {release.number} is served meanwhile. Run: avow verify {home / 'record'}"
        )
    else:
        yield Finding("record", f"release {release.number} is served")


LOOKS: tuple[Callable[[Path, argparse.Namespace], Iterator[Finding]], ...] = (
    look_at_home,
    look_at_keys,
    look_at_disk,
    look_at_clock,
    look_at_settings,
    look_at_mail,
    look_at_outbox,
    look_at_record,
)
