"""The policy file: what it says is what is judged by, and every mistake is told with its line."""

import json
import os
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.audit.policy import Policy, Rule
from workbench.audit.policy_file import read_policy, write_policy
from workbench.audit.policy_reading import REASON_KEYS, RULE_KEYS, TOP_KEYS
from workbench.audit.policy_schema import policy_schema
from workbench.audit.policy_text import policy_text
from workbench.audit.standards.registry import standards_known
from workbench.core.version import installed_versions
from workbench.errors import InputError, PolicyError, WorkbenchError
from workbench.tally.metrics import CLAIMABLE

DOCS = Path(__file__).parents[2] / "docs"
FIRST = 'schema = "workbench.policy/1"\n'


@pytest.fixture
def policy_of(tmp_path, monkeypatch):
    """Read a policy from text, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def read(text):
        Path("policy.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_policy("policy.toml")

    return read


@pytest.fixture
def mistakes(policy_of):
    """Return what is said of a file that is wrong."""

    def read(text):
        with pytest.raises(PolicyError) as error:
            policy_of(text)
        return str(error.value)

    return read


# What is read.


def test_tolerances_are_differences_between_any_two_groups_of_each_attribute(policy_of):
    policy = policy_of(FIRST + "[tolerances]\nselection_rate = 0.05\nequalized_odds = 0.1")
    assert policy == Policy([Rule("selection_rate", 0.05), Rule("equalized_odds", 0.1)])
    assert policy.declared
    assert (policy.confidence, policy.minimum_n) == (0.95, 30)
    assert [claim.attribute for claim in policy.claims(["sex", "race"])] == ["sex", "sex", "race", "race"]


def test_rules_say_more(policy_of):
    text = """
