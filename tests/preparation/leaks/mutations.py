"""Ways in which tables and work on them come to leak, one at a time, and changes that are no leak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.data.split import Split

from .fitted import EARLY, ON_TRAINING_ROWS
from .notebooks import BAD, GOOD
from .tables import CleanTable

__all__ = ["HONEST", "KINDS", "Case"]

Rng = np.random.Generator
GIVEAWAY = ("WB210", "WB211")


@dataclass(frozen=True)
class Case:
    """A table, what was done with it, and the codes one of which should be raised about it."""

    frame: pd.DataFrame
    roles: Mapping[str, Any]
    codes: tuple[str, ...] = ()
    scope: str | None = None
    split: Mapping[str, Any] = field(default_factory=dict)
    fitted: Callable[[Split], Sequence[object]] | None = None
    notebook: str | None = None


def favourable(table: CleanTable) -> np.ndarray:
    return (table.frame[table.roles["target"]] == table.roles["favourable"]).to_numpy()


def with_column(table: CleanTable, name: str, values: object, codes: tuple[str, ...] = GIVEAWAY, **roles: Any) -> Case:
    """Return the table with another column, which leaks."""
    return Case(table.frame.assign(**{name: values}), {**table.roles, **roles}, codes, name if codes else None)


# Columns that give the outcome away.


def copied(table: CleanTable, _: Rng) -> Case:
    return with_column(table, "status", favourable(table).astype(int))


def recoded(table: CleanTable, rng: Rng) -> Case:
    codes = np.where(favourable(table), rng.choice(["A1", "B4", "C9"], len(table.frame)), rng.choice(["D2", "E7"]))
    return with_column(table, "procedure", codes)


def scaled(table: CleanTable, rng: Rng) -> Case:
    return with_column(table, "amount", 500 + 1000 * favourable(table) + rng.normal(0, 60, len(table.frame)))


def flipped(table: CleanTable, rng: Rng) -> Case:
    return with_column(
        table, "advice", np.where(rng.random(len(table.frame)) < 0.07, ~favourable(table), favourable(table))
    )


def told_in_text(table: CleanTable, rng: Rng) -> Case:
    n = len(table.frame)
    said = np.where(
        favourable(table), rng.choice(["granted", "agreed to"], n), rng.choice(["turned down", "refused"], n)
    )
    who = rng.choice(["Request", "This case", "After a check it"], n)
    return with_column(
        table,
        "remark",
        [f"{a} was {b}, sheet {c}" for a, b, c in zip(who, said, rng.integers(0, 10**6, n), strict=True)],
    )


def dated_if_favourable(table: CleanTable, rng: Rng) -> Case:
    n = len(table.frame)
    days = pd.Timestamp("2018-01-01") + pd.to_timedelta(rng.integers(0, 900, n), unit="D")
    return with_column(table, "letter_sent", pd.Series(days).where(favourable(table) ^ (rng.random(n) < 0.02)))


def reason_for_some(table: CleanTable, rng: Rng) -> Case:
    n = len(table.frame)
    reasons = pd.Series(rng.choice(["documents", "income", "other"], n))
    return with_column(table, "reason", reasons.where(~favourable(table) & (rng.random(n) < 0.4)))


def in_the_last_digit(table: CleanTable, rng: Rng) -> Case:
    n = len(table.frame)
    last = np.where(favourable(table), rng.integers(5, 10, n), rng.integers(0, 5, n))
    return with_column(table, "receipt", rng.integers(10_000, 90_000, n) * 10 + last)


def numbered_by_outcome(table: CleanTable, rng: Rng) -> Case:
    order = np.argsort(
        np.where(rng.random(len(table.frame)) < 0.02, ~favourable(table), favourable(table)), kind="stable"
    )
    numbers = np.empty(len(order), dtype=int)
    numbers[order] = np.arange(len(order)) + 1
    return with_column(table, "sheet", numbers)


def dated_by_outcome(table: CleanTable, rng: Rng) -> Case:
    days = rng.normal(0, 25, len(table.frame)) + 100 * favourable(table)
    return with_column(table, "last_change", pd.Timestamp("2020-06-01") + pd.to_timedelta(days.round(), unit="D"))


def share_by_group(table: CleanTable, rng: Rng) -> Case:
    key = rng.integers(0, len(table.frame) // 3, len(table.frame))
    frame = table.frame.assign(street=[f"street {one}" for one in key])
    share = pd.Series(favourable(table).astype(float)).groupby(key).transform("mean").to_numpy()
    return Case(frame.assign(street_rate=share), table.roles, GIVEAWAY, "street_rate")


def share_of_the_others(table: CleanTable, rng: Rng) -> Case:
    key = rng.integers(0, 25, len(table.frame))
    groups = pd.Series(favourable(table).astype(float)).groupby(key)
    share = (groups.transform("sum") - favourable(table)) / (groups.transform("count") - 1)
    frame = table.frame.assign(area=[f"area {one}" for one in key], area_rate=share.to_numpy())
    return Case(frame, table.roles, GIVEAWAY, "area_rate")


# Rows, and people, in both parts.


def one_by_one(table: CleanTable) -> CleanTable:
    """Return the table as if every row were about somebody else and at no time."""
    roles = {role: column for role, column in table.roles.items() if role not in ("time", "group")}
    return CleanTable(table.frame.drop(columns="patient", errors="ignore"), roles)


def more_rows(table: CleanTable, rows: pd.DataFrame, codes: tuple[str, ...]) -> Case:
    return Case(pd.concat([table.frame, rows], ignore_index=True), table.roles, codes)


def rows_twice(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    return more_rows(table, table.frame.sample(frac=0.04, random_state=rng), ("WB203",))


def rows_written_anew(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    again = table.frame.sample(frac=0.04, random_state=rng)
    for name in set(again.columns) - {table.roles["target"], *table.roles["protected"]}:
        if pd.api.types.is_float_dtype(again[name]):
            again[name] *= 1 + rng.normal(0, 0.001, len(again))
        elif pd.api.types.is_string_dtype(again[name]):
            again[name] = again[name].str.upper() + " "
    return more_rows(table, again, ("WB203", "WB212"))


def rows_with_another_value(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    again = table.frame.sample(frac=0.04, random_state=rng)
    name = next(name for name in again.columns if name not in (table.roles["target"], *table.roles["protected"]))
    again[name] = rng.permutation(again[name])
    return more_rows(table, again, ("WB203", "WB212"))


def people(table: CleanTable, rng: Rng) -> np.ndarray:
    """Return a number for whom each row is about; rows of one are of one protected group."""
    found = np.empty(len(table.frame), dtype=int)
    for places in table.frame.groupby(list(table.roles["protected"])).indices.values():
        found[places] = 10_000 * len(places) + rng.integers(0, max(len(places) // 2, 1), len(places))
    return found


def people_not_declared(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    return with_column(table, "client_id", people(table, rng), ("WB213",))


def people_without_a_name(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    return with_column(table, "field_7", [f"x{one}" for one in people(table, rng)], ("WB213",))


def people_split_at_random(table: CleanTable, rng: Rng) -> Case:
    table = one_by_one(table)
    case = with_column(table, "household", people(table, rng), ("WB213",), group="household")
    return replace(case, split={"method": "stratified"})


# Time.


def timed(table: CleanTable, rng: Rng) -> tuple[CleanTable, str]:
    """Return the table with a time: its own where it has one."""
    table = one_by_one(table)
    name = next((name for name in ("admitted_on", "applied_on") if name in table.frame), "received")
    days = pd.Timestamp("2023-03-01") + pd.to_timedelta(rng.integers(0, 700, len(table.frame)), unit="D")
    frame = table.frame if name in table.frame else table.frame.assign(received=days)
    return CleanTable(frame, {**table.roles, "time": name}), name


def split_against_time(table: CleanTable, rng: Rng) -> Case:
    table, name = timed(table, rng)
    return Case(table.frame, table.roles, ("WB216",), name, {"method": "stratified"})


def dated_later(table: CleanTable, rng: Rng) -> Case:
    table, name = timed(table, rng)
    closed = table.frame[name] + pd.to_timedelta(rng.integers(0, 60, len(table.frame)), unit="D")
    return with_column(table, "closed", closed, ("WB216",))


def filled_in_later(table: CleanTable, rng: Rng) -> Case:
    table, name = timed(table, rng)
    when = table.frame[name]
    visits = pd.Series(rng.poisson(3, len(when)).astype(float)).where(when < when.quantile(0.6))
    return with_column(table, "later_visits", visits, ("WB216",))


# Work on the table.


def early(place: int) -> Callable[[CleanTable, Rng], Case]:
    def case(table: CleanTable, _: Rng) -> Case:
        return Case(table.frame, table.roles, ("WB214",), "fitted[0]", fitted=EARLY[place])

    return case


def code(name: str) -> Callable[[CleanTable, Rng], Case]:
    def case(table: CleanTable, rng: Rng) -> Case:
        texts = BAD[name]
        return Case(table.frame, table.roles, ("WB215",), notebook=texts[int(rng.integers(len(texts)))])

    return case


KINDS: dict[str, Callable[[CleanTable, Rng], Case]] = {
    "a copy of the outcome": copied,
    "the outcome in other codes": recoded,
    "the outcome as an amount, with noise": scaled,
    "the outcome, wrong in 7 of 100 rows": flipped,
    "the outcome in the words of a text": told_in_text,
    "a date that only one outcome has": dated_if_favourable,
    "a reason that 40 of 100 refusals have": reason_for_some,
    "the outcome in the last digit of a number": in_the_last_digit,
    "numbers given out by outcome": numbered_by_outcome,
    "a date that the outcome moves": dated_by_outcome,
    "the share of favourable outcomes by street": share_by_group,
    "the same of the other rows of an area": share_of_the_others,
    "4 of 100 rows twice": rows_twice,
    "4 of 100 rows twice, written anew": rows_written_anew,
    "4 of 100 rows twice, with another value": rows_with_another_value,
    "people with several rows, not declared": people_not_declared,
    "the same in a column without a telling name": people_without_a_name,
    "households split at random": people_split_at_random,
    "rows held out at random in spite of a time": split_against_time,
    "a date after the row's own": dated_later,
    "a column that the latest rows lack": filled_in_later,
    "a scaler or encoder fitted to all rows": early(0),
    "nested steps fitted to all rows": early(1),
    "a model trained on all rows": early(2),
    "code: a fit before the split": code("fit"),
    "code: numbers of all rows": code("number"),
    "code: means by group": code("groups"),
    "code: rows drawn anew before the split": code("resample"),
    "code: columns chosen before the split": code("select"),
}
"""Each makes one leak of a clean table."""


def harmless(table: CleanTable, name: str, values: object, **roles: Any) -> Case:
    return with_column(table, name, values, (), **roles)


def coarse(table: CleanTable, rng: Rng) -> Case:
    """Return a table of six questions with few answers each."""
    n, kept = len(table.frame), [table.roles["target"], *table.roles["protected"]]
    answers = {f"answer_{one}": rng.choice(["yes", "no", "perhaps"], n, p=[0.6, 0.3, 0.1]) for one in range(4)}
    return Case(table.frame[kept].assign(**answers), one_by_one(table).roles)


def with_people(table: CleanTable, rng: Rng) -> Case:
    return harmless(table, "household", people(table, rng), group="household")


HONEST: dict[str, Callable[[CleanTable, Rng], Case]] = {
    "as it is": lambda table, _: Case(table.frame, table.roles),
    "a text that is different in every row": lambda table, rng: harmless(
        table, "note", [f"case {one} of {two}" for one, two in rng.integers(0, 10**6, (len(table.frame), 2))]
    ),
    "a code of a hundred values": lambda table, rng: harmless(
        table, "product", rng.integers(0, 100, len(table.frame)).astype(str)
    ),
    "a column half empty": lambda table, rng: harmless(
        table,
        "phone_calls",
        pd.Series(rng.poisson(2.0, len(table.frame)).astype(float)).where(rng.random(len(table.frame)) < 0.5),
    ),
    "a number that tells the outcome, as others do": lambda table, rng: harmless(
        table, "rating", np.round(favourable(table) + rng.normal(0, 1.4, len(table.frame)), 2)
    ),
    "a mean of another column by group": lambda table, rng: harmless(
        table,
        "mean_of_something",
        pd.Series(rng.random(len(table.frame)))
        .groupby(rng.integers(0, 40, len(table.frame)))
        .transform("mean")
        .to_numpy(),
    ),
    "few coarse columns, so that rows are equal": coarse,
    "people who are declared": lambda table, rng: with_people(one_by_one(table), rng),
    "a time that is declared": lambda table, rng: Case(*timed(table, rng)[0]),
    "transformers and a model fitted to the training rows": lambda table, _: Case(
        table.frame, table.roles, fitted=ON_TRAINING_ROWS
    ),
    "code that splits first": lambda table, rng: Case(
        table.frame, table.roles, notebook=GOOD[int(rng.integers(len(GOOD)))]
    ),
}
"""Each changes a clean table, or adds work on it, so that it stays clean."""
