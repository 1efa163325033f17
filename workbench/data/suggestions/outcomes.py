"""How outcomes are called in tables, and which of their values are good for the person, in four languages."""

from __future__ import annotations

__all__ = ["BAD_NAMES", "BAD_VALUES", "GOOD_NAMES", "GOOD_VALUES", "NEUTRAL_NAMES", "NO", "YES"]

GOOD_NAMES = (
    "approved", "approval", "accepted", "admitted", "admission decision", "granted", "hired", "hire", "employed",
    "selected", "passed", "pass", "invited", "shortlisted", "promoted", "awarded", "eligible", "qualified", "survived",
    "recovered", "repaid", "paid", "enrolled", "graduated", "funded", "offered", "placed", "high income", "good",
    "creditworthy", "bewilligt", "genehmigt", "angenommen", "eingestellt", "zugelassen", "bestanden", "kreditwurdig",
    "befordert", "zusage", "eingeladen", "accorde", "accordee", "accepte", "acceptee", "admis", "admise", "embauche",
    "embauchee", "approuve", "recu", "retenu", "aprobado", "aprobada", "aceptado", "admitido", "contratado",
    "contratada", "concedido", "otorgado", "seleccionado",
)  # fmt: skip
"""Names of outcomes where *yes* is good for the person."""

BAD_NAMES = (
    "deny", "denied", "denial", "rejected", "reject", "rejection", "refused", "declined", "default", "defaulted",
    "delinquent", "delinquency", "bad", "recid", "recidivism", "recidivist", "reoffended", "rearrested", "arrested",
    "fraud", "churn", "churned", "readmitted", "dismissed", "fired", "failed", "fail", "dropout", "died", "death",
    "bankrupt", "bankruptcy", "charged off", "evicted", "suspended", "expelled", "serious dlqin", "serious dlqin2yrs",
    "attrition", "left", "abgelehnt", "ablehnung", "ausfall", "zahlungsausfall", "gekundigt", "durchgefallen",
    "ruckfall", "insolvent", "refuse", "refusee", "rejete", "rejetee", "defaut", "impaye", "licencie", "recidive",
    "denegado", "denegada", "rechazado", "rechazada", "impago", "moroso", "despedido", "reincidente", "reincidencia",
)  # fmt: skip
"""Names of outcomes where *yes* is bad for the person."""

NEUTRAL_NAMES = (
    "target", "outcome", "label", "y", "class", "decision", "result", "response", "loan status", "credit risk", "risk",
    "action taken", "status", "income", "salary", "two year recid", "home visit", "visit granted", "dependent variable",
    "zielvariable", "ziel", "ergebnis", "entscheidung", "klasse", "ausgang", "kreditrisiko", "cible", "resultat",
    "classe", "etiquette", "statut", "objetivo", "resultado", "clase", "etiqueta", "estado", "decision final",
    "approved or not",
)  # fmt: skip
"""Names of outcomes that do not say which value is good."""

GOOD_VALUES = (
    "approved", "approve", "accepted", "accept", "admitted", "granted", "hired", "hire", "selected", "pass", "passed",
    "good", "paid", "fully paid", "repaid", "success", "successful", "survived", "alive", "eligible", "promoted",
    "offer", "low risk", "funded", "originated", "qualified", "positive decision", "yes granted", "good risk",
    "retained", "favourable", "favorable", "no default", "current", "bewilligt", "genehmigt", "angenommen",
    "eingestellt", "zugelassen", "bestanden", "gut", "zusage", "positiv", "accorde", "accordee", "accepte", "acceptee",
    "admis", "approuve", "bon", "favorable", "embauche", "favorables", "aprobado", "aceptado", "admitido", "contratado",
    "concedido", "bueno", "apto",
)  # fmt: skip
BAD_VALUES = (
    "denied", "deny", "rejected", "reject", "refused", "declined", "not approved", "not admitted", "not hired",
    "not selected", "fail", "failed", "bad", "default", "defaulted", "charged off", "died", "dead", "ineligible",
    "high risk", "bad risk", "not granted", "unfavourable", "unfavorable", "fraud", "late", "unqualified", "left",
    "abgelehnt", "nicht bestanden", "durchgefallen", "schlecht", "absage", "ausgefallen", "refuse", "refusee", "rejete",
    "non admis", "mauvais", "defavorable", "denegado", "rechazado", "no admitido", "malo", "no apto", "impago",
)  # fmt: skip

YES = ("yes", "y", "true", "t", "1", "ja", "j", "oui", "o", "si", "s", "wahr", "vrai", "verdadero")
NO = ("no", "n", "false", "f", "0", "nein", "non", "falsch", "faux", "falso")
