"""A report as data: sections, facts, tables, charts and wording. No markup, no layout."""
