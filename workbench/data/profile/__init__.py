"""What is in a table: columns, what goes with what, what is missing for whom, who is there."""
