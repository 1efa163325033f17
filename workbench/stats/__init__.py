"""Intervals and their extremes over groups, on NumPy and SciPy alone.

Closed form throughout: the same numbers in any engine and for any reader, with no seed.
"""
