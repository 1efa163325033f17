"""How rows are drawn for a split: in strata, whole groups, or by time; and what the parts can show."""
