"""What the mitigation sandbox shows before anything is tried, and the choice at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Protocol

from workbench.audit.by_group import legal_caution
from workbench.audit.mitigation.attempt import METHODS, aims_of
from workbench.audit.mitigation.contract import Case
from workbench.audit.mitigation.drop_proxy import columns_seen
from workbench.audit.mitigation.result import Mitigations
from workbench.audit.policy import Policy
from workbench.document.telling import figure_title
from workbench.document.wording import name, plain
from workbench.preparation.result import Prepared
from workbench.widgets.mitigations_code import Trying, can_aim_at
from workbench.widgets.mitigations_held_out import HeldOut, held_out_nodes
from workbench.widgets.mitigations_results import opened_nodes, people_nodes
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Group, Node, Number, Option, Press, Said, Words
from workbench.widgets.wording import told

__all__ = ["Choosing", "Seen", "choose_view", "setup_view"]

_MOST_CROSSED = 4
_LONGEST_OPTION = 32
_LOOKS = {"never": "mitigations.never", "training": "mitigations.training", "decisions": "mitigations.decisions"}
_TITLES = {
    "reweighing": ("mitigations.reweighing", "mitigations.reweighing_help"),
    "reductions": ("mitigations.reductions", "mitigations.reductions_help"),
    "threshold_optimisation": ("mitigations.threshold_optimisation", "mitigations.threshold_optimisation_help"),
    "drop_proxy": ("mitigations.drop_proxy", "mitigations.drop_proxy_help"),
}


class Choosing(Protocol):
    """What was chosen, as :class:`~workbench.widgets.mitigations_settings.MitigationSettings` holds it."""

    @property
    def chosen(self) -> str:
        """The attempt."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def is_confirmed(self) -> bool:
        """Whether the held-out rows were asked."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What controls choose from.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    policy : Policy
        What is compared.
    case : Case
        What methods are tried on.
    trying : Trying
        What is tried.
    models : tuple of (str, str)
        Kinds of model by name and title; empty where one was given.
    """

    prepared: Prepared
    policy: Policy
    case: Case
    trying: Trying
    models: tuple[tuple[str, str], ...]

    @staticmethod
    def axes_of(prepared: Prepared) -> tuple[tuple[str, ...], ...]:
        """Return the attributes, and where they are few their crossings in pairs."""
        titles = [one.title for one in prepared.split.train.roles.protected]
        pairs = combinations(titles, 2) if len(titles) <= _MOST_CROSSED else ()
        return (*((one,) for one in titles), *pairs)

    @staticmethod
    def columns_of(prepared: Prepared) -> tuple[str, ...]:
        """Return the columns that the model sees."""
        return tuple(columns_seen(prepared))

    @cached_property
    def aims(self) -> tuple[str, ...]:
        """What can be made equal."""
        return aims_of(self.policy, self.case.grouping, self.prepared.split.train)

    @property
    def attribute(self) -> str:
        """Whose groups are to be brought closer together."""
        return self.case.grouping.title


def setup_view(seen: Seen, *, is_tried: bool, is_busy: bool, said: str) -> tuple[Node, ...]:
    """Return what is tried, on what, and the button that tries it.

    Parameters
    ----------
    seen : Seen
        What controls choose from.
    is_tried, is_busy : bool
        Whether it was tried, and whether something is computed now.
    said : str
        What became of the last try, where that has to be said.
    """
    trying = seen.trying
    off = told("mitigations.busy") if is_busy else told("mitigations.tried") if is_tried else ""
    lead = told("mitigations.lead", n=seen.prepared.split.train.n_rows)
    cautions: tuple[Node, ...] = ()
    if "threshold_optimisation" in trying.methods and can_aim_at("threshold_optimisation", trying.metric):
        found = legal_caution(seen.attribute)
        cautions = (Said("legal", f"{found.title}. {found.what_to_do}", "caution"),)
    return (
        Said("lead", lead, "quiet"),
        Group("aim", tuple(_aim(seen)), look="row"),
        _methods(seen),
        *cautions,
        Group("how", tuple(_how(seen)), told("mitigations.how"), "fold"),
        Press("try", told("mitigations.try"), "plain" if is_tried else "main", off),
        *((Said("said", said, live=True),) if said else ()),
    )


def _aim(seen: Seen) -> Iterator[Node]:
    axes, trying = Seen.axes_of(seen.prepared), seen.trying
    if len(axes) > 1:
        options = by_place([" × ".join(one) for one in axes])
        chosen = next((str(at) for at, one in enumerate(axes) if set(one) == set(trying.attributes)), "")
        yield Choice("attribute", told("mitigations.attribute"), options, chosen, "select")
    if len(seen.aims) > 1:
        options = tuple(Option(one, plain(figure_title(one))) for one in seen.aims)
        note = told("mitigations.metric_help")
        yield Choice("metric", told("mitigations.metric"), options, trying.metric, "select", note)
    if seen.models:
        options = tuple(Option(one, title) for one, title in seen.models)
        yield Choice("model", told("mitigations.model"), options, trying.model, "select")


