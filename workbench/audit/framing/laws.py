"""What a law adds to a framing: standards, an annex and duties, as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["KNOWN_AS_OF", "LAWS", "Law"]

KNOWN_AS_OF = "2026-09"
"""The month of what is said about the law."""


@dataclass(frozen=True)
class Law:
    """What a law adds.

    Parameters
    ----------
    standards : tuple of str
        Standards of the policy.
    annexes : tuple of str
        Laws whose headings ``build_report(audience="annex", annexes=…)`` follows.
    notes : tuple of str
        What else it asks for, in words.
    """

    standards: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_four_fifths(self) -> bool:
        """Whether selection rates are judged as ratios, with the limit of four fifths."""
        return "four-fifths" in self.standards


_GUIDELINES = (
    "The four-fifths rule is a rule of thumb of the Uniform Guidelines of 1978, which are under review. Smaller "
    "differences may count where they are clear, and larger ones not where numbers are small; the statute itself is "
    "not changed by that."
)

LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "us_employment": Law(("four-fifths",), (), (_GUIDELINES,)),
        "us_credit": Law(
            (),
            (),
            (
                "Whoever is refused is told the specific principal reasons: explain_person finds them, and "
                "build_report with audience='letter' writes them down.",
                "Since July 2026 Regulation B itself has no effects test any more. The Fair Housing Act and laws of "
                "the states may still ask for equal effects.",
            ),
        ),
        "nyc": Law(
            ("nyc-ll144", "four-fifths"),
            ("nyc-ll144",),
            (
                "Local Law 144 wants an audit each year by an independent auditor, with demographics that people "
                "gave themselves. It sets no limit: four fifths is no line of that law.",
                _GUIDELINES,
            ),
        ),
        "eu": Law(
            (),
            ("eu-ai-act",),
            (
                "Annex IV of the AI Act wants metrics of possibly discriminatory impacts with the reasons for them, "
                "and accuracy for specific groups; the annex of the report has its headings.",
                "Whoever is affected may ask for the main elements of the decision: build_report with "
                "audience='letter'.",
            ),
        ),
        "uk": Law(
            (),
            (),
            (
                "Under section 19 of the Equality Act 2010 a particular disadvantage has to be a proportionate means "
                "of achieving a legitimate aim. Write that aim down beside the figures.",
            ),
        ),
        "none": Law(),
    }
)
"""By the name of the option."""
