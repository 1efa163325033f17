"""Protected attributes: how columns of them are called, and what they hold, in four languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AGE", "ATTRIBUTES", "BIRTH", "SEX", "Attribute"]


@dataclass(frozen=True)
class Attribute:
    """How a protected attribute is called in tables, in small letters without accents.

    Parameters
    ----------
    title : str
        What readers call it.
    names : tuple of str
        Words and phrases in a column's name.
    values : tuple of str
        What its values are. Empty where they may be anything.
    telling : tuple of str
        Values that tell it without a name; others of its values may mean something else (*white* is a colour too).
    traps : tuple of str
        Words beside which the names mean something else: the age of a car.
    truth : bool
        Whether *yes* and *no* answer it.
    most_values : int
        Columns of more values are something else.
    is_sure : bool
        Whether its name says enough where the values are none of those known.
    vague : tuple of str
        Names that may mean something else, so that only known values make them sure.
    """

    title: str
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    truth: bool = False
    most_values: int = 12
    is_sure: bool = True
    vague: tuple[str, ...] = ()


SEX = Attribute(
    "sex",
    (
        "sex", "gender", "geschlecht", "sexe", "genre", "sexo", "genero", "male", "female", "mannlich", "weiblich",
        "is woman",
    ),
    (
        "m", "f", "w", "h", "d", "x", "male", "female", "man", "woman", "men", "women", "boy", "girl", "mr", "mrs",
        "ms", "mannlich", "weiblich", "divers", "mann", "frau", "herr", "maennlich", "homme", "femme", "masculin",
        "feminin", "hombre", "mujer", "masculino", "femenino", "varon", "non binary", "nonbinary", "nb", "other",
        "transgender", "intersex", "diverse", "andere", "autre", "otro", "otra",
    ),
    (
        "male", "female", "man", "woman", "men", "women", "mannlich", "weiblich", "mann", "frau", "homme", "femme",
        "masculin", "feminin", "hombre", "mujer", "masculino", "femenino", "varon", "maennlich",
    ),
    ("offender", "offence", "offense", "offences", "crime", "education", "ratio", "music", "film", "movie", "same"),
    truth=True,
    most_values=8,
    is_sure=False,
)  # fmt: skip

AGE = Attribute(
    "age",
    (
        "age", "ages", "alter", "altersgruppe", "lebensalter", "alter in jahren", "edad", "agegroup", "ageband",
        "agecat", "agep",
    ),
    traps=(
        "account", "vehicle", "car", "house", "home", "building", "property", "loan", "policy", "credit", "company",
        "firm", "business", "file", "page", "device", "machine", "equipment", "stone", "ice", "bronze", "new", "tree",
        "konto", "fahrzeug", "gebaude", "haus", "compte", "vehicule", "maison", "logement", "cuenta", "vehiculo",
        "vivienda", "wine", "oldest", "average", "trade", "domain", "listing", "inventory", "stock", "mining", "rating",
        "limit",
    ),
    most_values=130,
)  # fmt: skip

BIRTH = (
    "birth", "dob", "birthdate", "birthday", "birthyear", "yob", "born", "geburtsdatum", "geburtsjahr", "geburtstag",
    "geboren", "naissance", "nacimiento",
)  # fmt: skip

_RACE = Attribute(
    "race",
    (
        "race", "races", "ethnicity", "ethnic", "ethnicities", "ethnie", "ethnizitat", "ethnische", "hautfarbe", "raza",
        "etnia", "racial", "hispanic", "latino", "afam", "african american", "skin color", "skin colour", "minority",
        "nonwhite", "rasse", "couleur de peau", "raca", "minorite", "etnico", "grupo etnico", "rac 1 p",
    ),
    (
        "white", "black", "asian", "hispanic", "latino", "latina", "latinx", "caucasian", "african", "african american",
        "black or african american", "native american", "american indian", "alaska native", "amer indian eskimo",
        "indian", "asian pac islander", "pacific islander", "native hawaiian", "mixed", "two or more races",
        "multiracial", "other", "middle eastern", "arab", "roma", "chinese", "japanese", "european", "aboriginal",
        "maori", "indigenous", "non hispanic", "not hispanic", "white british", "black african", "black caribbean",
        "pakistani", "bangladeshi", "blanco", "blanca", "negro", "negra", "mestizo", "indigena", "asiatico", "mulato",
        "weiss", "schwarz", "asiatisch", "blanc", "noir", "asiatique", "metis", "b", "w", "h", "a",
    ),
    (
        "asian", "hispanic", "latino", "latina", "latinx", "caucasian", "african american", "black or african american",
        "native american", "american indian", "amer indian eskimo", "asian pac islander", "pacific islander",
        "native hawaiian", "two or more races", "multiracial", "white british", "black african", "black caribbean",
        "mestizo", "indigena", "mulato", "not hispanic", "non hispanic",
    ),
    (
        "horse", "car", "time", "winner", "distance", "marathon", "id", "condition", "course", "lap", "position",
        "track",
    ),
    truth=True,
    most_values=40,
    is_sure=False,
)  # fmt: skip

_RELIGION = Attribute(
    "religion",
    ("religion", "religious", "faith", "konfession", "religionszugehorigkeit", "religieuse", "denomination", "creed"),
    (),
    (
        "christian", "muslim", "jewish", "hindu", "buddhist", "sikh", "catholic", "protestant", "evangelisch",
        "katholisch", "orthodox", "christlich", "muslimisch", "judisch", "atheist", "konfessionslos", "chretien",
        "musulman", "juif", "catholique", "cristiano", "catolico", "judio", "ateo", "roman catholic", "lutheran",
        "islam", "christianity",
    ),
    ("bad", "good", "holiday"),
    truth=True,
    most_values=40,
)  # fmt: skip

_ORIGIN = Attribute(
    "national origin",
    (
        "nationality", "national origin", "native country", "country of birth", "birth country", "citizenship",
        "citizen", "nationalitat", "staatsangehorigkeit", "herkunft", "herkunftsland", "geburtsland",
        "migrationshintergrund", "migration background", "immigrant", "migrant", "foreign", "foreigner",
        "foreign worker", "foreign born", "origin", "nationalite", "pays de naissance", "pays d origine",
        "nacionalidad", "pais de nacimiento", "pais de origen", "auslander", "etranger", "extranjero", "origine",
    ),
    (
        "foreign", "domestic", "native", "immigrant", "foreigner", "foreign born", "native born", "national", "germany",
        "france", "spain", "mexico", "india", "china", "turkey", "poland", "italy", "united states", "united kingdom",
        "deutschland", "turkei", "polen", "italien", "deutsch", "turkisch", "francais", "francaise", "espagne",
        "espanola", "espanol", "alemania", "marruecos", "maroc", "algerie", "german", "french", "spanish", "turkish",
        "polish", "italian",
    ),
    ("foreign born", "native born"),
    (
        "airport", "flight", "currency", "key", "exchange", "port", "data", "product", "city", "station", "lead",
        "destination",
    ),
    truth=True,
    most_values=250,
    vague=("origin", "origine", "herkunft", "foreign", "citizen", "migrant"),
)  # fmt: skip

_OTHERS = (
    Attribute(
        "disability",
        (
            "disability", "disabled", "disabilities", "behinderung", "schwerbehindert", "schwerbehinderung", "handicap",
            "handicape", "invalidite", "discapacidad", "discapacitado",
        ),
        traps=("feature", "account", "insurance", "golf", "score"),
        truth=True,
    ),
    Attribute(
        "marital status",
        (
            "marital", "marital status", "maritalstatus", "married", "familienstand", "verheiratet", "zivilstand",
            "etat civil", "situation familiale", "situation matrimoniale", "marie", "estado civil", "casado",
            "civil status", "family status", "single",
        ),
        telling=(
            "never married", "divorced", "widowed", "ledig", "geschieden", "verwitwet", "celibataire", "divorce",
            "veuf", "soltero", "divorciado", "viudo",
        ),
        traps=("room", "item", "bed", "player", "cell", "use", "sign", "filer"),
        truth=True,
        vague=("single",),
    ),
    Attribute(
        "sexual orientation",
        ("sexual orientation", "sexuelle orientierung", "orientation sexuelle", "orientacion sexual", "lgbt", "lgbtq"),
        telling=("heterosexual", "homosexual", "bisexual", "gay", "lesbian", "straight"),
        truth=True,
    ),
    Attribute("veteran status", ("veteran", "veterans", "veteran status"), traps=("hospital", "day"), truth=True),
    Attribute(
        "pregnancy",
        ("pregnant", "pregnancy", "schwanger", "schwangerschaft", "enceinte", "embarazada"),
        truth=True,
        most_values=4,
    ),
    Attribute(
        "political opinion",
        (
            "political party", "political affiliation", "political opinion", "parteizugehorigkeit", "opinion politique",
            "afiliacion politica",
        ),
        truth=True,
    ),
    Attribute(
        "trade union membership",
        (
            "union member", "union membership", "trade union", "gewerkschaft", "gewerkschaftsmitglied", "syndicat",
            "sindicato",
        ),
        truth=True,
    ),
    Attribute(
        "language",
        (
            "mother tongue", "native language", "muttersprache", "langue maternelle", "lengua materna",
            "first language", "language", "sprache", "langue", "idioma",
        ),
        traps=("programming", "skills", "film", "browser", "score", "model", "arts", "book", "interface", "test"),
        most_values=60,
        is_sure=False,
    ),
)  # fmt: skip

ATTRIBUTES = (SEX, _RACE, _RELIGION, _ORIGIN, *_OTHERS)
"""All but age, whose values are numbers."""
