"""What a study says of the results that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench.core.finding import Finding
from workbench.core.overruling import Overruled
from workbench.core.schema import Json, schema_name
from workbench.core.sign_off import SignOff
from workbench.study.declared import DeclaredData
from workbench.study.signed import day_of, signed_told

__all__ = ["Kept", "KeptState", "KeptStatus", "StudyStatus"]

KeptState = Literal["fresh", "stale", "damaged", "newer format"]


@dataclass(frozen=True)
class Kept:
    """A result that a study keeps.

    Parameters
    ----------
    stage, name : str
        Under which it is kept.
    kind : str
        What it is, such as ``"Fitted"``.
    fingerprint : str
        Of the result.
    path : pathlib.Path
        Its record.
    saved : str
        When, as in ``"2026-11-21T12:00:00+00:00"``.
    is_new : bool
        Whether anything was written: an equal result is not written again.
    findings : tuple of Finding
        What could not be kept (WB317), and rows that stayed where they are (WB321).
    """

    stage: str
    name: str
    kind: str
    fingerprint: str
    path: Path
    saved: str
    is_new: bool = True
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return what was kept in one sentence."""
        what = f"{self.stage} {self.name!r}"
        said = f"Kept {what}" if self.is_new else f"{what[0].upper()}{what[1:]} was kept already, and is the same"
        return f"{said}.{''.join(f' {one}.' for one in self.findings)}"


@dataclass(frozen=True)
class KeptStatus:
    """How it stands with a result.

    Parameters
    ----------
    stage, name : str
        Under which it is kept.
    state : {"fresh", "stale", "damaged", "newer format"}
        *stale*: what it was made of has changed since.
    because : str
        Why it is not fresh, in a sentence; empty where it is.
    after : tuple of str
        Of a stale one: the results that changed, as ``"dataset/main"``.
    kind, fingerprint, saved, told : str
        What it is, when it was saved, and the result in one sentence; empty where it cannot be read.
    findings : tuple of Finding
        What could not be kept (WB317), rows that stayed where they are (WB321), other versions (WB318).
    """

    stage: str
    name: str
    state: KeptState
    because: str = ""
    after: tuple[str, ...] = ()
    kind: str = ""
    fingerprint: str = ""
    saved: str = ""
    told: str = ""
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return how it stands in one line."""
        return f"{self.stage} {self.name!r}: {self.state}.{' ' if self.because else ''}{self.because}"

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON holds it."""
        return {
            "stage": self.stage,
            "name": self.name,
            "state": self.state,
            "because": self.because,
            "after": list(self.after),
            "kind": self.kind,
            "fingerprint": self.fingerprint,
            "saved": self.saved,
            "told": self.told,
            "findings": [
                {"code": one.code, "severity": one.severity, "title": one.title, "why": one.why,
                 "what_to_do": one.what_to_do, "scope": one.scope}
                for one in self.findings
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class StudyStatus:
    """How it stands with a study.

    Parameters
    ----------
    path : pathlib.Path
        Its folder.
    title, created : str
        What readers call it, and since when there is one.
    kept : tuple of KeptStatus
        Every result, in the order of the stages.
    overruled : tuple of Overruled
        Findings that are known and accepted.
    policy : str
        What its policy says in a sentence; empty where it has none.
    data : DeclaredData or None
        Which data it is about.
    sign_off : SignOff or None
        Who answers for what is reported of it.
    signed_since : str
        When that was said; empty where only the day is known that stands in it.
    said : tuple of (str, str, str)
        What people say in it besides, as steps know it that read it: a stage, a name and a fingerprint each.
    """

    path: Path
    title: str
    created: str
    kept: tuple[KeptStatus, ...]
    overruled: tuple[Overruled, ...]
    policy: str = ""
    data: DeclaredData | None = None
    sign_off: SignOff | None = None
    signed_since: str = ""
    said: tuple[tuple[str, str, str], ...] = ()

    def __repr__(self) -> str:
        """Return the study in one sentence."""
        n = len(self.kept)
        odd = [
            f"{sum(one.state == state for one in self.kept)} {state}" for state in ("stale", "damaged", "newer format")
        ]
        told = "".join(f", {one}" for one in odd if not one.startswith("0 "))
        accepted = f"; {len(self.overruled)} overruled" if self.overruled else ""
        return f"Study {self.title!r}: {n} {'result' if n == 1 else 'results'}{told}{accepted}."

    def __str__(self) -> str:
        """Return the study with a line for each result."""
        return "\n".join([repr(self), *(f"  {one!r}" for one in self.kept)])

    def _repr_pretty_(self, printer: Any, _is_cycle: bool) -> None:
        """Show the lines in a notebook where nothing else can be shown."""
        printer.text(str(self))

    @property
    def about(self) -> str:
        """Which data it is about, in a sentence; empty where nobody said."""
        if self.data is None:
            return ""
        parts = {"outcome": self.data.target, "good": self.data.favourable, "protected": ", ".join(self.data.protected)}
        told = ", ".join(f"{what} {said!r}" for what, said in parts.items() if said)
        return f"It is about {self.data.name!r}{': ' if told else ''}{told}."

    @property
    def signed(self) -> str:
        """Who signed, whether that has expired, and what came after it; empty where nobody said anything."""
        later = f" Saved after it: {', '.join(self.unsigned)}. Sign again." if self.unsigned else ""
        return f"{signed_told(self.sign_off)}{later}"

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The results that were saved after the signature, so that nobody signed them; people's letters are none."""
        if self.sign_off is None or not self.sign_off.signed:
            return ()
        later = (one for one in self.kept if self._is_later(one.saved) and one.kind != "PersonExplanation")
        return tuple(f"{one.stage} {one.name!r}" for one in later)

    def _is_later(self, saved: str) -> bool:
        """Whether something was saved after the signature; where only its day is known, on a later day."""
        if self.signed_since:
            return saved > self.signed_since
        return self.sign_off is not None and day_of(saved) > str(self.sign_off.signed)

    def saved_after(self, day: str) -> tuple[str, ...]:
        """Return the results that were saved on a later day than one, by the clock of this machine.

        Parameters
        ----------
        day : str
            As in ``"2026-11-21"``. Empty: nothing.
        """
        return tuple(f"{one.stage} {one.name!r}" for one in self.kept if day and day_of(one.saved) > day)

    @property
    def is_fresh(self) -> bool:
        """Whether every result is as it should be."""
        return all(one.state == "fresh" for one in self.kept)

    def one(self, stage: str, name: str = "main") -> KeptStatus | None:
        """Return how it stands with one result; ``None`` where it is not kept.

        Parameters
        ----------
        stage, name : str
            Under which it is kept.
        """
        return next((one for one in self.kept if (one.stage, one.name) == (stage, name)), None)

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON holds it."""
        return {
            "schema": schema_name("study.status"),
            "path": str(self.path),
            "title": self.title,
            "created": self.created,
            "policy": self.policy,
            "data": self.data.told() if self.data is not None else None,
            "signed": self.signed,
            "results": [one.to_json() for one in self.kept],
            "overruled": [
                {"code": one.code, "scope": one.scope, "reason": one.reason, "by": one.by, "date": str(one.date)}
                for one in self.overruled
            ],
        }
