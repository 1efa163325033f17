"""``read_fields`` and ``write_fields``: what only people can say, as a form that they fill in.

The form is one TOML file. Every question stands in it; what is left empty is listed in the report as
not provided.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from os import PathLike
from pathlib import Path

from workbench.core.files import write_whole
from workbench.core.schema import schema_name
from workbench.document.wording import plain, say
from workbench.errors import InputError
from workbench.report.asked import FIELDS

__all__ = ["checked_fields", "read_fields", "write_fields"]

_SCHEMA = schema_name("fields")
_MOST_BYTES = 1_000_000
_LONGEST_ANSWER = 20_000
_PRINTED = {
    "card": "the model card",
    "sheet": "the datasheet",
    "iv": "Annex IV",
    "10": "Article 10",
    "13": "Article 13",
    "ll144": "the Local Law 144 publication",
    "letter": "the letter to one person",
}
_INTRODUCTION = f"""\
# What only people can say. Write your answer between the quotes; three quotes hold several lines.
# What stays empty is listed in the report as not provided. Where the program knows something itself,
# the report says that too. Numbers and promises in these answers are yours: nobody checks them.
schema = "{_SCHEMA}"
"""


def checked_fields(fields: Mapping[str, str] | str | PathLike[str] | None) -> dict[str, str]:
    """Return the answers of a form: given as they are, or as the path of a file.

    Parameters
    ----------
    fields : mapping of str to str, path, or None
        Answers by field; or a file that :func:`write_fields` began.

    Returns
    -------
    dict of str to str
        Only what is answered, in the order of the form.

    Raises
    ------
    InputError
        If there is no such field, an answer is no text, or the file cannot be read.

    Examples
    --------
    >>> checked_fields({"annex_iv/2/e": "A clerk decides.", "annex_iv/5": ""})
    {'annex_iv/2/e': 'A clerk decides.'}
    """
    if fields is None:
        return {}
    if isinstance(fields, (str, PathLike)):
        return read_fields(fields)
    if not isinstance(fields, Mapping):
        raise InputError(
            f"fields is {fields!r}.\nGive answers by field: {{'annex_iv/2/e': 'a clerk decides'}}, or a file's name."
        )
    return _checked("fields", fields)


def read_fields(path: str | PathLike[str]) -> dict[str, str]:
    r"""Return the answers that a form holds.

    Parameters
    ----------
    path : str or path
        A TOML file that :func:`write_fields` began.

    Returns
    -------
    dict of str to str
        Answers by field; what was left empty is not in it.

    Raises
    ------
    InputError
        If there is no such file, it is no form, it names a field that nobody asked for, or an answer is
        no text.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "fields.toml"
    ...     text = 'schema = "workbench.fields/1"\n[annex_iv.2]\ne = "A clerk decides."\n'
    ...     _ = file.write_text(text)
    ...     read_fields(file)
    {'annex_iv/2/e': 'A clerk decides.'}
    """
    name, content = _read(path)
    schema = content.pop("schema", None)
    if schema != _SCHEMA:
        raise InputError(f"{name}: its schema is {schema!r}.\nA form begins with: schema = {_SCHEMA!r}.")
    return _checked(name, dict(_flat(content)))


def write_fields(path: str | PathLike[str], fields: Mapping[str, str] | None = None) -> Path:
    """Write a form with every question, for people to fill in.

    Parameters
    ----------
    path : str or path
        The file; it must not be there yet, since it might hold somebody's answers.
    fields : mapping of str to str, optional
        Answers that are known already.

    Returns
    -------
    pathlib.Path
        The absolute path of the file.

    Raises
    ------
    InputError
        If the file is there, cannot be written, or there is no such field.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = write_fields(Path(folder) / "fields.toml", {"annex_iv/2/e": "A clerk decides."})
    ...     read_fields(file)
    {'annex_iv/2/e': 'A clerk decides.'}
    """
    answers = _checked("fields", fields or {})
    target = Path(path).expanduser().resolve()
    if target.exists():
        raise InputError(
            f"{str(target)!r} is there already, and may hold answers.\n"
            "Name a new file; to keep the answers give them along: write_fields(new, read_fields(old))."
        )
    return write_whole(target, _form(answers))


def _form(answers: Mapping[str, str]) -> str:
    lines, table = [_INTRODUCTION], ""
    for id, field in FIELDS.items():
        *within, key = id.split("/")
        if ".".join(within) != table:
            table = ".".join(within)
            lines += [f"[{table}]", ""]
        places = {_PRINTED.get(place.partition("/")[0], "the technical report") for place in field.places}
        lines += [f"# {plain(say(field.label))}. {plain(say(field.question))}", f"# Printed in {_joined(places)}."]
        lines += [f"{key} = {_quoted(answers.get(id, ''))}", ""]
    return "\n".join(lines)


def _joined(places: set[str]) -> str:
    *others, last = sorted(places)
    return f"{', '.join(others)} and {last}" if others else last


def _quoted(text: str) -> str:
    # What JSON escapes TOML does too, and one character more.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(path: str | PathLike[str]) -> tuple[str, dict[str, object]]:
    name = str(Path(path))
    try:
        with Path(path).expanduser().open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name!r} cannot be read: {why}.\nName a form that write_fields wrote.") from error
    if len(raw) > _MOST_BYTES:
        raise InputError(f"{name!r} has more than {_MOST_BYTES:,} bytes.\nName a form that write_fields wrote.")
    try:
        return name, tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # a wrong encoding and wrong TOML are both of them
        raise InputError(
            f"{name!r} is no form: {error}.\nA line is a [table] or says key = value; text stands in quotes."
        ) from error


def _flat(content: Mapping[str, object], within: str = "") -> list[tuple[str, object]]:
    """Return what tables hold, by the path to it."""
    found: list[tuple[str, object]] = []
    for key, value in content.items():
        id = f"{within}/{key}" if within else key
        found += _flat(value, id) if isinstance(value, Mapping) and id.count("/") < 4 else [(id, value)]
    return found


def _checked(what: str, given: Mapping[str, object]) -> dict[str, str]:
    for id, answer in given.items():
        if id not in FIELDS:
            near = get_close_matches(str(id), FIELDS, n=3, cutoff=0.4)
            hint = f" Near to it are: {', '.join(repr(one) for one in near)}." if near else ""
            raise InputError(
                f"{what} names {id!r}, which no report asks for.{hint}\nwrite_fields writes a form with every field."
            )
        if not isinstance(answer, str):
            raise InputError(f"{what} says {answer!r} for {id!r}.\nGive text.")
        if any("\ud800" <= character <= "\udfff" for character in answer):
            raise InputError(
                f"{what} says {answer!r} for {id!r}, which is not Unicode.\nRead it in its right encoding."
            )
        if len(answer) > _LONGEST_ANSWER:
            raise InputError(
                f"{what} says more than {_LONGEST_ANSWER:,} characters for {id!r}.\nSay it shorter, or name a document."
            )
    return {id: str(given[id]) for id in FIELDS if str(given.get(id, "")).strip()}
