"""Methods against gaps: tried on the training rows, one is chosen, and the held-out rows confirm it."""
