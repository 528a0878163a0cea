"""What an import must remember to go on, and a refused row to be replayed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "import_layout",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    # What an older version took in or refused says nothing of these.
    for name in ("layout_id", "byte_offset", "next_line"):
        op.add_column("import_file", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("last_run_id", sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("layout_id", sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("cut", sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("fixed", sa.LargeBinary(), nullable=True))
    op.create_index("import_file_by_content", "import_file", ["sha256"], unique=False)
    # An import that an older version left half done is begun anew: what is in is unchanged.
    op.execute("UPDATE import_run SET state = 'stopped' WHERE state = 'running'")
