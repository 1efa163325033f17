"""Guided notebooks: their contract, and where they are found."""

from workbench.templates.contract import Parameter, Template
from workbench.templates.finding import Catalogue, find_templates

__all__ = ["Catalogue", "Parameter", "Template", "find_templates"]
