"""What a role picker shows of its choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workbench.data.roles import TWO_VALUED, ProtectedAttribute
from workbench.data.suggestions.result import SuggestedRole
from workbench.data.targets import FEWEST_CLASSES, MOST_CLASSES
from workbench.document.wording import listed, name, plain, say
from workbench.widgets.options import by_name
from workbench.widgets.roles_looks import Columns
from workbench.widgets.roles_settings import ChosenRoles
from workbench.widgets.view import Choice, Grid, Group, Node, Option, Row, Said, Words
from workbench.widgets.wording import Whole, told

__all__ = ["RolesScreen", "place_of"]

_MOST_GROUPS, _LISTED = 8, 6
_LONGEST, _LONGEST_REASON, _LONGEST_VALUE = 60, 300, 60
_OF_ROWS = (2, 4)
"""The places of the grid's columns whose cells may hold values of rows: examples, and what a guess rests on."""


class RolesScreen:
    """The parts of the screen for some choices.

    Parameters
    ----------
    columns : Columns
        What is known of the columns.
    chosen : ChosenRoles
        The choices.
    is_open : bool
        Whether it is still to be said which outcome is good for the person.
    """

    def __init__(self, columns: Columns, chosen: ChosenRoles, is_open: bool) -> None:
        self._columns, self._chosen, self._is_open = columns, chosen, is_open

    def summary(self) -> Iterator[Node]:
        """Yield what the choices come to, in two sentences."""
        titles = [one.title for one in self._chosen.protected if self._columns.n_groups(one) > 1]
        said = told("roles.groups", attributes=Whole(_joined(titles))) if titles else told("roles.groups.none")
        yield Said("summary", f"{self._outcome()} {said}", "strong", live=True)

    def _outcome(self) -> str:
        chosen = self._chosen
        if chosen.target is None:
            return told("roles.target.none")
        if chosen.task == "regression":
            return told("roles.target.regression", target=chosen.target)
        if chosen.task == "multiclass":
            n = len(self._columns.labels(chosen.target))
            if chosen.favourable is None:
                return told("roles.target.multiclass", target=chosen.target, n=n)
            return told("roles.target.multiclass_favourable", target=chosen.target, n=n, favourable=chosen.favourable)
        if self._is_open:
            return told("roles.target.unsaid", target=chosen.target)
        return told("roles.target.binary", target=chosen.target, favourable=self._good())

    def _good(self) -> str:
        """Return the favourable value of two: of 0 and 1, and of false and true, the second unless it is said."""
        labels = sorted(self._columns.labels(self._chosen.target or ""))
        return self._chosen.favourable or (labels[1] if labels in TWO_VALUED else "")

    def chosen(self, wrong: Mapping[str, str]) -> Iterator[Group]:
        """Yield what is asked about the outcome and about each attribute, beside each other.

        Parameters
        ----------
        wrong : mapping of str to str
            What is wrong with what was written of an attribute's bands, by its place as :func:`place_of` returns it.
        """
        asked = (*self._decided(), *(self._compared(one, wrong) for one in self._chosen.protected))
        if asked:
            yield Group("chosen", asked, look="row")

    def _decided(self) -> Iterator[Group]:
        chosen = self._chosen
        if chosen.target is None:
            return
        labels = self._columns.labels(chosen.target)
        options = by_name(labels, _LONGEST_VALUE)
        asked: list[Node] = []
        if self._columns.is_number(chosen.target) and FEWEST_CLASSES <= len(labels) <= MOST_CLASSES:
            tasks = (
                Option("multiclass", told("roles.task.multiclass")),
                Option("regression", told("roles.task.regression")),
            )
            asked.append(Choice("task", told("roles.task"), tasks, chosen.task or ""))
        if chosen.task is None:
            help = told("roles.favourable.help")
            asked.append(Choice("favourable", told("roles.favourable"), options, self._good(), help=help))
        elif chosen.task == "multiclass":
            options = (Option("", told("roles.favourable.class.none")), *options)
            label, value = told("roles.favourable.class"), chosen.favourable or ""
            asked.append(Choice("favourable", label, options, value, look="select"))
        if asked:
            yield Group("decided", tuple(asked), told("roles.decided", target=chosen.target))

    def _compared(self, one: ProtectedAttribute, wrong: Mapping[str, str]) -> Group:
        place = place_of(one, self._chosen.protected, self._columns.data.columns)
        shares = self._columns.shares(one)
        shown = Whole(
            ", ".join(f"{name(share.group, _LONGEST_VALUE).text}: {share.n:,}" for share in shares[:_MOST_GROUPS])
        )
        more = len(shares) - _MOST_GROUPS
        sizes = told("roles.sizes.more", groups=shown, n=more) if more > 0 else told("roles.sizes", groups=shown)
        inside: list[Node] = [Said(f"sizes/{place}", sizes, "quiet")]
        if self._columns.is_number(one.column):
            edges = ", ".join(f"{edge:.15g}" for edge in one.edges)
            label, help = told("roles.bands"), told("roles.bands.help")
            problem = wrong.get(place, "")
            inside.append(Words(f"bands/{place}", label, edges, help=help, problem=problem, most=_LONGEST_REASON))
        title = told("roles.compared", attribute=one.title)
        return Group(f"attribute/{place}", tuple(inside), title)

    def open_questions(self) -> Iterator[Said]:
        """Yield what a person has to say before the roles are whole."""
        if self._is_open and self._chosen.target is not None:
            yield Said("open/favourable", told("roles.warning.favourable", target=self._chosen.target), "caution")
        perhaps = [one.column for one in self._columns.suggested.of("target")]
        if self._chosen.target is None and perhaps:
            columns = Whole(plain(listed(perhaps, _LISTED)))
            yield Said("open/target", told("roles.warning.perhaps", columns=columns), "caution")

    def listed(self, shown: Sequence[str], every: Sequence[str], pages: tuple[Node, ...], find: str) -> Group:
        """Return the columns of a page, each with its role.

        Parameters
        ----------
        shown : sequence of str
            The columns of the page.
        every : sequence of str
            All columns, in their order.
        pages : tuple of Node
            What turns the pages.
        find : str
            What is looked for.
        """
        place = {column: position for position, column in enumerate(every)}
        header = ("roles.column", "roles.holds", "roles.values", "roles.role", "roles.why")
        titles = tuple(told(one) for one in header)
        rows = tuple(self._row(column, place[column]) for column in shown)
        grid: Node = Grid("grid", told("roles.caption"), titles, rows)
        if not rows:
            grid = Said("grid/none", told("roles.find.none"), "quiet", live=True)
        box = (Words("find", told("roles.find"), find),) if len(every) > len(shown) or find else ()
        return Group("columns", (*box, grid, *pages), told("roles.columns"))

    def _row(self, column: str, place: int) -> Row:
        columns = self._columns
        options = tuple(Option(one, _called(one)) for one in columns.roles(column))
        role = self._chosen.role_of(column)
        choice = Choice(f"role/{place}", told("roles.role.of", column=column), options, role, look="select", quiet=True)
        guess = columns.guessed.get(column)
        why = ""
        if guess is not None:
            why = told("roles.likely" if guess.sure == "likely" else "roles.perhaps", **_said_of(guess))
        kind = plain(say(f"profile.kind.{columns.kind(column)}"))
        cells = (name(column, _LONGEST).text, kind, columns.values(column), choice, why)
        return Row(f"column/{place}", cells)

    @staticmethod
    def without_values(view: Group) -> Group:
        """Return a view without the values of rows."""
        children = tuple(
            _without(one)
            if isinstance(one, Grid)
            else RolesScreen.without_values(one)
            if isinstance(one, Group)
            else one
            for one in view.children
            if one.id != "workbench/problem"
        )
        return replace(view, children=children)


