"""Drawings of charts: static ones for files."""
