"""Every text the room shows, found in the code itself: calls inside f-strings included, which the usual extractor misses.

A text that is not yet in every ``locale/*/LC_MESSAGES/django.po`` fails a test; after editing one, compile it with
``django-admin compilemessages``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

from avow import ui

ROOM = Path(ui.__file__).parent
_CALLS = {"gettext", "ngettext", "pgettext", "_"}
_FOUND = re.compile(r"\b(?:gettext|_|ngettext)\(\s*u?(?P<q>['\"])(?P<text>(?:\\.|(?!(?P=q)).)*)(?P=q)")


def messages() -> set[str]:
    """All message ids (singular forms) of the room."""
    return set(_of_code()) | set(_of_templates())


def _of_code() -> list[str]:
    found = []
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.append(first.value)
    return found


def _of_templates() -> list[str]:
    found = []
    for file in (ROOM / "templates").rglob("*.html"):
        code = templatize(file.read_text(encoding="utf-8"))
        found += [ast.literal_eval(f'"{one["text"]}"') for one in _FOUND.finditer(code)]
    return found
