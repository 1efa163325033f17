"""Counts per group, outcome and decision: the only thing an audit reads."""
