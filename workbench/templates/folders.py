"""Where templates are looked for: ours, a person's own folders, and packages that bring some.

Packages are found and never imported: what is asked for is a folder, and a folder needs no code to be run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path

__all__ = ["ENTRY_POINTS", "VARIABLE", "TemplateFolder", "template_folders"]

VARIABLE = "WORKBENCH_TEMPLATES"
"""The environment variable that names folders, separated as in ``PATH``."""
ENTRY_POINTS = "workbench.templates"
"""The group of entry points under which a package names its folder."""

_OURS = "Workbench"


@dataclass(frozen=True)
class TemplateFolder:
    """A folder that may hold templates.

    Parameters
    ----------
    path : pathlib.Path or None
        ``None`` where there is none, and ``problem`` says why.
    source : str
        Where templates from it come from, in words.
    problem : str
        Why it cannot be looked into, in two sentences; empty where it can.
    """

    path: Path | None
    source: str
    problem: str = ""


def template_folders(more: Sequence[str | Path] = ()) -> tuple[TemplateFolder, ...]:
    """Return the folders that templates are looked for in, the first first.

    Parameters
    ----------
    more : sequence of path
        Folders beside those of the environment, such as the server's own.

    Returns
    -------
    tuple of TemplateFolder
        Ours, those of ``WORKBENCH_TEMPLATES``, those given here, those of packages. One that cannot be looked
        into is there too, with the reason.
    """
    named = [text for text in os.environ.get(VARIABLE, "").split(os.pathsep) if text.strip()]
    found = [
        *_ours(),
        *(_given(text, f"named in {VARIABLE}") for text in named),
        *(_given(text, "named in the settings of the server") for text in more),
        *_of_packages(),
    ]
    seen: set[Path] = set()
    kept = []
    for folder in found:
        if folder.path is None or folder.path not in seen:  # a folder that is named twice is read once
            kept.append(folder)
        if folder.path is not None:
            seen.add(folder.path)
    return tuple(kept)


def _ours() -> Iterator[TemplateFolder]:
    """Yield the wheel's folder, else the source tree's."""
    package = Path(__file__).resolve().parent
    candidates = (package / "library", package.parent.parent / "notebooks")
    yield from [TemplateFolder(folder.resolve(), _OURS) for folder in candidates if folder.is_dir()][:1]


def _given(text: str | Path, where: str) -> TemplateFolder:
    try:
        path = Path(text).expanduser()
        source = f"Folder {path.name or str(path)}"
        if path.is_dir():
            return TemplateFolder(path.resolve(), source)
        wrong = "is not a folder" if path.exists() else "is not there"
    except (OSError, RuntimeError, ValueError) as error:  # no home folder, a name that no file can have
        return TemplateFolder(None, f"Folder {text!r:.100}", f"The folder {text!r:.300}, {where}, is none: {error}.")
    return TemplateFolder(
        None, source, f"The folder {path.name!r}, {where}, {wrong}.\nMake it, or take it out of there."
    )


def _of_packages() -> Iterator[TemplateFolder]:
    for entry in _entry_points(_path_state()):
        try:
            package = entry.dist
            source = f"Package {package.name} {package.version}" if package is not None else f"Package {entry.name}"
            path = _package_folder(entry.module, entry.attr)
        except Exception as error:  # noqa: BLE001 - whatever a broken package does, the others are still found
            yield _broken(entry, f"cannot be found: {type(error).__name__}: {error}")
            continue
        if path is None:
            yield _broken(entry, f"has no folder {entry.value!r}")
        else:
            yield TemplateFolder(path, source)


def _path_state() -> tuple[tuple[str, int], ...]:
    """Return what changes when a package is installed or taken away."""
    found = []
    for place in sys.path:
        with suppress(OSError, ValueError):
            found.append((place, os.stat(place or ".").st_mtime_ns))  # noqa: PTH116 - asked at every request
    return tuple(found)


@lru_cache(maxsize=1)  # what every package declares is read only when one has come or gone
def _entry_points(_state: tuple[tuple[str, int], ...]) -> tuple[metadata.EntryPoint, ...]:
    return tuple(sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value)))


def _broken(entry: metadata.EntryPoint, wrong: str) -> TemplateFolder:
    told = f"The package of the entry point {entry.name!r} {wrong}.\nInstall it anew, or tell those who made it."
    return TemplateFolder(None, f"Package {entry.name}", told)


def _package_folder(module: str, attribute: str | None) -> Path | None:
    """Return the folder of ``package.sub:folder`` as it is on disk; nothing of the package is run."""
    top, *parts = [*module.split("."), *(attribute.split(".") if attribute else [])]
    spec = util.find_spec(top)
    locations = None if spec is None else spec.submodule_search_locations
    for location in locations or []:
        folder = Path(location, *parts)
        if folder.is_dir():
            return folder.resolve()
    return None
