"""What the extension asks of a notebook's kernel, where the person's data are: a question in, an answer out, as JSON.

The extension runs ``answer("…")`` in the kernel. It leaves no name behind, and shows progress and the answer as
displays of a type of their own.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from workbench.checks import check_choice
from workbench.core.schema import Json, schema_name
from workbench.errors import WorkbenchError

__all__ = ["MIME", "SCHEMA", "answer", "handle"]

MIME = "application/vnd.workbench.bridge+json"
SCHEMA = schema_name("bridge")

_MOST_BYTES = 64_000_000
_ASKS = {
    "audiences": "exporting",
    "columns": "columns",
    "export": "exporting",
    "hello": "standing",
    "memory": "standing",
    "overrule": "standing",
    "reinstate": "standing",
    "renew": "renewing",
    "study": "standing",
    "verdict": "exporting",
}
_BUSY = threading.Lock()


def handle(
    request: Mapping[str, Any],
    told: Callable[[float, str], None] | None = None,
    namespace: Mapping[str, object] | None = None,
) -> dict[str, Json]:
    """Answer a question of the extension.

    Parameters
    ----------
    request : mapping
        ``{"schema": "workbench.bridge/1", "ask": "hello", …}``.
    told : callable, optional
        Hears how far the answer has come, between 0 and 1, and what is done now.
    namespace : mapping of str to object, optional
        What the notebook has bound.

    Returns
    -------
    dict
        ``{"schema": …, "ok": True, …}``, or ``{"schema": …, "ok": False, "problem": …, "said": …}``: *version* if the
        other side speaks another protocol, *input* if the question cannot be answered as it is, *busy* if another is
        being answered, *internal* if it is a fault of the workbench.

    Examples
    --------
    >>> handle({"schema": "workbench.bridge/1", "ask": "memory", "names": ["a", "b"]}, namespace={"a": 1})["bound"]
    ['a']
    >>> print(handle({"schema": "workbench.bridge/1", "ask": "sing"})["said"])
    ask is 'sing'.
    Allowed are: 'audiences', 'columns', 'export', 'hello', 'memory', 'overrule', 'reinstate', 'renew', 'study', \
'verdict'.
    """
    if not _BUSY.acquire(blocking=False):
        return _refusal("busy", "Another question is being answered.\nAsk again when it is done.")
    try:
        return _answered(request, told, namespace or {})
    finally:
        _BUSY.release()


def answer(text: str) -> None:
    """Answer a question that came as code, and show progress and the answer.

    Parameters
    ----------
    text : str
        The JSON of the question in base64, so that nothing in it can become code.
    """
    shell = _shell()

    def show(said: dict[str, Json]) -> None:
        if shell is not None:
            shell.display_pub.publish({MIME: said}, metadata={})

    def told(progress: float, said: str) -> None:
        show({"progress": progress, "said": said})

    if len(text) > _MOST_BYTES:
        show(_refusal("input", f"The question has {len(text):,} bytes, and may have {_MOST_BYTES:,}.\nAsk for less."))
        return
    try:
        request = json.loads(base64.b64decode(text, validate=True))
    except (ValueError, RecursionError) as error:
        show(_refusal("input", f"The question cannot be read: {error}.\nUpdate the extension."))
        return
    show(handle(request, told, shell.user_ns if shell is not None else {}))


def _answered(
    request: object, told: Callable[[float, str], None] | None, namespace: Mapping[str, object]
) -> dict[str, Json]:
    from workbench.bridging.asked import Asked
    from workbench.bridging.standing import PROTOCOL

    if not isinstance(request, Mapping):
        return _refusal("input", "The question is no JSON object.\nUpdate the extension.")
    spoken = request.get("protocol", PROTOCOL)
    if request.get("schema") != SCHEMA or spoken != PROTOCOL:
        other = f"protocol {spoken!r}" if request.get("schema") == SCHEMA else repr(request.get("schema"))
        return _refusal(
            "version",
            f"The extension speaks {other:.100}, and the Workbench of this kernel {SCHEMA!r}, protocol {PROTOCOL}.\n"
            "Install the same version of notebook-workbench for JupyterLab and for the kernel, and restart both.",
        )
    asked = Asked(request, namespace, told) if told is not None else Asked(request, namespace)
    try:
        ask = check_choice("ask", asked.text("ask"), list(_ASKS))
        given = getattr(import_module(f"workbench.bridging.{_ASKS[ask]}"), ask)(asked)
        plain: dict[str, Json] = json.loads(json.dumps({"schema": SCHEMA, "ok": True, **given}, allow_nan=False))
    except WorkbenchError as error:
        return _refusal("input", str(error))
    except KeyboardInterrupt:
        return _refusal("internal", "It was interrupted before it was done.\nAsk again.")
    except Exception as error:  # noqa: BLE001 - the last handler: the extension shows a sentence, never a traceback
        return _refusal(
            "internal",
            f"{type(error).__name__}: {error}\n"
            "This is a fault of the workbench; its health page says how to report it.",
        )
    return plain


def _refusal(problem: str, said: str) -> dict[str, Json]:
    return {"schema": SCHEMA, "ok": False, "problem": problem, "said": said}


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
