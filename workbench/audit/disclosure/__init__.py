"""Which counts of an audit may be shown to whom, and that the others cannot be worked out from them."""
