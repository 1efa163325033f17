"""``python tests/tally/provide_java.py``: see to it that there is the Java that Spark needs.

Does nothing where there is one. Otherwise installs Debian's as root on Debian, and says what to
install where that cannot be done.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 17
WHAT_TO_INSTALL = (
    f"Spark needs Java {OLDEST} or newer, and there is none.\n"
    f"Install it (on Debian: apt-get install openjdk-{OLDEST}-jre-headless), or say where it is: JAVA_HOME=/path/to/it"
)
APT = (
    ("apt-get", "update"),
    ("apt-get", "install", "-y", "--no-install-recommends", f"openjdk-{OLDEST}-jre-headless"),
)


def find_java() -> str | None:
    """Return the Java that Spark would start, if it is new enough."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(str(Path(home) / "bin" / "java")) if home else shutil.which("java")
    return found if found is not None and version_of(found) >= OLDEST else None


def version_of(java: str) -> int:
    """Return the version that a Java says it is; 0 where it does not say."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    return int(version.group(1)) if version else 0


def may_use_apt() -> bool:
    """Say whether Debian's packages can be installed without asking anyone."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def run_all(commands: tuple[tuple[str, ...], ...]) -> bool:
    """Run commands one after another; say whether all went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.run(command, env=environment, check=False).returncode == 0 for command in commands)


def main() -> int:
    """Find Java or install it; 1 if there is none in the end."""
    java = find_java()
    if java is None and may_use_apt() and run_all(APT):
        java = find_java()
    print(f"Java: {java}" if java else WHAT_TO_INSTALL, file=sys.stdout if java else sys.stderr)
    return 0 if java else 1


if __name__ == "__main__":
    sys.exit(main())
