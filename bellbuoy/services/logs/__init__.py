"""The log: JSON lines in the state folder, of every process, under one trace id."""
