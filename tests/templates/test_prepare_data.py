"""Template 20: each step tells what the person can act on there."""

import pandas as pd
import pytest

from .stepwise import Notebook

ALONE = {"protected": ["sex"], "id": "", "group": "", "time": "", "not_known": [], "same": []}


def look(folder, **parameters):
    made = Notebook("20-prepare-data", folder, **parameters).run("parameters", "read")
    return [one.code for one in made["raw"].findings]


def test_groups_that_the_first_cell_names_are_not_missed_while_looking(tmp_path):
    assert look(tmp_path) == ["WB105", "WB106", "WB104"]


def test_that_no_groups_are_named_is_said_at_once(tmp_path):
    assert look(tmp_path, protected=[]) == ["WB105", "WB106", "WB104", "WB501"]


@pytest.fixture
def decide(tmp_path):
    """Read a table with codes and spellings, and decide what they mean; return the column and what it was."""
    frame = pd.DataFrame({"income": [-1, 999, 20, 30] * 20, "ward": ["Surgery", "SURG", "surgery", "eye"] * 20})
    frame = frame.assign(sex=["f", "m"] * 40, visit=["yes", "no", "no", "yes", "yes"] * 16)
    frame.to_csv(tmp_path / "own.csv", index=False)
    own = ALONE | {"data_source": "own.csv", "target": "visit"}

    def start(**said):
        made = Notebook("20-prepare-data", tmp_path, **own | said).run("parameters", "read", "decide")
        return made["data"].frame()

    return start


def test_one_column_may_have_several_codes_for_not_known(decide):
    found = decide(not_known=["income=-1", "income=999", "ward=eye"])
    assert found["income"].dropna().unique().tolist() == [20, 30]
    assert (found["income"].isna().sum(), found["ward"].isna().sum()) == (40, 20)


def test_one_column_may_have_several_ways_to_write_a_value(decide):
    found = decide(same=["ward=Surgery=surgery", "ward=SURG=surgery", "ward=SURG=surgery"])
    assert found["ward"].value_counts().to_dict() == {"surgery": 60, "eye": 20}


def test_one_way_to_write_a_value_has_one_meaning(decide):
    with pytest.raises(ValueError, match="In column 'ward', same takes 'SURG' for 'surgery' and 'eye'") as raised:
        decide(same=["ward=SURG=surgery", "ward=SURG=eye"])
    assert str(raised.value).endswith("\nKeep one of them.")