def _methods(seen: Seen) -> Choice:
    metric = seen.trying.metric
    options = []
    for one in METHODS:
        title, note = (told(id) for id in _TITLES[one])
        if not can_aim_at(one, metric):
            note = told("mitigations.cannot_aim", metric=plain(figure_title(metric)))
        options.append(Option(one, title, note))
    return Choice("methods", told("mitigations.methods"), tuple(options), seen.trying.methods)


def _how(seen: Seen) -> Iterator[Node]:
    trying = seen.trying
    if "reductions" in trying.methods:
        options = tuple(
            Option(one, told(id))
            for one, id in (
                ("exponentiated_gradient", "mitigations.exponentiated_gradient"),
                ("grid_search", "mitigations.grid_search"),
            )
        )
        yield Choice("algorithm", told("mitigations.algorithm"), options, trying.algorithm)
    if "threshold_optimisation" in trying.methods:
        options = tuple(
            Option(one, told(id))
            for one, id in (
                ("accuracy_score", "mitigations.accuracy_score"),
                ("balanced_accuracy_score", "mitigations.balanced_accuracy_score"),
            )
        )
        yield Choice("objective", told("mitigations.objective"), options, trying.objective)
    if "drop_proxy" in trying.methods:
        columns = Seen.columns_of(seen.prepared)
        left = zip(columns, by_place(columns, _LONGEST_OPTION), strict=True)
        options = (
            Option("", told("mitigations.column_more")),
            *(option for column, option in left if column not in trying.columns),
        )
        note = told("mitigations.column_help")
        yield Choice("column", told("mitigations.column"), options, "", "select", note)
        kept = enumerate(trying.columns)
        again = tuple(Press(f"keep/{at}", told("mitigations.keep_column", column=one), "quiet") for at, one in kept)
        yield from (Group("columns", again, look="row"),) if again else ()
    note = told("mitigations.n_folds_help")
    yield Number("n_folds", told("mitigations.n_folds"), float(trying.n_folds), 2.0, 20.0, 1.0, help=note)


def choose_view(
    seen: Seen,
    found: Mitigations,
    settings: Choosing,
    held_out: HeldOut | None,
    *,
    is_busy: bool,
    n_asked: int,
) -> tuple[Node, ...]:
    """Return the choice, its reason, whom it decides otherwise, and what held-out rows say of it.

    Parameters
    ----------
    seen : Seen
        What controls choose from.
    found : Mitigations
        What was tried.
    settings : Choosing
        What was chosen, and why.
    held_out : HeldOut or None
        What held-out rows say.
    is_busy : bool
        Whether something is computed now.
    n_asked : int
        About how many choices the held-out rows were asked.
    """
    options = tuple(
        Option(one.name, name(one.title).text, told(_LOOKS[one.needs_attribute], attribute=seen.attribute))
        for one in found.attempts
        if not one.error
    )
    is_whole = bool(settings.chosen and settings.reason)
    off = "" if is_whole else told("mitigations.not_chosen")
    off = told("mitigations.confirmed") if held_out else told("mitigations.busy") if is_busy else off
    nodes: list[Node] = [Choice("chosen", told("mitigations.chosen"), options, settings.chosen, "radio")]
    if settings.chosen:
        one = found.attempt(settings.chosen)
        if one.needs_attribute == "decisions":
            caution = legal_caution(seen.attribute)
            nodes.append(Said("legal/chosen", f"{caution.title}. {caution.why} {caution.what_to_do}", "caution"))
        nodes += opened_nodes(found, [settings.chosen], "opened/chosen")
        nodes.append(Group("people", tuple(people_nodes(found, settings.chosen))))
    note = told("mitigations.reason_help")
    nodes += [
        Words("reason", told("mitigations.reason"), settings.reason, long=True, help=note),
        Said("confirm/help", told("mitigations.confirm_help"), "quiet"),
        Press("confirm", told("mitigations.confirm"), "main" if is_whole and not held_out else "plain", off),
    ]
    if n_asked > 1:
        nodes.append(Said("confirm/often", told("mitigations.asked_often", n=n_asked), "caution"))
    if held_out is not None:
        inside = tuple(held_out_nodes(found, seen.trying.metric, settings.chosen, held_out))
        nodes.append(Group("held_out", inside, told("mitigations.held_out")))
    return tuple(nodes)
