"""From notices to a letter: subject, plain text and HTML, in one language.

A kind's template is rendered twice, once for each part, so that the two cannot say different things. Its first line is
the subject; paragraphs are parted by empty lines; a paragraph whose lines all begin with ``- `` is a list. A kind that wants
more in HTML has a second template, ``.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext

from avow.accounts.models import Person
from avow.framework import queries as framework
from avow.framework.queries import House
from avow.outbox.kinds import NoticeKind, Say, Words
from avow.outbox.wording import Link, tame, tamed
from avow.ui.frames import LANGUAGES, direction

SETTINGS_PATH = "/account/notices/"
STYLE = SafeString(
    "body{margin:0;padding:1.5rem 1rem;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}"
    ".letter{max-width:38rem;margin:0 auto}"
    ".of{font-weight:600;border-bottom:3px solid #671a52;padding-bottom:.5rem}"
    "h2{font-size:1.1rem;margin:2rem 0 0}"
    "blockquote{margin:1rem 0;padding:0 1rem;border-inline-start:3px solid #999}"
    ".why{margin-top:2rem;padding-top:1rem;border-top:1px solid #999;font-size:.875rem}"
)
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Item:
    """One notice as it is worded now. ``language`` is empty for the recipient's."""

    kind: NoticeKind
    words: Words
    language: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    subject: str
    text: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Letter:
    """What leaves: ``html`` is a whole page, ``text`` says the same."""

    language: str
    subject: str
    text: str
    html: str


def letter_to(person: Person, items: Sequence[Item]) -> Letter:
    """The letter that brings these notices: one in its own words, several under a heading each."""
    language = _language(items[0].language if len(items) == 1 else "", person)
    house = framework.house()
    with translation.override(language):
        worded = [word(item.kind, item.words, _language(item.language, person), house) for item in items]
        initiative = house.initiative(language)
        name = tame(person.name)
        greeting = gettext("Dear %(name)s,") % {"name": name} if name else gettext("Hello,")
        why, choose = _why(items, initiative), _chooser(items)
        foot = "\n".join(["-- ", why, *([str(choose)] if choose else [])])
        shown = {
            "language": language,
            "direction": direction(language),
            "subject": _subject(worded, initiative),
            "initiative": initiative,
            "style": STYLE,
            "greeting": greeting,
            "body": _html_sections(worded),
            "why": why,
            "choose": choose.html() if choose and choose.href else "",
        }
        html = Engine.get_default().get_template("outbox/letter.html").render(Context(shown))
        text = "\n\n".join([greeting, *_sections(worded), foot]) + "\n"
        return Letter(language, _subject(worded, initiative), text, html)


def word(kind: NoticeKind, words: Words, language: str, house: House) -> Worded:
    """One notice in one language, from its template."""
    with translation.override(language):
        text, html = (_shown(words, language, house, html=html) for html in (False, True))
        first, _, rest = _rendered(f"{kind.template}.txt", text, html=False).partition("\n")
        return Worded(" ".join(first.split())[:_LONGEST_SUBJECT], "\n\n".join(_blocks(rest)), _html(kind, html))


def _shown(words: Words, language: str, house: House, *, html: bool) -> dict[str, object]:
    shown = tamed(words, html=html, isolated=direction(language) == "rtl")
    return {**shown, "zone": house.zone, "initiative": house.initiative(language)}


def _html(kind: NoticeKind, shown: dict[str, object]) -> SafeString:
    try:
        return mark_safe(_rendered(f"{kind.template}.html", shown, html=True))  # noqa: S308 -- rendered with escaping
    except TemplateDoesNotExist:
        rest = _rendered(f"{kind.template}.txt", shown, html=True).partition("\n")[2]
        return mark_safe("\n".join(map(_block_html, _blocks(rest))))  # noqa: S308 -- rendered with escaping


def _rendered(template: str, shown: dict[str, object], *, html: bool) -> str:
    return Engine.get_default().get_template(template).render(Context(shown, autoescape=html)).lstrip()


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def _block_html(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("<blockquote>"):
        return block
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _language(wanted: str, person: Person) -> str:
    return next((one for one in (wanted, person.language) if one in LANGUAGES), "en")


def _subject(worded: Sequence[Worded], initiative: str) -> str:
    if len(worded) == 1:
        return worded[0].subject
    said = ngettext("%(count)s notice from %(initiative)s", "%(count)s notices from %(initiative)s", len(worded))
    return said % {"count": len(worded), "initiative": initiative}


def _sections(worded: Sequence[Worded]) -> Iterator[str]:
    if len(worded) == 1:
        yield worded[0].text
        return
    for one in worded:
        yield f"* {one.subject}\n\n{one.text}"


def _html_sections(worded: Sequence[Worded]) -> SafeString:
    if len(worded) == 1:
        return worded[0].html
    return mark_safe("\n".join(f"<h2>{escape(one.subject)}</h2>\n{one.html}" for one in worded))  # noqa: S308 -- escaped


def _why(items: Sequence[Item], initiative: str) -> str:
    titles = {str(item.kind.title) for item in items}
    said = gettext("%(initiative)s sent you this message (%(kind)s).") % {
        "initiative": initiative,
        "kind": ", ".join(sorted(titles)),
    }
    always = all(item.kind.say is Say.NONE for item in items)
    return f"{said} {gettext('Messages of this kind cannot be turned off.')}" if always else said


def _chooser(items: Sequence[Item]) -> Link | None:
    if all(item.kind.say is Say.NONE for item in items):
        return None
    return Link(SETTINGS_PATH, gettext_lazy("Choose what you are told, and how often"))
