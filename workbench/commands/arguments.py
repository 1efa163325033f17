"""What people write on a command line, as the library understands it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.audit.policy import Policy
    from workbench.data.roles import ProtectedAttribute

__all__ = ["TABLES", "attribute", "crossing", "number_range", "output_file", "pairs", "policy_of"]

TABLES = (
    "A file of any size (CSV, TSV, Parquet, JSON lines, Excel, DuckDB; text may be gzipped), a folder or pattern of "
    "Parquet files, an address (https://…, s3://…), or a database (postgresql://…) with --query or --table."
)
"""What a person may name as the data."""


def attribute(text: str) -> str | ProtectedAttribute:
    """Return bands for ``age:40,60``, else the column's name.

    Examples
    --------
    >>> attribute("age:40,60").edges, attribute("sex")
    ((40.0, 60.0), 'sex')
    """
    from workbench.data.roles import bands

    column, colon, numbers = text.rpartition(":")
    try:
        edges = [float(number) for number in numbers.split(",")]
    except ValueError:
        return text
    return bands(column, edges) if colon and column else text


def crossing(text: str) -> tuple[str, ...]:
    """Return the attributes that ``sex,race`` crosses.

    Raises
    ------
    InputError
        If there are not at least two.

    Examples
    --------
    >>> crossing("sex, race")
    ('sex', 'race')
    """
    names = tuple(name.strip() for name in text.split(","))
    if len(names) < 2 or not all(names):
        raise InputError(f"--cross is {text!r}.\nName two or more protected columns: --cross sex,race.")
    return names


def number_range(option: str, text: str) -> tuple[float, float]:
    """Return the two numbers of ``0,100``.

    Raises
    ------
    InputError
        If there are not two numbers.

    Examples
    --------
    >>> number_range("--score-range", "0,100")
    (0.0, 100.0)
    """
    try:
        low, high = (float(number) for number in text.split(","))
    except ValueError as error:
        raise InputError(f"{option} is {text!r}.\nGive two numbers, the lower one first: {option} 0,100.") from error
    return low, high


def pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """Return names and values of ``name=value``.

    Raises
    ------
    InputError
        If a text has no sign of equality, or a name comes twice.

    Examples
    --------
    >>> pairs("--column", ["rate=Sel. %", "ratio=a=b"])
    {'rate': 'Sel. %', 'ratio': 'a=b'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError(f"{option} is {text!r}.\nWrite a name, = and a value.")
        if name.strip() in found:
            raise InputError(f"{option} names {name.strip()!r} twice.\nName it once.")
        found[name.strip()] = value.strip()
    return found


def output_file(path: Path, audience: str) -> Path:
    """Return the absolute path of an audit's file; asked before anything is counted.

    Parameters
    ----------
    path : path
        Where the audit goes.
    audience : str
        Whom it is for.

    Raises
    ------
    InputError
        If its name ends in no format of a report; or in ``.json``, which is the audit itself and no report
        for somebody.
    """
    from workbench.report.formats import FORMATS
    from workbench.report.write import check_report_path

    if path.suffix.lower() not in FORMATS:
        *others, last = FORMATS
        raise InputError(
            f"--output is {path.name!r}, whose ending is no format of an audit.\n"
            f"Let it end in {', '.join(others)} or {last}."
        )
    if path.suffix.lower() == ".json" and audience != "audit":
        raise InputError(
            f"--audience is {audience!r}, but {path.name!r} holds the audit itself, for programs.\n"
            "Let --output end in .html, .pdf, .docx or .md, or leave out --audience."
        )
    return check_report_path(path)


def policy_of(path: Path | None, standards: Sequence[str], options: Sequence[str]) -> Policy:
    """Return the policy of a file, or the default one, with the standards that the command line adds.

    Parameters
    ----------
    path : path, optional
        A policy file.
    standards : sequence of str
        Names of standards, such as ``nyc-ll144``.
    options : sequence of str
        Options such as ``nyc-ll144.auditor=Ann``.

    Raises
    ------
    InputError
        If the file is wrong, there is no such standard or option, or an option is in both places.
    """
    from workbench.audit.policy import DEFAULT_POLICY
    from workbench.audit.policy_file import read_policy
    from workbench.audit.standards.registry import standard_named

    policy = DEFAULT_POLICY if path is None else read_policy(path)
    wanted: dict[str, dict[str, object]] = {name: dict(given) for name, given in policy.standards.items()}
    for name in standards:
        wanted.setdefault(standard_named(name).name, {})
    for text in options:
        name, option, value = _option(text)
        if name not in wanted:
            raise InputError(f"--option {text} is for a standard that is not asked for.\nAdd --standard {name}.")
        known = [one.name for one in standard_named(name).options]
        if option not in known:
            raise InputError.for_choice(f"option of {name}", option, known)
        if option in wanted[name]:
            raise InputError(f"{option} of {name} is given twice.\nGive it once: in the policy file, or as --option.")
        wanted[name][option] = value
    return replace(policy, standards=wanted)


def _option(text: str) -> tuple[str, str, object]:
    """Return standard, option and value of ``nyc-ll144.auditor=Ann``; a value is TOML where it can be, else text."""
    key, equals, written = text.partition("=")
    name, dot, option = key.partition(".")
    if not (equals and dot and name.strip() and option.strip()):
        raise InputError(f"--option is {text!r}.\nWrite a standard, a dot, what it is told: nyc-ll144.auditor=Ann.")
    from workbench.audit.policy_reading import plain

    try:
        read = tomllib.loads(f"value = {written}")
    except (ValueError, RecursionError):
        read = {}
    return name.strip(), option.strip(), plain(read["value"]) if len(read) == 1 else written