def place_of(one: ProtectedAttribute, protected: Sequence[ProtectedAttribute], columns: Sequence[str]) -> str:
    """Return where an attribute stands: its column's place, and which one of that column where it is not the first.

    Parameters
    ----------
    one : ProtectedAttribute
        The attribute.
    protected : sequence of ProtectedAttribute
        All that are chosen.
    columns : sequence of str
        Those of the data set.

    Examples
    --------
    >>> young, decades = ProtectedAttribute("age", "young", (40,)), ProtectedAttribute("age", "decade", (30, 40, 50))
    >>> [place_of(one, (young, decades), ["sex", "age"]) for one in (young, decades)]
    ['1', '1/1']
    """
    before = [each for each in protected if each.column == one.column].index(one)
    place = str(columns.index(one.column))
    return f"{place}/{before}" if before else place


def _without(grid: Grid) -> Grid:
    kept = [place for place in range(len(grid.header)) if place not in _OF_ROWS]
    rows = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in grid.rows)
    return replace(grid, header=tuple(grid.header[place] for place in kept), rows=rows)


def _joined(titles: Sequence[str]) -> str:
    """Return names in a row: *sex and age*; of many the first, and that there are others."""
    if len(titles) == 1 or len(titles) > _LISTED:
        return plain(listed(titles, _LISTED))
    first, last = plain(listed(titles[:-1], _LISTED)), plain(listed(titles[-1:]))
    return told("roles.and", first=Whole(first), last=Whole(last))


def _said_of(guess: SuggestedRole) -> dict[str, object]:
    """Return the role and the reason of a guess, without what the screen says beside it."""
    role = _called(guess.role)
    reason = guess.reason.removeprefix(f"{guess.title}: ")
    if guess.role == "target":  # which of its values is good is asked for above
        reason = f"{reason.partition(';')[0]}."
    return {
        "role": f"{role}, {guess.title}" if guess.title else role,
        "reason": Whole(name(reason, _LONGEST_REASON).text),
    }


def _called(role: str) -> str:
    return plain(say(f"columns.role.{role}"))
