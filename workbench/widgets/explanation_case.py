"""One case of the explanation viewer: finding it, and editing its values with the prediction beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.document.wording import cell, listed, plain, say
from workbench.document.wording import name as shown_name
from workbench.errors import InputError, WorkbenchError
from workbench.explanation.asking import ask
from workbench.explanation.counterfactuals.goal import Wanted
from workbench.explanation.person_row import person_row
from workbench.modeling.result import Fitted
from workbench.report.figuring import Figures
from workbench.report.person_cells import PREDICTED
from workbench.widgets.board import unknown
from workbench.widgets.explanation_limits import Limits, changed_limits, limits_nodes
from workbench.widgets.explanation_search import Matches, Search, columns_to_search, search_rows
from workbench.widgets.explanation_shown import column_control, column_named, score_said, side_of
from workbench.widgets.explanation_values import (
    Domain,
    control_of,
    domain_of,
    given_value,
    range_said,
    unlike,
    value_said,
)
from workbench.widgets.view import Choice, Grid, Group, Node, Number, Option, Press, Row, Said, Words
from workbench.widgets.wording import told

__all__ = ["Case"]

Changes = tuple[tuple[str, object], ...]

_MOST_EDITED = 8
_SIDES = ("any", "unfavourable", "favourable")


class Case:
    """The held-out rows of a model, one of which is looked at.

    Parameters
    ----------
    fitted : Fitted
        The model.
    columns : sequence of str
        Those that it reads, the most important first.
    """

    def __init__(self, fitted: Fitted, columns: Sequence[str]) -> None:
        self._fitted, self._columns = fitted, tuple(columns)
        # Now, so that the first answer of many rows does not wait for it.
        self._domains = {name: domain_of(fitted, name) for name in self._columns[:_MOST_EDITED]}
        self._person: tuple[int, dict[str, object]] | None = None
        self._searched: tuple[Search, Matches | str] | None = None
        self._answered: tuple[object, NDArray[np.float64]] | None = None

    @property
    def n_rows(self) -> int:
        """How many rows were held out."""
        return self._fitted.prepared.split.test.n_rows

    def place(self, value: Any) -> int:
        """Return a row's place as it was typed, checked."""
        is_whole = isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()
        if not is_whole or not 0 <= value < self.n_rows:
            raise InputError(
                f"There is no row {value!r} among the {self.n_rows:,} held out.\nType one from 0 to {self.n_rows - 1}."
            )
        return int(value)

    def values(self, place: int) -> dict[str, object]:
        """Return a row's own values, as the data hold them, in the columns that the model reads."""
        if self._person is None or self._person[0] != place:
            prepared = self._fitted.prepared
            test = prepared.split.test
            # One place of each column; a row as a data set of its own would need the fingerprint of all rows.
            values = (
                person_row(self._fitted, place).values
                if test.is_stored
                else {name: test.column(name)[place].as_py() for name in prepared.columns}
            )
            self._person = place, dict(values)
        return self._person[1]

    def other_answer(self, place: int, changes: Changes) -> Wanted | None:
        """Return the answer that would be wanted first: the other outcome, or the second most likely class."""
        classes, answers = self._fitted.classes, self._answers(place, changes)
        if self._fitted.task == "regression":
            return None
        if self._fitted.task == "multiclass":
            return classes[int(np.argsort(-answers, kind="stable")[1])] if len(classes) > 1 else None
        return classes[0] if side_of(self._fitted, answers) == "favourable" else classes[1]

    def wanted(self, before: Wanted | None, id: str, value: Any) -> Wanted | None:
        """Return the answer that is wanted after a control says so."""
        if id == "wanted":
            return column_named(self._fitted.classes, value)
        least, most = before if isinstance(before, tuple) else (None, None)
        least, most = (value, most) if id == "least" else (least, value)
        if any(isinstance(one, bool) or not isinstance(one, (int, float, type(None))) for one in (least, most)):
            raise InputError(f"{value!r} is no amount.\nType a number, or nothing.")
        if least is not None and most is not None and least > most:
            raise InputError(f"At least {least} and at most {most} leave nothing.\nType a least that is no larger.")
        return None if least is None and most is None else (least, most)

    def searched(self, before: Search, id: str, value: Any) -> Search:
        """Return what is looked for after a control says so."""
        if id == "decided":
            if value not in _SIDES:
                raise unknown(id)
            return replace(before, decided=value)
        if id == "search/column":
            return replace(before, column=column_named(columns_to_search(self._fitted), value))
        return replace(before, text=str(value or ""))

    def listed(self, also: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns that are shown: the most important, and those that were asked for."""
        return tuple(dict.fromkeys([*self._columns[:_MOST_EDITED], *also]))

    def limited(self, before: Limits, id: str, value: object) -> Limits:
        """Return what may change after a control says so."""
        return changed_limits(self._fitted, before, id, value, self._domain)

    def limits(self, limits: Limits, also: tuple[str, ...]) -> Group:
        """Return the controls of what may change, of the columns whose values can be edited."""
        return limits_nodes(self._fitted, limits, self.listed(also), self._domain)

    def others(self, also: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns that are not edited yet."""
        return tuple(one for one in self._columns[_MOST_EDITED:] if one not in also)

    def edited(self, row: int | None, changes: Changes, place: str, value: Any) -> Changes:
        """Return what is edited after a control says so, each value checked as one that is given to the model."""
        columns = self._fitted.prepared.columns
        if row is None or not place.isdigit() or int(place) >= len(columns):
            raise unknown(f"value/{place}")
        column, own = columns[int(place)], self.values(row)
        found = given_value(self._domain(column), value, own[column])
        if isinstance(found, bool) != isinstance(own[column], bool) and self._domain(column).holds == "number":
            raise InputError(f"{value!r} is no value for column {column!r}.\nType a number.")
        kept = {**dict(changes), column: found}
        checked = person_row(self._fitted, own | kept).values
        return tuple((name, checked[name]) for name in columns if name in kept and checked[name] != own[name])

    def head(self, row: int) -> Group:
        """Return which case it is, and what the model says of it."""
        fitted, answers = self._fitted, self._answers(row)
        said = told("explanation.says_now", score=score_said(fitted, answers))
        if side := side_of(fitted, answers):
            figures = Figures("case", fitted.fingerprint, PREDICTED)
            score = cell(figures.share("score", value=float(answers[0])))
            threshold = cell(figures.share("threshold", value=fitted.threshold))
            said = plain(say(f"person.decided.{side}", score=score, threshold=threshold))
        return Group("case", (Said("case/says", said, "strong"),), told("explanation.case", place=row))

    def finder(self, row: int, search: Search) -> Group:
        """Return what finds another case."""
        columns = columns_to_search(self._fitted)
        matches = self._matches(search)
        problem = matches if isinstance(matches, str) else ""
        where = column_control(
            "search/column", told("explanation.search_in"), columns, search.column, told("explanation.anywhere")
        )
        label, about = told("explanation.search_for"), told("explanation.search_help")
        last = self.n_rows - 1
        controls: list[Node] = [
            Number(
                *("row", told("explanation.row"), row, 0, last, 1),
                help=told("explanation.row_help", low=0, high=last),
            ),
            where,
            Words("search/text", label, search.text, help=about, problem=problem, most=200),
        ]
        if self._fitted.task == "binary":
            sides = tuple(Option(one, told(f"explanation.decided_{one}")) for one in _SIDES)
            controls.append(Choice("decided", told("explanation.decided"), sides, search.decided, look="select"))
        found = () if isinstance(matches, str) else self._found(matches, row, search)
        return Group("find", (Group("find/by", tuple(controls), look="row"), *found), told("explanation.find"), "fold")

    def editor(self, row: int, changes: Changes, also: tuple[str, ...]) -> Group:
        """Return the case's values with a control for each, and what the model would say."""
        own, changed = self.values(row), dict(changes)
        unseen = {name: found for name, value in changes if (found := unlike(self._fitted, self._domain(name), value))}
        rows = tuple(
            Row(
                f"edited/{self._fitted.prepared.columns.index(name)}",
                (
                    *(shown_name(name).text, value_said(own[name], name)),
                    control_of(self._domain(name), self._id(name), changed.get(name, own[name]), own[name]),
                    unseen.get(name, range_said(self._domain(name))),
                ),
            )
            for name in self.listed(also)
        )
        header = tuple(told(f"explanation.{one}") for one in ("column", "is", "becomes", "note"))
        others = self.others(also)
        more = column_control("more", told("explanation.more"), others, "", told("explanation.no_more"))
        off = "" if changes else told("explanation.unchanged")
        return Group(
            "edit",
            (
                Said("edit/would", self._would(row, changes), "strong", live=True),
                *((self._guesses(tuple(unseen)),) if unseen else ()),
                Grid("edit/values", told("explanation.edit_caption"), header, rows),
                *((more,) if others else ()),
                Press("reset", told("explanation.reset"), "quiet", off=off),
            ),
            told("explanation.edit"),
            "fold",
        )

    def _id(self, column: str) -> str:
        return f"value/{self._fitted.prepared.columns.index(column)}"

    def _domain(self, column: str) -> Domain:
        if column not in self._domains:
            self._domains[column] = domain_of(self._fitted, column)
        return self._domains[column]

    def _answers(self, row: int, changes: Changes = ()) -> NDArray[np.float64]:
        """Return what the model says of a row, with some values changed."""
        if not changes:
            return np.atleast_1d(self._fitted.scores[row])
        if self._answered is None or self._answered[0] != (row, changes):
            frame = person_row(self._fitted, self.values(row) | dict(changes)).frame
            self._answered = (row, changes), ask(self._fitted, frame)[0]
        return self._answered[1]

    def _would(self, row: int, changes: Changes) -> str:
        fitted = self._fitted
        if not changes:
            return told("explanation.says_now", score=score_said(fitted, self._answers(row)))
        answers = self._answers(row, changes)
        score, side = score_said(fitted, answers), side_of(fitted, answers)
        if not side:
            return told("explanation.would", score=score)
        way = "stays" if side == side_of(fitted, self._answers(row)) else "turns"
        return told(f"explanation.{way}", score=score, side=told(f"explanation.side_{side}"))

    def _guesses(self, columns: tuple[str, ...]) -> Said:
        return Said("edit/unlike", told("explanation.unlike", columns=plain(listed(columns))), "caution")

    def _matches(self, search: Search) -> Matches | str:
        """Return what is found, or what is wrong with what is looked for."""
        if self._searched is None or self._searched[0] != search:
            try:
                found: Matches | str = search_rows(self._fitted, search)
            except WorkbenchError as error:
                found = " ".join(str(error).split("\n"))
            if search.text.strip() and not search.column:
                found = told("explanation.choose_column")
            self._searched = search, found
        return self._searched[1]

    def _found(self, matches: Matches, row: int, search: Search) -> tuple[Node, ...]:
        if not matches.n:
            return (Said("find/n", told("explanation.found_none"), live=True),)
        is_near = self._fitted.task == "binary" and matches.n > len(matches.places)
        how = "_one" if matches.n == 1 else "_near" if is_near else ""
        said = Said("find/n", told(f"explanation.found{how}", n=matches.n), live=True)
        header = [told("explanation.place"), told("explanation.says")]
        if search.column:
            header.append(told("explanation.holds"))
        rows = tuple(
            Row(
                f"find/{len(header)}/{place}",  # a row keeps its number of cells
                (
                    *(f"{place:,}", score_said(self._fitted, self._answers(place))),
                    *((self._holds(place, search.column),) if search.column else ()),
                    Press(f"look/{place}", told("explanation.look_at", place=place), is_on=place == row),
                ),
            )
            for place in matches.places
        )
        caption = told("explanation.found_caption")
        return said, Grid("find/rows", caption, (*header, told("explanation.look")), rows)

    def _holds(self, place: int, column: str) -> str:
        value = self._fitted.prepared.split.test.column(column)[place].as_py()
        return value_said(value, column)
