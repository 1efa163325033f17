"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from workbench.errors import InputError

__all__ = ["write_whole"]


def write_whole(target: Path, content: str | bytes) -> Path:
    """Write a file, so that whoever reads meanwhile finds the old file or the new one.

    Parameters
    ----------
    target : path
        Folders that are not there are made; a file that is there is replaced only when the new one is
        complete.
    content : str or bytes
        What is written; text as UTF-8.

    Raises
    ------
    InputError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "new" / "a.txt", "all of it").read_text()
    'all of it'
    """
    beside = target.with_name(f".{target.stem[:100]}-{uuid4().hex}{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:  # who may read it: as for any new file
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except OSError as error:
        raise InputError(
            f"{str(target)!r} cannot be written: {error.strerror}.\nChoose a folder that you may write to."
        ) from error
    finally:
        with suppress(OSError):  # it is gone where all went well, and was never there where the folder is none
            beside.unlink()
    return target
