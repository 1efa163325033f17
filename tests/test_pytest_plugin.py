"""The policy in somebody's tests: the fixtures, where the policy comes from, and how a test fails."""

import pandas as pd  # noqa: F401 - what is imported here each run in this process need not import again
import pytest

import workbench.audit.counts
import workbench.document.plain_audit  # noqa: F401
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.policy_file import write_policy

pytest_plugins = ["pytester"]

QUICK = ("-p", "no:hypothesispytest")  # in a run within a run it takes seconds

COUNTS = {"gap": (60, 30, 100), "alike": (5000, 5010, 10_000), "few": (10, 9, 20)}
AUDITED = """
import pandas as pd
import pytest
from workbench.audit.counts import audit_counts

def audited(m, f, n, policy):
    table = pd.DataFrame({{"sex": ["m", "f"], "selected": [m, f], "total": [n, n]}})
    return audit_counts(table, policy=policy, name="hiring")

def test_hiring(audit_policy, assert_audit):
    audit = audited({m}, {f}, {n}, {policy})
    assert assert_audit(audit{allowed}) is audit
"""


@pytest.fixture
def run(pytester):
    """Run a test of an audit in a folder with ``policy.toml``; return the result."""

    def run_pytest(counts, *arguments, policy="audit_policy", allowed=""):
        write_policy(Policy({"selection_rate": 0.05}), pytester.path / "policy.toml")
        m, f, n = COUNTS[counts]
        pytester.makepyfile(AUDITED.format(m=m, f=f, n=n, policy=policy, allowed=allowed))
        return pytester.runpytest_inprocess(*QUICK, *arguments)

    return run_pytest


def test_what_is_within_tolerance_passes(run):
    run("alike", "--workbench-policy", "policy.toml").assert_outcomes(passed=1)


def test_gap_fails_with_its_sentences_and_no_traceback(run):
    result = run("gap", "--workbench-policy", "policy.toml")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "Audit of hiring",
            "▲ Gap",
            "200 rows came in. A decision is known for 200, an outcome for 0.",
            "By sex: 200 rows in 2 groups, 0 whose group is unknown.",
            "▲ Gap: selection_rate by sex",
            "  f 30 of 100 (likely 21.9 to 39.6; 100 rows), m 60 of 100 (likely 50.2 to 69.1; 100 rows).",
            "  The difference is 30 of 100, likely between 16.3 and 42.2. The limit is 5.",
        ],
        consecutive=True,
    )
    assert "assert_audit(audit)" not in result.stdout.str()


def test_not_enough_evidence_fails_unless_it_is_allowed(run):
    result = run("few", "--workbench-policy", "policy.toml")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["◌ Not enough evidence", "*nor rules one out.*"])
    allowed = run("few", "--workbench-policy", "policy.toml", allowed=", allow_not_enough_evidence=True")
    allowed.assert_outcomes(passed=1)


def test_gap_fails_whatever_is_allowed(run):
    run("gap", allowed=", allow_not_enough_evidence=True").assert_outcomes(failed=1)


def test_policy_may_stand_in_the_settings_and_is_found_from_their_folder(run, pytester, monkeypatch):
    pytester.makeini("[pytest]\nworkbench_policy = policy.toml")
    (pytester.path / "elsewhere").mkdir()
    monkeypatch.chdir(pytester.path / "elsewhere")
    result = run("gap", str(pytester.path))
    result.assert_outcomes(failed=1)
    assert "Nobody declared a limit" not in result.stdout.str()


def test_policy_of_the_option_is_found_from_where_pytest_was_started(run, pytester, monkeypatch):
    (pytester.path / "elsewhere").mkdir()
    monkeypatch.chdir(pytester.path / "elsewhere")
    run("alike", str(pytester.path), "--workbench-policy", "../policy.toml").assert_outcomes(passed=1)


def test_option_goes_before_the_settings(run, pytester):
    pytester.makeini("[pytest]\nworkbench_policy = nowhere.toml")
    run("alike", "--workbench-policy", "policy.toml").assert_outcomes(passed=1)


