"""From prepared data to a model with its held-out predictions, always beside a baseline."""
