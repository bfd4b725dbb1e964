"""History: the line of versions, and the words two versions differ in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.ui.formatting import quoted

from .markup import safe, text
from .status import badge

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
LONGEST = 4000  # words; beyond that two texts are shown whole, one after the other
ALIKE = 0.5  # share of words in common below which they are, too: a mesh of single words could not be read


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen version. ``change`` and ``word`` are the computed label, empty at version 1."""

    number: int
    when: str
    said_by: str = ""
    reason: str = ""
    change: str = ""
    word: str = ""
    href: str = ""
    diff_href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened to the whole between versions: it ended, lapsed, was withdrawn or superseded. ``note`` may say
    who gave the reason."""

    code: str
    word: str
    when: str
    reason: str = ""
    note: str = ""


def versions(many: Sequence[Version | Turn]) -> SafeString:
    """Newest first, as given."""
    items = []
    for one in many:
        if isinstance(one, Turn):
            items.append(_turn(one))
            continue
        name = text(gettext("Version %(n)s") % {"n": one.number})
        name = f'<a href="{text(one.href)}">{name}</a>' if one.href else name
        label = f" {badge(one.change, one.word)}" if one.change else ""
        meta = " · ".join(text(part) for part in (one.when, one.said_by) if part)
        diff = f' · <a href="{text(one.diff_href)}">{text(gettext("what changed"))}</a>' if one.diff_href else ""
        reason = f'<p dir="auto">{text(one.reason)}</p>' if one.reason else ""
        kind = ' class="current"' if one.current else ""
        items.append(
            f'<li{kind}><p class="row"><strong>{name}</strong>{label}</p><p class="small muted">{meta}{diff}</p>{reason}</li>'
        )
    return safe(f'<ol class="versions" reversed>{"".join(items)}</ol>')


def _turn(one: Turn) -> str:
    meta = " · ".join(text(part) for part in (one.when, one.note) if part)
    reason = f'<p dir="auto">{text(quoted(one.reason))}</p>' if one.reason else ""
    return f'<li><p class="row">{badge(one.code, one.word)}</p><p class="small muted">{meta}</p>{reason}</li>'


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions, both as text a reader would see. ``whole``: a value, not prose: shown entire, not by word."""

    name: str
    before: str
    after: str
    whole: bool = False


def words_changed(before: str, after: str) -> SafeString:
    """The two texts in one, with words taken out and put in marked for eye and ear."""
    if before == after:
        return safe(text(after))
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return safe(_taken_out(text(before)) + " " + _put_in(text(after)))
    moves = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = sum(bool(word.strip()) for move, i, j, _, _ in moves if move == "equal" for word in old[i:j])
    if 2 * kept < ALIKE * sum(bool(word.strip()) for word in (*old, *new)):
        return safe(_taken_out(text(before)) + " " + _put_in(text(after)))
    return safe("".join(_marked(old[i:j], new[k:m]) for i, j, k, m in _joined(moves, new)))


def _joined(moves: Iterable[tuple[str, int, int, int, int]], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Spans of both texts, equal and changed ones. Changes with nothing but a space between them are one change."""
    held: list[tuple[str, int, int, int, int]] = []
    for move, i, j, k, m in moves:
        kind = "equal" if move == "equal" else "changed"
        if kind == "equal" and held and held[-1][0] == "changed" and not "".join(new[k:m]).strip():
            kind = "gap"
        if kind == "changed" and len(held) > 1 and held[-1][0] == "gap":
            held.pop()
            _, i, _, k, _ = held.pop()
        held.append((kind, i, j, k, m))
    return ((i, j, k, m) for _, i, j, k, m in held)


def _marked(old: Sequence[str], new: Sequence[str]) -> str:
    before, after = "".join(old), "".join(new)
    return text(after) if before == after else _taken_out(text(before)) + _put_in(text(after))


def _taken_out(html: str) -> str:
    # The word for the ear is isolated: a text is laid out in its own direction, not in the reader's.
    return f'<del><bdi class="seen-by-ear">{gettext("removed:")} </bdi>{html}</del>' if html.strip() else html


def _put_in(html: str) -> str:
    return f'<ins><bdi class="seen-by-ear">{gettext("added:")} </bdi>{html}</ins>' if html.strip() else html


def _change(one: Difference) -> SafeString:
    if one.whole:
        return safe(" ".join(part for part in (_taken_out(text(one.before)), _put_in(text(one.after))) if part))
    return words_changed(one.before, one.after)


def difference(many: Sequence[Difference]) -> SafeString:
    """Changed fields only; says so when there are none."""
    changed = [one for one in many if one.before != one.after]
    if not changed:
        return safe(f"<p>{text(gettext('The two versions say the same.'))}</p>")
    rows = "".join(f'<dt>{text(one.name)}</dt><dd dir="auto">{_change(one)}</dd>' for one in changed)
    return safe(f'<dl class="diff">{rows}</dl>')
