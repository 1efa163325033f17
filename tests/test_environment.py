"""environment.yml says the same as pyproject.toml."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
# conda-forge calls these differently.
CONDA = {
    "duckdb": "python-duckdb",
    "matplotlib": "matplotlib-base",
    "jupyter-server": "jupyter_server",
    "typst": "typst-py",
}
# These come by pip, with the workbench itself.
BY_PIP = {"woodelf_explainer"}


def test_conda_users_get_the_same_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {f"python{project['requires-python']}", "pip"}
    for requirement in project["dependencies"]:
        [(name, versions)] = re.findall(r"^([A-Za-z0-9_.-]+)(.*)$", requirement)
        if name in BY_PIP:
            assert name in (ROOT / "environment.yml").read_text()
            continue
        wanted.add(CONDA.get(name, name) + versions)
    listed = (ROOT / "environment.yml").read_text().split("dependencies:")[1]
    written = re.findall(r"^  - (?!pip:)(.+)$", listed, re.MULTILINE)
    assert set(written) == wanted