confidence = 0.99
minimum_n = 50
[[rule]]
metric = "selection_rate"
tolerance = 0.8
scale = "ratio"
compare = "reference:White"
attributes = ["race", ["sex", "race"]]
leave_out = ["Other"]
[[rule]]
metric = "selection_rate"
tolerance = 0.1
"""
    first = Rule("selection_rate", 0.8, "ratio", "reference:White", ("race", ("sex", "race")), ("Other",))
    assert policy_of(FIRST + text) == Policy([first, Rule("selection_rate", 0.1)], confidence=0.99, minimum_n=50)


def test_rules_may_be_inline_tables_and_keys_dotted(policy_of):
    text = 'rule = [{metric = "selection_rate", tolerance = 0.1}]\ntolerances.true_positive_rate = 0.2'
    assert policy_of(FIRST + text) == Policy([Rule("true_positive_rate", 0.2), Rule("selection_rate", 0.1)])


def test_options_of_standards_are_kept_as_json_can_hold_them(policy_of):
    text = (
        '[standards.nyc-ll144]\naudit_date = 2026-03-31\nauditor = "Ann"\nrace_categories = ["a", "b"]\n'
        "[standards.four-fifths]"
    )
    assert policy_of(FIRST + text).settings()["standards"] == {
        "nyc-ll144": {"audit_date": "2026-03-31", "auditor": "Ann", "race_categories": ["a", "b"]},
        "four-fifths": {},
    }


def test_mark_of_byte_order_and_lines_of_windows_change_nothing(policy_of):
    text = FIRST + "[tolerances]\nselection_rate = 0.05\n"
    assert policy_of(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == policy_of(text)


def test_metric_without_bounds_takes_a_tolerance_in_its_unit(policy_of):
    unbounded = next(name for name, metric in CLAIMABLE.items() if not metric.is_fraction)
    assert policy_of(f"{FIRST}tolerances.{unbounded} = 2").rules == (Rule(unbounded, 2.0),)


def test_the_example_of_the_docs_is_a_policy(policy_of):
    [example] = re.findall(r"```toml\n(.*?)```", (DOCS / "policy.md").read_text(encoding="utf-8"), re.DOTALL)
    policy = policy_of(example)
    assert len(policy.rules) == 4
    assert list(policy.standards) == ["nyc-ll144", "four-fifths"]
    assert "".join(f"{key} " for key in TOP_KEYS if key not in tomllib.loads(example)) == ""
    assert {key for rule in tomllib.loads(example)["rule"] for key in rule} == set(RULE_KEYS)
    assert set(tomllib.loads(example)["justification"][0]) == set(REASON_KEYS)


# What is written.


def test_what_is_written_is_read(tmp_path):
    policy = Policy(
        [
            Rule("selection_rate", 0.05),
            Rule(
                "selection_rate", 1 / 3, "ratio", 'reference:"A" \\ [b]\n\x7f\x01', ("a b", ("é", "=")), ("#", "")[:1]
            ),
        ],
        confidence=0.999,
        minimum_n=7,
        standards={"four-fifths": {}, "nyc-ll144": {"rate_digits": 2, "sex_categories": {"f": "Female", "": 'm"'}}},
    )
    path = write_policy(policy, tmp_path / "new folder" / "policy.toml")
    assert path == tmp_path / "new folder" / "policy.toml"
    assert read_policy(path) == policy
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), policy_schema())


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
RATES = [name for name, metric in CLAIMABLE.items() if metric.is_fraction and metric.has_ratio]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Rule,
            st.sampled_from(RATES),
            st.floats(0, 1, exclude_min=True, exclude_max=True),
            st.sampled_from(["difference", "ratio"]),
            st.one_of(st.sampled_from(["extremes", "overall"]), WORDS.map("reference:".__add__)),
            st.lists(WORDS, max_size=2, unique=True).map(tuple),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda rule: rule.scale + rule.compare,
    ),
    st.floats(0.8, 1, exclude_max=True),
    st.integers(1, 10**6),
)
def test_any_policy_comes_back(tmp_path_factory, rules, confidence, minimum_n):
    policy = Policy(rules, confidence=confidence, minimum_n=minimum_n)
    path = write_policy(policy, tmp_path_factory.mktemp("policy") / "policy.toml")
    assert read_policy(path) == policy


def test_what_toml_cannot_hold_is_not_written(tmp_path):
    for value, shown in ((None, "None"), ({1, 2}, "{1, 2}")):
        policy = Policy([], standards={"four-fifths": {"strata": value}})
        with pytest.raises(InputError) as error:
            write_policy(policy, tmp_path / "policy.toml")
        assert str(error.value) == (
            f"strata is {shown}, which a policy file cannot hold.\nGive text, a number, true, false or a list."
        )
    with pytest.raises(InputError) as error:
        policy_text(Policy([], standards={"four-fifths": {"strata": "\ud800"}}))
    assert str(error.value) == (
        "'\\ud800' is not Unicode, so a policy file cannot hold it.\nWrite it in its right encoding."
    )
    assert list(tmp_path.iterdir()) == []


def test_only_a_policy_is_written(tmp_path):
    with pytest.raises(InputError) as error:
        write_policy({"selection_rate": 0.05}, tmp_path / "policy.toml")
    assert str(error.value) == "policy is a mapping, not a policy.\nGive what wb.Policy or read_policy returns."


# Mistakes.


def test_all_mistakes_are_told_at_once_in_their_order(mistakes):
    text = """confidence = 95
minimum_n = 2.5
[tolerances]
selection_rat = 0.05
true_positive_rate = 0
false_positive_rate = "x" # a comment with [brackets]
confidence = 3
[[rule]]
metrc = "selection_rate"
tolerance = 0.8
scale = "ration"
[[rule]]
metric = "selection_rate"
tolerance = 2
attributes = ["race", ["race"], 3,
   "race"]
