"""The explanation viewer: what moves the predictions, one column at a time, and why of one case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, get_args

from workbench.checks import check_column, wrong_kind
from workbench.core.provenance import Result
from workbench.explanation.counterfactuals.find import find_counterfactuals
from workbench.explanation.counterfactuals.goal import Wanted
from workbench.explanation.effects.explain import explain_effects
from workbench.explanation.explain import explain_model
from workbench.explanation.person import explain_person
from workbench.explanation.result import Explanation
from workbench.explanation.waterfall import explain_prediction
from workbench.modeling.result import Fitted
from workbench.widgets.board import Board, unknown
from workbench.widgets.explanation_case import Case
from workbench.widgets.explanation_code import case_code, effect_code, model_code
from workbench.widgets.explanation_limits import Limits
from workbench.widgets.explanation_search import first_row
from workbench.widgets.explanation_settings import ExplanationSettings, Tell, View
from workbench.widgets.explanation_shown import column_control, column_named, result_nodes
from workbench.widgets.panel import Panel
from workbench.widgets.remembering import remember
from workbench.widgets.view import Choice, Group, Node, Number, Option, Press, Said
from workbench.widgets.wording import told
from workbench.widgets.worker import EndedError, Job, Pace

__all__ = ["ExplanationBoard", "ExplanationSettings", "view_explanation"]

_MOST_KEPT = 24


class ExplanationBoard(Board):
    """An explanation of a model, with all that can be asked of the model about columns and cases."""

    widget = "explanation"

    def __init__(self, source: Fitted | Explanation, explanation: Explanation) -> None:
        super().__init__()
        self._source, self._explanation, self._fitted = source, explanation, explanation.fitted
        self.source = source
        self._columns = tuple(one.column for one in explanation.importances) or self._fitted.prepared.columns
        self._case = Case(self._fitted, self._columns)
        self._found: dict[object, Result] = {}
        self._failed: set[object] = set()
        self._overview = result_nodes(explanation, "model")
        self.settings = ExplanationSettings(column=self._columns[0])

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("explanation.title", data=self._fitted.prepared.split.data.name)

    @property
    def result(self) -> Any:
        """What the settings lead to: the explanation of the model, of a column, or of a case."""
        asked = self._asked()
        if asked is None:
            return self._explanation
        if asked not in self._found:
            self._keep(asked, self._compute(asked))
        return self._found[asked]

    def contents(self) -> tuple[Node, ...]:
        """Return the choice of what is looked at, and what is known of it."""
        options = [Option(one, told(f"explanation.view_{one}")) for one in get_args(View)]
        view = Choice("view", told("explanation.view"), tuple(options), self.settings.view, look="radio")
        shown: dict[View, Callable[[], tuple[Node, ...]]] = {
            "model": lambda: self._overview,
            "effect": self._effect_nodes,
            "case": self._case_nodes,
        }
        return (view, *shown[self.settings.view]())

    def saved_view(self) -> Group:
        """Return what is shown of the model; of a case, which is about one person, nothing."""
        if self.settings.view != "case":
            return self.view()
        return Group("workbench", (Said("private", told("explanation.private")), *self._overview), self.title)

    def change(self, id: str, value: Any) -> None:
        """Take another view, column or case; another value of the case; or what is looked for."""
        kind, _, rest = id.partition("/")
        if kind == "value":
            self._set(changes=self._case.edited(self.settings.row, self.settings.changes, rest, value))
        elif kind == "limit":
            self._set(limits=self._case.limited(self.settings.limits, id, value))
        elif kind in ("search", "decided"):
            self._set(search=self._case.searched(self.settings.search, id, value))
        else:
            self._chosen(id, value)
        self._ask()

    def press(self, id: str) -> None:
        """Look at a case that was found, or take its own values again."""
        kind, _, place = id.partition("/")
        if kind == "look" and place.isdigit():
            self._look_at(int(place))
        elif id == "reset":
            self._set(changes=())
        elif id == "unlimit":
            self._set(limits=Limits())
        elif id != "ask":
            raise unknown(id)
        self._ask()

    def python(self) -> str:
        """Return plain Python that makes what is looked at."""
        asked, source = self._asked(), self._source
        if asked is None:
            return model_code(source)
        if self.settings.view == "effect":
            return effect_code(source, self.settings.column)
        now = self.settings
        return case_code(source, now.row or 0, now.changes, *self._how(), now.limits)

    def _chosen(self, id: str, value: Any) -> None:
        match id, value:
            case "view", "model" | "effect" | "case":
                self._set(view=value)
                if value == "case" and self.settings.row is None and self._case.n_rows:
                    self._look_at(first_row(self._fitted))
            case "column", _:
                self._set(column=check_column(column_named(self._columns, value), self._columns))
            case "row", _:
                self._look_at(self._case.place(value))
            case "tell", "reasons" | "waterfall" | "changes":
                self._set(tell=value)
            case "method", "A" | "B":
                self._set(method=value)
            case "wanted" | "least" | "most", _:
                self._set(wanted=self._case.wanted(self.settings.wanted, id, value))
            case "more", _:
                column = check_column(column_named(self._case.others(self.settings.also), value), self._columns)
                self._set(also=tuple(dict.fromkeys([*self.settings.also, column])))
            case _:
                raise unknown(id)

    def _set(self, **changed: Any) -> None:
        self.settings = replace(self.settings, **changed)

    def _look_at(self, place: int) -> None:
        if place != self.settings.row:
            self._set(row=place, changes=(), wanted=None)

    def _asked(self) -> tuple[object, ...] | None:
        """Return what has to be computed for what is shown, such that the same is the same; ``None``: nothing."""
        now = self.settings
        if now.view == "effect":
            return "effect", now.column
        tell, how = self._how()
        if now.view == "model" or now.row is None or (tell == "changes" and how is None):
            return None
        return "case", now.row, now.changes, tell, how, now.limits if tell == "changes" else None

    def _how(self) -> tuple[Tell, object]:
        now = self.settings
        return now.tell, {"reasons": now.method, "waterfall": None, "changes": self._wanted()}[now.tell]

    def _wanted(self) -> Wanted | None:
        """Return the answer that changes should lead to: what was said, or another than the one there is."""
        now = self.settings
        wanted: Wanted | None = now.wanted
        if wanted is not None or now.row is None:
            return wanted
        return self._case.other_answer(now.row, now.changes)

    def _ask(self) -> None:
        """Begin what is not known yet."""
        asked = self._asked()
        if asked is None or asked in self._found:
            return
        what = "effect" if asked[0] == "effect" else self.settings.tell
        label = told(f"explanation.doing_{what}", column=self.settings.column)
        # What is asked in one go cannot be ended in between.
        can_end = what in ("reasons", "changes")
        self.start(Job(label, lambda pace: self._computed(asked, pace), partial(self._keep, asked), can_end))

    def _keep(self, asked: object, found: Result) -> None:
        remember(self._found, asked, found, most=_MOST_KEPT, shown=self._asked())

    def _computed(self, asked: tuple[Any, ...], pace: Pace) -> Result:
        """Compute what is asked for; what goes wrong is known to be no ending."""
        self._failed.discard(asked)
        try:
            return self._compute(asked, pace)
        except EndedError:
            raise
        except Exception:
            self._failed.add(asked)
            raise

    def _compute(self, asked: tuple[Any, ...], pace: Pace | None = None) -> Result:
        if asked[0] == "effect":
            return explain_effects(self._fitted, [asked[1]])
        _, place, changes, tell, how, limits = asked
        check = None if pace is None else pace.check
        row = self._case.values(place) | dict(changes) if changes else place
        if tell == "reasons":
            return explain_person(self._fitted, row, method=how, cancelled=check)
        if tell == "waterfall":
            return explain_prediction(self._source, row)
        return find_counterfactuals(self._fitted, row, wanted=how, cancelled=check, **limits.named())

    def _found_node(self, *before: Node) -> Group:
        """Return what was computed for what is shown; nothing before it is there."""
        asked = self._asked()
        found = self._found.get(asked)
        if found is not None:
            return Group("told", (*before, *result_nodes(found, "told")))
        if asked is None or self.is_busy:
            return Group("told", before)
        ended = Said("told/ended", told("explanation.ended"), "quiet")
        failed = Said("told/failed", told("explanation.failed"), "quiet")
        return Group("told", (failed if asked in self._failed else ended, Press("ask", told("explanation.ask"))))

    def _effect_nodes(self) -> tuple[Node, ...]:
        control = column_control("column", told("explanation.column"), self._columns, self.settings.column)
        return control, self._found_node()

    def _case_nodes(self) -> tuple[Node, ...]:
        now = self.settings
        if now.row is None:
            return (Said("no-case", told("explanation.no_case"), "strong"),)
        changed = (Said("of-changed", told("explanation.of_changed"), "quiet"),) if now.changes else ()
        return (
            self._case.head(now.row),
            self._case.finder(now.row, now.search),
            self._case.editor(now.row, now.changes, now.also),
            *self._tell_nodes(),
            self._found_node(*changed),
        )

    def _tell_nodes(self) -> tuple[Node, ...]:
        now, fitted = self.settings, self._fitted
        tells = [one for one in get_args(Tell) if one != "reasons" or fitted.task == "binary"]
        options = tuple(Option(one, told(f"explanation.tell_{one}")) for one in tells)
        tell = Choice("tell", told("explanation.tell"), options, now.tell, look="radio")
        if now.tell == "reasons":
            methods = (Option("B", told("explanation.method_b")), Option("A", told("explanation.method_a")))
            return tell, Choice("method", told("explanation.method"), methods, now.method, look="radio")
        if now.tell == "waterfall":
            return (tell,)
        return (tell, *self._wanted_nodes(), self._case.limits(now.limits, now.also))

    def _wanted_nodes(self) -> tuple[Node, ...]:
        now, fitted = self.settings, self._fitted
        if fitted.task == "binary":
            return ()
        if fitted.task == "multiclass":
            wanted = str(self._wanted())
            return (column_control("wanted", told("explanation.wanted"), fitted.classes, wanted),)
        least, most = now.wanted if isinstance(now.wanted, tuple) else (None, None)
        ends = (Number("least", told("explanation.least"), least), Number("most", told("explanation.most"), most))
        said = () if now.wanted else (Said("say-wanted", told("explanation.say_wanted")),)
        return (Group("wanted", ends, look="row"), *said)


def view_explanation(source: Fitted | Explanation) -> Panel:
    """Return a widget that shows what moves a model's predictions: over all, by one column, and in one case.

    Parameters
    ----------
    source : Fitted or Explanation
        The model, which is then explained as :func:`workbench.explain_model` does; or such an explanation.

    Returns
    -------
    Panel
        Show it as a cell's last line. What is about one case is shown while somebody looks, and never saved.

    Raises
    ------
    InputError
        If it is neither.
    """
    if not isinstance(source, (Fitted, Explanation)):
        raise wrong_kind("source", source, Fitted, Explanation, give="what explain_model or fit_model returns")
    explanation = explain_model(source) if isinstance(source, Fitted) else source
    return Panel(ExplanationBoard(source, explanation))
