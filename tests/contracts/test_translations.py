"""What must hold of every translation; that none is missing is for `avow check`."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from avow import ui

LOCALE = Path(ui.__file__).parent / "locale"
LANGUAGES = ("fr", "es", "ru", "ar")
PLACES = re.compile(r"%\(\w+\)s|</?\w+|\{\w*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_compiled_and_keep_their_places(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = gettext.translation("django", LOCALE, [language])
    plain = [message for message in catalogue if message.id and message.string and isinstance(message.id, str)]
    assert len(plain) > 100
    for message in plain:
        assert sorted(PLACES.findall(str(message.string))) == sorted(PLACES.findall(message.id)), message.id
        said = compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)
        assert said == message.string
