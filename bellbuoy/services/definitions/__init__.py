"""Definitions as files: exported, compared with the store, applied in one change."""
