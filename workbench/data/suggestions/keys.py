"""Which columns seem to name rows, say when, say what belongs together, or weigh the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.data.suggestions.looks import Look
from workbench.data.suggestions.result import SuggestedRole, Sure

__all__ = ["groups", "ids", "times", "weights"]

_ID = (
    "id", "ids", "uuid", "guid", "key", "index", "row", "rownames", "rowname", "rownumber", "row number", "row id",
    "record", "number", "no", "nr", "num", "nummer", "identifier", "unnamed", "case", "serial", "seq", "kennung",
    "schlussel", "identifiant", "numero", "identificador", "clave", "stay", "application", "antragsnummer", "dossier",
    "expediente", "applicationid", "personid", "aktenzeichen",
)  # fmt: skip
_ENTITY = (
    "patient", "patients", "customer", "client", "person", "user", "household", "family", "employee", "applicant",
    "borrower", "member", "account", "subject", "student", "candidate", "citizen", "driver", "tenant", "owner",
    "individual", "participant", "respondent", "worker", "people", "subscriber", "policyholder", "resident", "pid",
    "cid", "custid", "userid", "ssn", "kunde", "kunden", "kundennummer", "kundennr", "patientennummer", "haushalt",
    "mitarbeiter", "bewerber", "versicherter", "personalnummer", "schuler", "menage", "foyer", "salarie", "candidat",
    "assure", "eleve", "emprunteur", "cliente", "hogar", "paciente", "usuario", "empleado", "candidato", "alumno",
    "solicitante", "persona",
)  # fmt: skip
_NOT_KEYS = (
    "age", "income", "amount", "count", "zip", "zipcode", "postcode", "postal", "plz", "phone", "salary", "price",
    "year", "code postal", "codigo postal", "postleitzahl", "satisfaction", "type", "score", "rating", "children", "of",
)  # fmt: skip
_FIRST_DAYS = (
    "application", "applied", "admitted", "admission", "decision", "decided", "created", "submitted", "filed", "issued",
    "event", "visit", "hired", "start", "signup", "order", "transaction", "antrag", "antragsdatum", "aufnahme",
    "aufnahmedatum", "entscheidung", "demande", "decision", "admission", "solicitud", "ingreso", "timestamp",
    "observed",
)  # fmt: skip
_LATER_DAYS = (
    "end", "discharge", "discharged", "closed", "close", "updated", "modified", "paid", "last", "expiry", "expires",
    "due", "entlassung", "ende", "sortie", "fin", "alta", "deleted", "final",
)  # fmt: skip
_BIRTHS = (
    "birth", "dob", "birthdate", "birthday", "born", "geburtsdatum", "geburtstag", "geburtsjahr", "naissance",
    "nacimiento", "yob", "birthyear",
)  # fmt: skip
_YEARS = (
    "year", "jahr", "annee", "ano", "month", "monat", "mois", "mes", "quarter", "quartal", "date", "datum", "fecha",
    "period", "week",
)  # fmt: skip
_WEIGHTS = (
    "fnlwgt", "wgt", "wt", "pweight", "perwt", "hhwt", "pwgtp", "sample weight", "sampleweight", "sampling weight",
    "survey weight", "design weight", "person weight", "household weight", "final weight", "weighting", "weights",
    "gewichtung", "stichprobengewicht", "hochrechnungsfaktor", "gewichtungsfaktor", "ponderation", "poids de sondage",
    "coefficient de ponderation", "ponderacion", "factor de expansion", "factor expansion", "peso muestral",
    "instance weight", "expansion factor",
)  # fmt: skip
_WEIGHT = ("weight", "gewicht", "poids", "peso")
_THINGS = (
    "kg", "lb", "lbs", "g", "body", "birth", "gross", "net", "vehicle", "loss", "cargo", "package", "item", "product",
    "shipping", "curb", "height", "grams", "brutto", "netto", "korper", "corporel", "corporal", "pounds", "baby",
    "tara",
)  # fmt: skip
_SHARE_OF_ENTITIES = 0.1
_FEWEST_ENTITIES = 20


def ids(looks: Sequence[Look]) -> Iterator[SuggestedRole]:
    """Yield the columns that have a value of their own in every row and look like names of rows."""
    for place, look in enumerate(looks):
        if not look.is_unique or look.n < 2 or look.is_day or look.name.says(_NOT_KEYS):
            continue
        unnamed = not look.name.tokens or look.name.is_only(("unnamed", "index"))
        word = look.name.said((*_ID, *_ENTITY))
        counted = look.is_whole and look.high - look.low == look.n - 1
        if (look.looks_like_codes or look.is_text) and (word or (unnamed and place == 0 and counted)):
            named = f"its name says {word!r} and " if word else ""
            yield SuggestedRole(look.column, "id", "likely", f"{named}every row has a value of its own.")
        elif counted and place == 0:
            yield SuggestedRole(look.column, "id", "perhaps", "it counts the rows.")
        elif look.looks_like_codes and look.is_text:
            yield SuggestedRole(look.column, "id", "perhaps", "every row has a code of its own.")


def groups(looks: Sequence[Look]) -> Iterator[SuggestedRole]:
    """Yield the columns of keys that return: rows of one customer, patient or household belong together."""
    for look in looks:
        if look.is_day or look.name.says(_NOT_KEYS) or not (look.is_text or look.is_whole):
            continue
        repeated = _FEWEST_ENTITIES <= look.n_distinct < look.n_known
        many = look.n_distinct >= _SHARE_OF_ENTITIES * look.n_known
        if not (repeated and many and (look.looks_like_codes or look.name.says(_ID))):
            continue
        each = look.n_known / look.n_distinct
        entity, key = look.name.said(_ENTITY), look.name.said(_ID)
        told = f"{look.n_distinct:,} values stand in {look.n_known:,} rows, {each:.1f} each: they belong together"
        if entity:
            yield SuggestedRole(look.column, "group", "likely", f"its name says {entity!r}, and its {told}.")
        elif key or look.is_text:
            named = f"its name says {key!r}, and its " if key else "its "
            yield SuggestedRole(look.column, "group", "perhaps", f"{named}{told}.")


def times(looks: Sequence[Look]) -> Iterator[SuggestedRole]:
    """Yield the columns that say when; one is likely where it is the only one, or the only one that says the start."""
    days = [look for look in looks if look.is_day and look.n_distinct > 1 and not look.name.says(_BIRTHS)]
    first = [look for look in days if look.name.says(_FIRST_DAYS) and not look.name.says(_LATER_DAYS)]
    for look in sorted(days, key=lambda one: (one not in first, looks.index(one))):
        alone = len(days) == 1 or first == [look]
        word = look.name.said(_FIRST_DAYS)
        why = f"it holds dates and its name says {word!r}" if look in first else "it holds dates"
        yield SuggestedRole(look.column, "time", "likely" if alone else "perhaps", f"{why}.")
    for look in looks:
        in_years = look.is_whole and look.is_number and 1900 <= look.low <= look.high <= 2100 and look.n_distinct > 1
        if in_years and not days and look.name.says(_YEARS) and not look.name.says(_BIRTHS):
            reason = f"its name says {look.name.said(_YEARS)!r}, its values are from {look.low:g} to {look.high:g}."
            yield SuggestedRole(look.column, "time", "perhaps", reason)


def weights(looks: Sequence[Look]) -> Iterator[SuggestedRole]:
    """Yield the columns that say for how many people a row stands, and not how heavy something is."""
    for look in looks:
        usable = look.is_number and look.n_known == look.n and look.low >= 0 and look.n_distinct > 1
        if not usable or look.name.says(_THINGS):
            continue
        word = look.name.said(_WEIGHTS)
        values = f"its values are from {look.low:g} to {look.high:g}, none missing"
        if word and look.high > look.low:
            yield SuggestedRole(look.column, "weight", "likely", f"its name says {word!r}, {values}.")
        elif look.name.is_only(_WEIGHT):
            sure = _plain_weight(look)
            if sure is not None:
                said = look.name.said(_WEIGHT)
                yield SuggestedRole(look.column, "weight", sure, f"its name says {said!r}, {values}.")


def _plain_weight(look: Look) -> Sure | None:
    """Return how sure a column called *weight* is one of rows: of people in kilograms or pounds it is not."""
    if 0.8 <= look.mean <= 1.25:
        return "likely"
    return None if 2 <= look.mean <= 400 else "perhaps"
