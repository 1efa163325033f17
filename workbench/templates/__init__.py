"""Guided notebooks: their contract, where they are found, and how they are filled in."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.templates.contract import Choice, Parameter, Template
    from workbench.templates.filling import fill_notebook, fill_template
    from workbench.templates.finding import Catalogue, find_templates
    from workbench.templates.reading import load_template, read_contract
    from workbench.templates.values import Problem, check_values

__all__ = [
    "Catalogue",
    "Choice",
    "Parameter",
    "Problem",
    "Template",
    "check_values",
    "fill_notebook",
    "fill_template",
    "find_templates",
    "load_template",
    "read_contract",
]

_HOMES = {
    "contract": ("Choice", "Parameter", "Template"),
    "filling": ("fill_notebook", "fill_template"),
    "finding": ("Catalogue", "find_templates"),
    "reading": ("load_template", "read_contract"),
    "values": ("Problem", "check_values"),
}


def __getattr__(name: str) -> object:
    # Steps are followed in every kernel, and reading notebooks takes a second to import.
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
