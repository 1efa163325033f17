"""Where a model is weak: parts of the rows in which it errs more than elsewhere, confirmed on rows of their own."""
