"""An audit from its JSON: rebuilt from the counts that it holds, not copied from what it concluded."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, cast

import numpy as np

from workbench.audit.assess import audit_tallies
from workbench.audit.by_group import ThresholdsByGroup
from workbench.audit.disclosure.record import DisclosureRecord
from workbench.audit.given import is_recomputed, seal_of
from workbench.audit.policy import Policy
from workbench.audit.policy_settings import policy_from_settings
from workbench.audit.result import Audit, Kind
from workbench.audit.standards.contract import Evidence
from workbench.core.finding import SEVERITIES, Finding, Severity
from workbench.core.json_node import Node
from workbench.core.measure_reading import read_measure
from workbench.core.provenance import Provenance
from workbench.core.schema import schema_name
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.roles_settings import attributes_from_settings, roles_from_settings
from workbench.errors import InputError, WorkbenchError
from workbench.tally.largest import MOST_COMBINATIONS
from workbench.tally.tally import Tally

__all__ = ["audit_from_json"]

_KINDS = ("model", "decisions", "counts", "predictions")
_MOST = 1_000
_MOST_BYTES = 2**29
"""All counts of an audit, unpacked: a few kilobytes of JSON could claim to hold gigabytes."""


class _Given(TypedDict):
    data_name: str
    roles: Roles
    policy: Policy
    kind: Kind
    crossings: list[tuple[str, ...]]
    strata: tuple[ProtectedAttribute, ...]
    threshold: float | None
    scoring: Evidence | None
    disclosure: DisclosureRecord | None
    thresholds_by_group: ThresholdsByGroup | None


def audit_from_json(value: object) -> Audit:
    """Return the audit that :meth:`Audit.to_json` wrote, everything concluded anew from its counts.

    Verdicts, gaps, figures and findings are computed from the tallies and the policy that the JSON holds; what it
    says of them is not looked at. Findings that no count knows, such as those on the reading of a file, are kept.

    Parameters
    ----------
    value : JSON
        What :meth:`Audit.to_json` returned, before or after it was written to a file.

    Raises
    ------
    InputError
        If it is no audit, or a damaged one; the text says what is wrong and where.

    Notes
    -----
    The JSON carries a fingerprint of what it is rebuilt from. That finds accidents; somebody who means to deceive can
    write another one, and is met with a signature.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.audit.counts import audit_counts
    >>> audit = audit_counts(pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]}))
    >>> again = audit_from_json(audit.to_json())
    >>> again == audit, again.to_json() == audit.to_json()
    (True, True)
    """
    root = Node(value, "audit", "Audit.to_json")
    try:
        with np.errstate(all="ignore"):  # numbers that nobody vouches for
            return _rebuilt(root)
    except InputError:
        raise
    except UnicodeEncodeError as error:
        raise root.error("holds text that is not Unicode") from error
    except (WorkbenchError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
        raise root.error(f"cannot be computed anew from what it holds: {type(error).__name__}, {error}") from error
    except RecursionError as error:
        raise root.error("is nested too deeply") from error


def _rebuilt(root: Node) -> Audit:
    root.record()
    if root["schema"].value != schema_name("audit"):
        raise root["schema"].error(f"is not {schema_name('audit')!r}")
    order, scoring, threshold = root["order"], root["scoring"], root["threshold"]
    _check_size(root, root["tallies"], scoring)
    roles = roles_from_settings(root["roles"], order["labels"])
    strata = attributes_from_settings(root["strata"], order["strata"])
    titles = [[one.title for one in axes] for axes in (roles.protected, strata)]
    decisions, outcomes = _tallies(root["tallies"], *titles)
    made = _provenance(root["provenance"])
    given: _Given = {
        "data_name": root["data"].text(),
        "roles": roles,
        "policy": policy_from_settings(root["policy"], order["standards"]),
        "kind": cast(Kind, root["kind"].choice(*_KINDS)),
        "crossings": [one.texts(_MOST) for one in root["crossings"].entries(_MOST)],
        "strata": strata,
        "threshold": None if threshold.is_null else threshold.real(),
        "scoring": None if scoring.is_null else _scoring(scoring),
        "disclosure": DisclosureRecord.from_json(root["disclosure"]) if "disclosure" in root.record() else None,
        "thresholds_by_group": _by_group(root),
    }
    others = _other_findings(root["other_findings"], given["kind"])
    fingerprint = root["fingerprint"].text()
    _check_seal(root)  # last, as it cannot say where the damage is
    audit = audit_tallies(made, outcomes, decisions, **given)
    if audit.fingerprint != fingerprint:
        raise root["fingerprint"].error("is not that of what the audit holds")
    return _with_findings(audit, others)


def _by_group(root: Node) -> ThresholdsByGroup | None:
    if "thresholds_by_group" not in root.record():
        return None
    found = ThresholdsByGroup.from_json(root["thresholds_by_group"])
    if not found.attributes or not root["threshold"].is_null:
        raise root["thresholds_by_group"].error("is beside a threshold for all, or names no attribute")
    return found


def _check_seal(root: Node) -> None:
    """Raise where what the audit is rebuilt from is not what was written."""
    seal = root["seal"]
    if seal.text() != seal_of(root.record()):  # type: ignore[arg-type]
        raise seal.error("does not fit: what the audit is computed from was changed after it was written")


def _check_size(root: Node, *parts: Node) -> None:
    """Raise where the arrays are larger than anybody's counts, before any is unpacked."""
    total, waiting = 0, [one.value for one in parts]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
            shape = one.get("shape") if "gzip" in one else None
            if isinstance(shape, list) and all(type(size) is int and size >= 0 for size in shape):
                total += int(np.prod(shape, dtype=object)) * 8
        elif isinstance(one, list):
            waiting += one
    if total > _MOST_BYTES:
        raise root.error(f"holds counts of more than {_MOST_BYTES / 2**20:,.0f} MB, the most that is read")


