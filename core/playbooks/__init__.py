"""What is done for clients of a kind, step by step, and what came of it."""
