"""The policy in a test: the same file, the same verdict, and a test that fails with its sentences.

Loaded by pytest wherever the workbench is installed; it imports nothing heavy until a fixture is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from workbench.audit.policy import Policy
    from workbench.audit.result import Audit

__all__ = ["AssertAudit", "assert_audit", "audit_policy", "pytest_addoption"]

_OPTION, _INI = "--workbench-policy", "workbench_policy"


class AssertAudit(Protocol):
    """What the fixture ``assert_audit`` gives: call it with an audit."""

    def __call__(self, audit: Audit, *, allow_not_enough_evidence: bool = False) -> Audit:
        """Return the audit if it is within tolerance; fail the test otherwise.

        Parameters
        ----------
        audit : Audit
            What ``audit_decisions``, ``audit_model`` or ``audit_counts`` returned.
        allow_not_enough_evidence : bool
            Whether *not enough evidence* passes. By default it does not: a test that nothing can fail
            says nothing.
        """


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--workbench-policy FILE``, and ``workbench_policy`` for the settings of pytest."""
    group = parser.getgroup("workbench")
    group.addoption(_OPTION, metavar="FILE", help="policy file that audits are judged by")
    parser.addini(_INI, "policy file that audits are judged by, from the folder of pytest's settings")


@pytest.fixture(scope="session")
def audit_policy(pytestconfig: pytest.Config) -> Policy:
    """Return the policy that was named for the tests; where none was, the default policy."""
    from workbench.audit.policy import DEFAULT_POLICY
    from workbench.audit.policy_file import read_policy
    from workbench.errors import WorkbenchError

    path = _policy_path(pytestconfig)
    if path is None:
        return DEFAULT_POLICY
    try:
        return read_policy(path)
    except WorkbenchError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def assert_audit(audit_policy: Policy, pytestconfig: pytest.Config) -> AssertAudit:
    """Return a function that fails the test unless an audit is within tolerance.

    Where a policy was named for the tests, an audit by another one fails too: a limit that is chosen
    beside the declared one is none.
    """
    named = _policy_path(pytestconfig)

    def check(audit: Audit, *, allow_not_enough_evidence: bool = False) -> Audit:
        from workbench.audit.result import Audit as AnAudit
        from workbench.checks import check_result
        from workbench.document.plain_audit import audit_lines

        __tracebackhide__ = True
        check_result("audit", audit, AnAudit, "audit_decisions, audit_model or audit_counts")
        if named is not None and audit.policy != audit_policy:
            pytest.fail(
                f"The audit of {audit.data_name} was judged by another policy than {named.name}.\n"
                "Give the audit policy=audit_policy.",
                pytrace=False,
            )
        passing = ("within tolerance", *(["not enough evidence"] if allow_not_enough_evidence else []))
        if audit.verdict not in passing:
            pytest.fail("\n".join([f"Audit of {audit.data_name}", *audit_lines(audit)]), pytrace=False)
        return audit

    return check


def _policy_path(config: pytest.Config) -> Path | None:
    """Return the policy's file: the option's from where pytest was started, the setting's from its folder."""
    given = config.getoption(_OPTION)
    if given:
        return config.invocation_params.dir / Path(given).expanduser()
    setting = config.getini(_INI)
    if not setting:
        return None
    return (config.inipath.parent if config.inipath else config.rootpath) / Path(str(setting)).expanduser()
