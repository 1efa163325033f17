"""Explanations by group: what carries a gap between groups, what the model relies on for each, and what stands in."""
