"""``study.toml``: what a person reads and may edit. What stands in it that nobody knows here is kept."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from workbench.core.files import write_whole
from workbench.core.overruling import Overruled, Standing, overrulings
from workbench.core.schema import schema_name
from workbench.core.sign_off import SignOff
from workbench.errors import InputError, StudyError
from workbench.study.declared import DeclaredData, declared_from
from workbench.study.toml_text import block_of, line_of, whole, with_table

__all__ = [
    "FILE",
    "SCHEMA",
    "Settings",
    "read_settings",
    "with_data",
    "with_form",
    "with_overruled",
    "with_sign_off",
    "without_overruled",
    "write_new",
]

FILE = "study.toml"
SCHEMA = schema_name("study")

_MOST_BYTES = 10_000_000
_KEYS = ("code", "scope", "reason", "by", "date")
_SIGNED = ("owner", "reviewer", "decision", "residual_risk", "signed", "expires")


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
        The whole file, with one kind of line ends.
    data : DeclaredData or None
        Which data the study is about.
    sign_off : SignOff or None
        Who answers for what is reported of it.
    signed_since : str
        When that was said; empty where nobody knows.
    form : str
        Where the answers are that only people can give, as seen from the folder; empty where nobody said.
    """

    title: str
    created: str
    overruled: tuple[Overruled, ...]
    text: str
    data: DeclaredData | None = None
    sign_off: SignOff | None = None
    signed_since: str = ""
    form: str = ""


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
        text = path.read_bytes().decode().replace("\r\n", "\n")  # as it is written here
        told = tomllib.loads(text)
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _wrong(path, f"is not TOML: {str(error).partition(chr(10))[0]}") from error
    _check_schema(path, told.get("schema"))
    title, created = told.get("title", ""), told.get("created", "")
    if not isinstance(title, str) or not isinstance(created, (str, date)):
        raise _wrong(path, "has a title or a day of creation that is none")
    try:
        data = declared_from(told.get("data"))
    except InputError as error:
        raise _wrong(path, str(error)) from error
    overruled = _overruled(path, told.get("overruled", []))
    signed, since = _sign_off(path, told.get("sign_off"))
    return Settings(title, str(created), overruled, text, data, signed, since, _form(path, told.get("form")))


def write_new(folder: Path, title: str, created: str) -> None:
    """Write the file of a new study."""
    lines = [
        "# A study: results are kept in results/, reports in reports/. Findings that you know and accept stand below.",
        "\n",
        *(line_of(key, value) for key, value in {"schema": SCHEMA, "title": title, "created": created}.items()),
    ]
    write_whole(folder / FILE, "".join(lines))


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
    text = settings.text
    for one in same:
        text = text.replace("\n" + _block(one), "\n" + _block(given), 1)
    return _if_right(text, told)


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
    return _if_right(text, told)


def with_data(settings: Settings, data: DeclaredData) -> str:
    """Return the text of the file with the data that the study is about.

    Parameters
    ----------
    settings : Settings
        What the file says now.
    data : DeclaredData
        Which data that are.
    """
    return with_table(settings.text, "data", data.told(), [one.name for one in fields(DeclaredData)])


def with_sign_off(settings: Settings, given: SignOff, since: str) -> str:
    """Return the text of the file with who answers for what is reported; one that says nothing takes it out.

    Parameters
    ----------
    settings : Settings
        What the file says now.
    given : SignOff
        What is overruled in it stands elsewhere in the file.
    since : str
        When that was said.
    """
    told = {key: str(getattr(given, key)) for key in _SIGNED if getattr(given, key)}
    return with_table(settings.text, "sign_off", told | {"since": since} if told else {}, (*_SIGNED, "since"))


def with_form(settings: Settings, path: str) -> str:
    """Return the text of the file with the place of the form that people fill in.

    Parameters
    ----------
    settings : Settings
        What the file says now.
    path : str
        As seen from the folder.
    """
    return with_table(settings.text, "form", {"path": path}, ["path"])


def _sign_off(path: Path, given: Any) -> tuple[SignOff | None, str]:
    if given is None:
        return None, ""
    if not isinstance(given, dict):
        raise _wrong(path, "has a 'sign_off' that is no table")
    try:
        signed = SignOff(**{key: given.get(key, "") for key in _SIGNED})
    except InputError as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise _wrong(path, f"has a 'sign_off' that cannot be: {said}") from error
    return (signed, str(given.get("since", ""))) if signed != SignOff() else (None, "")


def _form(path: Path, given: Any) -> str:
    found = given.get("path") if isinstance(given, dict) else None
    if given is not None and (not isinstance(found, str) or not found or "\0" in found):
        raise _wrong(path, "has a 'form' whose path is no text")
    return found or ""


def _told(one: Overruled) -> dict[str, str]:
    return {key: str(getattr(one, key)) for key in _KEYS if getattr(one, key)}


def _if_right(text: str, told: dict[str, Any]) -> str:
    """Return a text in which something was exchanged; where it does not say what is told, all of it written anew."""
    try:
        return text if tomllib.loads(text) == told else whole(told)
    except tomllib.TOMLDecodeError:
        return whole(told)


def _block(one: Overruled) -> str:
    return block_of("[[overruled]]", _told(one))


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
