"""Patterns of templates: what could keep a program busy for ever is refused by its form, before any text is read."""

import pytest

from workbench.templates.patterns import pattern_flaw

STEPS = "can take more than 3,000,000 steps"
SEVERAL = "repeats what can itself be read in several ways"
LOOKS = "looks ahead, behind or back, which can take for ever"


@pytest.mark.parametrize(
    "pattern",
    [
        "", "(?:)", "^a$", "reweighing|reductions", "[a-z0-9_-]*", r".*\.(html|pdf|docx|md|json)", "[^=]+=[^=]+=.+",
        r"[^=]+=[^=]+=(0|1|0?\.[0-9]+|1\.0+)", r"[\w.]+@[\w.]+", "(a|b)*c", "(a{2}){3,}x", "((((a))))*", "a{1,3}b{1,3}",
        "[a-z0-9]+(-[a-z]{3})*", r"(?:[a-z]{3})+[a-z]*", r"\w+\W+\w+\W+\w+\W+\w+", r"\bone\b", ".*.*=",
    ],
)  # fmt: skip
def test_what_is_read_in_little_time_is_taken(pattern):
    assert pattern_flaw(pattern, 1_000) is None


@pytest.mark.parametrize(
    ("pattern", "flaw"),
    [
        ("(a+)+b", SEVERAL),
        ("(a|ab)*c", SEVERAL),
        ("(a?a?)*b", SEVERAL),
        ("(?:){1000000}", SEVERAL),
        ("(a{1,2}){20}", SEVERAL),
        ("([a-z0-9]+-?)*", SEVERAL),
        (r"\d+\d+\d+x", STEPS),
        ("(a*)?(a*)?(a*)?b", STEPS),
        ("(?:[^a]|(?:b+?[^a]*?b*))", STEPS),
        ("a?" * 100 + "a" * 100, STEPS),
        ("(?=a*)b", LOOKS),
        ("(?<!a)b", LOOKS),
        ("(?P<a>x)", "uses '(?', which not every program reads alike"),
        ("[a-", "is no regular expression: unterminated character set at position 0"),
        ("(" * 200 + "a" + ")*" * 200, SEVERAL),
    ],
)
def test_what_nobody_can_bound_is_refused(pattern, flaw):
    found = pattern_flaw(pattern, 1_000)
    assert found is not None
    assert found[0] == flaw


def test_longer_and_more_texts_take_more_steps():
    assert pattern_flaw(".*.*=", 10_000) is not None
    assert pattern_flaw(".*=", 10_000) is None
    assert pattern_flaw(".*=", 10_000, n_texts=1_000) is not None


def test_what_ends_plainly_is_told_from_what_does_not():
    """A set that shares no character with what follows ends in one place, however it is written."""
    for one, after in [("[a-f]", "g"), (r"\d", r"\D"), (r"[^\s]", " "), ("[^=]", "="), (r"\w", "[^a-zA-Z0-9_]")]:
        assert pattern_flaw(f"{one}+{after}" * 20, 1_000) is None, (one, after)
    for one, after in [("[a-g]", "g"), (r"\w", r"\d"), (r"\S", "."), ("[^=]", "[=a]"), (".", "x")]:
        assert pattern_flaw(f"{one}+{after}" * 20, 1_000) is not None, (one, after)
