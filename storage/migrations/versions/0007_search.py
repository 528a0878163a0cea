"""An index of the trigrams of clients' names, kept by triggers (`storage.clients.search`)."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

# Neither names nor positions are in it: 26 bytes a client.
_SQLITE = (
    "CREATE VIRTUAL TABLE client_search USING fts5(name_key, content='', columnsize=0,"
    " detail=none, tokenize='trigram case_sensitive 1')",
    # A trigger may not write a virtual table in a schema that is not trusted: what
    # changed waits here for the end of the transaction (`storage.engine.sqlite_search`).
    "CREATE TABLE client_search_due (id INTEGER PRIMARY KEY, before TEXT, after TEXT) STRICT",
    "CREATE TRIGGER client_search_new AFTER INSERT ON client BEGIN"
    " INSERT INTO client_search_due VALUES (new.id, NULL, new.name_key)"
    " ON CONFLICT (id) DO UPDATE SET after = excluded.after; END",
    "CREATE TRIGGER client_search_gone AFTER DELETE ON client BEGIN"
    " INSERT INTO client_search_due VALUES (old.id, old.name_key, NULL)"
    " ON CONFLICT (id) DO UPDATE SET after = NULL; END",
    "CREATE TRIGGER client_search_other AFTER UPDATE OF name_key ON client"
    " WHEN new.name_key IS NOT old.name_key BEGIN"
    " INSERT INTO client_search_due VALUES (old.id, old.name_key, new.name_key)"
    " ON CONFLICT (id) DO UPDATE SET after = excluded.after; END",
    "INSERT INTO client_search (rowid, name_key) SELECT id, name_key FROM client",
)
# A table beside `client`: there, each new score would write the index again.
_POSTGRESQL = (
    """
CREATE FUNCTION client_search_grams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT substr(value, n, 3) FROM generate_series(1, length(value) - 2) n)
""",
    """
CREATE FUNCTION client_search_words(sought text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT replace(m.parts[1], '""', '"')
  FROM regexp_matches(sought, '"((?\\:""|[^"]){3})"', 'g') AS m (parts))
""",
    """
CREATE TABLE client_search_text (
  id bigint PRIMARY KEY REFERENCES client ON DELETE CASCADE DEFERRABLE,
  name_key text COLLATE "C" NOT NULL)
""",
    "INSERT INTO client_search_text SELECT id, name_key FROM client",
    "CREATE INDEX client_search_by_gram ON client_search_text"
    " USING gin (client_search_grams(name_key))",
    """
CREATE FUNCTION client_search(sought text) RETURNS TABLE (rowid bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC SELECT t.id FROM client_search_text t
  WHERE client_search_grams(t.name_key) @> client_search_words(sought); END
""",
    # The path may lead to another schema than that of the table.
    """
CREATE FUNCTION client_search_add() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  EXECUTE format('INSERT INTO %I.client_search_text SELECT id, name_key FROM fresh',
    tg_table_schema);
  RETURN NULL;
END
$body$
""",
    """
CREATE FUNCTION client_search_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  EXECUTE format('UPDATE %I.client_search_text SET name_key = $1 WHERE id = $2',
    tg_table_schema) USING new.name_key, new.id;
  RETURN NULL;
END
$body$
""",
    "CREATE TRIGGER client_search_new AFTER INSERT ON client REFERENCING NEW TABLE AS fresh"
    " FOR EACH STATEMENT EXECUTE FUNCTION client_search_add()",
    "CREATE TRIGGER client_search_other AFTER UPDATE OF name_key ON client FOR EACH ROW"
    " WHEN (new.name_key IS DISTINCT FROM old.name_key)"
    " EXECUTE FUNCTION client_search_change()",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        op.execute(statement)
