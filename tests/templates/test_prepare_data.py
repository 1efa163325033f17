"""Template 20: each step tells what the person can act on there."""

from .stepwise import Notebook


def look(folder, **parameters):
    made = Notebook("20-prepare-data", folder, **parameters).run("parameters", "read")
    return [one.code for one in made["raw"].findings]


def test_groups_that_the_first_cell_names_are_not_missed_while_looking(tmp_path):
    assert look(tmp_path) == ["WB105", "WB106", "WB104"]


def test_that_no_groups_are_named_is_said_at_once(tmp_path):
    assert look(tmp_path, protected=[]) == ["WB105", "WB106", "WB104", "WB501"]
