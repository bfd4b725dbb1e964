"""Two versions compared, read in another direction than they were written in."""

from django.utils.translation import override

from avow.ui.components.history import Difference, difference


def test_words_for_the_ear_do_not_turn_the_direction_of_the_text() -> None:
    with override("ar"):
        html = str(difference([Difference("x", "15 firms", "9 firms", whole=True)]))
    assert '<dd dir="auto"><del><bdi class="seen-by-ear">' in html
    assert "<span" not in html
