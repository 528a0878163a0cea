"""What is kept of a message: its shape, and nothing that anybody gave."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.mask import mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("at postgresql://ana:hunter2@db.example/crm", "at postgresql://…@db.example/crm"),
        ("postgresql://db/crm?password=s3cr%20t&schema=a", "postgresql://db/crm?password=…&schema=a"),
        ("PGPASSWORD=hunter2 psql", "PGPASSWORD=… psql"),
        ('api_key: "abc def", n 1', "api_key:…, n 1"),
        ("Authorization: Bearer eyJhbGciOi.abc", "Authorization: Bearer …"),
        ("client “Acme & Co” not found", "client “…” not found"),
        ("invalid literal for int(): 'Acme'", "invalid literal for int(): '…'"),
        ("mail to jo.doe+x@acme.example now", "mail to … now"),
        ("/home/ana/files/clients.csv: line 3", "…/clients.csv: line 3"),
        ("card 4111 1111 1111 1111", "card …"),
        ("it's fine, and 12,345 rows don't matter", "it's fine, and 12,345 rows don't matter"),
        ("run-8813 took 12.5 ms", "run-8813 took 12.5 ms"),
    ],
)  # fmt: skip
def test_each_secret_goes_and_the_rest_stays(said: str, kept: str) -> None:
    assert mask(said) == kept


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12)


@settings(max_examples=80)
@given(
    WORD,
    WORD,
    st.sampled_from(
        (
            "{}",
            "“{}”",
            "'{}'",
            '"{}"',
            "token={}",
            "password: {}",
            "https://u:{}@host/x",
            "bearer {}",
            "{}@mail.example",
        )
    ),
)
def test_no_given_secret_is_left_and_masking_again_changes_nothing(
    before: str, secret: str, form: str
) -> None:
    hidden = f"9{secret}"
    masked = mask(f"{before} {form.format(hidden)} {before}")
    if form != "{}":
        assert hidden not in masked
    assert masked.count(before) >= 2 or before in hidden
    assert mask(masked) == masked
