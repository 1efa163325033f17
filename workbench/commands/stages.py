"""The stages that ``workbench profile`` goes through where an outcome is named, as far as the data carry them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.core.finding import Finding
    from workbench.core.provenance import Result
    from workbench.data.dataset import Dataset
    from workbench.data.profile.result import Profile
    from workbench.data.split import Split
    from workbench.preparation.leaks.result import Leaks
    from workbench.preparation.result import Prepared

__all__ = ["Stages", "go_through"]

Step = Callable[[str], None]
Made = TypeVar("Made")

_ON_DISK = (
    "The rows stay on disk, so none were held out and nothing was prepared: that needs them in memory. "
    "Columns were checked for leaks all the same."
)


@dataclass(frozen=True)
class Stages:
    """What came of the stages; ``None`` of one that could not be gone through, with the reason in ``said``."""

    profile: Profile
    split: Split | None = None
    prepared: Prepared | None = None
    leaks: Leaks | None = None
    said: tuple[str, ...] = ()

    @property
    def results(self) -> tuple[Result, ...]:
        """What a report is made of: a preparation brings its split along."""
        made = (self.profile, self.prepared if self.prepared is not None else self.split, self.leaks)
        return tuple(one for one in made if one is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed, the most serious first; no name of a person is quoted."""
        from workbench.audit.disclosure.level import disclosure_named
        from workbench.core.finding import SEVERITIES
        from workbench.report.naming import columns_that_name
        from workbench.report.shown_findings import Shared, shown_findings

        stages = (self.profile, self.split, self.prepared, self.leaks)
        every = dict.fromkeys(found for one in stages if one is not None for found in one.findings)
        shared = Shared(naming=columns_that_name(self.profile, None))
        told = shown_findings(every, shared, disclosure_named("full"))
        return tuple(sorted(told, key=lambda one: SEVERITIES.index(one.severity)))


def go_through(data: Dataset, profile: Profile, seed: int, step: Step) -> Stages:
    """Hold rows out, prepare the others and look for leaks, as far as the data carry it.

    Parameters
    ----------
    data : Dataset
        Without a target nothing more is done.
    profile : Profile
        What is in them.
    seed : int
        Of the draw.
    step : callable
        Told what begins.
    """
    from workbench.data.split import split_data
    from workbench.preparation.leaks.find import find_leaks
    from workbench.preparation.prepare import prepare_data
    from workbench.preparation.suggest import suggest_recipe

    if data.roles.target is None:
        return Stages(profile)
    said: list[str] = []
    if data.is_stored:
        leaks = _tried("Looking for leaks", lambda: find_leaks(data), step, said)
        return Stages(profile, leaks=leaks, said=(_ON_DISK, *said))
    split = _tried("Holding rows out", lambda: split_data(data, seed=seed), step, said)
    prepared = None
    if split is not None:
        held_out = split
        prepared = _tried("Preparing the others", lambda: prepare_data(held_out, suggest_recipe(held_out)), step, said)
    given = next(one for one in (prepared, split, data) if one is not None)
    leaks = _tried("Looking for leaks", lambda: find_leaks(given), step, said)
    return Stages(profile, split, prepared, leaks, tuple(said))


def _tried(title: str, stage: Callable[[], Made], step: Step, said: list[str]) -> Made | None:
    """Return what a stage makes; where the data do not carry it ``None``, and why is said."""
    step(title)
    try:
        return stage()
    except WorkbenchError as error:
        said += str(error).splitlines()
        return None
