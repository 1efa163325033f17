"""What only people can say: every field that a report asks for, and where it is printed.

A field is asked once, wherever it is printed. Places are parts of the model card (``card/…``) and of
the datasheet (``sheet/…``); points of Annex IV (``iv/…``), Article 10 (``10/…``) and Article 13(3)
(``13/…``) of the EU AI Act; the publication of Local Law 144 (``ll144``); the letter to one person
(``letter``); and sections of the technical report (``people``, ``robustness``, ``mitigation``,
``monitoring``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

__all__ = ["FIELDS", "OPTIONAL", "Field", "fields_at"]


OPTIONAL = frozenset({"letter/addressee", "letter/reference", "letter/sender"})
"""Fields that a report does without: nothing is to be filled in where nobody answered."""


@dataclass(frozen=True)
class Field:
    """A question that a report asks of people.

    Parameters
    ----------
    id : str
        Its name in a form, such as ``"model_card/intended_use/primary_uses"``.
    places : tuple of str
        Where the answer is printed.
    """

    id: str
    places: tuple[str, ...]

    @property
    def label(self) -> str:
        """The message that names it."""
        return f"field.{self.id}"

    @property
    def question(self) -> str:
        """The message that asks for it."""
        return f"ask.{self.id}"


_PLACES: Mapping[str, str] = {
    "model_card/details/developers": "card/details iv/1/a 13/a",
    "model_card/details/version": "card/details iv/1/a",
    "model_card/details/date": "card/details",
    "model_card/details/type": "card/details iv/2/a 10/2/a",
    "model_card/details/parameters": "card/details iv/2/b",
    "model_card/details/constraints": "card/details",
    "model_card/details/resources": "card/details",
    "model_card/details/citation": "card/details",
    "model_card/details/licence": "card/details",
    "model_card/details/contact": "card/details 13/a",
    "model_card/intended_use/primary_uses": "card/intended_use iv/1/a 13/b/i",
    "model_card/intended_use/users": "card/intended_use 13/b/i",
    "model_card/intended_use/out_of_scope": "card/intended_use iv/3 13/b/iii",
    "model_card/factors/relevant": "card/factors 13/b/ii",
    "model_card/factors/evaluated": "card/factors 10/2/f 13/b/v",
    "model_card/factors/environment": "card/factors 10/4",
    "model_card/metrics/measures": "card/metrics iv/4 13/b/ii",
    "model_card/metrics/why": "card/metrics iv/4",
    "model_card/metrics/thresholds": "card/metrics iv/2/b",
    "model_card/metrics/variation": "card/metrics iv/2/g",
    "model_card/evaluation_data/datasets": "card/evaluation_data iv/2/g 13/b/vi",
    "model_card/evaluation_data/motivation": "card/evaluation_data",
    "model_card/evaluation_data/preparation": "card/evaluation_data",
    "model_card/training_data/datasets": "card/training_data iv/2/d 13/b/vi",
    "model_card/analyses/unitary": "card/analyses",
    "model_card/analyses/intersectional": "card/analyses",
    "model_card/ethics/sensitive": "card/ethics",
    "model_card/ethics/life": "card/ethics",
    "model_card/ethics/risks": "card/ethics iv/3 13/b/iii",
    "model_card/ethics/mitigation": "card/ethics mitigation iv/5 10/2/g",
    "model_card/ethics/trade_offs": "card/ethics mitigation iv/2/b",
    "model_card/caveats/caveats": "card/caveats",
    "model_card/caveats/recommendations": "card/caveats",
    "datasheet/motivation/purpose": "sheet/motivation 10/2/b",
    "datasheet/motivation/creators": "sheet/motivation 10/2/b",
    "datasheet/motivation/funding": "sheet/motivation",
    "datasheet/composition/instances": "sheet/composition iv/2/d",
    "datasheet/composition/count": "sheet/composition iv/2/d 10/2/e",
    "datasheet/composition/sample": "sheet/composition iv/2/d",
    "datasheet/composition/labels": "sheet/composition iv/2/d",
    "datasheet/composition/missing": "sheet/composition 10/2/h",
    "datasheet/composition/relationships": "sheet/composition",
    "datasheet/composition/splits": "sheet/composition",
    "datasheet/composition/errors": "sheet/composition 10/3",
    "datasheet/composition/external": "sheet/composition",
    "datasheet/composition/confidential": "sheet/composition",
    "datasheet/composition/offensive": "sheet/composition",
    "datasheet/composition/populations": "sheet/composition 10/3",
    "datasheet/composition/identifiability": "sheet/composition",
    "datasheet/collection/how": "sheet/collection iv/2/d 10/2/b",
    "datasheet/collection/instruments": "sheet/collection",
    "datasheet/collection/who": "sheet/collection",
    "datasheet/collection/when": "sheet/collection iv/2/d 10/4",
    "datasheet/collection/review": "sheet/collection",
    "datasheet/collection/consent": "sheet/collection",
    "datasheet/collection/revocation": "sheet/collection",
    "datasheet/collection/impact": "sheet/collection",
    "datasheet/preprocessing/done": "sheet/preprocessing iv/2/d 10/2/c",
    "datasheet/preprocessing/raw": "sheet/preprocessing",
    "datasheet/preprocessing/software": "sheet/preprocessing",
    "datasheet/uses/done": "sheet/uses",
    "datasheet/uses/other": "sheet/uses",
    "datasheet/uses/risks": "sheet/uses",
    "datasheet/uses/not_for": "sheet/uses",
    "datasheet/distribution/how": "sheet/distribution",
    "datasheet/distribution/licence": "sheet/distribution",
    "datasheet/maintenance/owner": "sheet/maintenance",
    "datasheet/maintenance/updates": "sheet/maintenance",
    "datasheet/maintenance/retention": "sheet/maintenance",
    "datasheet/maintenance/contributions": "sheet/maintenance",
    "annex_iv/role": "iv/1/a",
    "annex_iv/risk_class": "iv/1/a",
    "annex_iv/5": "iv/5",
    "annex_iv/6": "iv/6",
    "annex_iv/7": "iv/7",
    "annex_iv/8": "iv/8",
    "annex_iv/1/b": "iv/1/b",
    "annex_iv/1/c": "iv/1/c",
    "annex_iv/1/d": "iv/1/d",
    "annex_iv/1/e": "iv/1/e 13/e",
    "annex_iv/1/f": "iv/1/f",
    "annex_iv/1/g": "iv/1/g",
    "annex_iv/1/h": "iv/1/h",
    "annex_iv/2/a": "iv/2/a",
    "annex_iv/2/b": "iv/2/b 10/2/a",
    "annex_iv/2/output": "iv/2/b 13/b/vii",
    "annex_iv/2/c": "iv/2/c 13/e",
    "annex_iv/2/e": "people iv/2/e iv/3 13/d",
    "annex_iv/2/interpretation": "people iv/2/e 13/b/vii",
    "annex_iv/2/f": "iv/2/f 13/c",
    "annex_iv/2/robustness": "robustness iv/2/g 13/b/ii",
    "annex_iv/2/h": "robustness iv/2/h 13/b/ii",
    "annex_iv/3/limits": "iv/3",
    "annex_iv/3/inputs": "iv/3 13/b/vi",
    "article_10/assumptions": "10/2/d",
    "article_10/suitability": "10/2/e",
    "article_10/feedback": "10/2/f",
    "article_10/gaps": "10/2/h",
    "article_10/representative": "10/3",
    "article_10/setting": "10/4",
    "article_10/special": "10/special",
    "article_13/lifetime": "13/e",
    "article_13/logs": "13/f",
    "people/contest": "people",
    "people/notice": "people",
    "monitoring/plan": "monitoring iv/9",
    "monitoring/next_audit": "monitoring iv/9",
    "nyc_ll144/auditor": "ll144",
    "nyc_ll144/tool": "ll144",
    "nyc_ll144/audit_date": "ll144",
    "nyc_ll144/distribution_date": "ll144",
    "nyc_ll144/data_source": "ll144",
    "nyc_ll144/data_explanation": "ll144",
    "nyc_ll144/data_kind": "ll144",
    "nyc_ll144/data_justification": "ll144",
    "nyc_ll144/demographics": "ll144",
    "nyc_ll144/small_justification": "ll144",
    "nyc_ll144/posted": "ll144",
    "nyc_ll144/notice": "ll144",
    "nyc_ll144/alternative": "ll144",
    "nyc_ll144/retention": "ll144",
    "letter/addressee": "letter",
    "letter/reference": "letter",
    "letter/sender": "letter",
    "letter/role": "letter",
    "letter/other_reasons": "letter",
    "letter/human_check": "letter",
    "letter/data_source": "letter",
    "letter/correct": "letter",
    "letter/contest": "letter",
    "letter/complain": "letter",
    "letter/deadline": "letter",
    "letter/contact": "letter",
}

FIELDS: Mapping[str, Field] = MappingProxyType({id: Field(id, tuple(places.split())) for id, places in _PLACES.items()})
"""Every field, by id, in the order of the form."""


@cache
def fields_at(place: str) -> tuple[Field, ...]:
    """Return the fields that are printed at a place, in their order.

    Examples
    --------
    >>> [one.id for one in fields_at("iv/9")]
    ['monitoring/plan', 'monitoring/next_audit']
    """
    return tuple(one for one in FIELDS.values() if place in one.places)
