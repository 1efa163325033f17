"""Pages of ``docs/`` whose code runs: what stands below a block of code is what it prints.

``python tests/pages.py docs/models.md`` writes what is printed into the page.
"""

import contextlib
import io
import re
import sys
import tempfile
from pathlib import Path

CODE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def with_what_it_prints(page):
    """Return a page's text with what each block of code prints, run one after the other in an empty folder."""
    names = {}

    def shown(block):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block[1], "page", "exec"), names)  # noqa: S102 - our own page
        lines = "".join(line.rstrip() + "\n" for line in printed.getvalue().splitlines())
        return f"```python\n{block[1]}```\n\n```text\n{lines}```"

    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return CODE.sub(shown, page)


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(with_what_it_prints(path.read_text(encoding="utf-8")), encoding="utf-8")