def _tallies(node: Node, protected: list[str], strata: list[str]) -> tuple[Tally, Tally]:
    decisions = _tally(node["decisions"], [*protected, *strata])
    outcomes = _tally(node["outcomes"], protected) if "outcomes" in node.record() else decisions
    return decisions, outcomes


def _tally(node: Node, needed: list[str]) -> Tally:
    if "groups" in node.record():
        node["groups"].entries(MOST_COMBINATIONS)
    try:
        tally = Tally.from_json(node.record())  # type: ignore[arg-type]
    except InputError as error:
        raise InputError(f"{node.where}: {error}") from error
    for title in needed:
        if title not in tally.attributes:
            raise node["attributes"].error(f"do not name {title!r}, whose groups are compared")
    for what, names in (("attributes", tally.attributes), ("groups", tally.groups), ("classes", tally.classes)):
        if len(set(names)) < len(names):
            raise node[what].error("name one twice")
        for name in names:
            for part in (name,) if isinstance(name, str) else name:
                Node(part, node[what].where, node.writer).text()
    return tally


def _scoring(node: Node) -> Evidence:
    tallies: dict[str, Tally] = {}
    for one in node["tallies"].entries(_MOST):
        pair = one.entries(2)
        if len(pair) < 2 or pair[0].text() in tallies:
            raise one.error("is no name with a tally of its own")
        tallies[pair[0].text()] = _tally(pair[1], [])
    median, at_median, threshold = node["median"], node["n_at_median"], node["threshold"]
    return Evidence(
        tallies,
        None if median.is_null else float("nan") if isinstance(median.value, dict) else float(median.real()),
        node["median_of"].text(),
        None if at_median.is_null else at_median.whole(),
        node["beside_decisions"].truth(),
        None if threshold.is_null else threshold.real(),
    )


def _provenance(node: Node) -> Provenance:
    return Provenance(
        node["stage"].text(),
        node["settings"].record(),
        node["inputs"].texts(_MOST),
        None if node["seed"].is_null else node["seed"].whole(),
        {name: one.text() for name, one in node["versions"].members().items()},
    )


def _other_findings(node: Node, kind: Kind) -> list[tuple[int, Finding]]:
    """Return the findings that counts do not know, each with its place among all."""
    return [(max(one["place"].whole(), 0), _finding(one, kind)) for one in node.entries(100 * _MOST)]


def _with_findings(audit: Audit, others: list[tuple[int, Finding]]) -> Audit:
    """Return the audit with findings that its counts do not know, each in its place among those they do."""
    if not others:
        return audit
    findings = list(audit.findings)
    for place, one in others:
        findings.insert(place, one)
    found = replace(audit, findings=tuple(findings))
    found.known_axes.update(audit.known_axes)
    return found


def _finding(node: Node, kind: str) -> Finding:
    interval = node["interval"]
    limits = () if interval.is_null else tuple(one.real() for one in interval.entries(2))
    if len(limits) not in (0, 2):
        raise interval.error("is no pair of limits")
    try:
        found = Finding(
            node["code"].text(),
            cast(Severity, node["severity"].choice(*SEVERITIES)),
            node["title"].text(),
            node["why"].text(),
            node["what_to_do"].text(),
            _number(node["value"]),
            _number(node["threshold"]),
            None if node["n"].is_null else node["n"].whole(),
            (limits[0], limits[1]) if limits else None,
            node["scope"].text(),
            read_measure(node),
        )
    except InputError as error:
        raise error if str(error).startswith(node.where) else InputError(f"{node.where}: {error}") from error
    if is_recomputed(found, kind):
        raise node["code"].error(f"is {found.code!r}, which the counts themselves would tell")
    return found


def _number(node: Node) -> float | None:
    """Return a number; what has none is written as an object with the reason."""
    return None if isinstance(node.value, dict) else node.real()
