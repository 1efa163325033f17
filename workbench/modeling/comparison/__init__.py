"""Several models on the same folds, with what can be said about their differences."""
