"""``avow grant``: gives somebody a role that holds everywhere, from the machine itself. So the first officer comes in."""

from __future__ import annotations

import argparse

from avow.cli.home import add_home_argument, open_home

ROLES = ("secretariat", "auditor", "site-administrator", "identity-keeper", "reviewer")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the person's e-mail address: a code to sign in goes there")
    parser.add_argument("role", choices=ROLES, help="what they may do everywhere")
    parser.add_argument("--name", default="", help="their name, where nobody is known by that address yet")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    open_home(options)
    from avow.accounts import commands
    from avow.accounts.actors import SYSTEM
    from avow.base import clock

    commands.grant_role(email=options.email, name=options.name, role=options.role, actor=SYSTEM, at=clock.now())
    print(f"{options.email} is {options.role} now, and signs in with a code that is mailed there.")
    return 0
