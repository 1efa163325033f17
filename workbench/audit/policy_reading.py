"""From what TOML says to a policy, with every mistake and the line where it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any, TypeVar

from workbench.audit.policy import Policy, Reason, Rule, check_confidence, same_claim
from workbench.audit.policy_text import SCHEMA
from workbench.audit.standards.registry import standards_known
from workbench.audit.toml_lines import Place
from workbench.checks import check_positive
from workbench.core.version import installed_versions
from workbench.errors import InputError
from workbench.tally.metrics import CLAIMABLE, NO_VERDICT

__all__ = ["REASON_KEYS", "RULE_KEYS", "TOP_KEYS", "Reading", "plain"]

TOP_KEYS = (
    "schema",
    "confidence",
    "minimum_n",
    "changed_after_looking",
    "tolerances",
    "rule",
    "standards",
    "justification",
)
"""What may stand outside of tables, and the tables."""
RULE_KEYS = ("metric", "tolerance", "scale", "compare", "attributes", "leave_out")
"""What a ``[[rule]]`` may say."""
REASON_KEYS = ("question", "answer", "why")
"""What a ``[[justification]]`` may say."""
_LONGEST = 60
_LARGEST = 1e300  # TOML has whole numbers that no float can hold

Value = TypeVar("Value")


class Reading:
    """Turns what TOML says into a policy, and collects what is wrong with it."""

    def __init__(self, lines: Mapping[Place, int]) -> None:
        self._lines = lines
        self.mistakes: dict[tuple[int, str], None] = {}  # each once

    def policy(self, content: Mapping[str, Any]) -> Policy | None:
        """Return the policy; whoever asks looks at the mistakes first."""
        if not self._schema(content):
            return None
        self._known((), content, TOP_KEYS)
        confidence = self._number(("confidence",), content.get("confidence", 0.95))
        if confidence is not None:
            self._tried(("confidence",), lambda: check_confidence(confidence))
        minimum_n = content.get("minimum_n", 30)
        self._tried(("minimum_n",), lambda: check_positive("minimum_n", minimum_n))
        is_changed = content.get("changed_after_looking", False)
        if not isinstance(is_changed, bool):
            told = f"changed_after_looking is {_shown(is_changed)}. Write true or false, without quotes."
            self._wrong(("changed_after_looking",), told)
        rules = self._rules(content)
        standards = self._standards(content.get("standards", {}))
        reasons = self._reasons(content.get("justification", []))
        if not rules and not standards and not self.mistakes:
            self._wrong((), "nothing is declared. Add a line under [tolerances], a [[rule]], or a standard.")
        if self.mistakes or confidence is None:
            return None
        found = [rule for _, rule in rules]
        policy = partial(Policy, found, confidence, minimum_n, standards=standards, justification=reasons)
        return self._tried((), lambda: policy(changed_after_looking=is_changed))

    def _schema(self, content: Mapping[str, Any]) -> bool:
        """Tell what is wrong with the schema; return whether the rest can be understood."""
        schema = content.get("schema")
        newer = re.fullmatch(r"workbench\.policy/([1-9][0-9]{0,8})", schema) if isinstance(schema, str) else None
        if newer and schema != SCHEMA:
            version = installed_versions([])["notebook-workbench"]
            self._wrong(
                ("schema",),
                f"schema is {schema}, which is newer than Workbench {version} can read. Install a newer one.",
            )
            return False
        if schema is None:
            self._wrong((), f'schema is missing. Write schema = "{SCHEMA}" in the first line.')
        elif schema != SCHEMA:
            self._wrong(("schema",), f'schema is {_shown(schema)}. Write schema = "{SCHEMA}".')
        return True

    def _rules(self, content: Mapping[str, Any]) -> list[tuple[Place, Rule]]:
        tolerances, written = content.get("tolerances", {}), content.get("rule", [])
        found: list[tuple[Place, Rule]] = []
        if not isinstance(tolerances, dict):
            self._wrong(("tolerances",), f"tolerances is {_shown(tolerances)}. Write a table: [tolerances].")
            tolerances = {}
        for metric, tolerance in tolerances.items():
            place: Place = ("tolerances", metric)
            found += self._rule(place, {"metric": metric, "tolerance": tolerance}, (place, place))
        if not isinstance(written, list) or not all(isinstance(rule, dict) for rule in written):
            self._wrong(("rule",), f"rule is {_shown(written)}. Write [[rule]], with two brackets on each side.")
            written = []
        for position, rule in enumerate(written):
            place = ("rule", position)
            self._known(place, rule, RULE_KEYS)
            found += self._rule(place, rule, ((*place, "metric"), (*place, "tolerance")))
        for position, (place, rule) in enumerate(found):
            for earlier, other in found[:position]:
                if same_claim(rule, other):
                    line = self._line(earlier)
                    self._wrong(place, f"{rule.metric} is declared twice, first in line {line}. Take one out.")
                    break
        return found

    def _rule(self, place: Place, rule: Mapping[str, Any], places: tuple[Place, Place]) -> list[tuple[Place, Rule]]:
        """Return the rule, or none; each value is tried with the others as they are by default."""
        before = len(self.mistakes)
        for key in ("metric", "tolerance"):
            if key not in rule:
                self._wrong(place, f"{key} is missing. Add it to this [[rule]].")
        metric = self._metric(places[0], rule["metric"]) if "metric" in rule else None
        tolerance = self._number(places[1], rule["tolerance"]) if "tolerance" in rule else None
        scale = self._word((*place, "scale"), rule.get("scale", "difference"), metric or "selection_rate")
        compare = self._word((*place, "compare"), rule.get("compare", "extremes"), metric or "selection_rate")
        if metric and tolerance is not None and scale:
            self._tried(places[1], lambda: Rule(metric, tolerance, scale))
        attributes = self._attributes((*place, "attributes"), rule.get("attributes"))
        leave_out = self._names((*place, "leave_out"), rule.get("leave_out", []), "leave_out")
        if compare in [f"reference:{group}" for group in leave_out]:
            self._wrong((*place, "leave_out"), f"the reference {_named(compare[10:])} is left out. Keep it.")
        if len(self.mistakes) > before or metric is None or tolerance is None:
            return []
        return [(place, Rule(metric, float(tolerance), scale, compare, attributes, leave_out))]

    def _word(self, place: Place, value: object, metric: str) -> Any:
        """Return the scale or the comparison of a rule, if there is one of that name."""
        if not isinstance(value, str):
            self._wrong(place, f"{place[-1]} is {_shown(value)}. Give text in quotes.")
            return None
        rule = self._tried(place, lambda: Rule(metric, 0.5, **{str(place[-1]): value}))  # type: ignore[arg-type]
        return value if rule else None

    def _metric(self, place: Place, metric: object) -> str | None:
        if not isinstance(metric, str):
            self._wrong(place, f"metric is {_shown(metric)}. Give its name in quotes.")
        elif metric in NO_VERDICT:
            self._tried(place, lambda: Rule(metric, 0.5))
        elif metric in CLAIMABLE:
            return metric
        elif place[0] == "tolerances" and metric in TOP_KEYS:
            self._misplaced(place, metric)
        else:
            self._unknown(place, "metric", metric, tuple(CLAIMABLE))
        return None

    def _attributes(self, place: Place, written: object) -> tuple[str | tuple[str, ...], ...]:
        """Return the attributes of a rule, several crossed as a tuple."""
        if written is None:
            return ()
        if not isinstance(written, list) or not written:
            self._wrong(place, f'attributes is {_shown(written)}. Give a list, such as ["sex", ["sex", "race"]].')
            return ()
        found: dict[frozenset[str], str | tuple[str, ...]] = {}
        for position, one in enumerate(written):
            here = (*place, position)
            named = self._names(here, one, "a crossing") if isinstance(one, list) else self._names(here, [one])
            if isinstance(one, list) and len(one) < 2:
                self._wrong(here, "a crossing needs two or more attributes. Name them, or write the one without [ ].")
            elif frozenset(named) in found:
                self._wrong(here, f"{' × '.join(sorted(named))} is named twice. Take one out.")
            elif named:
                found[frozenset(named)] = named if isinstance(one, list) else named[0]
        return tuple(found.values())

    def _names(self, place: Place, written: object, what: str = "the list") -> tuple[str, ...]:
        if not isinstance(written, list):
            self._wrong(place, f'{what} is {_shown(written)}. Give a list of text, such as ["f", "m"].')
            return ()
        wrong = [one for one in written if not isinstance(one, str) or not one]
        for one in wrong:
            self._wrong(place, f"{what} names {_shown(one)}. Give text in quotes.")
        names = tuple(one for one in written if isinstance(one, str) and one)
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._wrong(place, f"{_named(name)} is named twice. Take one out.")
        return names

    def _standards(self, written: object) -> dict[str, dict[str, object]]:
        if not isinstance(written, dict):
            self._wrong(
                ("standards",), f"standards is {_shown(written)}. Write a table, such as [standards.nyc-ll144]."
            )
            return {}
        known = standards_known()
        for name, options in written.items():
            place: Place = ("standards", name)
            if name not in known:
                self._unknown(place, "standard", name, tuple(known))
            elif not isinstance(options, dict):
                self._wrong(place, f"{name} is {_shown(options)}. Write a table: [standards.{name}].")
            else:
                self._known(place, options, tuple(option.name for option in known[name].options))
        return {
            name: {option: plain(value) for option, value in options.items()}
            for name, options in written.items()
            if isinstance(options, dict)
        }

    def _reasons(self, written: object) -> list[Reason]:
        if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
            shown = _shown(written)
            self._wrong(
                ("justification",),
                f"justification is {shown}. Write [[justification]], with two brackets on each side.",
            )
            return []
        found = []
        for position, one in enumerate(written):
            place: Place = ("justification", position)
            self._known(place, one, REASON_KEYS)
            for key in REASON_KEYS[:2]:
                if key not in one:
                    self._wrong(place, f"{key} is missing. Add it to this [[justification]].")
            if all(key in one for key in REASON_KEYS[:2]):
                texts = (one["question"], one["answer"], one.get("why", ""))
                found.append(self._tried(place, partial(Reason, *texts)))
        return [one for one in found if one is not None]

    def _known(self, place: Place, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Tell keys of a table that nothing reads: what is misspelt must not be passed over."""
        for key in table:
            if key in known:
                continue
            if place and key in TOP_KEYS:
                self._misplaced((*place, key), key)
            else:
                self._unknown((*place, key), "key", key, known)

    def _unknown(self, place: Place, what: str, name: str, known: tuple[str, ...]) -> None:
        close = get_close_matches(name[:_LONGEST], known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known)}."
        self._wrong(place, f"there is no {what} {_named(name)}. {hint}")

    def _misplaced(self, place: Place, key: str) -> None:
        self._wrong(place, f"{key} stands inside a table. Move it above the first line in [brackets].")

    def _number(self, place: Place, value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong(place, f"{place[-1]} is {_shown(value)}. Give a number, such as 0.05.")
            return None
        return float("inf") if abs(value) > _LARGEST else value

    def _tried(self, place: Place, call: Callable[[], Value]) -> Value | None:
        """Return what a call returns; what it refuses is a mistake at that place."""
        try:
            return call()
        except InputError as error:
            self._wrong(place, " ".join(str(error).split("\n")))
            return None

    def _wrong(self, place: Place, text: str) -> None:
        self.mistakes[(self._line(place), text)] = None

    def _line(self, place: Place) -> int:
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def plain(value: object) -> object:
    """Return an option as JSON can hold it too: dates and times as ISO writes them."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def _named(name: str) -> str:
    return repr(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")


def _shown(value: object) -> str:
    """Return a value nearly as TOML writes it."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _named(value)
    return str(plain(value))[:_LONGEST]
