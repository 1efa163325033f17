"""Where templates are: in the wheel, or in the source tree of an editable install."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.errors import TemplateError
from workbench.templates.contract import Template, load_template

__all__ = ["Catalogue", "find_templates", "template_folders"]

_OURS = "Workbench"


@dataclass(frozen=True)
class Catalogue:
    """The templates that were found, and what is wrong with those that were not taken.

    Parameters
    ----------
    templates : tuple of Template
        Sorted by file name.
    problems : tuple of str
        One sentence for each file that breaks the contract.
    """

    templates: tuple[Template, ...]
    problems: tuple[str, ...]

    def get(self, id: str) -> Template | None:
        """Return the template of that id; ``None`` if there is none."""
        return next((template for template in self.templates if template.id == id), None)


def template_folders() -> tuple[Path, ...]:
    """Return the folders that templates are looked for in: the wheel's, else the source tree's."""
    package = Path(__file__).resolve().parent
    candidates = (package / "library", package.parent.parent / "notebooks")
    return tuple(folder for folder in candidates if folder.is_dir())[:1]


def find_templates() -> Catalogue:
    """Read every notebook in the template folders.

    Examples
    --------
    >>> [template.id for template in find_templates().templates][0]
    '00-first-report'
    """
    templates: list[Template] = []
    problems: list[str] = []
    for folder in template_folders():
        for path in sorted(folder.glob("*.ipynb")):
            try:
                template = load_template(path, _OURS)
            except TemplateError as error:
                problems.append(str(error))
                continue
            if any(known.id == template.id for known in templates):
                problems.append(f"{path.name!r} has the id {template.id!r}, which another template has too.")
                continue
            templates.append(template)
    return Catalogue(tuple(templates), tuple(problems))
