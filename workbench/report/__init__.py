"""From results to files that people read.

``build_report`` turns results into a :class:`Document` for one audience (``audiences/``), and
``write_report`` turns a Document into a file (``html.py`` knows layout and nothing else). All
sentences stand in :mod:`workbench.document.wording`, all numbers are facts.
"""
