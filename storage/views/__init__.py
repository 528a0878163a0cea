"""Views that people have saved."""
