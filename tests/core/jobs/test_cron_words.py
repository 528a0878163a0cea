from __future__ import annotations

import pytest

from core.jobs.cron_words import cron_words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("*/10 * * * *", "10 min"),
        ("* * * * *", "1 min"),
        ("0,30 * * * *", "30 min"),
        ("0 * * * *", "1 h"),
        ("40 * * * *", "1 h at :40"),
        ("0 */6 * * *", "6 h"),
        ("15 */6 * * *", "6 h at :15"),
        ("20 0 * * *", "1 d at 00:20"),
        ("0 3 * * 1-5", "Mon,Tue,Wed,Thu,Fri 03:00"),
        ("30 4 * * 0", "Sun 04:30"),
        ("5,10 * * * *", "5,10 * * * *"),
        ("5/10 * * * *", "5/10 * * * *"),
        ("0 1,2 * * *", "0 1,2 * * *"),
        ("0 0 1 * *", "0 0 1 * *"),
        ("*/7 * * * *", "*/7 * * * *"),
        ("0 2/6 * * *", "0 2/6 * * *"),
        ("0 0 * 2 *", "0 0 * 2 *"),
        ("0,1 3 * * 1", "0,1 3 * * 1"),
    ],
)
def test_usual_lines_in_words_and_others_as_they_are(line: str, words: str) -> None:
    assert cron_words(line) == words
