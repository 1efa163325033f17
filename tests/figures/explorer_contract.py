"""Writes what Python computes, for the explorer's TypeScript to compute the same.

``python tests/figures/explorer_contract.py`` writes ``tests/contracts/explorer/*.json``.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.audit.decisions import audit_decisions
from workbench.audit.disclosed import disclose
from workbench.audit.disclosure.said import one_sided
from workbench.audit.policy import Policy, Rule, families
from workbench.audit.selective import needs_both_sides, withheld
from workbench.audit.verdicts import judge
from workbench.document.nodes import Fact
from workbench.document.numerals import number
from workbench.document.wording import of_100
from workbench.figures.explorer import explorer_data
from workbench.stats.intervals import (
    SMALL_COUNT,
    clopper_pearson,
    critical_value,
    difference_limits,
    rate_limits,
    ratio_limits,
    wilson,
)
from workbench.tally.gaps import critical_gap
from workbench.tally.rates import rate_named

if __package__:
    from .explorer_presets import Steps, found, wanted_of
else:  # run as a script
    from explorer_presets import Steps, found, wanted_of

FOLDER = Path(__file__).parents[1] / "contracts" / "explorer"


def contracts():
    """Return every contract, by the name of its file."""
    return {"intervals": intervals(), "numbers": numbers(), **{name: case(*made) for name, made in cases().items()}}


def intervals():
    from scipy import special

    def critical(z):
        return {"z": z, "tail": float(special.ndtr(-z))}

    counts = [
        (k, n)
        for n in (1, 2, 7, 10, 29, 200, 4999, 1_000_000)
        for k in sorted({0, 1, n // 10, n // 3, n // 2, n - 1, n})
        if k <= n
    ]
    criticals = [critical_value(0.95), critical_value(0.8), critical_gap("extremes", 40, 0.05 / 6)]
    rates = []
    for k, n in [(0, 0), *counts]:
        for z in criticals:
            exact, score = clopper_pearson(k, n, z), wilson(k, n, z)
            rates.append({"k": k, "n": n, "critical": critical(z), "exact": pair(exact), "wilson": pair(score)})
    # On both sides of where exact limits end.
    chosen = [
        {"k": k, "n": n, "pooled": pooled, "critical": critical(criticals[0]), "limits": pair(limits)}
        for k, n, pooled in [
            (3, 19, 0.5),
            (3, 20, 0.5),
            (0, 200, 0.4),
            (200, 200, 0.96),
            (5, 100, 0.0999),
            (5, 99, 0.9),
        ]
        for limits in [rate_limits([k], [n], criticals[0], pooled)]
    ]
    pairs = []
    for one, two in zip(counts[::3], counts[1::3], strict=False):
        first, second = (wilson(*counted, criticals[2]) for counted in (one, two))
        difference = difference_limits(one[0] / one[1], first, two[0] / two[1], second)
        ratio = ratio_limits(*one, first, *two, second)
        pairs.append({"one": one, "two": two, "z": criticals[2], "difference": pair(difference), "ratio": pair(ratio)})
    return {"small_count": SMALL_COUNT, "rates": rates, "chosen": chosen, "pairs": pairs}


def numbers():
    rounded = [0.0, 1.0, 0.5, 0.28319, 1 / 3, 0.9996, 0.0004]
    between = [0.1225, 0.1275, 0.0025, 0.0075, 0.035, 0.5225, 0.125, 0.375, 0.625]
    return [
        {
            "value": share,
            "text": of_100(Fact("x", share, "fraction", "", "")).text,
            "whole": number(100 * share, 0),
        }
        for share in (*rounded, *between)
    ]


def cases():
    rng = np.random.default_rng(20261121)
    two = people(rng, 3000, {"women": 0.35, "men": 0.5}, unknown=0.03)
    few = people(rng, 160, {"a": 0.1, "b": 0.5, "c": 0.3, "d": 0.9})
    forty = people(rng, 6000, {f"group {place}": 0.3 + place / 100 for place in range(40)})
    many = people(rng, 20_000, {"women": 0.35, "men": 0.5, "another": 0.45})
    rare = people(rng, 20_000, {"a": 0.01, "b": 0.02, "c": 0.015}, scale=0.1)
    seen = two.assign(outcome=two["outcome"].where((two["score"] >= 0.4) | (rng.random(len(two)) < 0.5)))
    rules = (
        Rule("selection_rate", 0.8, scale="ratio"),
        Rule("selection_rate", 0.2, compare="reference:b"),
        Rule("true_positive_rate", 0.7, scale="ratio", compare="reference:a"),
        Rule("precision_score", 0.1, compare="overall"),
        Rule("accuracy_score", 0.9, scale="ratio", compare="overall"),
        Rule("equalized_odds", 0.15),
        Rule("equalized_odds", 0.6, scale="ratio", leave_out=("d",)),
        Rule("negative_predictive_value", 0.3),
        Rule("roc_auc_score", 0.1),
    )
    policy = Policy(rules, confidence=0.9, minimum_n=12)
    return {
        "two_groups": (two, {"outcome": "outcome", "favourable_outcome": 1}),
        "selection_only": (two, {}),
        "selective_labels": (seen, {"outcome": "outcome", "favourable_outcome": 1}),
        "few_people": (few, {"outcome": "outcome", "policy": policy}),
        "many_people": (pd.concat([few] * 60), {"outcome": "outcome", "policy": policy}),
        "rare_outcome": (rare, {"outcome": "outcome", "threshold": 0.07, "policy": Policy({"selection_rate": 0.02})}),
        "disclosed": (pd.concat([many, few[:30]]), {"outcome": "outcome", "disclosure": "public"}),
        "forty_groups": (forty, {"outcome": "outcome"}),
    }


def people(rng, rows, rates, *, unknown=0.0, scale=1.0):
    """Return a table of scores, outcomes that follow them, and groups that differ in both."""
    group = rng.choice(list(rates), rows)
    base = np.array([rates[one] for one in group])
    score = np.clip(scale * (rng.beta(2, 2, rows) * 0.6 + 0.4 * base), 0, 1)
    outcome = (rng.random(rows) < np.clip(score + base / 4, 0, 1) * min(1, 5 * scale)).astype(int)
    known = np.where(rng.random(rows) < unknown, None, group)
    return pd.DataFrame({"score": np.round(score, 4), "outcome": outcome, "group": known})


def audit_of(table, *, disclosure="full", **arguments):
    given = {"threshold": 0.5, "thresholds": [0.1234], **arguments}
    return disclose(audit_decisions(table, score="score", protected=["group"], **given), disclosure)


def case(table, arguments):
    audit = audit_of(table, **arguments)
    data = explorer_data(audit, "group", most_bins=24)
    last, groups = len(data["edges"]) - 1, len(data["groups"])
    together = [[place] * groups for place in sorted({0, 1, data["start"], last // 3, 2 * last // 3, last})]
    apart = [(data["start"] + 3 * place) % (last + 1) for place in range(groups)]
    data = {**data, "texts": {}}  # what is said may change without a number changing
    return {
        "data": data,
        "expected": [expected(audit, data, places) for places in (*together, apart)],
        "presets": presets(audit, data),
    }


def presets(audit, data):
    """Return what each preset finds, and what it costs."""
    steps = Steps(audit, data)
    written = []
    for wanted in wanted_of(steps, data["start"]):
        places = found(steps, wanted)
        has_cost = places is not None and steps.n[:, :2].sum() > 0
        written.append(
            {
                **wanted._asdict(),
                "costs": list(wanted.costs),
                "found": places,
                "selected": None if places is None else steps.selected(places),
                "cost": steps.cost(places, wanted.costs) if has_cost else None,
            }
        )
    return written


def expected(audit, data, places):
    """Return what the audit says where each group is decided by the threshold at its place."""
    axis = decided(audit, [data["edges"][place] for place in places])
    rates = {}
    for metric in data["metrics"]:
        found = rate_named(metric["id"]).by_group(axis, audit.policy.confidence)
        rates[metric["id"]] = {
            "values": plain(found.values),
            "low": plain(found.limits.low),
            "high": plain(found.limits.high),
            "n": found.n.tolist(),
        }
    judged = audit.at_threshold(data["edges"][0]).assessments
    moved = [one.claim for one in judged if set(families(one.claim.metric)) <= set(rates)]
    return {"places": places, "rates": rates, "claims": [verdict(audit, axis, one, len(judged)) for one in moved]}


def decided(audit, thresholds):
    at = [audit.at_threshold(threshold).axis("group") for threshold in thresholds]
    n = np.stack([axis.tally.n[place] for place, axis in enumerate(at)])
    return replace(at[0], tally=replace(at[0].tally, n=n, scores=None))


def verdict(audit, axis, claim, n_claims):
    found = [rate_named(metric).by_group(axis, audit.policy.confidence) for metric in families(claim.metric)]
    reason = ""
    if any(needs_both_sides(metric) for metric in families(claim.metric)):
        reason = withheld(axis) if audit.disclosure is None else one_sided(axis, audit.disclosure)
    one = judge(claim, found, audit.policy, n_claims, withheld=reason)
    gap = one.gap
    return {
        "verdict": one.verdict,
        "is_withheld": one.is_withheld,
        "small": sorted(axis.groups.index(group) for group in one.small_groups),
        "gap": None
        if gap is None
        else {
            "value": plain(gap.ratio if claim.scale == "ratio" else gap.difference),
            "low": plain(gap.ratio_low if claim.scale == "ratio" else gap.difference_low),
            "high": plain(gap.ratio_high if claim.scale == "ratio" else gap.difference_high),
            "lower": axis.groups.index(gap.lower) if gap.lower else None,
            "higher": axis.groups.index(gap.higher) if gap.higher else None,
        },
    }


def pair(limits):
    return [plain(limits.low), plain(limits.high)]


def plain(values):
    """Return numbers as JSON knows them: none where one does not exist, text where it has no end."""
    if np.ndim(values):
        return [plain(value) for value in np.ravel(values)] if np.size(values) > 1 else plain(np.ravel(values)[0])
    value = float(values)
    return value if math.isfinite(value) else None if math.isnan(value) else "infinite"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in contracts().items():
        (FOLDER / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
