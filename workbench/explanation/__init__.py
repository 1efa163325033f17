"""Which columns moved the predictions, in the columns people know, checked to add up."""
