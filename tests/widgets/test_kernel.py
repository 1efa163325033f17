"""What a panel asks of its kernel: whether somebody may look, and which cell it shows in."""

import sys
from types import SimpleNamespace

import pytest

from workbench.widgets.kernel import cell_now, is_watched


@pytest.fixture
def asked(monkeypatch):
    """Sets the message that made the kernel run what runs."""
    monkeypatch.delenv("VOILA_REQUEST_URL", raising=False)

    def ask(request):
        kernel = SimpleNamespace(get_parent=lambda: request)
        shell = SimpleNamespace(kernel=kernel)
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))

    return ask


def test_a_run_in_which_nobody_can_be_asked_has_no_reader(asked, monkeypatch):
    asked({"content": {"allow_stdin": False}})
    assert not is_watched()
    monkeypatch.setenv("VOILA_REQUEST_URL", "http://127.0.0.1:8866/voila")
    assert is_watched()


@pytest.mark.parametrize("request_", [{"content": {"allow_stdin": True}}, {"content": {}}, {}, None])
def test_somebody_may_look_wherever_nobody_says_otherwise(asked, request_):
    asked(request_)
    assert is_watched()


def test_outside_of_a_kernel_there_is_a_reader_and_no_cell(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert is_watched()
    assert cell_now() is None


def test_the_cell_and_its_run_are_known_where_the_browser_tells_them(asked):
    asked({"metadata": {"cellId": "a"}, "header": {"msg_id": "1"}})
    assert cell_now() == ("a", "1")
    asked({"metadata": {}, "header": {"msg_id": "1"}})
    assert cell_now() is None
