"""One group in counts: what was decided and what happened, its figures, its scores, and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from workbench.document.charts import interval_cell, rate_table
from workbench.document.facts import FactBook, fact_id, value_facts
from workbench.document.nodes import Block, Fact, Table, Text
from workbench.document.telling import figure_title, telling
from workbench.document.wording import cell, count, name, plain, size
from workbench.tally.metrics import class_values, values_by_group
from workbench.tally.tally import BINARY, Tally
from workbench.tally.values import Axis, GroupValues, axis_of
from workbench.widgets.audit_shown import Shown, figure_text
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Node, Option, Part, Said
from workbench.widgets.wording import told

__all__ = ["attributes_beside", "group_nodes"]

_STEPS = 10
_MOST_PARTS = 30


def attributes_beside(shown: Shown) -> tuple[str, ...]:
    """Return the attributes by which a group can be looked at further: none for a crossing."""
    if len(shown.attributes) > 1 or shown.audit.disclosure is not None:
        return ()
    return tuple(one for one in shown.audit.attributes if one not in shown.attributes)


def group_nodes(shown: Shown, group: str, beside: str) -> Iterator[Node]:
    """Yield what the counts of one group say.

    Parameters
    ----------
    shown : Shown
        The figure, and the groups.
    group : str
        The one that is looked at.
    beside : str
        The attribute by which its parts are shown; empty: none.
    """
    book, place = FactBook(), shown.axis.groups.index(group)
    yield Part("group/cells", _cells(shown, place, book))
    others = attributes_beside(shown)
    if others:
        options = (
            Option("", told("audit.beside_nothing")),
            *by_place(others),
        )
        chosen = str(others.index(beside)) if beside in others else ""
        yield Choice("beside", told("audit.beside"), options, chosen)
    if beside in others:
        yield from _parts(shown, group, beside)
    scores = _scores(shown, place, book)
    if scores is not None:
        yield Part("group/scores", scores)
    yield Part("group/figures", _figures(shown, group))


def _words(shown: Shown) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what outcomes and decisions are called, in the order of the counts, what is missing left out."""
    audit, classes = shown.audit, shown.axis.tally.classes
    if classes != BINARY:
        return classes, classes
    plain_words = told("audit.unfavourable"), told("audit.favourable")
    named = audit.roles.unfavourable_label or plain_words[0], audit.roles.favourable_label or plain_words[1]
    return (named if audit.kind == "model" else plain_words), named  # labels are those of what is decided


def _cells(shown: Shown, place: int, book: FactBook) -> Table:
    """Return outcome × decision as counts; what is empty because it is not known is left out."""
    n = shown.axis.tally.n[place]
    outcomes, decisions = _words(shown)
    rows = [(name(word), place) for place, word in enumerate(outcomes)] if n[:-1].any() else []
    columns = [(told("audit.decided", decision=one), at) for at, one in enumerate(decisions)] if n[:, :-1].any() else []
    if n[-1].any():
        rows.append((name(told("audit.not_known")), len(outcomes)))
    if n[:, -1].any():
        columns.append((told("audit.undecided"), len(outcomes)))

    def people(*of: str, value: int) -> Text:
        return (count(book.count(fact_id("group", "people", *of), value, "counts", "")),)

    table = [
        (
            (title,),
            *(people(str(row), str(column), value=int(n[row, column])) for _, column in columns),
            people(str(row), value=int(n[row].sum())),
        )
        for title, row in rows
    ]
    table.append(
        (
            (told("audit.all_people"),),
            *(people("all", str(column), value=int(n[:, column].sum())) for _, column in columns),
            people("all", value=int(n.sum())),
        )
    )
    header = (told("audit.outcome"), *(title for title, _ in columns), told("audit.all_people"))
    return Table(
        "group-cells",
        (told("audit.cells"),),
        tuple((one,) for one in header),
        tuple(table),
        (False, *(True,) * (len(columns) + 1)),
    )


def _figures(shown: Shown, group: str) -> Table:
    book, rows = FactBook(), []
    source = shown.audit.decisions.fingerprint
    for metric, values in _every_figure(shown, group).items():
        fact = value_facts(book, "group", values, source, groups=(group,))[group]
        value: Text = (name(fact.undefined),) if fact.undefined else (cell(fact),)
        rows.append((figure_title(metric), (size(fact),), value, interval_cell(fact)))
    header = (told("audit.figure"), told("audit.out_of"), told("audit.value"), told("audit.interval"))
    caption = (told("audit.figures"),)
    return Table("group-figures", caption, tuple((one,) for one in header), tuple(rows), (False, True, True, True))


