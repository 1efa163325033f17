"""The questions that lead to a policy, as data: what is asked, what may be answered, and what is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workbench.errors import InputError

__all__ = ["FIRST", "QUESTIONS", "Option", "Question"]


@dataclass(frozen=True)
class Option:
    """One answer to a question.

    Parameters
    ----------
    id : str
        How it is called in ``answers``.
    title : str
        The answer in words.
    help : str
        When it is the right one.
    why : str
        What follows from it; it stands in the policy and in the report.
    then : str
        Which question is asked next; empty: none.
    """

    id: str
    title: str
    help: str
    why: str
    then: str = ""


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    id : str
        How it is called in ``answers``.
    title : str
        The question in words.
    help : str
        Why it is asked.
    options : tuple of Option
        What may be answered.
    """

    id: str
    title: str
    help: str
    options: tuple[Option, ...]

    def option(self, id: str) -> Option:
        """Return the option of that name.

        Raises
        ------
        InputError
            If there is none.
        """
        found = next((one for one in self.options if one.id == id), None)
        if found is None:
            raise InputError.for_choice(self.id, id, [one.id for one in self.options])
        return found


_AFFECTED = Question(
    "affected",
    "Who is affected by the decision?",
    "It decides what a mistake means, and for whom.",
    (
        Option(
            "applicants",
            "People who asked for something",
            "A loan, a job, a place, a benefit. The favourable decision is to get it.",
            "Refusing somebody who should have been accepted denies them what they asked for.",
            "scarce",
        ),
        Option(
            "screened",
            "People who asked for nothing, and are checked",
            "Fraud checks, inspections, searches. The favourable decision is to be left alone.",
            "Singling out somebody who should have been left alone burdens them with suspicion.",
            "outcome",
        ),
        Option(
            "others",
            "Others besides those decided on",
            "Patients who wait, customers, the public: they bear mistakes too.",
            "A wrong acceptance is borne by people who were not decided on.",
            "scarce",
        ),
    ),
)

_SCARCE = Question(
    "scarce",
    "Is what is given limited to a fixed number?",
    "Where it is, whatever one group gets another does not.",
    (
        Option(
            "limited",
            "Yes: so many places, and no more",
            "Seats, jobs, beds, a budget that is spent each time.",
            "With a fixed number each group's share of it matters by itself, so selection rates are compared.",
            "outcome",
        ),
        Option(
            "open",
            "No: whoever qualifies may get it",
            "Credit, a licence, a benefit that the law grants to all who qualify.",
            "One person's favourable decision takes nothing from another.",
            "outcome",
        ),
    ),
)

_OUTCOME = Question(
    "outcome",
    "Is it known afterwards which decision was right?",
    "Error rates can only be trusted as far as the outcome they are counted by.",
    (
        Option(
            "trusted",
            "Yes, for everybody, and it was recorded alike for all groups",
            "Also for those who were refused. Nobody's prejudice decided what was recorded.",
            "Outcomes are known and trusted, so it can be counted who was treated wrongly.",
            "errors",
        ),
        Option(
            "selective",
            "Only for those who were accepted",
            "Who was refused a loan never had the chance to repay it.",
            "Of those refused nothing is known, so only those accepted can be judged by what became of them.",
            "stakes",
        ),
        Option(
            "doubtful",
            "It is recorded, but the record itself may be unequal",
            "Arrests instead of offences, ratings by superiors, costs of care instead of need.",
            "Error rates would take a record for the truth that may hold the very inequality that is looked for.",
            "stakes",
        ),
        Option(
            "unknown",
            "No",
            "Nothing is recorded, or not yet.",
            "Without outcomes only the decisions themselves can be compared.",
            "stakes",
        ),
    ),
)

_ERRORS = Question(
    "errors",
    "Which mistake costs people more?",
    "Equal rates of one mistake do not make those of the other equal.",
    (
        Option(
            "refused",
            "A favourable decision refused to somebody who should have had it",
            "A good borrower refused, an honest person searched.",
            "So of those who should have had a favourable decision, the shares that had it are compared.",
            "difference",
        ),
        Option(
            "accepted",
            "A favourable decision for somebody who should not have had it",
            "A loan that ruins the borrower, a patient sent home too early, a danger overlooked.",
            "So of those who should not have had a favourable decision, the shares that had it are compared.",
            "difference",
        ),
        Option(
            "both",
            "Both alike",
            "Neither mistake can be made good by avoiding the other.",
            "So both shares are compared, and the worse of the two decides.",
            "difference",
        ),
    ),
)

