"""Records of a real kernel: interrupted, restarted, and shared by two notebooks."""

import os
import time

import pytest
from jupyter_client.manager import start_new_kernel

from workbench.core.following import MIME
from workbench.templates.records import read_record


class Kernel:
    """A kernel, asked as a notebook asks it."""

    def __init__(self):
        environment = {**os.environ, "WORKBENCH_STEPS": "1"}
        self.manager, self.client = start_new_kernel(env=environment)

    def run(self, source, **options):
        """Run a cell; return its record as it is read back from a file."""
        records = []
        self.client.execute_interactive(source, timeout=60, output_hook=records.append, stop_on_error=False, **options)
        shown = [one["content"].get("data", {}) for one in records if one["msg_type"] == "display_data"]
        found = [read_record(one[MIME]) for one in shown if MIME in one]
        assert len(found) < 2
        return found[0] if found else None

    def interrupt(self, source):
        """Start a cell, interrupt it, and return its record."""
        self.client.execute(source, stop_on_error=False)
        found = None
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "stream":  # it says when it has begun
                time.sleep(0.2)
                self.manager.interrupt_kernel()
            elif message["msg_type"] == "display_data":
                found = read_record(message["content"]["data"][MIME])
            elif found is not None and message["content"].get("execution_state") == "idle":
                return found


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_a_kernel_is_interrupted_shared_and_restarted(kernel):
    first = kernel.run("import workbench as wb\na = 1")
    assert (first.flow.defines, first.run, first.before) == (("wb", "a"), 1, ())
    assert kernel.run("b = a", store_history=False) is None
    stopped = kernel.interrupt("print('begun')\nimport time\ntime.sleep(60)")
    assert (stopped.state, stopped.said) == ("interrupted", "KeyboardInterrupt")
    assert 0 < stopped.seconds < 30
    other = kernel.run("c = a")  # of another notebook: it goes on counting
    assert (other.kernel, other.run, other.state) == (first.kernel, 3, "done")
    assert other.used == {"a": first.values["a"]}
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    kernel.run("a = 1")  # nobody has imported the workbench yet
    again = kernel.run("import workbench\nb = a")
    assert again.kernel != first.kernel
    assert [one.flow.defines for one in again.before] == [("a",)]
    assert again.before[0].flow.uses == ()
