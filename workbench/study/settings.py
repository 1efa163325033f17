"""``study.toml``: what a person reads and may edit. What stands in it that nobody knows here is kept."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from workbench.core.files import write_whole
from workbench.core.overruling import Overruled, Standing, overrulings
from workbench.core.schema import schema_name
from workbench.errors import InputError, StudyError

__all__ = ["FILE", "SCHEMA", "Settings", "read_settings", "with_overruled", "without_overruled", "write_new"]

FILE = "study.toml"
SCHEMA = schema_name("study")

_MOST_BYTES = 10_000_000
_KEYS = ("code", "scope", "reason", "by", "date")


@dataclass(frozen=True)
class Settings:
    """What ``study.toml`` says.

    Parameters
    ----------
    title : str
        What readers call the study.
    created : str
        When it was begun.
    overruled : tuple of Overruled
        Findings that are known and accepted.
    text : str
        The whole file.
    """

    title: str
    created: str
    overruled: tuple[Overruled, ...]
    text: str


def read_settings(folder: Path) -> Settings:
    """Return what the file of a study says.

    Raises
    ------
    StudyError
        If it cannot be read, is no TOML, is of a newer format, or says what it cannot.
    """
    path = folder / FILE
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _wrong(path, "is larger than any such file")
        text = path.read_bytes().decode()
        told = tomllib.loads(text)
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _wrong(path, f"is not TOML: {str(error).partition(chr(10))[0]}") from error
    _check_schema(path, told.get("schema"))
    title, created = told.get("title", ""), told.get("created", "")
    if not isinstance(title, str) or not isinstance(created, (str, date)):
        raise _wrong(path, "has a title or a day of creation that is none")
    return Settings(title, str(created), _overruled(path, told.get("overruled", [])), text)


def write_new(folder: Path, title: str, created: str) -> None:
    """Write the file of a new study."""
    lines = [
        "# A study: results are kept in results/, reports in reports/. Findings that you know and accept stand below.",
        f"schema = {_written(SCHEMA)}",
        f"title = {_written(title)}",
        f"created = {_written(created)}",
    ]
    write_whole(folder / FILE, "\n".join(lines) + "\n")


def with_overruled(settings: Settings, given: Overruled) -> str:
    """Return the text of the file with one more finding overruled, or with a new reason for one that is.

    Parameters
    ----------
    settings : Settings
        What the file says now.
    given : Overruled
        What is overruled.
    """
    same = [one for one in settings.overruled if (one.code, one.scope) == (given.code, given.scope)]
    if not same:  # what a person wrote around it stays as it is
        return settings.text.rstrip("\n") + "\n\n" + _block(given)
    told = tomllib.loads(settings.text)
    told["overruled"] = [
        {**{key: value for key, value in table.items() if key not in _KEYS}, **_told(given)} if one in same else table
        for table, one in zip(told["overruled"], settings.overruled, strict=True)
    ]
    return _whole(told)


def without_overruled(settings: Settings, key: tuple[str, str]) -> str:
    """Return the text of the file with one finding less overruled; what a person wrote around it stays if it can.

    Parameters
    ----------
    settings : Settings
        What the file says now.
    key : (str, str)
        The code and the scope of what is overruled no longer.
    """
    told, text = tomllib.loads(settings.text), settings.text
    left = []
    for table, one in zip(told.pop("overruled", []), settings.overruled, strict=True):
        if (one.code, one.scope) == key:
            text = text.replace("\n" + _block(one), "", 1)
        else:
            left.append(table)
    if left:
        told["overruled"] = left
    try:
        return text if tomllib.loads(text) == told else _whole(told)
    except tomllib.TOMLDecodeError:
        return _whole(told)


def _told(one: Overruled) -> dict[str, str]:
    return {key: str(getattr(one, key)) for key in _KEYS if getattr(one, key)}


def _block(one: Overruled) -> str:
    return "[[overruled]]\n" + "".join(f"{key} = {_written(value)}\n" for key, value in _told(one).items())


def _overruled(path: Path, given: Any) -> tuple[Overruled, ...]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise _wrong(path, "has an 'overruled' that is no list of tables")
    try:
        return overrulings([Standing(**{key: one.get(key, "") for key in _KEYS}) for one in given])
    except InputError as error:
        raise _wrong(path, f"overrules what cannot be: {str(error).partition(chr(10))[0].rstrip('.')}") from error


def _check_schema(path: Path, told: object) -> None:
    base, _, version = str(told).rpartition("/")
    if told == SCHEMA:
        return
    if base == SCHEMA.rpartition("/")[0] and version.isdigit():
        raise StudyError(
            f"{str(path)!r} is of a newer format, {told}; {SCHEMA} is known here.\n"
            "Update the workbench: pip install --upgrade notebook-workbench."
        )
    raise StudyError(
        f"{str(path)!r} does not say that it is a study: its schema is {told!r}.\n"
        f"Write schema = {SCHEMA!r} at its top, or open another folder."
    )


def _wrong(path: Path, what: str) -> StudyError:
    return StudyError(f"{str(path)!r} {what}.\nMend it, or remove it: a new one is written by wb.open_study().")


def _whole(told: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """Return a table of TOML: plain values first, then the tables in it."""
    plain = {key: one for key, one in told.items() if not _is_table(one)}
    text = "".join(f"{_key(key)} = {_written(one)}\n" for key, one in plain.items())
    for key, one in told.items():
        name = (*path, _key(key))
        if isinstance(one, dict):
            text += f"\n[{'.'.join(name)}]\n{_whole(one, name)}"
        elif _is_table(one):
            text += "".join(f"\n[[{'.'.join(name)}]]\n{_whole(part, name)}" for part in one)
    return text


def _is_table(value: object) -> bool:
    is_list = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) or is_list


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _written(key)


def _written(value: Any) -> str:
    """Return a value of TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return repr(value)
