"""Maps from scores to probabilities that can be believed, and what they change."""
