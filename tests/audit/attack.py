"""What an attacker does who has everything that was published of an audit, and does not know how it was made.

Nothing here is shared with what hides the counts: every number is read out of the JSON, by its name.
"""

from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from workbench.data.roles import TOO_SMALL, UNKNOWN
from workbench.tally.packing import unpack

CODES = {"0": (0,), "1": (1,), "?": (2,), "*": (0, 1, 2)}
PAIRS = ("00", "01", "10", "11")

COUNTED = {  # successes and trials of each rate: outcome and decision, "?" missing, "*" any
    "selection_rate": (("*1",), ("*0", "*1")),
    "true_positive_rate": (("11",), ("10", "11")),
    "false_positive_rate": (("01",), ("00", "01")),
    "true_negative_rate": (("00",), ("00", "01")),
    "false_negative_rate": (("10",), ("10", "11")),
    "accuracy_score": (("00", "11"), PAIRS),
    "zero_one_loss": (("01", "10"), PAIRS),
    "precision_score": (("11",), ("01", "11")),
    "false_discovery_rate": (("01",), ("01", "11")),
    "negative_predictive_value": (("00",), ("00", "10")),
    "false_omission_rate": (("10",), ("00", "10")),
    "base_rate": (("1*",), ("0*", "1*")),
}


def cells(patterns):
    """Which of the nine cells of outcome and decision some patterns are."""
    found = np.zeros((3, 3), dtype=bool)
    for outcome, decision in patterns:
        found[np.ix_(CODES[outcome], CODES[decision])] = True
    return found.ravel()


class Attacker:
    """Every sum of joint cells that the JSON of an audit tells, for audits of decisions on the same rows as the data.

    ``kinds`` are the combinations of groups that there may be.
    """

    def __init__(self, content, attributes, groups, crossings, *, held_out=False):
        """With ``held_out`` rows without a decision are those of the data that were not held out."""
        self.attributes, self.kinds = attributes, list(product(*groups))
        self.crossings = {" × ".join(one): one for one in crossings}
        self.rows, self.values = [], []
        named = {}
        for part in content["metrics"]:
            named.setdefault(part["attribute"], set()).update(one["group"] for one in part["groups"])
        for part in content["metrics"]:
            if part["metric"] in COUNTED and not (held_out and part["metric"] == "base_rate"):
                for one in part["groups"]:
                    self.learn(part["metric"], part["attribute"], one, named[part["attribute"]])
        total = content["rows"]
        everybody = np.ones(len(self.kinds), dtype=bool)
        self.add(everybody, ("*0", "*1") if held_out else ("**",), total["all"])
        self.add(everybody, ("*0", "*1"), total["with_decision"])
        if "outcomes" not in content["disclosure"]["withheld"]:
            self.add(everybody, PAIRS if held_out else ("0*", "1*"), total["with_outcome"])
        self.learn_tallies(content["tallies"], held_out=held_out)
        for standard in content["standards"]:
            for table in standard["tables"]:
                self.learn_table(table)

    def learn_tallies(self, tallies, *, held_out):
        for margin in tallies["decisions"].get("margins", []):
            self.learn_margin(margin, ("0", "1") if held_out else ("0", "1", "?"))
        if held_out:
            for one in (tallies["outcomes"], *tallies["outcomes"].get("margins", [])):
                self.learn_data(one)

    def members(self, attribute, group):
        if attribute == "":
            return np.ones(len(self.kinds), dtype=bool)
        axis = self.crossings.get(attribute, (attribute,))
        return np.array([self.called(axis, kind) == group for kind in self.kinds])

    def called(self, axis, kind):
        parts = [kind[self.attributes.index(name)] for name in axis]
        return UNKNOWN if UNKNOWN in parts else " × ".join(parts)

    def learn(self, metric, attribute, one, named):
        """A group with trials tells two sums; one without tells nothing: it may be hidden."""
        if one["n"] == 0:
            return
        who = self.members(attribute, one["group"])
        if one["group"] == TOO_SMALL:
            who = ~np.any([self.members(attribute, group) for group in named], axis=0)
        counted, out_of = COUNTED[metric]
        self.add(who, counted, one["k"])
        self.add(who, out_of, one["n"])

    def learn_data(self, table):
        """All rows of the data, which tell outcomes, whatever was decided."""
        for parts, n in zip(table["groups"], unpack(table["n"], "n", np.dtype(np.int64)), strict=True):
            if TOO_SMALL in parts:
                continue
            total = len(set(parts)) == 1 and parts[0] == "everybody"
            who = self.members("" if total else " × ".join(table["attributes"]), " × ".join(parts))
            self.add(who, ("**",), n.sum())
            if not n[2].any():
                for outcome in range(2):
                    self.add(who, ("01"[outcome] + "*",), n[outcome].sum())

    def learn_margin(self, margin, decisions):
        """Packed counts tell all nine cells; where no outcome is missing in truth, those that are joined show."""
        attribute = " × ".join(margin["attributes"])
        names = [UNKNOWN if UNKNOWN in parts else " × ".join(parts) for parts in margin["groups"]]
        for parts, n in zip(margin["groups"], unpack(margin["n"], "n", np.dtype(np.int64)), strict=True):
            who = self.members(attribute, " × ".join(parts))
            if TOO_SMALL in parts:
                who = ~np.any([self.members(attribute, name) for name in names], axis=0)
            for place, decision in enumerate(decisions):
                self.add(who, ("*" + decision,), n[:, place].sum())
                for outcome in range(3) if not n[2].any() else ():
                    self.add(who, ("01?"[outcome] + decision,), n[outcome, place])

    def learn_table(self, table):
        kind, _, attribute = table["id"].partition("/")
        if kind != "ratio":
            return
        for row in table["rows"]:
            n, k = row["cells"][0]["value"], row["cells"][1]["value"]
            if isinstance(n, int):
                who = self.members(attribute, row["name"])
                self.add(who, ("*0", "*1"), n)
                self.add(who, ("*1",), k)

    def add(self, who, patterns, value):
        self.rows.append(np.outer(who, cells(patterns)).ravel())
        self.values.append(value)

    def ranges_of(self, wanted, *, whole_numbers=False):
        """Between which ends sums of cells must lie: those of each pair of members and patterns."""
        rows, first = np.unique(np.array(self.rows), axis=0, return_index=True)
        values = np.array(self.values)[first]
        aims = np.array([np.outer(who, cells(patterns)).ravel() for who, patterns in wanted], dtype=float)
        aims = np.concatenate([aims, -aims])
        copies = sparse.kron(sparse.identity(len(aims)), sparse.csr_matrix(rows.astype(float)), format="csr")
        found = linprog(
            aims.ravel(),
            A_eq=copies,
            b_eq=np.tile(values, len(aims)),
            integrality=np.full(aims.size, int(whole_numbers)),
            method="highs",
        )
        assert found.status == 0, "what was published contradicts itself"
        ends = np.abs((aims.ravel() * found.x).reshape(aims.shape).sum(axis=1))
        return ends.reshape(2, -1).T
