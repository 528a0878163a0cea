"""What is wrong with Bellbuoy itself: faults that were met, and what needs a person."""
