"""Ways to send a delivery: one file each, a function that gives an `Outcome`."""
