"""What this program knows of the store's form, without importing anything heavy."""

SCHEMA = 24
"""The newest migration; `PRAGMA user_version` of a current store."""

APPLICATION_ID = 0x42454C4C
"""`BELL`: how a Bellbuoy store differs from any other SQLite file."""
