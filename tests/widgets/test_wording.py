"""What widgets say: each sentence under one id, each id used."""

import re
from pathlib import Path

from workbench.widgets.messages import FAMILIES, MESSAGES

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path("workbench/widgets").glob("**/*.py"))
COMPOSED = {
    # what a code makes of an id, and the ids that it may become
    "explanation.view_{one}": [f"explanation.view_{one}" for one in ("model", "effect", "case")],
    "explanation.doing_{what}": [f"explanation.doing_{one}" for one in ("effect", "reasons", "waterfall", "changes")],
    "explanation.tell_{one}": [f"explanation.tell_{one}" for one in ("reasons", "waterfall", "changes")],
    "explanation.decided_{one}": [f"explanation.decided_{one}" for one in ("any", "unfavourable", "favourable")],
    "explanation.side_{side}": ["explanation.side_favourable", "explanation.side_unfavourable"],
    "explanation.found{how}": ["explanation.found", "explanation.found_one", "explanation.found_near"],
    "contest.gaps_none.{task}": [f"contest.gaps_none.{one}" for one in ("binary", "multiclass", "regression")],
    "explanation.{way}": ["explanation.stays", "explanation.turns"],
    "explanation.{one}": [
        f"explanation.{one}" for one in ("column", "is", "becomes", "note", "may", "at_least", "at_most")
    ],
    "explanation.way_{one}": ["explanation.way_up", "explanation.way_down"],
    "explanation.{one}_of": ["explanation.least_of", "explanation.most_of"],
}


def test_no_family_takes_an_id_of_another():
    assert sum(len(family.MESSAGES) for family in FAMILIES) == len(MESSAGES)


def test_every_message_is_used_and_every_one_that_is_used_is_there():
    composed = {id for ids in COMPOSED.values() for id in ids}
    asked = set(re.findall(r'told\(\s*"([^"]+)"', CODE))
    assert asked - set(MESSAGES) == set()
    assert composed - set(MESSAGES) == set()
    assert [id for id in MESSAGES if id not in composed and CODE.count(f'"{id}"') < 2] == []


def test_numbers_come_from_results():
    assert [text for text in MESSAGES.values() if re.search(r"\d", text)] == []
