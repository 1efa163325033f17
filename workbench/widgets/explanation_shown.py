"""What the explanation viewer shows of results: the sections that cells show too, with cautions where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.document.nodes import Paragraph
from workbench.document.wording import cell, name, plain, say
from workbench.explanation.asking import outputs_of
from workbench.explanation.counterfactuals.result import Counterfactuals
from workbench.explanation.effects.result import Effects
from workbench.explanation.person_result import PersonExplanation
from workbench.explanation.result import Explanation
from workbench.explanation.waterfall import Waterfall
from workbench.modeling.result import Fitted
from workbench.report.cell_page import LONGEST, Contents
from workbench.report.effect_cells import EFFECT, effects_contents
from workbench.report.effect_records import effects_record
from workbench.report.explanation_cells import SHAPLEY, explanation_contents
from workbench.report.figuring import Figures
from workbench.report.person_cells import (
    ASKED,
    PREDICTED,
    counterfactuals_contents,
    reasons_contents,
    waterfall_contents,
)
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Group, Node, Option, Part, Said, Words
from workbench.widgets.wording import told

__all__ = ["Side", "column_control", "column_named", "result_nodes", "score_said", "side_of"]

Side = str
"""``"favourable"``, ``"unfavourable"``, or empty where nothing is decided."""

_MOST_LISTED = 60
_LONGEST_LIST = 2_000
_FOLDED = frozenset({"classes", "reading", "not-tried"})
_SAID_ABOVE = ("person.decided.", "person.score", "person.amount")


def result_nodes(result: Result, id: str) -> tuple[Node, ...]:
    """Return what a result says, as nodes whose ids begin with ``id``."""
    contents, findings = _told(result)
    sections = [one for one in contents if one[2]]
    whole = [one for one in sections if one[0] not in _FOLDED]
    folded = [one for one in sections if one[0] in _FOLDED]
    return (*_groups(whole, id, is_fold=False), *_cautions(findings, id), *_groups(folded, id, is_fold=True))


@singledispatch
def _told(result: object) -> tuple[Contents, tuple[Finding, ...]]:
    raise TypeError(f"{type(result).__name__} is not shown here.")


@_told.register
def _(result: Explanation) -> tuple[Contents, tuple[Finding, ...]]:
    return explanation_contents(result, Figures("explanation", result.fingerprint, SHAPLEY)), result.findings


@_told.register
def _(result: Effects) -> tuple[Contents, tuple[Finding, ...]]:
    record = effects_record(result, disclosure_named("full"))
    return effects_contents(record, Figures("effects", result.fingerprint, EFFECT)), result.findings


@_told.register
def _(result: PersonExplanation) -> tuple[Contents, tuple[Finding, ...]]:
    return reasons_contents(result, Figures("person", result.fingerprint, PREDICTED)), result.findings


@_told.register
def _(result: Waterfall) -> tuple[Contents, tuple[Finding, ...]]:
    return waterfall_contents(result, Figures("prediction", result.fingerprint, PREDICTED)), result.findings


@_told.register
def _(result: Counterfactuals) -> tuple[Contents, tuple[Finding, ...]]:
    return counterfactuals_contents(result, Figures("ways", result.fingerprint, ASKED)), result.findings


def _groups(sections: Contents, id: str, *, is_fold: bool) -> tuple[Group, ...]:
    return tuple(
        Group(
            f"{id}/{section}",
            tuple(
                Part(f"{id}/{section}/{place}", block)
                for place, block in enumerate(blocks)
                if not (isinstance(block, Paragraph) and block.id.startswith(_SAID_ABOVE))
            ),
            plain(heading),
            "fold" if is_fold else "column",
        )
        for section, heading, blocks in sections
    )


def _cautions(findings: Iterable[Finding], id: str) -> tuple[Said, ...]:
    return tuple(
        Said(
            f"{id}/finding/{place}",
            name(f"{one.title}. {one.why} {one.what_to_do}", LONGEST).text,
            "quiet" if one.severity == "note" else "caution",
        )
        for place, one in enumerate(findings)
    )


def side_of(fitted: Fitted, answers: NDArray[np.float64]) -> Side:
    """Return how the model decides where it says this; empty where it decides nothing."""
    if fitted.task != "binary":
        return ""
    return "favourable" if float(answers[0]) >= fitted.threshold else "unfavourable"


def score_said(fitted: Fitted, answers: NDArray[np.float64]) -> str:
    """Return what the model says of one row, as reports round it: of several classes the most likely one."""
    figures = Figures("case", fitted.fingerprint, PREDICTED)
    if fitted.task == "regression":
        return cell(figures.number("score", value=float(answers[0]))).text
    place = int(np.argmax(answers))
    score = plain(say("counterfactual.of_100", score=cell(figures.share("score", value=float(answers[place])))))
    if fitted.task == "binary":
        return score
    return told("explanation.says_class", output=outputs_of(fitted)[place], score=score)


def column_control(id: str, label: str, columns: Sequence[str], value: str, none: str = "") -> Choice | Words:
    """Return the control that chooses a column: a list, or its name where there are too many for one.

    Parameters
    ----------
    id, label : str
        Of the control.
    columns : sequence of str
        Which can be chosen.
    value : str
        The one that is; empty for none.
    none : str
        What *none* is called; empty where one has to be chosen.
    """
    if not _is_listed(columns):
        return Words(id, label, name(value).text if value else "", help=told("explanation.column_help"))
    options = [Option("", none)] if none else []
    options += by_place(columns)
    return Choice(id, label, tuple(options), str(columns.index(value)) if value in columns else "", look="select")


def column_named(columns: Sequence[str], value: object) -> str:
    """Return the column that such a control says; as it was typed where there is none of that name."""
    said = str(value) if value is not None else ""
    if _is_listed(columns):
        return columns[int(said)] if said.isdigit() and int(said) < len(columns) else said
    shown = [one for one in columns if name(one).text == said]
    return shown[0] if len(shown) == 1 and said not in columns else said


def _is_listed(columns: Sequence[str]) -> bool:
    return len(columns) <= _MOST_LISTED and sum(len(name(one).text) for one in columns) <= _LONGEST_LIST
