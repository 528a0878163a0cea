"""The functions that a statement may call: they compute, and do nothing else.

None reads a file, a setting or another session, sleeps, writes, or runs a text
as a statement. A name that an engine lacks is that engine's to refuse.
"""

from __future__ import annotations

_SHARED = """
abs acos asin atan atan2 avg ceil ceiling char coalesce concat concat_ws cos count cume_dist
degrees dense_rank exp first_value floor fold greatest lag last_value lead least length ln log
log10 lower ltrim max min mod nth_value ntile nullif percent_rank pi pow power radians rank
replace round row_number rtrim sign sin sqrt string_agg substr substring sum tan total trim
trunc upper bb_match
"""
_SQLITE = """
date datetime glob group_concat hex iif ifnull instr json json_array json_array_length
json_each json_extract json_group_array json_group_object json_object json_tree json_type
json_valid julianday like likelihood likely log2 octet_length quote random strftime time
typeof unicode unixepoch unlikely
"""
_POSTGRESQL = """
age array_agg array_length bool_and bool_or btrim cardinality char_length chr corr covar_pop
covar_samp date_part date_trunc every generate_series initcap isfinite json_agg
json_build_array json_build_object jsonb_agg jsonb_build_array jsonb_build_object left lpad
make_date make_interval mode octet_length overlay percentile_cont percentile_disc position
regexp_match regexp_replace regr_r2 regr_slope repeat reverse right row_to_json rpad
split_part starts_with stddev stddev_pop stddev_samp strpos to_char to_date to_json to_number
to_timestamp translate unnest var_pop var_samp variance width_bucket
"""
FUNCTIONS = frozenset(f"{_SHARED} {_SQLITE} {_POSTGRESQL}".split())

KEYWORDS = frozenset(
    """
all and any array as between by case cast distinct else end except exists extract filter from
group having in intersect interval is join lateral like limit materialized not numeric decimal
char varchar character timestamp time bit float precision offset on or order over partition
recursive return returning row select some then union using values when where with within
escape glob cross inner left right full natural outer window rows range groups preceding
following unbounded current exclude ties no others nulls first last asc desc collate
""".split()
)
"""Words before a `(` that call nothing: part of the grammar, or a type."""
