"""Every kind of notice a feature declares can be read in five languages and both parts."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from avow.framework.queries import house
from avow.outbox.kinds import NoticeKind, declared
from avow.outbox.rendering import word
from avow.ui.frames import LANGUAGES

KINDS = [kind for kind in declared() if not kind.code.startswith("sample.")]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_example_fills_its_template(kind: NoticeKind, language: str, settings: Any) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "MISSING(%s)"
    settings.TEMPLATES = templates
    found = word(kind, kind.example, language, house())
    assert 5 <= len(found.subject) <= 120
    assert found.text
    assert found.html.startswith("<")
    for said in (found.subject, found.text, found.html):
        assert "MISSING(" not in said
    assert "<" not in re.sub(r"</?(?:p|ul|li|a|blockquote|br|strong|em|h2)\b[^<>]*>", "", found.html)
