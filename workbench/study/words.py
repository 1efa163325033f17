"""``Words``: what people say in a study beside its results. Each is known by a fingerprint, as results are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.files import write_whole
from workbench.core.finding import Finding
from workbench.core.following import note
from workbench.core.overruling import Overruled, key_of, overrule
from workbench.core.sign_off import SignOff
from workbench.errors import InputError
from workbench.study.declared import place_in
from workbench.study.folder import Folder
from workbench.study.policy import policy_in
from workbench.study.records import now
from workbench.study.settings import (
    FILE,
    read_settings,
    with_form,
    with_overruled,
    with_sign_off,
    without_overruled,
)
from workbench.study.standing import status_of
from workbench.study.words_known import policy_known, reasons_known, sign_off_known

if TYPE_CHECKING:
    from workbench.audit.policy import Policy

__all__ = ["FORM", "Words"]

FORM = "fields.toml"
"""The form with what only people can say, unless another is named."""


class Words:
    """What people say in a study: what they accept and why, what they tolerate, and who answers for it."""

    path: Path

    @property
    def overruled(self) -> tuple[Overruled, ...]:
        """Findings that are known and accepted; ``SignOff(overruled=…)`` takes those that a report tells."""
        settings = read_settings(self.path)
        note("loaded", *reasons_known(settings))
        return settings.overruled

    @property
    def policy(self) -> Policy | None:
        """What ``policy.toml`` in the folder declares; ``None`` where there is no such file.

        Raises
        ------
        PolicyError
            If it cannot be read or followed.
        """
        note("loaded", *policy_known(self.path))
        return policy_in(self.path)

    @property
    def sign_off(self) -> SignOff | None:
        """Who answers for what is reported of the study; ``None`` where nobody said anything.

        Without the day of the signature where a result was saved after it: nobody has signed that one.
        """
        settings = read_settings(self.path)
        note("loaded", *sign_off_known(settings))
        if settings.sign_off is None or not status_of(Folder(self.path)).unsigned:
            return settings.sign_off
        return replace(settings.sign_off, signed="")

    @property
    def form(self) -> Path:
        """The file with the answers that only people can give: ``fields.toml`` in the folder, unless another is named.

        It need not be there yet: :func:`workbench.write_fields` begins one.
        """
        named = read_settings(self.path).form
        return Path(self.path, named).resolve() if named else self.path / FORM

    def overrule(self, finding: str | Finding, *, reason: str, scope: str = "", by: str = "") -> Overruled:
        """Accept a finding, with a written reason that ``study.toml`` keeps and every report tells.

        Parameters
        ----------
        finding : str or Finding
            The finding, or its code.
        reason : str
            Why, in 10 to 2,000 characters. Said again, the new reason takes the place of the old one.
        scope : str
            As of :func:`workbench.overrule`.
        by : str
            Who accepts it.

        Raises
        ------
        InputError
            As :func:`workbench.overrule`.
        """
        said = overrule(finding, reason=reason, scope=scope, by=by)
        with Folder(self.path).locked():
            settings = read_settings(self.path)
            same = next((one for one in settings.overruled if (one.code, one.scope) == (said.code, said.scope)), None)
            if same is not None and (same.reason, same.by) == (said.reason, said.by):
                return same
            given = Overruled(said.code, said.reason, said.scope, said.by, now()[:10])
            write_whole(self.path / FILE, with_overruled(settings, given))
        return given

    def reinstate(self, finding: str | Finding, *, scope: str = "") -> None:
        """Take back that a finding is accepted: it counts again, in the study and in every report that follows.

        Where it is not overruled, nothing is changed.

        Parameters
        ----------
        finding : str or Finding
            The finding, or its code.
        scope : str
            With which it was overruled; by default that of the finding, or with a code none.

        Raises
        ------
        InputError
            If it is neither a finding nor a code.

        Examples
        --------
        >>> import tempfile
        >>> from workbench.study.opening import open_study
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = open_study(folder)
        ...     _ = study.overrule("WB203", reason="The rows are of twins; checked by hand.", scope="income")
        ...     study.reinstate("WB203", scope="income")
        ...     study.overruled
        ()
        """
        key = key_of(finding, scope)
        with Folder(self.path).locked():
            settings = read_settings(self.path)
            if any((one.code, one.scope) == key for one in settings.overruled):
                write_whole(self.path / FILE, without_overruled(settings, key))

    def sign(self, sign_off: SignOff) -> SignOff:
        """Keep who answers for what is reported of the study, in ``study.toml``; it takes the place of what was kept.

        A report that is made later, in another notebook or after a restart, says it too. What is overruled is not part
        of it: :meth:`overrule` keeps that.

        Parameters
        ----------
        sign_off : SignOff
            Who answers for it, who checked it, what they decided, and until when. One that says nothing takes back
            what was kept.

        Returns
        -------
        SignOff
            As it was given.

        Raises
        ------
        InputError
            If it is no sign-off.

        Examples
        --------
        >>> import tempfile
        >>> import workbench as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     study = wb.open_study(folder)
        ...     _ = study.sign(wb.SignOff(owner="the credit team", expires="2027-11-21"))
        ...     wb.open_study(folder).sign_off.owner
        'the credit team'
        """
        if not isinstance(sign_off, SignOff):
            raise InputError(f"sign_off is {sign_off!r:.200}.\nGive wb.SignOff(owner=…, reviewer=…, signed=…).")
        with Folder(self.path).locked():
            settings = read_settings(self.path)
            bare = replace(sign_off, overruled=())
            if bare != (settings.sign_off or SignOff()) or status_of(Folder(self.path)).unsigned:
                write_whole(self.path / FILE, with_sign_off(settings, bare, now()))
        note("saved", *sign_off_known(read_settings(self.path)))
        return sign_off

    def use_form(self, path: str | Path = "") -> Path:
        """Name the form with the answers that only people can give, so that every report reads the same one.

        Parameters
        ----------
        path : str or path
            A file that :func:`workbench.write_fields` began, or will begin; it stays where it is. Empty: the one that
            was named before, else ``fields.toml`` in the folder.

        Returns
        -------
        pathlib.Path
            As :attr:`form`.

        Raises
        ------
        InputError
            If it names no file.
        """
        if path:
            with Folder(self.path).locked():
                settings = read_settings(self.path)
                named = place_in(self.path, path)
                if named != (settings.form or FORM):
                    write_whole(self.path / FILE, with_form(settings, named))
        return self.form
