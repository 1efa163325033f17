"""The two worked examples of the rule (6 RCNY 5-301), as printed: people, selected, rate, impact ratio."""

RACES = (
    "Hispanic or Latino",
    "White",
    "Black or African American",
    "Native Hawaiian or Pacific Islander",
    "Asian",
    "Native American or Alaska Native",
    "Two or More Races",
)

SELECTION_SEX = {"Male": (1390, 667, "48%", "1.00"), "Female": (1181, 555, "47%", "0.979")}
SELECTION_RACE = dict(
    zip(
        RACES,
        [
            (408, 204, "50%", "0.97"),
            (797, 412, "52%", "1.00"),
            (390, 170, "44%", "0.84"),
            (119, 52, "44%", "0.85"),
            (616, 302, "49%", "0.95"),
            (41, 18, "44%", "0.85"),
            (213, 96, "45%", "0.87"),
        ],
        strict=True,
    )
)
_MEN = [
    (205, 90, "43.9%", "0.841"),
    (412, 215, "52.2%", "1.000"),
    (226, 95, "42.0%", "0.806"),
    (87, 37, "42.5%", "0.815"),
    (321, 167, "52.0%", "0.997"),
    (24, 11, "45.8%", "0.878"),
    (115, 52, "45.2%", "0.866"),
]
_WOMEN = [
    (190, 82, "43.2%", "0.827"),
    (385, 197, "51.2%", "0.981"),
    (164, 75, "45.7%", "0.876"),
    (32, 15, "46.9%", "0.898"),
    (295, 135, "45.8%", "0.877"),
    (17, 7, "41.2%", "0.789"),
    (98, 44, "44.9%", "0.860"),
]
SELECTION_CROSSED = {
    (sex, race): row
    for sex, rows in (("Male", _MEN), ("Female", _WOMEN))
    for race, row in zip(RACES, rows, strict=True)
}
SELECTION_UNKNOWN = 250

# Scoring: people, rate, impact ratio. The counts above the median are not printed.
SCORING_SEX = {"Male": (92, "54.3%", "1.00"), "Female": (76, "44.7%", "0.82")}
SCORING_RACE = dict(
    zip(
        RACES,
        [
            (28, "64.2%", "1.00"),
            (40, "37.5%", "0.58"),
            (32, "50.0%", "0.78"),
            (8, "62.5%", "0.97"),
            (24, "41.7%", "0.65"),
            (16, "62.5%", "0.97"),
            (20, "50.0%", "0.78"),
        ],
        strict=True,
    )
)
SCORING_CROSSED = {
    (sex, race): row
    for sex, rows in (
        (
            "Male",
            [
                (16, "75.0%", "1.00"),
                (20, "35.0%", "0.47"),
                (20, "50.0%", "0.67"),
                (4, "75.0%", "1.00"),
                (12, "58.3%", "0.78"),
                (8, "62.5%", "0.83"),
                (12, "50.0%", "0.67"),
            ],
        ),
        (
            "Female",
            [
                (12, "50.0%", "0.67"),
                (20, "40.0%", "0.53"),
                (12, "50.0%", "0.67"),
                (4, "50.0%", "0.67"),
                (12, "25.0%", "0.33"),
                (8, "62.5%", "0.83"),
                (8, "50.0%", "0.67"),
            ],
        ),
    )
    for race, row in zip(RACES, rows, strict=True)
}
SCORING_UNKNOWN = 15


def above(people, rate):
    """Return the whole number of people behind a printed rate."""
    return round(people * float(rate.rstrip("%")) / 100)
