"""What a widget shows: a tree of nodes, each with an id that is unique in it.

.. code-block:: text

    Group        nodes under a heading, in a column, a row, a card, or folded away
    Block        a part of a document: paragraph, items, callout, table, chart, terms
    Said         a sentence, with a tone
    Choice       one or several of some options
    Number       a number, typed or slid
    Words        text that a person writes
    Toggle       yes or no
    Press        a button
    Grid         a table whose cells may be controls
    Progress     how far long work has come, with a button that ends it
    Keep         the button *Keep these choices* and the Python that it writes
    Explore      the threshold explorer

Nothing in it is markup. The browser draws it (``extensions/widgets``); :mod:`workbench.widgets.twin`
draws the same for where no kernel answers. :mod:`workbench.widgets.wire` writes it as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workbench.core.schema import Json
from workbench.document.nodes import Block

__all__ = [
    "Choice",
    "Explore",
    "Grid",
    "Group",
    "Keep",
    "Node",
    "Number",
    "Option",
    "Part",
    "Press",
    "Progress",
    "Row",
    "Said",
    "Toggle",
    "Tone",
    "Words",
]

Tone = Literal["plain", "quiet", "strong", "caution", "problem", "good"]
"""How a sentence is meant; never told by its colour alone."""


@dataclass(frozen=True)
class Said:
    """A sentence.

    Parameters
    ----------
    id : str
        Unique in the view.
    text : str
        What is said.
    tone : Tone
        How it is meant. A *caution* and a *problem* begin with that word.
    live : bool
        Whether a screen reader says it when it changes.
    """

    id: str
    text: str
    tone: Tone = "plain"
    live: bool = False


@dataclass(frozen=True)
class Part:
    """Part of a document: text, a table, or a chart with its table."""

    id: str
    block: Block


@dataclass(frozen=True)
class Option:
    """One of the options of a choice: its value, what it is called, and what it means."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Choice:
    """One or several of some options.

    Parameters
    ----------
    id : str
        Unique in the view.
    label : str
        What is chosen.
    options : tuple of Option
        In order.
    value : str or tuple of str
        What is chosen now; a tuple where several may be.
    look : {"auto", "radio", "select"}
        *auto*: radio buttons up to five options, else a list to choose from. Several are check boxes.
    help, problem : str
        What it means; and what is wrong with what is chosen.
    quiet : bool
        Whether the label is only for those who do not see it, as in a cell of a grid.
    """

    id: str
    label: str
    options: tuple[Option, ...]
    value: str | tuple[str, ...]
    look: Literal["auto", "radio", "select"] = "auto"
    help: str = ""
    problem: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Number:
    """A number.

    Parameters
    ----------
    id : str
        Unique in the view.
    label : str
        What it is.
    value : float or None
        ``None``: nothing is given.
    low, high : float or None
        The least and the greatest that may be given; a slider needs both.
    step : float or None
        Of arrows and of a slider.
    unit : str
        What stands behind it.
    look : {"box", "slider"}
        Typed, or slid with what it says beside it.
    help, problem : str
        What it means; and what is wrong with it.
    quiet : bool
        Whether the label is only for those who do not see it.
    """

    id: str
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    look: Literal["box", "slider"] = "box"
    help: str = ""
    problem: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Words:
    """Text that a person writes; ``long`` is of several lines.

    One line ends at ``most`` characters. Of a long text nothing is cut: while there is more, it is said and not taken.
    """

    id: str
    label: str
    value: str
    long: bool = False
    help: str = ""
    problem: str = ""
    quiet: bool = False
    most: int = 2_000


@dataclass(frozen=True)
class Toggle:
    """Yes or no."""

    id: str
    label: str
    value: bool
    help: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Press:
    """A button; ``off`` says why it cannot be pressed now, and is empty where it can."""

    id: str
    label: str
    look: Literal["main", "plain", "quiet"] = "plain"
    off: str = ""
    is_on: bool | None = None
    """Of a button that stays pressed: whether it is."""
    about: str = ""
    """What it is for, for those who do not see where it stands; empty where the label is enough."""


@dataclass(frozen=True)
class Row:
    """A row of a grid: one cell a column, each text or a control. ``tone`` marks the row."""

    id: str
    cells: tuple[str | Choice | Number | Words | Toggle | Press | Said, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Grid:
    """A table whose cells may be controls.

    Parameters
    ----------
    id : str
        Unique in the view.
    caption : str
        What it shows.
    header : tuple of str
        One a column; the first column names the rows.
    rows : tuple of Row
        In order.
    numeric : tuple of bool
        Which columns hold numbers.
    filter : str
        The label of a box that leaves only rows with what is typed into it; empty: no box.
    """

    id: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: tuple[bool, ...] = ()
    filter: str = ""


@dataclass(frozen=True)
class Progress:
    """How far long work has come: ``done`` of ``of``, 0 where that is not known; ``left`` in words.

    Where it cannot be ended there is no button that would.
    """

    id: str
    label: str
    done: int = 0
    of: int = 0
    left: str = ""
    can_end: bool = True


@dataclass(frozen=True)
class Keep:
    """The button *Keep these choices*.

    Parameters
    ----------
    id : str
        Unique in the view.
    code : str
        Plain Python that does what was chosen, without the widget.
    widget : str
        Which widget writes it, such as ``"audit"``: a cell that it wrote before is found by that.
    label : str
        What the button says.
    key : str
        Tells it from other widgets of its kind in the same cell: the name of what it was made of.
    """

    id: str
    code: str
    widget: str
    label: str
    key: str = ""


@dataclass(frozen=True)
class Explore:
    """The threshold explorer.

    Parameters
    ----------
    id : str
        Unique in the view. A change of it is what a person chose, as ``chosen`` is.
    data : mapping
        What :func:`workbench.figures.explorer.explorer_data` returns.
    chosen : mapping
        What was chosen before; empty: nothing. It travels alone, so that a choice does not send the data again.
    """

    id: str
    data: Mapping[str, Json]
    chosen: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Nodes under a heading.

    Parameters
    ----------
    id : str
        Unique in the view.
    children : tuple of Node
        In reading order.
    title : str
        The heading; empty: none.
    look : {"column", "row", "card", "fold"}
        One below the other; beside each other while there is room; set apart; folded away below its title.
    is_open : bool
        Of a fold: whether it is open at first.
    """

    id: str
    children: tuple[Node, ...] = field(default=())
    title: str = ""
    look: Literal["column", "row", "card", "fold"] = "column"
    is_open: bool = False


Node = Group | Part | Said | Choice | Number | Words | Toggle | Press | Grid | Progress | Keep | Explore
