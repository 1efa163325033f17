"""From columns as they are to numbers a model can read, learned from training rows only."""
