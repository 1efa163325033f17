"""Parts that reports for several audiences are made of: each turns some results into blocks."""
