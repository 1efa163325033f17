"""What a prediction is where a column has another value, on average and from row to row."""
