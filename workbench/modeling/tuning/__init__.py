"""Searching for the settings of a model within a stated budget; every trial is kept."""
