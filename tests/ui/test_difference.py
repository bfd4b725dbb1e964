"""Two versions compared, read in another direction than they were written in."""

import re

from django.utils.translation import override

from avow.ui.components.history import Difference, difference, words_changed


def test_words_for_the_ear_do_not_turn_the_direction_of_the_text() -> None:
    with override("ar"):
        html = str(difference([Difference("x", "15 firms", "9 firms", whole=True)]))
    assert '<dd dir="auto"><del><bdi class="seen-by-ear">' in html
    assert "<span" not in html


def read(before: str, after: str) -> str:
    """The marked text, ``-taken out-`` and ``+put in+``."""
    html = re.sub(r'<bdi class="seen-by-ear">[^<]*</bdi>', "", str(words_changed(before, after)))
    return re.sub("</?del>", "-", re.sub("</?ins>", "+", html))


def test_only_the_words_that_changed_are_marked() -> None:
    assert read("Dig 400 wells in Kenya", "Dig 250 wells in Kenya") == "Dig -400-+250+ wells in Kenya"


def test_neighbouring_changes_are_one_change() -> None:
    assert read("Dig four hundred wells here", "Dig two score wells here") == "Dig -four hundred-+two score+ wells here"


def test_texts_with_little_in_common_stand_whole_one_after_the_other() -> None:
    assert read("We ask who gains.", "Power is shared.") == "-We ask who gains.- +Power is shared.+"
