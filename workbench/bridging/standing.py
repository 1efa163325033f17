"""What is there: the study of a notebook, the names in memory, and the lines that overrule and reinstate a finding."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.bridging.asked import Asked
from workbench.core.following import KERNEL, begin_following, followed_study
from workbench.core.overruling import overrule as overruled_with
from workbench.core.schema import Json
from workbench.core.version import __version__
from workbench.errors import InputError
from workbench.study.declared import place_seen_from
from workbench.study.opening import find_study, open_study
from workbench.study.result import KeptStatus, StudyStatus

if TYPE_CHECKING:
    from workbench.study.study import Study

__all__ = ["PROTOCOL", "hello", "memory", "overrule", "reinstate", "study", "study_of_notebook"]

PROTOCOL = 1


def hello(_asked: Asked) -> dict[str, Json]:
    """Return what answers, and follow cells from now on."""
    begin_following()
    folder = find_study()
    return {
        "protocol": PROTOCOL,
        "version": __version__,
        "python": platform.python_version(),
        "kernel": KERNEL,
        "study": str(folder) if folder is not None else "",
    }


def study_of_notebook() -> Study | None:
    """Return the study that was opened last here, else the nearest; ``None`` where there is none. None is begun."""
    opened: Study | None = followed_study()
    if opened is not None:
        return opened
    return open_study(folder) if (folder := find_study()) is not None else None


def study(_asked: Asked) -> dict[str, Json]:
    """Return how it stands with the study."""
    found = study_of_notebook()
    if found is None:
        nothing: dict[str, Json] = dict.fromkeys(("path", "title", "created", "policy", "signed"), "")
        return {"open": False, **nothing, "data": None, "kept": [], "overruled": []}
    status = found.status()
    told = status.to_json()
    kept = told.pop("results")
    told.pop("schema")
    if isinstance(kept, list) and kept:  # of nothing nothing is said either
        kept += [KeptStatus(stage, name, "fresh", fingerprint=known).to_json() for stage, name, known in status.said]
    return {"open": True, **told, "data": _data(status), "kept": kept}


def _data(status: StudyStatus) -> Json:
    """Return which data a study is about, under the names of parameters, so that a form can propose them."""
    if status.data is None:
        return None
    told = status.data.told()
    place = place_seen_from(status.path, told.pop("source"), Path.cwd())
    return {"data_source": place, **{name: value for name, value in told.items() if name != "since"}}


def memory(asked: Asked) -> dict[str, Json]:
    """Return which names are bound.

    Parameters
    ----------
    asked : Asked
        ``names``.
    """
    return {"bound": [name for name in dict.fromkeys(asked.texts("names")) if name in asked.namespace]}


def overrule(asked: Asked) -> dict[str, Json]:
    """Return the line of Python that overrules a finding; it is checked, and nothing is overruled yet.

    Parameters
    ----------
    asked : Asked
        ``code``, ``reason`` and ``scope``.
    """
    from workbench.templates.filling import literal  # it reads notebooks, and brings much along

    said = overruled_with(asked.text("code"), reason=asked.text("reason"), scope=asked.text("scope", ""))
    scope = f", scope={literal(said.scope)}" if said.scope else ""
    return {"source": _line(asked, f"overrule({literal(said.code)}, reason={literal(said.reason)}{scope})")}


def reinstate(asked: Asked) -> dict[str, Json]:
    """Return the line of Python that takes an overruling back, of the scope or of every one; nothing is done yet.

    Parameters
    ----------
    asked : Asked
        ``code`` and ``scope`` of a finding. What is overruled more widely is taken back where nothing else covers it.

    Raises
    ------
    InputError
        If the study does not overrule it.
    """
    from workbench.templates.filling import literal

    code, scope = asked.text("code"), asked.text("scope", "")
    found = study_of_notebook()
    covering = [one.scope for one in found.overruled if one.code == code and one.scope in ("", scope)] if found else []
    if not covering:
        what = f"{code} for {scope!r}" if scope else code
        raise InputError(f"The study does not overrule {what}.\nRun the step again, to see how it stands now.")
    widest = f", scope={literal(scope)}" if scope in covering and scope else ""
    return {"source": _line(asked, f"reinstate({literal(code)}{widest})")}


def _line(asked: Asked, call: str) -> str:
    """Return a call on the study, as a cell of the notebook can make it."""
    has_study = type(asked.namespace.get("study")).__module__ == "workbench.study.study"
    place = "study" if has_study else "wb.open_study()"
    needs_import = place != "study" and getattr(asked.namespace.get("wb"), "__name__", "") != "workbench"
    return f"import workbench as wb\n\n{place}.{call}" if needs_import else f"{place}.{call}"
