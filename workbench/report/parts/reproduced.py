"""What a report was computed from and with, so that somebody else can do it again."""

from __future__ import annotations

import json

from workbench.core.version import __version__
from workbench.document.nodes import Block, Table
from workbench.document.wording import name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.closing import fingerprints
from workbench.report.parts.known import versions

__all__ = ["reproduced"]

_LONGEST = 2_000
_OF_DATA = ("profile", "leaks", "split", "preparation")


def reproduced(materials: Materials) -> tuple[Block, ...]:
    """Return fingerprints, seeds, settings and versions of everything that was given."""
    # Some results are made from the same counts; what is the same is said once.
    lines = dict.fromkeys((what, value) for what, value in _lines(materials) if value)
    rows = tuple((say(f"made.{what}"), (name(value, _LONGEST),)) for what, value in lines)
    header = (say("about.what"), say("about.value"))
    return (paragraph("made.said"), Table("computed-from", say("made.caption"), header, rows, (False, False)))


def _lines(materials: Materials) -> list[tuple[str, str]]:
    data, model, explanation, audit = materials.data, materials.model, materials.explanation, materials.audit
    split = materials.split
    lines = [
        ("date", materials.date),
        ("program", f"notebook-workbench {__version__}"),
        ("versions", versions(materials)),
    ]
    if data is not None:
        lines += [("source", data.source), ("rows", data.rows)]
    if model is not None:
        lines += [("split", model.split), ("model", model.fingerprint)]
        lines += [("seeds", ", ".join(str(seed) for seed in model.seeds))]
    if explanation is not None:
        lines.append(("explanation", explanation.fingerprint))
        lines.append(("draw", "" if explanation.seed is None else str(explanation.seed)))
    lines += [(field, one) for field, one in fingerprints(materials).items() if field in _OF_DATA]
    if split is not None and split.seed is not None and model is None:
        lines.append(("seeds", str(split.seed)))
    if audit is not None:
        lines += [("audit", audit.fingerprint), *(("input", one) for one in audit.provenance.inputs)]
        lines += [("outcomes", audit.outcomes.fingerprint), ("decisions", audit.decisions.fingerprint)]
        policy = {key: value for key, value in audit.policy.settings().items() if key != "justification"}
        lines.append(("policy", json.dumps(policy, default=str, ensure_ascii=False)))
    return lines
