"""Columns as people have them, in four languages, with the role that a person would give each; traps included.

Each is a name, a rule for its values and the role, ``None`` where it has none. The rules are seeded.
"""

from __future__ import annotations

import numpy as np

N = 400

_RNG = np.random.default_rng(20261121)


def pick(*values):
    """Values drawn with falling shares."""
    shares = np.linspace(2, 1, len(values))
    return [values[place] for place in _RNG.choice(len(values), N, p=shares / shares.sum())]


def whole(low, high):
    return _RNG.integers(low, high + 1, N).tolist()


def near(mean, deviation, digits=2):
    return np.round(_RNG.normal(mean, deviation, N), digits).tolist()


def positive(mean, spread=0.5, digits=1):
    return np.round(mean * np.exp(_RNG.normal(0, spread, N)), digits).tolist()


def codes(prefix, n_distinct=N):
    """Codes such as P00017: each once, or some of them several times."""
    drawn = _RNG.permutation(N) if n_distinct == N else _RNG.integers(0, n_distinct, N)
    return [f"{prefix}{one:05d}" for one in drawn]


def days(first="2019-01-01", span=900):
    return (np.datetime64(first) + _RNG.integers(0, span, N)).astype("datetime64[D]").astype(object).tolist()


ENGLISH = [
    ("sex", pick("male", "female"), "protected"),
    ("Gender", pick("M", "F", "X"), "protected"),
    ("applicant_sex", whole(1, 2), "protected"),
    ("is_female", pick(0, 1), "protected"),
    ("derived_race", pick("White", "Black or African American", "Asian", "2 or more minority races"), "protected"),
    ("Ethnicity", pick("Not Hispanic or Latino", "Hispanic or Latino"), "protected"),
    ("age", whole(18, 84), "protected"),
    ("AgeAtApplication", whole(21, 69), "protected"),
    ("age_group", pick("18-25", "26-40", "41-60", "60+"), "protected"),
    ("dateOfBirth", days("1950-01-01", 15_000), "protected"),
    ("year_of_birth", whole(1940, 2003), "protected"),
    ("religion", pick("Christian", "Muslim", "None", "Hindu", "Jewish"), "protected"),
    ("MaritalStatus", pick("Married", "Single", "Divorced", "Widowed"), "protected"),
    ("native-country", pick("United-States", "Mexico", "Canada"), "protected"),
    ("citizenship_status", pick("citizen", "permanent resident", "visa"), "protected"),
    ("foreign_worker", pick("yes", "no"), "protected"),
    ("disability", pick("no", "yes"), "protected"),
    ("veteran_status", pick("not a veteran", "veteran"), "protected"),
    ("sexual_orientation", pick("heterosexual", "gay", "bisexual"), "protected"),
    ("pregnant", pick(False, True), "protected"),
    ("V12", pick("Male", "Female"), "protected"),
    ("group_a", pick("Caucasian", "African-American", "Hispanic", "Other"), "protected"),
    ("approved", pick("yes", "no"), "target"),
    ("loan_status", pick("Fully Paid", "Charged Off"), "target"),
    ("hired", pick(0, 1), "target"),
    ("is_recid", pick(0, 1), "target"),
    ("two_year_recid", pick(1, 0), "target"),
    ("default_payment_next_month", pick(0, 1), "target"),
    ("credit_risk", pick("good", "bad"), "target"),
    ("income", pick("<=50K", ">50K"), "target"),
    ("customer_id", codes("C"), "id"),
    ("Unnamed: 0", list(range(N)), "id"),
    ("application_no", codes("A-"), "id"),
    ("patient_id", codes("P", 150), "group"),
    ("household_id", [int(one) for one in _RNG.integers(10_000, 10_120, N)], "group"),
    ("application_date", days(), "time"),
    ("created_at", [np.datetime64(day, "s").astype(object) for day in days()], "time"),
    ("sample_weight", positive(1.0, 0.3, 4), "weight"),
    ("PWGTP", whole(1, 900), "weight"),
]

GERMAN = [
    ("Geschlecht", pick("männlich", "weiblich", "divers"), "protected"),
    ("geschlecht_kunde", pick("m", "w"), "protected"),
    ("Alter", whole(18, 90), "protected"),
    ("Altersgruppe", pick("unter 30", "30 bis 50", "über 50"), "protected"),
    ("Geburtsdatum", days("1950-01-01", 15_000), "protected"),
    ("Konfession", pick("evangelisch", "katholisch", "konfessionslos"), "protected"),
    ("Staatsangehörigkeit", pick("deutsch", "türkisch", "polnisch"), "protected"),
    ("Migrationshintergrund", pick("nein", "ja"), "protected"),
    ("Schwerbehinderung", pick("nein", "ja"), "protected"),
    ("Familienstand", pick("ledig", "verheiratet", "geschieden"), "protected"),
    ("Kredit_bewilligt", pick("ja", "nein"), "target"),
    ("abgelehnt", pick("nein", "ja"), "target"),
    ("Kundennummer", codes("K", 130), "group"),
    ("Antragsdatum", days(), "time"),
    ("Hochrechnungsfaktor", positive(800.0), "weight"),
]

