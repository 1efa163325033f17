"""Shapley values in original columns: one contract, several engines, checked to add up."""
