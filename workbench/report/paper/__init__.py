"""A document on paper: its characters, the widths of its tables, and the tree that the layout reads."""