def test_without_a_policy_the_default_is_used_and_said(run):
    result = run("gap")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["Nobody declared a limit before looking, so the default was used."])


def test_without_a_policy_any_may_be_given(run):
    loose = "__import__('workbench.audit.policy').audit.policy.Policy({'selection_rate': 0.5})"
    run("gap", policy=loose).assert_outcomes(passed=1)


def test_another_policy_than_the_one_named_fails(run):
    loose = "__import__('workbench.audit.policy').audit.policy.Policy({'selection_rate': 0.5})"
    result = run("gap", "--workbench-policy", "policy.toml", policy=loose)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["The audit of hiring was judged by another policy than policy.toml.", "Give the audit policy=audit_policy."],
        consecutive=True,
    )


def test_the_same_policy_read_again_is_no_other(run):
    again = "__import__('workbench.audit.policy_file').audit.policy_file.read_policy('policy.toml')"
    run("alike", "--workbench-policy", "policy.toml", policy=again).assert_outcomes(passed=1)


def test_mistakes_in_the_policy_are_told_with_their_lines(pytester):
    (pytester.path / "wrong.toml").write_text('schema = "workbench.policy/1"\n[tolerances]\nselection_rat = 0.05\n')
    pytester.makepyfile("def test_it(audit_policy): pass")
    result = pytester.runpytest_inprocess(*QUICK, "--workbench-policy", "wrong.toml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*wrong.toml, line 3: there is no metric 'selection_rat'. Did you mean 'selection_rate'[?]"]
    )


def test_missing_policy_is_told(pytester):
    pytester.makepyfile("def test_it(audit_policy): pass")
    result = pytester.runpytest_inprocess(*QUICK, "--workbench-policy", "nowhere.toml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["There is no file '*nowhere.toml'."])


def test_what_is_no_audit_is_told(pytester):
    pytester.makepyfile("def test_it(assert_audit): assert_audit('within tolerance')")
    result = pytester.runpytest_inprocess(*QUICK)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*InputError: audit is text, not an audit."])


def test_default_policy_is_the_library_s(pytester):
    pytester.makepyfile(
        "from workbench.audit.policy import DEFAULT_POLICY\n"
        "def test_it(audit_policy): assert audit_policy is DEFAULT_POLICY"
    )
    pytester.runpytest_inprocess(*QUICK).assert_outcomes(passed=1)
    assert not DEFAULT_POLICY.declared


def test_installed_it_is_there_by_itself_and_costs_nothing_where_it_is_not_used(pytester):
    """In a process of its own: the entry point is found, and nothing heavy is imported."""
    pytester.makepyfile(
        "import sys\n"
        "def test_it(pytestconfig):\n"
        "    assert pytestconfig.pluginmanager.has_plugin('workbench')\n"
        "    assert not {'numpy', 'pandas', 'pyarrow', 'scipy', 'sklearn'} & set(sys.modules)\n"
    )
    result = pytester.runpytest_subprocess(*QUICK)
    result.assert_outcomes(passed=1)


def test_hidden_groups_are_not_said_to_be_incomparable(pytester):
    write_policy(Policy({"selection_rate": 0.05}), pytester.path / "policy.toml")
    pytester.makepyfile(
        """
        import pandas as pd
        from workbench.audit.counts import audit_counts
        from workbench.audit.disclosed import disclose

        def test_hiring(audit_policy, assert_audit):
            table = pd.DataFrame({"sex": ["m", "f"], "selected": [9, 1], "total": [10, 10]})
            assert_audit(disclose(audit_counts(table, policy=audit_policy), "public"))
        """
    )
    result = pytester.runpytest_inprocess(*QUICK, "--workbench-policy", "policy.toml")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Gap: selection_rate by sex", "  No numbers are shown here: counts are hidden*"])
    result.stdout.no_fnmatch_line("*can be compared*")
