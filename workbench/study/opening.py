"""``open_study``: the study that a notebook belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.following import begin_following
from workbench.errors import InputError
from workbench.study.settings import FILE, read_settings, write_new

if TYPE_CHECKING:
    from workbench.study.study import Study

__all__ = ["find_study", "open_study"]

_FOLDER = "study"


def open_study(path: str | PathLike[str] | None = None) -> Study:
    """Open a study: the folder that keeps results between notebooks.

    Parameters
    ----------
    path : str or path, optional
        A study's folder or its ``study.toml``; one that is not there is begun. By default the nearest folder with a
        ``study.toml``, from the working folder upward; where there is none, the folder ``study`` in the working
        folder, which is begun.

    Returns
    -------
    Study
        Nothing is read but ``study.toml``.

    Raises
    ------
    StudyError
        If its ``study.toml`` is damaged or of a newer format.
    InputError
        If ``path`` is a file of another kind, or cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open_study(Path(folder) / "loans")
    Study 'loans': 0 results.
    """
    from workbench.study.folder import Folder  # whoever only looks for a study waits for no tables and models
    from workbench.study.study import Study

    folder = _given(path) if path is not None else find_study() or Path.cwd() / _FOLDER
    if not (folder / FILE).exists():
        with Folder(folder).locked():
            if not (folder / FILE).exists():  # another process may have been quicker
                write_new(folder, _title(folder), datetime.now(UTC).date().isoformat())
    read_settings(folder)
    study = Study(folder)
    begin_following(study)
    return study


def find_study(start: Path | None = None) -> Path | None:
    """Return the folder of the nearest study; ``None`` where there is none.

    Parameters
    ----------
    start : pathlib.Path, optional
        Where to look first; by default the working folder. Its own folder ``study`` comes first, then those above.
    """
    here = (start or Path.cwd()).absolute()
    if not (here / FILE).is_file() and (here / _FOLDER / FILE).is_file():
        return here / _FOLDER
    return next((one for one in (here, *here.parents) if (one / FILE).is_file()), None)


def _given(path: str | PathLike[str]) -> Path:
    problem = InputError(f"path is {path!r}, which names no folder.\nName the folder of a study.")
    try:
        found = Path(path).expanduser().absolute()
        is_file = found.is_file()
    except (TypeError, ValueError, RuntimeError) as error:
        raise problem from error
    if "\0" in str(found):
        raise problem
    if is_file and found.name != FILE:
        raise InputError(f"path is {str(path)!r}, which is a file.\nName the folder of a study, or its {FILE}.")
    return found.parent if is_file else found


def _title(folder: Path) -> str:
    return folder.resolve().parent.name if folder.name == _FOLDER else folder.name
