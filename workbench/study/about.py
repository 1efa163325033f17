"""``About``: which data a study is about, so that no example stands in for them without a word."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workbench.core.files import write_whole
from workbench.errors import InputError, StudyError
from workbench.study.declared import DeclaredData, is_example, not_prepared, place_in, texts_of
from workbench.study.folder import Folder
from workbench.study.records import now
from workbench.study.settings import FILE, read_settings, with_data
from workbench.study.standing import status_of

__all__ = ["About"]


class About:
    """Which data a study is about, and what stands in where it is about none."""

    path: Path

    @property
    def declared(self) -> DeclaredData | None:
        """Which data the study is about; ``None`` where nobody has named data of their own."""
        return read_settings(self.path).data

    def declare_data(
        self,
        source: str | Path,
        *,
        target: str | None = None,
        favourable: str | None = None,
        protected: Iterable[str] = (),
        reading: Iterable[str] = (),
    ) -> DeclaredData | None:
        """Say which data the study is about, before they are prepared; ``study.toml`` keeps it.

        From then on no example stands in for them: what was kept of other data is stale, and :meth:`stand_in` is an
        error until they are prepared. Other data of a person's own take their place; of the same data, what is not said
        again stays as it was said.

        Parameters
        ----------
        source : str or path
            A file, which is kept as seen from the study's folder; or an address, without user, password and options.
            A bundled example is no data of a person's own: nothing is kept of it.
        target : str, optional
            The column with the outcome.
        favourable : str, optional
            Its value that is good for the person.
        protected : iterable of str
            The columns whose groups are compared.
        reading : iterable of str
            How the file has to be read, as the form of a template says it.

        Returns
        -------
        DeclaredData or None
            What the study is about now; ``None`` where it is about nothing.

        Raises
        ------
        InputError
            If the source is no name, or a column is no text.
        StudyError
            If it is an example, and the study is about data of a person's own.

        Examples
        --------
        >>> import tempfile
        >>> from workbench.study.opening import open_study
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = open_study(Path(folder) / "study")
        ...     study.declare_data(Path(folder) / "loans.csv", target="approved", protected=["sex"]).source
        '../loans.csv'
        """
        for name, value in {"target": target, "favourable": favourable}.items():
            if not isinstance(value, str | None):
                raise InputError(f"{name} is {value!r:.200}.\nGive text.")
        roles = (target or "", favourable or "", texts_of("protected", protected), texts_of("reading", reading))
        with Folder(self.path).locked():
            settings = read_settings(self.path)
            if is_example(source):
                if settings.data is not None:
                    raise StudyError(
                        f"The study is about {settings.data.name!r}, and data_source is {str(source)!r}, an example.\n"
                        "Name your data, or run the example in another folder."
                    )
                return None
            given = DeclaredData(place_in(self.path, source), *roles, now())
            if settings.data is not None and given.source == settings.data.source:  # the same rows
                given = given.with_what_was_said(settings.data)
            if given != settings.data:
                write_whole(self.path / FILE, with_data(settings, given))
        return given

    def is_about(self, source: str | Path) -> bool:
        """Return whether the study is about these data, or about none: then what is made of them may be its *main*.

        Parameters
        ----------
        source : str or path
            As of :meth:`declare_data`.

        Raises
        ------
        InputError
            If the source is no name.

        Examples
        --------
        >>> import tempfile
        >>> from workbench.study.opening import open_study
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = open_study(Path(folder) / "study")
        ...     print(study.is_about("example:loans"))
        ...     _ = study.declare_data(Path(folder) / "own.csv")
        ...     study.is_about("example:loans"), study.is_about(Path(folder) / "own.csv")
        True
        (False, True)
        """
        declared = self.declared
        return declared is None or (not is_example(source) and place_in(self.path, source) == declared.source)

    def stand_in(self, example: str) -> str:
        """Return the name of an example, as long as the study is about no data of a person's own.

        Parameters
        ----------
        example : str
            Such as ``"example:loans"``.

        Raises
        ------
        StudyError
            If the study is about data of a person's own: an example never stands in for them.

        Examples
        --------
        >>> import tempfile
        >>> from workbench.study.opening import open_study
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = open_study(Path(folder) / "study")
        ...     print(study.stand_in("example:loans"))
        ...     _ = study.declare_data(Path(folder) / "own.csv")
        ...     study.stand_in("example:loans")
        Traceback (most recent call last):
        workbench.errors.StudyError: The study is about 'own.csv', and its data are not prepared yet.
        Run 20-prepare-data to its end, or give data_source.
        """
        declared = self.declared
        if declared is None:
            return example
        prepared = status_of(Folder(self.path)).one("prepared")
        raise not_prepared(declared, prepared.because if prepared is not None else "")
