"""Files elsewhere: fetched by fsspec into a temporary folder, and read from there."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from workbench.errors import SourceError

__all__ = ["SCHEMES", "Fetched", "fetch", "file_name", "scheme_of", "shown"]

SCHEMES = {
    "http": "aiohttp",
    "https": "aiohttp",
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "memory": "",
    "file": "",
}
"""Beginnings of addresses that are files, and the package that each needs beside fsspec."""

_WILD = frozenset("*?[")
_BLOCK = 2**20
_LONGEST_REASON = 200
_NOT_FOUND = 404


class Fetched(NamedTuple):
    """What was fetched.

    Parameters
    ----------
    path : path
        A file, or a folder where the address was a pattern.
    folder : tempfile.TemporaryDirectory or None
        What goes when nobody holds it any more; ``None`` for a file that was here already.
    """

    path: Path
    folder: tempfile.TemporaryDirectory[str] | None


def scheme_of(source: object) -> str:
    """Return what stands before ``://``, in small letters; nothing where there is none.

    Examples
    --------
    >>> scheme_of("S3://bucket/a.csv"), scheme_of("people.csv"), scheme_of("sqlite:///a.db")
    ('s3', '', 'sqlite')
    """
    before, sign, _ = source.partition("://") if isinstance(source, str) else ("", "", "")
    return before.lower() if sign and before.replace("+", "").replace("_", "").replace("-", "").isalnum() else ""


def fetch(source: str) -> Fetched:
    """Return the file at an address, fetched part by part; of ``s3://bucket/*.parquet`` and the like, all files.

    Parameters
    ----------
    source : str
        An address that begins with one of :data:`SCHEMES`. What stands before the host and behind a ``?`` is
        used and nowhere told: it may be a password or a signature.

    Raises
    ------
    SourceError
        If a package is missing, or the address cannot be read.
    """
    scheme = scheme_of(source)
    if scheme == "file":
        return Fetched(Path(unquote(source.partition("://")[2])), None)
    _check_installed(scheme)
    import fsspec

    folder = tempfile.TemporaryDirectory(prefix="workbench-")
    reason = ""
    try:
        system, inside = fsspec.url_to_fs(source)
        several = scheme not in ("http", "https") and not _WILD.isdisjoint(inside)
        found = _matching(system, inside) if several else {file_name(source): inside}
        for name, there in found.items():
            here = Path(folder.name) / name
            here.parent.mkdir(parents=True, exist_ok=True)
            with system.open(there, "rb") as opened, here.open("wb") as target:
                shutil.copyfileobj(opened, target, _BLOCK)
        return Fetched(Path(folder.name) if several else Path(folder.name) / file_name(source), folder)
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 - each package has errors of its own, with the whole address in them
        reason = f"{_why(error, shown(source))}\nCheck the address, and whether it may be read by you."
    raise SourceError(reason)  # outside of the handler, so that no traceback shows the whole address


def _why(error: Exception, shown: str) -> str:
    """Return why it failed; fsspec says that there is no file of whatever it cannot ask a server for."""
    cause = error.__cause__ if isinstance(error, FileNotFoundError) and error.__cause__ else error
    status = getattr(cause, "status", None)
    if (status in (None, _NOT_FOUND) and isinstance(cause, FileNotFoundError)) or status == _NOT_FOUND:
        return f"There is no file {shown!r}."
    said = f"the answer is {status}" if isinstance(status, int) else _kind_of(cause)
    return f"{shown!r} cannot be fetched: {said}."


def _kind_of(error: BaseException) -> str:
    """Return why it failed, in words that hold nothing of the address."""
    if isinstance(error, TimeoutError):
        return "nobody answers"
    if isinstance(error, OSError) and error.strerror and not error.filename:
        return error.strerror[:_LONGEST_REASON].rstrip(".") if "://" not in error.strerror else "the system refused"
    return f"{type(error).__name__} from the program that fetches it"


def _matching(system: Any, pattern: str) -> dict[str, str]:
    """Return the files that a pattern matches, each with a name below the folder where the pattern begins."""
    parts = PurePosixPath(pattern).parts
    first = next(place for place, part in enumerate(parts) if not _WILD.isdisjoint(part))
    root = PurePosixPath(*parts[:first])
    found = {}
    for one in sorted(system.glob(pattern)):
        inside = PurePosixPath(one).relative_to(root)
        if ".." in inside.parts:
            raise SourceError("A file at that address has '..' in its name.\nGive files one by one.")
        found[str(inside)] = one
    if not found:
        raise FileNotFoundError
    return found


def _check_installed(scheme: str) -> None:
    for package in ("fsspec", SCHEMES[scheme]):
        if package and importlib.util.find_spec(package) is None:
            extra = "'notebook-workbench[remote]'" if package in ("fsspec", "aiohttp") else package
            raise SourceError(
                f"Reading from {scheme}:// needs {package}, which is not installed.\n"
                f"Install it with: pip install {extra}"
            )


def file_name(source: str) -> str:
    """Return what the file at an address is called here."""
    name = PurePosixPath(unquote(urlsplit(source).path)).name.replace("\x00", "")
    return name if name not in ("", ".", "..") else "data"


def shown(source: str) -> str:
    """Return an address without user, password and what stands behind a question mark."""
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
