# ruff: noqa: T201 - what is printed is what is tested
"""What is printed while somebody's model works, in one thread and in several."""

import sys
import threading
import warnings
from io import StringIO

import pytest

from workbench.core.silence import hearing, silence


def test_what_is_printed_is_kept_and_the_streams_are_put_back(capsys):
    before, kept = (sys.stdout, sys.stderr), StringIO()
    with hearing(kept):
        print("one")
        inner = StringIO()
        with hearing(inner):
            print("two", file=sys.stderr)
        print("three")
    assert (kept.getvalue(), inner.getvalue()) == ("one\nthree\n", "two\n")
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr() == ("", "")


def test_an_error_puts_all_back():
    before, filters = sys.stdout, list(warnings.filters)
    with pytest.raises(ZeroDivisionError), silence():
        raise ZeroDivisionError
    assert sys.stdout is before
    assert warnings.filters == filters


@pytest.mark.parametrize("first_to_leave", ["main", "other"])
def test_two_threads_put_back_what_was_there(first_to_leave, capsys):
    before, filters = sys.stdout, list(warnings.filters)
    entered, leave, left = threading.Event(), threading.Event(), threading.Event()

    def other():
        with silence():
            entered.set()
            print("never seen")
            assert leave.wait(5)
            print("never seen")
        left.set()

    thread = threading.Thread(target=other)
    if first_to_leave == "other":
        thread.start()
        assert entered.wait(5)
        with silence():
            leave.set()
            assert left.wait(5)
            print("never seen")
            warnings.warn("never seen", stacklevel=1)
    else:
        with silence():
            thread.start()
            assert entered.wait(5)
        print("seen")
        leave.set()
        assert left.wait(5)
    thread.join()
    print("seen too")
    assert sys.stdout is before
    assert warnings.filters == filters
    assert capsys.readouterr().out == ("seen\n" if first_to_leave == "main" else "") + "seen too\n"


def test_threads_of_a_library_print_for_whoever_called_it():
    kept = StringIO()
    with hearing(kept):
        thread = threading.Thread(target=print, args=("from below",))
        thread.start()
        thread.join()
    assert kept.getvalue() == "from below\n"


def test_a_warning_that_somebody_records_is_recorded_again_afterwards():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with silence():
            warnings.warn("unseen", stacklevel=1)
        warnings.warn("seen", stacklevel=1)
    assert [str(one.message) for one in caught] == ["seen"]
