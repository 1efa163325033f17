"""Small changes of a row with which a model would answer otherwise, each asked of the model itself."""
