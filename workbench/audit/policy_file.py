"""``read_policy`` and ``write_policy``: a policy as a file that people read, review and keep.

Everything that is wrong with a file is told at once, each mistake with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from os import PathLike
from pathlib import Path

from workbench.audit.policy import Policy
from workbench.audit.policy_reading import Reading
from workbench.audit.policy_text import policy_text
from workbench.audit.toml_lines import key_lines
from workbench.checks import check_result
from workbench.core.files import write_whole
from workbench.errors import PolicyError

__all__ = ["read_policy", "write_policy"]

_MOST_BYTES = 100_000
_LONGEST_LINE = 5_000  # tomllib takes minutes for a key of many thousand parts
_MOST_TOLD = 20


def read_policy(path: str | PathLike[str]) -> Policy:
    r"""Return the policy that a file declares.

    Parameters
    ----------
    path : str or path
        A TOML file whose first line is ``schema = "workbench.policy/1"``.

    Returns
    -------
    Policy
        What is compared and tolerated; ``declared`` is true.

    Raises
    ------
    PolicyError
        If there is no such file, or anything in it is wrong. Every mistake is listed with its line:
        text that is no TOML, unknown keys, values of the wrong type or out of range, unknown metrics
        and standards, what is declared twice, a schema that is missing or newer.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "policy.toml"
    ...     text = 'schema = "workbench.policy/1"\n[tolerances]\nselection_rate = 0.1\n'
    ...     _ = file.write_text(text)
    ...     read_policy(file).rules[0].tolerance
    0.1
    """
    name, raw = _read(path)
    text = _decoded(name, raw)
    try:
        content = tomllib.loads(text)
        lines = key_lines(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(name, text, error) from error
    except (ValueError, RecursionError) as error:
        why = "values nested too deeply" if isinstance(error, RecursionError) else "a number with too many digits"
        raise PolicyError(f"{name}: this is no policy: it has {why}.\nWrite it as docs/policy.md shows.") from error
    reading = Reading(lines)
    policy = reading.policy(content)
    if reading.mistakes or policy is None:
        raise PolicyError(_listed(name, reading.mistakes))
    return policy


def write_policy(policy: Policy, path: str | PathLike[str]) -> Path:
    """Write a policy to a file that :func:`read_policy` reads.

    Parameters
    ----------
    policy : Policy
        What is written.
    path : str or path
        The file; folders that are not there are made, a file that is there is replaced whole.

    Returns
    -------
    pathlib.Path
        The absolute path of the file.

    Raises
    ------
    InputError
        If the file cannot be written, or an option of a standard is nothing that TOML can hold.
    """
    check_result("policy", policy, Policy, "wb.Policy or read_policy")
    return write_whole(Path(path).expanduser().resolve(), policy_text(policy))


def _read(path: str | PathLike[str]) -> tuple[str, bytes]:
    """Return how the file is called, and what is in it."""
    if not isinstance(path, (str, PathLike)):
        raise PolicyError(f"path is {path!r}.\nGive the name of a policy file, such as 'policy.toml'.")
    given = str(Path(path))
    name = given if given.isprintable() else repr(given)
    try:
        file = Path(given).expanduser()
        wrong = "a folder" if file.is_dir() else "no ordinary file" if file.exists() and not file.is_file() else ""
        raw = b"" if wrong else _start_of(file)
    except FileNotFoundError as error:
        raise PolicyError(
            f"There is no file {given!r}.\nCheck the name and the folder: {str(Path.cwd())!r} is the current one."
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PolicyError(f"{name} cannot be read: {why}.\nName a policy file that you may read.") from error
    if wrong:
        raise PolicyError(f"{name} is {wrong}.\nName a policy file, such as policy.toml.")
    if len(raw) > _MOST_BYTES:
        raise PolicyError(f"{name} has more than {_MOST_BYTES:,} bytes, which no policy has.\nName a policy file.")
    return name, raw


def _start_of(file: Path) -> bytes:
    """Return what is in a file, and of a huge one enough to tell."""
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES + 1)


def _decoded(name: str, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")  # some editors put an invisible mark in front
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PolicyError(f"{name}, line {line}: this is not UTF-8.\nSave the file as UTF-8.") from error
    for line, written in enumerate(text.split("\n"), start=1):
        if len(written) > _LONGEST_LINE:
            raise PolicyError(
                f"{name}, line {line}: it has over {_LONGEST_LINE:,} characters.\nBreak it, or name a policy file."
            )
    return text


def _no_toml(name: str, text: str, error: tomllib.TOMLDecodeError) -> PolicyError:
    """Return the error for what ``tomllib`` cannot read; it puts the place at the end of its text."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error), re.DOTALL)
    if found:
        what, line, column = found[1], int(found[2]), f", column {found[3]}"
    else:
        what, line, column = str(error).removesuffix(" (at end of document)"), text.rstrip().count("\n") + 1, ""
    return PolicyError(
        f"{name}, line {line}{column}: this is no TOML: {what[:1].lower()}{what[1:]}.\n"
        'A line is a [table] or says key = value; text stands in "quotes".'
    )


def _listed(name: str, mistakes: Collection[tuple[int, str]]) -> str:
    told = [f"{name}, line {line}: {text}" for line, text in sorted(mistakes)[:_MOST_TOLD]]
    more = len(mistakes) - len(told)
    return "\n".join([*told, *([f"{name}: and {more:,} more."] if more > 0 else [])])
