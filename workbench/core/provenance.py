"""Where a result comes from, and when two results are the same.

A stage is a function from one frozen result to the next. What it was told (settings, seed),
what it was given (fingerprints) and what computed it (versions) travels with the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from workbench.core.fingerprint import fingerprint_of
from workbench.core.version import installed_versions

__all__ = ["Provenance", "Result"]

_COMPUTING = ("numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "shap")


@dataclass(frozen=True)
class Provenance:
    """How a result came about.

    Parameters
    ----------
    stage : str
        The verb that made it, such as ``"split_data"``.
    settings : mapping
        What the verb was told; values that JSON can hold.
    inputs : tuple of str
        Fingerprints of what it was given.
    seed : int or None
        The seed of everything random in it; ``None`` where nothing was.
    versions : mapping of str to str
        Python and the packages that computed it.
    """

    stage: str
    settings: Mapping[str, object] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=lambda: installed_versions(_COMPUTING))

    def __post_init__(self) -> None:
        """Keep the mappings from being edited afterwards."""
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))
        object.__setattr__(self, "versions", MappingProxyType(dict(self.versions)))


@dataclass(frozen=True, eq=False)
class Result:
    """Base class of what stages return: frozen, equal when the fingerprints are equal.

    A fingerprint covers the stage, its settings, its seed, its inputs and the content that the
    class names in ``_content``; not the versions, so that the same result from two machines is
    the same result.
    """

    provenance: Provenance

    def _content(self) -> object:
        """Return what the stage computed, as far as settings and inputs do not fix it."""
        return None

    @cached_property
    def fingerprint(self) -> str:
        """``result:<sha256>`` of what made this result and of what is in it."""
        made = self.provenance
        return fingerprint_of(
            {
                "kind": type(self).__name__,
                "stage": made.stage,
                "settings": made.settings,
                "inputs": made.inputs,
                "seed": made.seed,
                "content": self._content(),
            }
        )

    def __eq__(self, other: object) -> bool:
        """Return whether both are of one kind and have one fingerprint."""
        if not isinstance(other, Result):
            return NotImplemented
        return type(self) is type(other) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        """Return the hash of the fingerprint."""
        return hash(self.fingerprint)
