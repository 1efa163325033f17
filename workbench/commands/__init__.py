"""Commands of the terminal that are longer than a few lines, one file each."""
