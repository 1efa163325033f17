"""What it costs to follow a notebook: the record of each cell, what ran before, and the states of its steps.

Nobody should notice: less than 5 ms a cell. Times are those of the processor, whatever else runs beside it.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from workbench.core.following import MIME, begin_following
from workbench.report.following import Follower
from workbench.templates.steps import step_states

N_CELLS = 300
SOURCE = """
def count_{n}(table, column, limit=10):
    groups = {{name: rows for name, rows in table.items() if len(rows) > limit}}
    return [len(one) for one in groups.values()], column

table_{n} = {{str(place): list(range(place)) for place in range(50)}}
sizes_{n}, column_{n} = count_{n}(table_{n}, 'a')
table_{n}['more'] = sizes_{n} + table_{before}.get('more', [])
"""


def shell() -> InteractiveShell:
    """Return a shell of its own."""
    made = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    made.display_pub = CapturingDisplayPublisher(parent=made)
    made.run_cell("table_0 = {}", store_history=True)
    return made


def seconds(made: InteractiveShell) -> Iterator[float]:
    """Yield how long each cell took."""
    for n in range(1, N_CELLS + 1):
        source = SOURCE.format(n=n, before=n - 1)
        began = time.process_time()
        made.run_cell(source, store_history=True)
        yield time.process_time() - began


def main() -> None:
    """Print what following adds to a cell, for the first record and for the states of all steps."""
    alone = statistics.median(seconds(shell()))
    begin_following()
    followed_shell = shell()
    follower = Follower(followed_shell)
    followed_shell.events.register("pre_run_cell", follower.begin)
    followed_shell.events.register("post_run_cell", follower.end)
    followed = statistics.median(seconds(followed_shell))
    print(f"a cell of 8 lines: {1e3 * alone:.2f} ms alone, {1e3 * followed:.2f} ms followed; "
          f"following adds {1e3 * (followed - alone):.2f} ms (at most 5)")  # fmt: skip

    late = shell()
    list(seconds(late))
    follower = Follower(late)
    late.events.register("post_run_cell", follower.end)
    began = time.process_time()
    late.run_cell("a = 1", store_history=True)
    told = time.process_time() - began
    n_before = len(late.display_pub.outputs[-1]["data"][MIME]["before"])
    print(f"the first record, with {n_before} cells that ran before: {1e3 * told:.0f} ms, "
          f"{1e3 * told / n_before:.2f} ms for each")  # fmt: skip

    records = [one["data"][MIME] for one in followed_shell.display_pub.outputs if MIME in one["data"]]
    cells = [
        {
            "cell_type": "code",
            "source": SOURCE.format(n=n + 1, before=n),
            "metadata": {"workbench": {"step": str(n), "title": "", "why": ""}},
            "outputs": [
                {"output_type": "display_data", "metadata": {}, "data": {MIME: json.loads(json.dumps(record))}}
            ],
        }
        for n, record in enumerate(records)
    ]
    began = time.process_time()
    states = step_states({"cells": cells})
    took = time.process_time() - began
    n_bytes = statistics.median(len(json.dumps(record)) for record in records)
    n_done = sum(one["state"] == "done" for one in states)
    print(f"the states of {len(states)} steps, {n_done} of them done: {1e3 * took:.1f} ms; "
          f"a record has {n_bytes:,.0f} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
