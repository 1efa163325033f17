"""``Study``: the folder between notebooks, as a person holds it in hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.following import note
from workbench.core.provenance import Result
from workbench.errors import InputError, StudyError
from workbench.study.about import About
from workbench.study.folder import Folder, check_name
from workbench.study.keeping import keep, nothing_kept, take_out
from workbench.study.known import Known
from workbench.study.policy import policy_told
from workbench.study.registry import check_stage
from workbench.study.result import Kept, StudyStatus
from workbench.study.settings import read_settings
from workbench.study.standing import status_of
from workbench.study.words import Words

if TYPE_CHECKING:
    from workbench.data.dataset import Dataset

__all__ = ["Study"]


@dataclass(frozen=True, eq=False)
class Study(About, Words):
    """A folder that keeps results between notebooks, and knows which of them are out of date.

    Parameters
    ----------
    path : pathlib.Path
        The folder, with ``study.toml`` in it.

    Examples
    --------
    >>> import tempfile
    >>> from workbench.data.read import read_data
    >>> from workbench.study.opening import open_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     study = open_study(folder)
    ...     study.save(read_data("example:admissions"))
    ...     study.load("dataset").n_rows
    Kept dataset 'main'.
    4526
    """

    path: Path
    _known: Known = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Remember what is written and read, for as long as the study is open."""
        object.__setattr__(self, "_known", Known(self._folder.is_whole))

    def __repr__(self) -> str:
        """Return the study and how it stands with it in one sentence."""
        try:
            return repr(self.status())
        except StudyError as error:
            return f"Study in {str(self.path)!r}, of which nothing can be told: {str(error).partition(chr(10))[0]}"

    def __str__(self) -> str:
        """Return the study with a line for each result."""
        return str(self.status())

    def _repr_pretty_(self, printer: Any, _is_cycle: bool) -> None:
        """Show the lines in a notebook where nothing else can be shown."""
        printer.text(str(self))

    @property
    def _folder(self) -> Folder:
        return Folder(self.path)

    @property
    def title(self) -> str:
        """What readers call it."""
        return read_settings(self.path).title

    @property
    def reports(self) -> Path:
        """The folder for reports; it is made when it is asked for."""
        folder = self.path / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def save(self, result: Result, name: str = "main") -> Kept:
        """Keep a result under its stage; an equal one that is kept already is not written again.

        Parameters
        ----------
        result : Result
            What a stage returned: a data set, a model, an audit and the like.
        name : str
            Small letters, digits, ``-`` and ``_``; to keep several of one stage. What has this name is replaced.

        Returns
        -------
        Kept
            Where it is. A model that cannot be kept is finding WB317, and all else of the result is kept.

        Raises
        ------
        InputError
            If it is no result, or the name is none.
        StudyError
            If the folder cannot be written to.
        """
        kept = keep(self._folder, self._known, result, name)
        note("saved", kept.stage, kept.name, kept.fingerprint)
        return kept

    def load(self, stage: str, name: str = "main") -> Any:
        """Return a result that is kept, as it was saved.

        Parameters
        ----------
        stage : str
            Such as ``"dataset"``, ``"fitted"`` or ``"audit"``.
        name : str
            Under which it was saved.

        Returns
        -------
        Result
            With the same fingerprint. Where its model was not kept, asking that to predict is an error in words.

        Raises
        ------
        InputError
            If there is no such stage.
        StudyError
            If nothing is kept there, or it is damaged, altered or of a newer format.
        """
        check_stage(stage)
        check_name(name)
        found = take_out(self._folder, self._known, stage, name)
        note("loaded", stage, name, found.fingerprint)
        return found

    def load_first(self, *stages: str) -> Any:
        """Return the first of some results that is kept under ``"main"``; ``None`` where none is.

        In a study that is about data of a person's own (:meth:`declare_data`), only what is fresh counts: what was
        made of other data, or before these were prepared anew, is passed over.

        Parameters
        ----------
        *stages : str
            As of :meth:`load`, what is wanted most first.

        Raises
        ------
        InputError
            If no stage is named, or there is no such stage.
        StudyError
            As :meth:`load`.

        Examples
        --------
        >>> import tempfile
        >>> import workbench as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = wb.open_study(folder)
        ...     _ = study.save(wb.read_data("example:admissions"))
        ...     study.load_first("prepared", "dataset").name
        'admissions'
        """
        if not stages:
            raise InputError("No stage is named.\nName what is wanted, such as 'prepared'.")
        for stage in stages:
            check_stage(stage)
        status = self.status() if self.declared is not None else None
        for stage in stages:
            kept = status.one(stage) if status is not None else None
            if self.has(stage) if status is None else kept is not None and kept.state == "fresh":
                return self.load(stage)
        return None

    def has(self, stage: str, name: str = "main") -> bool:
        """Return whether a result is kept, whatever its state.

        Parameters
        ----------
        stage, name : str
            As of :meth:`load`.
        """
        check_stage(stage)
        return self._folder.record_path(stage, name).is_file()

    def audits_of(self, data: Dataset) -> tuple[str, ...]:
        """Return the names of the audits that are kept of some data, whatever their state.

        Whoever made one has seen how groups fare in these data, or in the file that they were read from. Of a model's
        audit that is known where the model is kept too.

        Parameters
        ----------
        data : Dataset
            As :func:`workbench.read_data` returns it.

        Examples
        --------
        >>> import tempfile
        >>> import workbench as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = wb.open_study(folder)
        ...     data = wb.read_data("example:admissions")
        ...     fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
        ...     _ = study.save(fitted), study.save(wb.audit_model(fitted))
        ...     study.audits_of(data), study.audits_of(wb.read_data("example:hiring"))
        (('main',), ())
        """
        from workbench.checks import check_result
        from workbench.data.dataset import Dataset
        from workbench.study.looked import audits_about

        return audits_about(self._folder, check_result("data", data, Dataset, "read_data"))

    def forget(self, stage: str, name: str = "main") -> None:
        """Remove a result, and the files that nothing else needs.

        Parameters
        ----------
        stage, name : str
            As of :meth:`load`.

        Raises
        ------
        StudyError
            If nothing is kept there.
        """
        if not self.has(stage, name):
            raise nothing_kept(self._folder, stage, name)
        with self._folder.locked() as is_alone:
            self._folder.record_path(stage, name).unlink(missing_ok=True)
            if is_alone:
                self._folder.clean()

    def status(self) -> StudyStatus:
        """Return how it stands with every result: fresh, stale and why, damaged, or of a newer format."""
        return status_of(self._folder, policy_told(self.path))
