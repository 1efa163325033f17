"""How it stands with a study: its records are read, compared with each other, and never loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.errors import StudyError
from workbench.study.folder import Folder
from workbench.study.freshness import Freshness
from workbench.study.noticing import findings_of, versions_finding
from workbench.study.records import check_record
from workbench.study.result import KeptStatus, StudyStatus
from workbench.study.settings import read_settings
from workbench.study.words_known import said_in

__all__ = ["status_of"]


def status_of(folder: Folder, policy: str = "") -> StudyStatus:
    """Return how it stands with every result of a study.

    Parameters
    ----------
    folder : Folder
        Of the study.
    policy : str
        What its policy says, in a sentence.

    Raises
    ------
    StudyError
        If ``study.toml`` is damaged; a result that is damaged fails nothing.
    """
    settings = read_settings(folder.path)
    records: dict[tuple[str, str], Mapping[str, Any]] = {}
    found: dict[tuple[str, str], KeptStatus] = {}
    keys = list(folder.names())
    for key in keys:
        try:
            record = folder.read_record(*key)
            check_record(record, key)
            records[key] = record
        except FileNotFoundError:  # it was removed meanwhile
            continue
        except StudyError as error:
            said = str(error).partition("\n")[0]
            found[key] = KeptStatus(*key, "newer format" if "newer format" in said else "damaged", said)
    freshness = Freshness(records, folder.path, settings.data)
    found |= {key: _standing(key, record, freshness, folder) for key, record in records.items()}
    kept = tuple(found[key] for key in keys if key in found)
    return StudyStatus(
        folder.path,
        settings.title,
        settings.created,
        kept,
        settings.overruled,
        policy,
        settings.data,
        settings.sign_off,
        settings.signed_since,
        said_in(folder.path, settings),
    )


def _standing(key: tuple[str, str], record: Mapping[str, Any], freshness: Freshness, folder: Folder) -> KeptStatus:
    told = (record["kind"], record["fingerprint"], record["saved"], record["told"])
    noticed = (*findings_of(record), *versions_finding(record))
    if not folder.has_files(record):
        return KeptStatus(*key, "damaged", "A file of it is gone, or is not whole.", (), *told, noticed)
    because, after = freshness.of(key)
    return KeptStatus(*key, "stale" if because else "fresh", because, after, *told, noticed)