FRENCH = [
    ("Sexe", pick("H", "F"), "protected"),
    ("genre", pick("homme", "femme"), "protected"),
    ("âge", whole(18, 79), "protected"),
    ("date_de_naissance", days("1950-01-01", 15_000), "protected"),
    ("nationalité", pick("française", "algérienne", "portugaise"), "protected"),
    ("situation_familiale", pick("célibataire", "marié", "divorcé"), "protected"),
    ("handicap", pick("non", "oui"), "protected"),
    ("prêt_accordé", pick("oui", "non"), "target"),
    ("refusé", pick("non", "oui"), "target"),
    ("identifiant", codes("F"), "id"),
    ("date_demande", days(), "time"),
    ("pondération", positive(1.0, 0.4, 3), "weight"),
]

SPANISH = [
    ("sexo", pick("hombre", "mujer"), "protected"),
    ("género", pick("masculino", "femenino"), "protected"),
    ("edad", whole(18, 88), "protected"),
    ("religión", pick("católico", "musulmán", "ninguna"), "protected"),
    ("país_de_nacimiento", pick("España", "Marruecos", "Ecuador"), "protected"),
    ("estado_civil", pick("soltero", "casado", "viudo"), "protected"),
    ("discapacidad", pick("no", "sí"), "protected"),
    ("aprobado", pick("sí", "no"), "target"),
    ("préstamo_denegado", pick("no", "sí"), "target"),
    ("fecha_solicitud", days(), "time"),
    ("factor_expansion", positive(300.0), "weight"),
]

TRAPS = [
    ("sexual_offence", pick("yes", "no"), None),
    ("sex_offender_register", pick("no", "yes"), None),
    ("raceway", pick("north", "south"), None),
    ("race_time", positive(180.0), None),
    ("race", pick("marathon", "10k", "5k", "half marathon"), None),
    ("page", whole(1, 90), None),
    ("wage", positive(20.0), None),
    ("average_balance", positive(900.0), None),
    ("mortgage", pick("yes", "no"), None),
    ("account_age", whole(0, 30), None),
    ("age_of_vehicle", whole(0, 25), None),
    ("HouseAge", whole(1, 52), None),
    ("stage", pick("early", "late"), None),
    ("language_score", whole(0, 100), None),
    ("programming_language", pick("python", "java", "go"), None),
    ("car_color", pick("white", "black", "red"), None),
    ("colour", pick("white", "black", "grey"), None),
    ("origin", pick("JFK", "LGA", "EWR"), None),
    ("weight", near(75, 14, 1), None),
    ("birth_weight", near(3400, 400, 0), None),
    ("vehicle_weight", near(1500, 300, 0), None),
    ("Gewicht", near(74, 12, 1), None),
    ("height", near(172, 9, 0), None),
    ("income", positive(30_000), None),
    ("loan_amount", whole(1_000, 40_000), None),
    ("zip_code", codes("", 90), None),
    ("phone_number", codes("0"), None),
    ("default_currency", pick("EUR", "USD", "GBP"), None),
    ("education", pick("school", "college", "university"), None),
    ("n_children", whole(0, 5), None),
    ("party_size", whole(1, 8), None),
    ("screen_orientation", pick("portrait", "landscape"), None),
    ("owns_car", pick("yes", "no"), None),
    ("email_verified", pick(True, False), None),
    ("approved_amount", positive(9_000), None),
    ("golf_handicap", near(18, 6, 0), None),
    ("pregnancies", whole(0, 12), None),
    ("discharge_summary", [f"text number {one} of the ward" for one in range(N)], None),
    ("temperature", near(20, 8, 1), None),
    ("Beruf", pick("Lehrer", "Arzt", "Bäcker"), None),
    ("Gehalt", positive(40_000), None),
    ("Stimmalter_Fahrzeug", whole(0, 20), None),
    ("Alter_Fahrzeug", whole(0, 20), None),
    ("ville", pick("Paris", "Lyon", "Nice"), None),
    ("ancienneté", whole(0, 35), None),
    ("sueldo", positive(1_500), None),
    ("peso_neto", positive(12), None),
    ("mes_de_pago", whole(1, 12), None),
]

COLUMNS = [*ENGLISH, *GERMAN, *FRENCH, *SPANISH, *TRAPS]
