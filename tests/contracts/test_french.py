"""French texts are set as French is set: narrow no-break spaces before tall punctuation, no-break spaces inside quotes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import avow

SOURCE = Path(avow.__file__).parent
# A sign that ends a word: not one in an address, a time or a code.
ILL_SET = {
    "a space that may break, or a wide one, before tall punctuation": re.compile(r"[ \u00a0][:;?!](?=\s|$|[»)])"),
    "tall punctuation without a space before it": re.compile(r"[^\W\d_][:;?!](?=\s|$)"),
    "a quotation mark without its no-break space": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "a straight apostrophe": re.compile(r"\w'\w"),
    "foreign quotation marks": re.compile(r"[“”\"]"),
}
MARKUP = re.compile(r"<[^>]*>")


def french() -> Iterator[tuple[str, str]]:
    """(where, text) of every French sentence that is shipped."""
    for file in sorted(SOURCE.glob("packs/*/languages/fr.toml")):
        for key, text in tomllib.loads(file.read_text(encoding="utf-8"))["texts"].items():
            yield f"{file.parts[-3]}: {key}", text
    with (SOURCE / "ui" / "locale" / "fr" / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
            for text in strings if message.id else ():
                yield f"interface: {message.id}", str(text)


def test_every_french_text_is_well_set() -> None:
    found = [
        (why, where, text)
        for where, text in french()
        for why, pattern in ILL_SET.items()
        if pattern.search(MARKUP.sub("", text))
    ]
    assert found == []
