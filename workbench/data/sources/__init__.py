"""Files, databases and frames become one kind of table: plain types and text names."""

from __future__ import annotations

from workbench.data.sources.files import found_file
from workbench.data.sources.options import LARGE, ReadOptions
from workbench.data.sources.plain import MISSING, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.table import read_table

__all__ = ["LARGE", "MISSING", "ReadOptions", "Reading", "found_file", "plain_column", "read_table"]
