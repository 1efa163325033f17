"""Widgets: what a person clicks becomes plain Python.

.. code-block:: text

    Board    what a widget is about: settings, a view of them, what a change does; knows no screen's protocol
    view     the nodes that a view is made of: text, tables and charts of a document, and controls
    Panel    the one anywidget: shows a board's view, hands changes to it, sends what differs
    twin     the same view as a picture and tables, for where no kernel answers
    Worker   long work on one thread, with progress and cancel

A board computes by calling the stages of the library and nothing else; what it shows is in counts.
"""
