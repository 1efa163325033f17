"""Records that somebody made up or that were harmed: they load as they say, or are refused in words; nothing else."""

import json
import random
from pathlib import Path

import pytest

import workbench as wb
from workbench.errors import StudyError
from workbench.study.folder import sealed
from workbench.study.opening import open_study

from . import kinds

ODD = [None, True, -1, 0, 2**80, 1e308, float("nan"), "", "x", "\0", "../x", [], [[]], {}, {"$": "part", "of": 0}]
ODD += [{"$": "array", "dtype": "|O", "shape": [1], "values": [{"$": "part", "of": 1}]}, {"$": "model", "file": "x"}]
ODD += [{"$": "map", "of": [[{"$": "list", "of": []}, 1]]}, {"$": "Fitted"}, {"$": "kind", "of": "AAAA"}, "9" * 5_000]


def places(value, path=()):
    """Yield the path of every value in JSON."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def harmed(record, rng):
    """Return a record with one value, somewhere, that is another one; its hash fits again."""
    found = json.loads(json.dumps(record))
    *above, last = rng.choice([path for path in places(found) if path])
    at = found
    for key in above:
        at = at[key]
    what = rng.choice(["odd", "gone", "swap"])
    if what == "gone" and isinstance(at, dict):
        del at[last]
    elif what == "swap":
        other = found
        for key in rng.choice(list(places(record))):
            other = other[key]
        at[last] = other if other is not found else None
    else:
        at[last] = rng.choice(ODD)
    try:
        return sealed(found)
    except (ValueError, RecursionError):  # it stands in itself
        return None


@pytest.mark.parametrize("stage", ["prepared", "audit", "fitted", "tuning"])
def test_a_record_that_was_harmed_loads_or_is_refused_and_fails_no_status(stage, study):
    made = {"prepared": kinds.prepared, "fitted": kinds.fitted, "audit": lambda: wb.audit_model(kinds.fitted())}
    study.save(made[stage]() if stage in made else kinds.made("Tuning"))
    path = Path(study.path, "results", stage, "main.json")
    record, rng, refused = json.loads(path.read_text()), random.Random(stage), []  # noqa: S311 - the same each time
    for _ in range(150):
        odd = harmed(record, rng)
        if odd is None:
            continue
        path.write_text(json.dumps(odd))
        again = open_study(study.path)
        try:
            again.load(stage)
        except StudyError as error:
            refused.append(str(error))
        status = again.status()
        assert [one.state for one in status.kept] in (["fresh"], ["damaged"], ["newer format"], ["stale"])
        assert json.dumps(status.to_json())
        wb.Study(study.path).__repr__()
    assert len(refused) > 60
    assert all("\n" in one for one in refused)