compare = "reference:White"
leave_out = ["White"]
[standards.nyc-ll145]
[standards.nyc-ll144]
auditer = "x"
[stndards]
"""
    assert mistakes(text).split("\n") == [
        "policy.toml, line 1: confidence is 95. Give at least 0.8 and below 1, such as 0.95: "
        "an interval of less says hardly anything.",
        'policy.toml, line 1: schema is missing. Write schema = "workbench.policy/1" in the first line.',
        "policy.toml, line 2: minimum_n is 2.5. Give a whole number of 1 or more.",
        "policy.toml, line 4: there is no metric 'selection_rat'. Did you mean 'selection_rate'?",
        "policy.toml, line 5: tolerance of true_positive_rate is 0. Give a fraction above 0 and below 1, such as 0.25.",
        "policy.toml, line 6: false_positive_rate is 'x'. Give a number, such as 0.05.",
        "policy.toml, line 7: confidence stands inside a table. Move it above the first line in [brackets].",
        "policy.toml, line 8: metric is missing. Add it to this [[rule]].",
        "policy.toml, line 9: there is no key 'metrc'. Did you mean 'metric'?",
        "policy.toml, line 11: scale is 'ration'. Allowed are: 'difference', 'ratio'. Did you mean 'ratio'?",
        "policy.toml, line 14: tolerance of selection_rate is 2. Give a fraction above 0 and below 1, such as 0.25.",
        "policy.toml, line 15: a crossing needs two or more attributes. Name them, or write the one without [ ].",
        "policy.toml, line 15: the list names 3. Give text in quotes.",
        "policy.toml, line 16: race is named twice. Take one out.",
        "policy.toml, line 18: the reference 'White' is left out. Keep it.",
        "policy.toml, line 19: there is no standard 'nyc-ll145'. Did you mean 'nyc-ll144'?",
        "policy.toml, line 21: there is no key 'auditer'. Did you mean 'auditor'?",
        "policy.toml, line 22: there is no key 'stndards'. Did you mean 'standards'?",
    ]


RULE = '[[rule]]\nmetric = "selection_rate"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tolerances]", "line 1: nothing is declared. Add a line under [tolerances], a [[rule]], or a standard."),
        ("tolerances = 5", "line 2: tolerances is 5. Write a table: [tolerances]."),
        ("[tolerances.selection_rate]", "line 2: selection_rate is a table. Give a number, such as 0.05."),
        ("tolerances.selection_rate = true", "line 2: selection_rate is true. Give a number, such as 0.05."),
        ("tolerances.selection_rate = nan",
         "line 2: tolerance of selection_rate is nan. Give a fraction above 0 and below 1, such as 0.25."),
        (f"tolerances.selection_rate = {'9' * 400}",
         "line 2: tolerance of selection_rate is inf. Give a fraction above 0 and below 1, such as 0.25."),
        ('[rule]\nmetric = "selection_rate"',
         "line 2: rule is a table. Write [[rule]], with two brackets on each side."),
        ("rule = [1]", "line 2: rule is a list. Write [[rule]], with two brackets on each side."),
        (RULE, "line 2: tolerance is missing. Add it to this [[rule]]."),
        ("[[rule]]\ntolerance = 0.1", "line 2: metric is missing. Add it to this [[rule]]."),
        ("[[rule]]\ntolerance = 0.1\nmetric = 1", "line 4: metric is 1. Give its name in quotes."),
        (RULE + "tolerance = '5 %'", "line 4: tolerance is '5 %'. Give a number, such as 0.05."),
        (RULE + "tolerance = 0.1\nscale = true", "line 5: scale is true. Give text in quotes."),
        (RULE + "tolerance = 0.1\ncompare = 'reference:'",
         "line 5: compare is 'reference:'. Allowed are: 'extremes', 'overall', 'reference:<name of a group>'."),
        (RULE + "tolerance = 0.1\nattributes = 'sex'",
         'line 5: attributes is \'sex\'. Give a list, such as ["sex", ["sex", "race"]].'),
        (RULE + "tolerance = 0.1\nattributes = []",
         'line 5: attributes is an empty list. Give a list, such as ["sex", ["sex", "race"]].'),
        (RULE + "tolerance = 0.1\nattributes = [\n ['sex', ''], ]",
         "line 6: a crossing names ''. Give text in quotes."),
        (RULE + "tolerance = 0.1\nattributes = [['a', 'b'],\n ['b', 'a']]",
         "line 6: a × b is named twice. Take one out."),
        (RULE + "tolerance = 0.1\nattributes = [['a', 'a']]", "line 5: 'a' is named twice. Take one out."),
        (RULE + "tolerance = 0.1\nleave_out = 'x'",
         'line 5: leave_out is \'x\'. Give a list of text, such as ["f", "m"].'),
        (RULE + "tolerance = 0.1\nleave_out = [1]", "line 5: leave_out names 1. Give text in quotes."),
        (RULE + "tolerance = 0.1\nconfidence = 0.9",
         "line 5: confidence stands inside a table. Move it above the first line in [brackets]."),
        ("standards = ['four-fifths']", "line 2: standards is a list. Write a table, such as [standards.nyc-ll144]."),
        ("standards.four-fifths = true", "line 2: four-fifths is true. Write a table: [standards.four-fifths]."),
        ("confidence = true\nstandards.four-fifths = {}", "line 2: confidence is true. Give a number, such as 0.05."),
        ("minimum_n = true\nstandards.four-fifths = {}",
         "line 2: minimum_n is True. Give a whole number of 1 or more."),
        ("[tolerances]\nr2_score = 0.1",
         "line 3: metric is 'r2_score', which carries no verdict: with skewed errors its interval covers 68 to 85 %, "
         "whatever the method. It is shown in the audit. Declare another metric in the policy."),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(mistakes, text, told):
    assert mistakes(FIRST + text) == f"policy.toml, {told}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[tolerances]\nselection_rate = 0.1\n", RULE + "tolerance = 0.2"),
        ("[tolerances]\nselection_rate = 0.1\n", "demographic_parity = 0.2"),
        (RULE + "tolerance = 0.1\n", RULE + "tolerance = 0.1"),
        (RULE + "tolerance = 0.1\nattributes = ['a', ['b', 'c']]\n", RULE + "tolerance = 0.2\nattributes=[['c', 'b']]"),
    ],
)
def test_what_is_declared_twice_is_told(mistakes, one, other):
    first = 3 if one.startswith("[tol") else 2
    line = 1 + one.count("\n") + 1
    named = "demographic_parity" if "demographic" in other else "selection_rate"
    assert mistakes(FIRST + one + other) == (
        f"policy.toml, line {line}: {named} is declared twice, first in line {first}. Take one out."
    )


@pytest.mark.parametrize(
    "more",
    ["scale = 'ratio'", "compare = 'overall'", "attributes = ['sex']", "leave_out = ['x']"],
)
def test_what_differs_in_more_than_the_tolerance_is_no_repetition(policy_of, more):
    assert len(policy_of(f"{FIRST}{RULE}tolerance = 0.1\n{RULE}tolerance = 0.2\n{more}").rules) == 2


def test_metric_that_is_like_none_lists_all(mistakes):
    assert mistakes(FIRST + "[tolerances]\nxyz = 0.1") == (
        f"policy.toml, line 3: there is no metric 'xyz'. Known are: {', '.join(CLAIMABLE)}."
    )


def test_beyond_twenty_mistakes_the_rest_is_counted(mistakes):
    lines = mistakes(FIRST + "\n".join(f"k{row} = 1" for row in range(30))).split("\n")
    assert len(lines) == 21
    assert lines[19].startswith("policy.toml, line 21: there is no key 'k19'.")
    assert lines[20] == "policy.toml: and 10 more."


# The schema's version.


def test_newer_schema_is_told_alone(mistakes):
    version = installed_versions([])["notebook-workbench"]
    assert mistakes('\nschema = "workbench.policy/2"\nnew_key = 1\n') == (
        f"policy.toml, line 2: schema is workbench.policy/2, which is newer than Workbench {version} can read. "
        "Install a newer one."
    )


@pytest.mark.parametrize(("schema", "shown"), [('"workbench.audit/1"', "'workbench.audit/1'"), ("1", "1")])
def test_other_schema_is_told(mistakes, schema, shown):
    assert mistakes(f"schema = {schema}\n[tolerances]\nselection_rate = 0.1") == (
        f'policy.toml, line 1: schema is {shown}. Write schema = "workbench.policy/1".'
    )


# What is no TOML, and no file.


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (b"a = 1\nb 2", "line 2, column 3", "expected '=' after a key in a key/value pair"),
        (b"a = yes", "line 1, column 5", "invalid value"),
        (b"a = 1\na = 2\nb = 3\n", "line 2, column 6", "cannot overwrite a value"),
        (b"a = [\n1,\n2\n\n", "line 3", "unclosed array"),
        (b"a = 1\nb = \"\x00\"", "line 2, column 6", "illegal character '\\x00'"),
        (b"a = 1\r\nb = 2 3", "line 2, column 7",
         "expected newline or end of document after a statement"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_line_and_column(mistakes, text, place, what):
    assert mistakes(text) == (
        f"policy.toml, {place}: this is no TOML: {what}.\n"
        'A line is a [table] or says key = value; text stands in "quotes".'
    )


def test_other_encoding_is_told_with_its_line(mistakes):
    assert mistakes(b"# a\n# \xe9t\xe9\n") == "policy.toml, line 2: this is not UTF-8.\nSave the file as UTF-8."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# " + "x" * 99_999, "policy.toml has more than 100,000 bytes, which no policy has.\nName a policy file."),
        ("\n" + ".".join(["a"] * 20_000) + " = 1",
         "policy.toml, line 2: it has over 5,000 characters.\nBreak it, or name a policy file."),
        ("a = " + "[\n" * 20_000 + "]" * 4_000,
         "policy.toml: this is no policy: it has values nested too deeply.\nWrite it as docs/policy.md shows."),
        ("minimum_n = " + "9" * 4_900,
         "policy.toml: this is no policy: it has a number with too many digits.\nWrite it as docs/policy.md shows."),
    ],
)  # fmt: skip
def test_huge_files_are_refused_at_once(mistakes, text, told):
    assert mistakes(text) == told


def test_missing_file_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError) as error:
        read_policy("polisy.toml")
    assert str(error.value) == (
        f"There is no file 'polisy.toml'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


def test_folder_is_told(tmp_path):
    with pytest.raises(PolicyError) as error:
        read_policy(tmp_path)
    assert str(error.value) == f"{tmp_path} is a folder.\nName a policy file, such as policy.toml."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PolicyError) as error:
        read_policy(tmp_path / "pipe")
    assert str(error.value) == f"{tmp_path / 'pipe'} is no ordinary file.\nName a policy file, such as policy.toml."


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_path_that_can_be_none_is_told(path):
    with pytest.raises(PolicyError, match=r"cannot be read: .+\.\nName a policy file that you may read\."):
        read_policy(path)


@pytest.mark.parametrize("path", [None, 3, b"policy.toml"])
def test_path_of_another_type_is_told(path):
    with pytest.raises(PolicyError) as error:
        read_policy(path)
    assert str(error.value) == f"path is {path!r}.\nGive the name of a policy file, such as 'policy.toml'."


def test_names_that_break_lines_are_quoted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a\nb.toml").write_text(FIRST + '"x\\ny" = 1\ntolerances.selection_rate = 0.1')
    with pytest.raises(PolicyError) as error:
        read_policy("a\nb.toml")
    assert str(error.value) == (
        "'a\\nb.toml', line 2: there is no key 'x\\ny'. "
        "Known are: schema, confidence, minimum_n, changed_after_looking, tolerances, rule, standards, "
        "justification."
    )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode(errors="replace")))
def test_any_bytes_end_in_a_policy_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "policy.toml"
    path.write_bytes(content)
    with pytest.raises(PolicyError) as error:
        read_policy(path)
    assert isinstance(error.value, WorkbenchError)
    assert str(error.value).startswith(str(path))


VALUES = st.recursive(
    st.sampled_from(
        ['"selection_rate"', '"ratio"', '"reference:a"', "0.1", "5", "-1", "true", "1979-05-27", '""', "nan"]
    ),
    lambda inner: st.lists(inner, max_size=2).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=4,
)
NAMES = st.sampled_from([*TOP_KEYS, *RULE_KEYS, *REASON_KEYS, "selection_rate", "r2_score", "nyc-ll144", "x"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "[tolerances]", "[[rule]]", "[standards.nyc-ll144]", "[standards]", "[rule]", "[[justification]]"]
            ),
            st.dictionaries(NAMES, VALUES, max_size=4),
        ),
        max_size=3,
    )
)
def test_whatever_stands_in_known_places_is_read_or_told(tmp_path_factory, tables):
    """No crash, every line that is told is one of the file; and what is read, the JSON schema allows."""
    text = FIRST + "\n".join(
        "\n".join([header, *(f"{key} = {value}" for key, value in pairs.items())]) for header, pairs in tables
    )
    path = tmp_path_factory.mktemp("any") / "policy.toml"
    path.write_text(text)
    try:
        read_policy(path)
    except PolicyError as error:
        lines = [int(line) for line in re.findall(r"policy\.toml, line (\d+)", str(error))]
        assert lines
        assert lines == sorted(lines)
        assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    else:
        jsonschema.validate(tomllib.loads(text), policy_schema())


# The schema for editors.


def test_the_published_schema_is_the_one_of_the_code():
    published = json.loads((DOCS / "schemas" / "policy.json").read_text(encoding="utf-8"))
    assert published == policy_schema(), "python -m workbench.audit.policy_schema > docs/schemas/policy.json"
    jsonschema.Draft202012Validator.check_schema(published)


def test_the_schema_knows_every_key_metric_and_standard():
    schema = policy_schema()
    assert tuple(schema["properties"]) == TOP_KEYS
    assert tuple(schema["properties"]["rule"]["items"]["properties"]) == RULE_KEYS
    assert tuple(schema["properties"]["justification"]["items"]["properties"]) == REASON_KEYS
    assert tuple(schema["properties"]["tolerances"]["properties"]) == tuple(CLAIMABLE)
    assert set(schema["properties"]["standards"]["properties"]) == set(standards_known())


@pytest.mark.parametrize(
    "text",
    [
        "[tolerances]",
        "tolerances.selection_rate = 0",
        "tolerances.selection_rate = 1",
        "tolerances.selection_rate = '5'",
        "tolerances.r2_score = 0.1",
        "confidence = 1\ntolerances.selection_rate = 0.1",
        "confidence = 0.79\ntolerances.selection_rate = 0.1",
        "minimum_n = 0\ntolerances.selection_rate = 0.1",
        "schemas = 1\ntolerances.selection_rate = 0.1",
        RULE,
        RULE + "tolerance = 1",
        RULE + "tolerance = 0.1\nscale = 'odds'",
        RULE + "tolerance = 0.1\ncompare = 'best'",
        RULE + "tolerance = 0.1\nattributes = []",
        RULE + "tolerance = 0.1\nattributes = [['sex']]",
        RULE + "tolerance = 0.1\nleave_out = ['a', 'a']",
        RULE + "tolerance = 0.1\nmertic = 1",
        "[[rule]]\nmetric = 'matthews_corrcoef'\ntolerance = 0.1\nscale = 'ratio'",
        "standards.other = {}",
        "standards.nyc-ll144.auditer = 'x'",
    ],
)
def test_schema_and_reader_refuse_the_same(policy_of, text):
    with pytest.raises(PolicyError):
        policy_of(FIRST + text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(FIRST + text), policy_schema())


@pytest.mark.parametrize(
    "text",
    [
        "tolerances.selection_rate = 0.999",
        "confidence = 0.8\ntolerances.selection_rate = 0.1",
        RULE + "tolerance = 0.8\nscale = 'ratio'\ncompare = 'overall'",
        RULE + "tolerance = 0.8\nattributes = ['a', ['b', 'c']]\nleave_out = []",
        "standards.nyc-ll144.auditor = 'x'",
    ],
)
def test_schema_and_reader_allow_the_same(policy_of, text):
    assert isinstance(policy_of(FIRST + text), Policy)
    jsonschema.validate(tomllib.loads(FIRST + text), policy_schema())
