"""Finds templates, and says of each notebook that is none what is wrong with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.schema import Json
from workbench.errors import TemplateError
from workbench.templates.contract import Template
from workbench.templates.folders import TemplateFolder, template_folders
from workbench.templates.reading import load_template

__all__ = ["Catalogue", "Looked", "find_templates", "notebooks_in"]

_MOST_FILES = 1_000


@dataclass(frozen=True)
class Looked:
    """A folder that was looked into.

    Parameters
    ----------
    path : str
        Where it is; empty where there is none.
    source : str
        What its cards say.
    n_templates : int
        How many of its notebooks were taken.
    problems : tuple of str
        What is wrong with it, or with notebooks in it.
    """

    path: str
    source: str
    n_templates: int
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {
            "path": self.path,
            "source": self.source,
            "n_templates": self.n_templates,
            "problems": list(self.problems),
        }


@dataclass(frozen=True)
class Catalogue:
    """The templates that were found, and what is wrong with those that were not taken.

    Parameters
    ----------
    templates : tuple of Template
        In the order of the folders, then by file name.
    problems : tuple of str
        Two sentences for each folder or file that could not be taken.
    folders : tuple of Looked
        The folders, in the order in which they were looked into.
    """

    templates: tuple[Template, ...]
    problems: tuple[str, ...]
    folders: tuple[Looked, ...] = ()

    def get(self, id: str) -> Template | None:
        """Return the template of that id; ``None`` if there is none."""
        return next((template for template in self.templates if template.id == id), None)


def find_templates(folders: Sequence[str | Path] = ()) -> Catalogue:
    """Read every notebook in the template folders; a file is read again only when it has changed.

    Parameters
    ----------
    folders : sequence of path
        Looked into beside the bundled folder, those of ``WORKBENCH_TEMPLATES`` and those of packages.

    Examples
    --------
    >>> [template.id for template in find_templates().templates][0]
    '00-first-report'
    """
    templates: dict[str, Template] = {}
    looked = [_look(folder, templates) for folder in template_folders(folders)]
    problems = tuple(problem for one in looked for problem in one.problems)
    return Catalogue(tuple(templates.values()), problems, tuple(looked))


def _look(folder: TemplateFolder, templates: dict[str, Template]) -> Looked:
    """Add a folder's templates to those that were found before it; the first one of an id stays."""
    if folder.path is None:
        return Looked("", folder.source, 0, (folder.problem,))
    problems, n_taken = [], 0
    try:
        for path in notebooks_in(folder.path):
            try:
                template = _loaded(path, folder)
            except TemplateError as error:
                problems.append(str(error))
                continue
            first = templates.setdefault(template.id, template)
            n_taken += first is template
            if first is not template:
                problems.append(_clash(template, first))
    except OSError as error:
        problems.append(
            f"The folder {folder.path.name!r} cannot be read: {error.strerror}.\nCheck who may look into it."
        )
    return Looked(str(folder.path), folder.source, n_taken, tuple(problems))


def notebooks_in(folder: Path) -> Iterator[Path]:
    """Yield the notebooks of a folder by name; hidden ones, such as an editor's, are none."""
    found = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb" and not path.name.startswith("."))
    yield from found[:_MOST_FILES]


def _clash(template: Template, first: Template) -> str:
    whose = "a template of the same source" if first.source == template.source else f"one of {first.source}"
    return (
        f"{template.path.name!r} of {template.source} has the id {template.id!r}, which {whose} has too.\n"
        "The first one is taken; give this one another id."
    )


_Seen = tuple[tuple[int, int], "Template | TemplateError"]
_KNOWN: dict[Path, _Seen] = {}
_LOCK = threading.Lock()


def _loaded(path: Path, folder: TemplateFolder) -> Template:
    """Return the template of a file, from memory as long as its time and size are the same."""
    if folder.path is not None and not _is_inside(path, folder.path):
        raise TemplateError(
            f"{path.name!r} is a link out of its folder, and is not followed.\nPut the notebook itself there."
        )
    try:
        state = path.stat()
    except OSError as error:
        raise TemplateError(f"{path.name!r} cannot be read: {error.strerror}.\nPut the notebook there anew.") from error
    stamp = (state.st_mtime_ns, state.st_size)
    with _LOCK:
        known = _KNOWN.get(path)
    if known is None or known[0] != stamp:
        known = (stamp, _load(path))
        with _LOCK:
            if len(_KNOWN) > _MOST_FILES:
                _KNOWN.clear()
            _KNOWN[path] = known
    if isinstance(known[1], TemplateError):
        raise TemplateError(str(known[1]))
    return replace(known[1], source=folder.source)


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # links that lead round
        return False


def _load(path: Path) -> Template | TemplateError:
    try:
        return load_template(path, "")
    except TemplateError as error:
        return error