_DIFFERENCE = Question(
    "difference",
    "Where groups differ in the outcome, should the decisions differ as well?",
    "This is a question of values. No figure answers it.",
    (
        Option(
            "alike",
            "The groups hardly differ in the outcome",
            "As the profile of the data shows.",
            "Where outcomes are alike the figures of fairness do not contradict each other.",
            "score",
        ),
        Option(
            "follow",
            "Yes: the difference is real, and what is decided should follow it",
            "The outcome is what the decision is about, and nothing else.",
            "Decisions may follow outcomes, so selection rates need not be equal for this reason.",
            "score",
        ),
        Option(
            "not_follow",
            "No: it comes from unequal chances that the decision should not prolong",
            "Schooling, past refusals, where people could live.",
            "Decisions should not prolong the difference, so selection rates are compared too.",
            "score",
        ),
        Option(
            "unsure",
            "It is not known, or those concerned do not agree",
            "Then both views are shown.",
            "Nobody can say whether decisions should follow the difference, so selection rates are compared too.",
            "score",
        ),
    ),
)

_SCORE = Question(
    "score",
    "Does anybody act on the score itself, or only on the decision?",
    "A score that is read, or sets a price, has to mean the same for every group.",
    (
        Option(
            "decision",
            "Only on the decision",
            "The score is compared with a threshold, and then forgotten.",
            "Only decisions reach people, so the score is not judged.",
            "stakes",
        ),
        Option(
            "read",
            "On the score",
            "A person reads it, or it sets a price, a limit or a place in a queue.",
            "A score of the same height has to mean the same for every group, so calibration is compared too.",
            "stakes",
        ),
    ),
)

_STAKES = Question(
    "stakes",
    "How hard does a wrong decision hit?",
    "It decides how large a difference is tolerated. A smaller limit needs more people to be confirmed.",
    (
        Option(
            "life",
            "Liberty, health or livelihood",
            "Detention, treatment, custody, the only income.",
            "A wrong decision can hardly be made good: where differences are judged, 2 of 100 are tolerated.",
            "groups",
        ),
        Option(
            "serious",
            "Money, work, housing or schooling",
            "It costs a year or a sum that is felt, and can be made good.",
            "A wrong decision hurts, and can be made good: where differences are judged, 5 of 100 are tolerated.",
            "groups",
        ),
        Option(
            "minor",
            "Convenience",
            "An offer, a reminder, a second look.",
            "A wrong decision is soon made good: where differences are judged, 10 of 100 are tolerated.",
            "groups",
        ),
    ),
)

_GROUPS = Question(
    "groups",
    "How many groups are compared?",
    "Of many groups, any two differ by chance. One group named beforehand can be compared with in a policy file.",
    (
        Option(
            "few",
            "Up to 14 by each attribute",
            "Sexes, bands of age, categories of race.",
            "Any two groups are compared.",
            "law",
        ),
        Option(
            "many",
            "More than 14",
            "Countries, regions, crossings of several attributes. Rows must not be weighted.",
            "Each group is compared with all together: that sees one group which fares worse among many.",
            "law",
        ),
    ),
)

_LAW = Question(
    "law",
    "Which law is the decision under?",
    "It adds tables and duties. What is known of the law is that of September 2026; this is no legal advice.",
    (
        Option(
            "us_employment",
            "United States: employment",
            "Hiring, promotion, dismissal: Title VII, the Uniform Guidelines, the EEOC.",
            "The four-fifths rule of the Uniform Guidelines of 1978 compares selection rates as ratios.",
        ),
        Option(
            "us_credit",
            "United States: credit",
            "Lending: the Equal Credit Opportunity Act and Regulation B.",
            "Whoever is refused is told the principal reasons. No number is set for groups.",
        ),
        Option(
            "nyc",
            "New York City: employment",
            "A tool that helps to decide on hiring or promotion there: Local Law 144, beside federal law.",
            "Local Law 144 wants tables of impact ratios and sets no limit; the four-fifths rule is federal.",
        ),
        Option(
            "eu",
            "European Union",
            "Systems of high risk under the AI Act, and decisions about persons under the GDPR.",
            "The AI Act wants bias examined and figures by group, and sets no number.",
        ),
        Option(
            "uk",
            "United Kingdom",
            "The Equality Act 2010.",
            "A practice that puts a group at a particular disadvantage has to be justified. No number is set.",
        ),
        Option(
            "none",
            "None of these",
            "Or it is not known yet.",
            "No law was named that adds tables or limits.",
        ),
    ),
)

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {one.id: one for one in (_AFFECTED, _SCARCE, _OUTCOME, _ERRORS, _DIFFERENCE, _SCORE, _STAKES, _GROUPS, _LAW)}
)
"""Every question by its name, in the order in which they can be asked."""

FIRST = _AFFECTED.id
"""Which one is asked first."""
