"""What a verification found: one line a fact, and one a passage that is not as it was written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from workbench.document.nodes import Fact

__all__ = ["ASSURANCE", "ASSURANCE_OF_DATA", "CheckedFact", "Passage", "Status", "Verification"]

Status = Literal["equal", "within tolerance", "recorded, not recomputable", "altered"]

ASSURANCE = (
    "Self-attested: the report is compared with the evidence inside it, and its facts are computed again from the "
    "counts there. Somebody who rewrites what is printed and the evidence together, consistently, is not found by "
    "this; only a signature would show it, and this report has none."
)
"""What a verification without a signature can promise, and what it cannot."""

ASSURANCE_OF_DATA = (
    "Counted again: what is said to be counted again follows from the data that were given, whoever wrote the report. "
    "Whether these are the data that it claims to be of is for their owner to say. The rest is self-attested: it is "
    "compared with the evidence inside the report, and a consistent rewrite of both is not found."
)
"""What a verification against the data can promise, and what it cannot."""


@dataclass(frozen=True)
class CheckedFact:
    """One number that the report states.

    Parameters
    ----------
    fact : Fact
        As the evidence records it.
    status : {"equal", "within tolerance", "recorded, not recomputable", "altered"}
        What was found.
    why : str
        What differs, where something does; or why it cannot be computed again.
    """

    fact: Fact
    status: Status
    why: str = ""


@dataclass(frozen=True)
class Passage:
    """A place that does not read as it was written, beside the numbers.

    Parameters
    ----------
    kind : {"altered", "edited"}
        *edited* in a format whose readers are meant to change its sentences, and no number is touched.
    written, found : str
        What was recorded, and what stands there; empty where one of them is missing.
    """

    kind: Literal["altered", "edited"]
    written: str
    found: str


@dataclass(frozen=True)
class Verification:
    """What a verification found.

    Parameters
    ----------
    title : str
        The report's title.
    format : str
        What people call its format.
    version : str
        The workbench that wrote it.
    facts : tuple of CheckedFact
        Every number, in the order in which the report keeps them.
    passages : tuple of Passage
        Other places that do not read as they were written.
    notes : tuple of str
        What the checker should know: another version wrote it, it is past its date, the source was counted again.
    has_data : bool
        Whether it was counted again from data.
    has_other_data : bool
        Whether the data given are not those of the report, so that nothing could be compared with them.
    """

    title: str
    format: str
    version: str
    facts: tuple[CheckedFact, ...]
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    has_data: bool = False
    has_other_data: bool = False

    def __repr__(self) -> str:
        """Return what was found in one sentence."""
        counts = Counter(one.status for one in self.facts)
        said = ", ".join(f"{counts[status]} {status}" for status in _ORDER if counts[status])
        altered, edited = (sum(one.kind == kind for one in self.passages) for kind in ("altered", "edited"))
        return (
            f"Verification of {self.title!r}: {said or 'no facts'}"
            + (f"; {altered} other passages altered" if altered else "")
            + (f"; {edited} passages edited" if edited else "")
            + "."
        )

    @property
    def is_altered(self) -> bool:
        """Whether anything is not as it was written, edited sentences aside."""
        return any(one.status == "altered" for one in self.facts) or any(one.kind == "altered" for one in self.passages)

    @property
    def exit_code(self) -> int:
        """What a command line returns: 0 nothing altered, 1 altered, 2 nothing in common with the data given."""
        return 1 if self.is_altered else 2 if self.has_other_data else 0

    @property
    def conclusion(self) -> str:
        """The last word: what is altered, what is edited, and whether the data given are others."""
        edited = sum(one.kind == "edited" for one in self.passages)
        if self.is_altered:
            said = "Altered."
        elif edited:
            sentences = "1 sentence is" if edited == 1 else f"{edited:,} sentences are"
            said = f"No number and no verdict is altered; {sentences} edited (listed above)."
        else:
            said = "Nothing is altered."
        return f"{said} The data given are not those of the report." if self.has_other_data else said

    @property
    def assurance(self) -> str:
        """What this can promise, and what it cannot."""
        return ASSURANCE_OF_DATA if self.has_data else ASSURANCE


_ORDER: tuple[Status, ...] = ("equal", "within tolerance", "recorded, not recomputable", "altered")
