"""How a result is kept in the folder of a study, and taken out of it as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.core.provenance import Result
from workbench.core.schema import Json
from workbench.errors import InputError, StudyError
from workbench.study.folder import Folder, check_name
from workbench.study.known import Known
from workbench.study.noticing import findings_of
from workbench.study.reading import Reader
from workbench.study.records import check_record, is_same, record_of
from workbench.study.registry import stage_of
from workbench.study.result import Kept
from workbench.study.writing import Writer

__all__ = ["keep", "nothing_kept", "take_out"]


def keep(folder: Folder, known: Known, result: Result, name: str) -> Kept:
    """Write a result into the folder, unless an equal one is there.

    Parameters
    ----------
    folder : Folder
        Of the study.
    known : Known
        What the study has written and read.
    result : Result
        What a stage returned.
    name : str
        Under which it is kept.

    Raises
    ------
    InputError
        If it is no result, or the name is none.
    StudyError
        If the folder cannot be written to.
    """
    stage, name = _stage_for(result), check_name(name)
    with folder.locked() as is_alone:  # from the start: files that are there already must stay meanwhile
        before, writer = _before(folder, stage, name), Writer(known)
        content: dict[str, Json] = {"result": writer.write(result), "parts": writer.parts}
        if before is not None and is_same(before, content, result) and all(map(folder.is_whole, before["files"])):
            return _kept(folder, before, is_new=False)
        kept = _kept(folder, _write(folder, result, content, writer, key=(stage, name), before=before), is_new=True)
        if is_alone and before is not None:
            folder.clean()
    return kept


def take_out(folder: Folder, known: Known, stage: str, name: str) -> Any:
    """Read a result that is kept.

    Parameters
    ----------
    folder : Folder
        Of the study.
    known : Known
        What the study has written and read.
    stage, name : str
        Under which it is kept.

    Raises
    ------
    StudyError
        If nothing is kept there, or it is damaged, altered or of a newer format.
    """
    try:
        return _read(folder, known, stage, name)
    except FileNotFoundError:
        if not folder.record_path(stage, name).is_file():
            raise nothing_kept(folder, stage, name) from None
        try:
            return _read(folder, known, stage, name)  # it was saved anew while it was read
        except FileNotFoundError as error:
            raise StudyError(
                f"{stage} {name!r} of the study is damaged: a file of it is gone.\n"
                "Make the result again, and save it anew."
            ) from error


def nothing_kept(folder: Folder, stage: str, name: str) -> StudyError:
    """Return the error that a study keeps no such result.

    Parameters
    ----------
    folder : Folder
        Of the study.
    stage, name : str
        Under which it was asked for.
    """
    kept = [f"{one} {called!r}" for one, called in folder.names()]
    return StudyError(
        f"The study keeps no {stage} {name!r}.\n"
        + (f"It keeps: {', '.join(kept)}." if kept else "It keeps nothing yet: save a result with study.save(…).")
    )


def _read(folder: Folder, known: Known, stage: str, name: str) -> Any:
    record, what = folder.read_record(stage, name), f"{stage} {name!r} of the study"
    check_record(record, (stage, name))
    reader = Reader(
        record["parts"],
        lambda file: folder.content(file, record["files"], what),
        known,
        folder.path,
        what,
    )
    found = reader.result(record["result"])
    if stage_of(found) != stage:
        raise reader.damaged("it holds another kind of result")
    if found.fingerprint != record["fingerprint"]:
        raise reader.damaged("its fingerprint is not that of what it holds")
    return found


def _stage_for(result: object) -> str:
    stage = stage_of(result)
    if not stage:
        raise InputError(
            f"result is a {type(result).__name__}, which is no result of a stage.\n"
            "Give what a stage returned, such as read_data, fit_model or audit_model."
        )
    return stage


def _before(folder: Folder, stage: str, name: str) -> dict[str, Any] | None:
    """Return the record that is there; ``None`` where there is none, or none that can be read."""
    try:
        record = folder.read_record(stage, name)
        check_record(record, (stage, name))
    except FileNotFoundError:
        return None
    except StudyError as error:
        if "newer format" in str(error):
            raise
        return None
    return record


def _write(
    folder: Folder,
    result: Result,
    content: dict[str, Json],
    writer: Writer,
    *,
    key: tuple[str, str],
    before: dict[str, Any] | None,
) -> dict[str, Any]:
    sizes = {}
    for file, held in writer.files.items():
        if held is not None:
            folder.write_file(file, held)
        sizes[file] = (folder.files / file).stat().st_size
    record = record_of(result, content, writer, key=key, sizes=sizes, before=before)
    folder.write_record(*key, record)
    return record


def _kept(folder: Folder, record: Mapping[str, Any], *, is_new: bool) -> Kept:
    stage, name = record["stage"], record["name"]
    path = folder.record_path(stage, name)
    told = (record["kind"], record["fingerprint"], path, record["saved"])
    return Kept(stage, name, *told, is_new=is_new, findings=findings_of(record))
