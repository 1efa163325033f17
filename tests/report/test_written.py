"""Materials as JSON, and back: the same document, also from what an earlier version wrote; damage is named."""

import json

import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError
from workbench.report.written import materials_from_json, materials_to_json


@pytest.fixture(scope="module")
def written():
    table = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})
    return dict(wb.build_report(wb.audit_counts(table), date="2026-11-21").materials)


def test_it_comes_back_as_it_was(written):
    read = json.loads(json.dumps(written))
    assert materials_to_json(materials_from_json(read)) == written


def test_what_a_later_version_adds_has_a_default(written):
    earlier = {name: value for name, value in written.items() if name not in ("person", "annexes", "disclosure")}
    assert materials_to_json(materials_from_json(earlier)) == written


@pytest.mark.parametrize("name", ["data_name", "date", "roles", "audit"])
def test_what_is_missing_is_named(written, name):
    with pytest.raises(InputError) as error:
        materials_from_json({key: value for key, value in written.items() if key != name})
    assert str(error.value) == (f"The evidence has no {name!r}.\nIt is damaged, or was not written by the workbench.")


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, [{}], {"type": "fact"}, True])
def test_damage_is_a_named_error_or_no_damage(written, wrong):
    for name in written:
        try:
            found = materials_from_json({**written, name: wrong})
        except InputError:
            continue
        assert name in materials_to_json(found)
