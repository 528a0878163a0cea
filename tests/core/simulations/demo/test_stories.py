import unicodedata

from core.simulations.demo.personas import key_of
from core.simulations.demo.stories import (
    HOSTILE_NAME,
    HOSTILE_TITLE,
    PLOTS,
    STORIES,
    WIDE_NAME,
)
from core.values.text import cells, safe_text


def test_the_stories_stand_at_the_first_keys_in_order() -> None:
    assert [story.key for story in STORIES] == [key_of(n + 1) for n in range(len(STORIES))]
    assert len(STORIES) <= 15
    assert list(PLOTS) == [story.key for story in STORIES]


def test_each_story_is_told_in_one_plain_line() -> None:
    for story in STORIES:
        assert story.telling == safe_text(story.telling, limit=120)
        assert story.telling.endswith(".")
        assert 5 < len(story.title) <= 30


def test_the_hostile_name_would_do_harm_and_is_made_harmless() -> None:
    for harm in ("\x1b]52;c;", "\x1b]0;", "\x07", "\x9b", "\u202e", "\r\n", "[bold red]", "🚢"):
        assert harm in HOSTILE_NAME
    assert any(unicodedata.east_asian_width(char) == "W" for char in HOSTILE_NAME)
    for text in (HOSTILE_NAME, HOSTILE_TITLE):
        shown = safe_text(text)
        assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in shown)
        assert "\x00" not in text
        assert text.encode().decode() == text
    assert HOSTILE_TITLE.startswith("=")


def test_the_wide_name_takes_two_cells_a_character() -> None:
    assert cells(WIDE_NAME) == 2 * len(WIDE_NAME)
