"""The front matter of a model card, as Hugging Face reads it: only what is known.

It is YAML of which every text is written as JSON, so that nothing a person wrote is anything but text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping

from workbench.core.schema import Json
from workbench.document.nodes import Document
from workbench.modeling.candidates import CANDIDATES
from workbench.report.lettering import clean

__all__ = ["front_matter"]

_LICENCE = "model_card/details/licence"
_ACCURACY, _ERROR = "model/accuracy", "model/mean_absolute_error"
_TASK, _AMOUNTS = "tabular-classification", "tabular-regression"
_DIGITS = 4
# Those that the hub knows by name; another is "other", and its name is given.
_LICENCES = frozenset(
    {
        "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-2-clause", "bsd-3-clause", "bsl-1.0", "cc-by-4.0",
        "cc-by-nc-4.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-4.0", "cc0-1.0", "ecl-2.0",
        "epl-2.0", "eupl-1.1", "eupl-1.2", "gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1", "lgpl-3.0", "mit", "mpl-2.0",
        "odbl", "openrail", "osl-3.0", "pddl", "postgresql", "unlicense", "wtfpl", "zlib",
    }
)  # fmt: skip


def front_matter(document: Document) -> list[str]:
    """Return the lines of a document's front matter, with the lines that begin and end it.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.

    Notes
    -----
    Data sets are named in the results only: names under ``datasets`` would have to be those of the hub.
    """
    model = document.materials.get("model")
    lines = ["---", *_licence(document), "language:", f"- {_text(document.language)}"]
    if isinstance(model, dict):
        if model.get("model") in {candidate.name for candidate in CANDIDATES}:
            lines.append("library_name: sklearn")
        task = _AMOUNTS if model.get("task") == "regression" else _TASK
        lines += ["tags:", f"- {task}", *_results(document, model, task)]
    return [*lines, "---"]


def _licence(document: Document) -> list[str]:
    fields = document.materials.get("fields")
    said = fields.get(_LICENCE) if isinstance(fields, dict) else None
    if not isinstance(said, str) or not said.strip():
        return []
    name = said.strip().lower()
    return [f"license: {name}"] if name in _LICENCES else ["license: other", f"license_name: {_text(said)}"]


def _results(document: Document, model: Mapping[str, Json], task: str) -> list[str]:
    id, metric, title = (
        (_ERROR, "mae", "Mean absolute error") if task == _AMOUNTS else (_ACCURACY, "accuracy", "Accuracy")
    )
    found = document.facts.get(id)
    if found is None or not math.isfinite(found.value):
        return []
    data = str(document.materials.get("data_name", ""))
    return [
        "metrics:",
        f"- {metric}",
        "model-index:",
        f"- name: {_text(str(model.get('title', '')))}",
        "  results:",
        "  - task:",
        f"      type: {task}",
        "    dataset:",
        f"      type: {_text(re.sub(r'[^a-z0-9]+', '-', data.lower()).strip('-') or 'data')}",
        f"      name: {_text(data)}",
        "    metrics:",
        f"    - type: {metric}",
        f"      value: {round(found.value, _DIGITS)}",
        f"      name: {title}",
    ]


def _text(text: str) -> str:
    return json.dumps(" ".join(clean(text).split()), ensure_ascii=False)
