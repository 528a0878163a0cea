"""The SQL functions of a store's schema: `ints`, `texts`, `fold`, `bb_match`.

PostgreSQL's `normalize` may know more characters than this Python. Unicode keeps
what is assigned as it is, so the two agree on every character that Python knows;
the others stand still for Python, and `fold_wide` leaves them alone. Folding of
case comes from Python's table: no version of PostgreSQL before 18 has it, and
then only under one collation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from storage.engine.postgresql_pattern import MARK, chars
from storage.engine.unicode_tables import folding, unassigned

_BLOCKS = ((0x80, 0xFF), (0x100, 0x24F), (0x250, 0x3FF), (0x400, 0x58F), (0x590, 0x10FFFF))
"""`translate` reads through its table for each letter: short ones are faster."""

_INTS = """
CREATE OR REPLACE FUNCTION ints(list text) RETURNS TABLE (value bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC SELECT unnest(translate(list, '[]', '{}')::bigint[]); END
"""
_TEXTS = """
CREATE OR REPLACE FUNCTION texts(list text) RETURNS TABLE (value text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC SELECT e.value FROM json_array_elements_text(list::json) AS e (value); END
"""
_FOLD_WIDE = """
CREATE OR REPLACE FUNCTION fold_wide(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
DECLARE
  pieces text[] := ARRAY[value];
  piece text;
  folded text := '';
BEGIN
  IF value COLLATE "C" ~ $re${unassigned}$re$ THEN
    pieces := ARRAY(SELECT m.parts[1] FROM
      regexp_matches(value COLLATE "C", $re$({unassigned}+|{assigned}+)$re$, 'g') AS m (parts));
  END IF;
  FOREACH piece IN ARRAY pieces LOOP
    IF piece COLLATE "C" ~ $re${unassigned}$re$ THEN
      folded := folded || piece;
      CONTINUE;
    END IF;
    piece := lower(normalize(piece, NFKC) COLLATE "C");
    IF piece COLLATE "C" ~ $re${capitals}$re$ THEN
{translations}
    END IF;
    piece := replace(piece, 'ß', 'ss');
    IF piece COLLATE "C" ~ $re${longer}$re$ THEN
      piece := {replaced};
    END IF;
    folded := folded || normalize(piece, NFKC);
  END LOOP;
  RETURN folded;
END
$body$
"""
_FOLD = """
CREATE OR REPLACE FUNCTION fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(value) = length(value) THEN lower(value COLLATE "C")
  ELSE fold_wide(value) END
"""
_UNREAD = """
CREATE OR REPLACE FUNCTION bb_unread(pattern text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
  RAISE 'bb_match takes its pattern as a constant' USING ERRCODE = 'invalid_parameter_value';
END
$body$
"""
_MATCH = f"""
CREATE OR REPLACE FUNCTION bb_match(pattern text, value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN starts_with(pattern, '{MARK}') THEN fold(value) COLLATE "C" ~ pattern
  ELSE bb_unread(pattern) END
"""


def functions() -> list[str]:
    """The statements that make the functions, in order; they replace older ones."""
    return [_INTS, _TEXTS, _fold_wide(), _FOLD, _UNREAD, _MATCH, _mark()]


def tables_version() -> str:
    """Which tables the functions are made from: that of this Python."""
    return f"Unicode {unicodedata.unidata_version}"


def _mark() -> str:
    return f"COMMENT ON FUNCTION fold(text) IS '{tables_version()}'"


def _fold_wide() -> str:
    simple, full = folding()
    unknown = unassigned()
    return _FOLD_WIDE.format(
        unassigned=chars(unknown),
        assigned=chars(unknown, negated=True),
        capitals=_any_of(char for char, _ in simple),
        translations="\n".join(_translation(low, high) for low, high in _BLOCKS),
        longer=_any_of(char for char, _ in full),
        replaced=_replaced(full),
    )


def _any_of(found: Iterable[str]) -> str:
    runs: list[tuple[int, int]] = []
    for number in sorted(map(ord, found)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return chars(runs)


def _translation(low: int, high: int) -> str:
    pairs = [pair for pair in folding().simple if low <= ord(pair[0]) <= high]
    before = "".join(char for char, _ in pairs)
    after = "".join(folded for _, folded in pairs)
    block = chars([(low, high)])
    return (
        f'      IF piece COLLATE "C" ~ $re${block}$re$ THEN'
        f" piece := translate(piece, '{before}', '{after}'); END IF;"
    )


def _replaced(pairs: Iterable[tuple[str, str]]) -> str:
    written = "piece"
    for char, folded in pairs:
        written = f"replace({written}, '{char}', '{folded}')"
    return written
