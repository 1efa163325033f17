"""Guesses of what the columns of a table are for, each with its reason; a person confirms them."""