def _every_figure(shown: Shown, group: str) -> Mapping[str, GroupValues]:
    """Return every figure by group; those of scores, which take long for many groups, of the one group only."""
    axis, confidence = shown.axis, shown.audit.policy.confidence
    if axis.tally.scores is None or shown.audit.disclosure is not None:
        return shown.audit.table(*shown.attributes)
    some = values_by_group(replace(axis, tally=_without_scores(axis.tally)), confidence)
    own = axis.tally.where(axis.attribute, group).onto((axis.attribute,), ((group,),), [0])
    every = values_by_group(Axis(axis.attribute, (group,), own), confidence)
    return {metric: some.get(metric, values) for metric, values in every.items()}


def _scores(shown: Shown, place: int, book: FactBook) -> Table | None:
    """Return the scores in ten equal steps by outcome; ``None`` where none were counted."""
    scores = shown.axis.tally.scores
    if scores is None:
        return None
    ends = scores.low + (scores.high - scores.low) * np.arange(1, _STEPS) / _STEPS
    starts = np.concatenate([[scores.low], scores.edges])
    share = np.round((starts - scores.low) / (scores.high - scores.low), 9)  # edges are rounded in their last digit
    step = np.clip((share * _STEPS).astype(np.int64), 0, _STEPS - 1)
    n = np.zeros((3, _STEPS), dtype=np.int64)
    for outcome in range(3):
        n[outcome] = np.bincount(step, scores.n[place, outcome, :-1], _STEPS)
    words = (*_words(shown)[0], told("audit.not_known"))
    columns = [outcome for outcome in range(3) if n[outcome].any()]
    edges = [scores.low, *ends, scores.high]
    rows: list[tuple[Text, ...]] = []
    for at in range(_STEPS):
        low, high = (
            cell(Fact(f"group/score/{at}/{part}", float(edges[at + part]), "number", "", ""), digits=2).text
            for part in range(2)
        )
        counts = tuple(
            (count(book.count(f"group/scores/{at}/{outcome}", int(n[outcome, at]), "counts", "")),)
            for outcome in columns
        )
        rows.append(((told("audit.score_range", low=low, high=high),), *counts))
    header = (told("audit.score"), *(plain((name(words[outcome]),)) for outcome in columns))
    numeric = (False, *(True,) * len(columns))
    return Table("group-scores", (told("audit.scores"),), tuple((one,) for one in header), tuple(rows), numeric)


def _parts(shown: Shown, group: str, beside: str) -> Iterator[Node]:
    """Yield the figure of the groups of another attribute within one group."""
    tally = _without_scores(shown.audit.decisions).where(shown.attributes[0], group)
    axis = axis_of(tally, beside, order=shown.audit.axis(beside).groups)
    for at, values in enumerate(shown.values):
        base, _, label = values.metric.partition("[")
        of_class = axis
        if label and axis.tally.classes != BINARY:
            of_class = Axis(axis.attribute, axis.groups, axis.tally.one_against_rest(label.removesuffix("]")))
            base = base.removesuffix("]")
        found = class_values(of_class, base, shown.audit.policy.confidence)[0]
        largest = np.argsort(-found.n, kind="stable")[:_MOST_PARTS]
        some = found.take(np.sort(largest))
        how = telling(replace(some, metric=values.metric), shown.materials.terms)
        facts = value_facts(FactBook(), "part", some, tally.fingerprint, flipped=how.flipped)
        figure = figure_text(how)
        caption = told("audit.beside_caption", figure=figure, group=group, attribute=beside)
        block: Block = rate_table(
            f"parts-{at}", (caption,), (figure,), None, [(beside, list(facts.items()))], bare=True
        )
        yield Part(f"parts/{at}", block)
        if len(some.groups) < len(found.groups):
            said = told("audit.beside_most", shown=len(some.groups), all=len(found.groups))
            yield Said(f"parts/{at}/most", said, "quiet")
    yield Said("parts/note", told("audit.beside_note"), "quiet")


def _without_scores(tally: Tally) -> Tally:
    """Return counts without scores, which are many and are not shown of parts."""
    return replace(tally, scores=None) if tally.scores is not None else tally
