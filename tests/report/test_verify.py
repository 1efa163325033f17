"""Verification: an untouched report is equal, and whatever is changed in one is found."""

import json
import zlib
from base64 import b64encode
from itertools import groupby

import pandas as pd
import pytest

import workbench as wb
from workbench.core.version import __version__
from workbench.errors import InputError
from workbench.report.build import rebuild_report
from workbench.report.evidence import packed, unpacked
from workbench.report.formats import FORMATS, rendered
from workbench.report.verification.result import ASSURANCE

from . import rewriting, tampering
from .reported_loans import loan_results

DATE = "2026-11-21"
SUFFIXES = ("html", "pdf", "docx", "md", "json")
TAMPERED = {
    "html": tampering.of_html,
    "docx": tampering.of_docx,
    "md": tampering.of_markdown,
    "json": tampering.of_json,
    "pdf": tampering.of_pdf,
}
REWRITTEN = {
    "html": rewriting.of_html,
    "docx": rewriting.of_docx,
    "md": rewriting.of_markdown,
    "json": rewriting.of_json,
    "pdf": rewriting.of_pdf,
}
QUICK = 10


@pytest.fixture(scope="module")
def results():
    return loan_results(2_000, explained=100)


@pytest.fixture(scope="module", params=("brief", "audit"))
def document(request, results):
    return wb.build_report(*results, audience=request.param, owner="the credit committee", date=DATE)


@pytest.fixture(scope="module")
def files(document, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")

    class Files(dict):
        def __missing__(self, suffix):
            self[suffix] = wb.write_report(document, folder / f"report.{suffix}")
            return self[suffix]

    return Files()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_untouched_report_is_equal(document, files, suffix):
    found = wb.verify_report(files[suffix])
    assert found.passages == ()
    assert {one.status for one in found.facts} <= {"equal", "recorded, not recomputable"}
    assert [one.fact.id for one in found.facts] == list(document.facts)
    assert (found.exit_code, found.notes) == (0, ())
    assert found.assurance == ASSURANCE
    computed = [one for one in found.facts if one.status == "equal"]
    assert len(computed) > len(found.facts) / 2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_says_the_same_numbers(document, files, suffix):
    """What each format's reader finds of each fact is what the document shows of it."""
    evidence = FORMATS[f".{suffix}"].read(files[suffix].read_bytes()).evidence
    printed = {}
    for text, marks in evidence["blocks"]:
        for start, end, fact, part in marks:
            if not text.startswith("{"):
                printed.setdefault((fact, part), set()).add(text[start:end])
    shown = {}
    for text in texts(document):
        for part in text:
            if hasattr(part, "fact"):
                shown.setdefault((part.fact, part.part), set()).add(" ".join(part.text.split()))
    assert printed == shown


def texts(document):
    from workbench.document.reading import reading_order

    return [text for _, text in reading_order(document)]


def test_the_document_follows_from_its_materials_alone(document):
    again = rebuild_report(json.loads(json.dumps(document.materials)))
    assert again.sections == document.sections
    assert repr(again.facts) == repr(document.facts)
    assert (again.title, again.lead, again.materials) == (document.title, document.lead, document.materials)


@pytest.fixture(scope="module")
def short(results, tmp_path_factory):
    """The shortest report in every format, and that of another audit."""
    folder, found = tmp_path_factory.mktemp("short"), {}
    document = wb.build_report(*results, owner="the credit committee", date=DATE)
    other = wb.build_report(results[2], audience="audit", date=DATE)
    for suffix in SUFFIXES:
        found[suffix] = wb.write_report(document, folder / f"report.{suffix}")
        found[f"other {suffix}"] = wb.write_report(other, folder / f"other.{suffix}")
    return found


@pytest.mark.parametrize("suffix", sorted(TAMPERED))
def test_a_changed_character_is_found(short, suffix, tmp_path):
    check_tampering(short[suffix], TAMPERED[suffix], tmp_path, QUICK)


@pytest.mark.parametrize("suffix", sorted(REWRITTEN))
def test_what_is_rewritten_is_found(short, suffix, tmp_path):
    target = tmp_path / short[suffix].name
    for what, changed in REWRITTEN[suffix](short[suffix].read_bytes()):
        target.write_bytes(changed())
        found = wb.verify_report(target)
        assert found.exit_code == 1, what


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_evidence_of_another_report_does_not_fit(short, suffix, tmp_path):
    """The print of one report with the evidence of another, in each format's own way of carrying it."""
    target = tmp_path / short[suffix].name
    changed = rewriting.with_evidence(short[suffix].read_bytes(), suffix, short[f"other {suffix}"].read_bytes())
    assert changed != short[suffix].read_bytes()
    target.write_bytes(changed)
    assert wb.verify_report(target).exit_code == 1


def test_another_program_may_save_a_pdf(short, tmp_path):
    target = tmp_path / "report.pdf"
    target.write_bytes(tampering.resaved(short["pdf"].read_bytes()))
    assert wb.verify_report(target).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("suffix", sorted(TAMPERED))
def test_any_changed_character_is_found(files, suffix, tmp_path):
    check_tampering(files[suffix], TAMPERED[suffix], tmp_path, None)


def check_tampering(file, changes, folder, most):
    content = file.read_bytes()
    target = folder / file.name
    everything = sorted(changes(content), key=lambda one: one[0])
    assert everything
    for kind, group in groupby(everything, key=lambda one: one[0]):
        found = list(group)
        for _, what, changed in found[:: max(1, len(found) // most)] if most else found:
            target.write_bytes(changed())
            verified = wb.verify_report(target)
            assert verified.exit_code == 1, (kind, what)
            if kind == "fact" and file.suffix in (".html", ".json"):
                assert what in {one.fact.id for one in verified.facts if one.status == "altered"}, (kind, what)


@pytest.mark.parametrize("name", ["value", "low", "high", "n"])
def test_a_number_changed_in_print_and_record_alike_is_found_by_the_counts(short, name, tmp_path):
    """The facts of the evidence are rewritten too; the counts still give another number."""
    text, target = short["json"].read_text(), tmp_path / "report.json"
    facts = json.loads(text)["facts"]
    rewritten = [id for id, fact in facts.items() if fact["basis"] == "counts" and fact["unit"] == "fraction"]
    assert rewritten
    for id in rewritten[:: max(1, len(rewritten) // QUICK)]:
        changed = json.loads(text)
        for facts in (changed["facts"], changed["evidence"]["facts"]):
            before = facts[id][name]
            facts[id][name] = before + (1 if name == "n" else 0.01) if isinstance(before, (int, float)) else 0.5
        target.write_text(json.dumps(changed))
        found = wb.verify_report(target)
        assert id in {one.fact.id for one in found.facts if one.status == "altered"}, id


def test_counts_changed_in_the_evidence_are_found(files, tmp_path):
    value = json.loads(files["json"].read_text())
    tally = value["evidence"]["materials"]["audit"]["tallies"]["decisions"]
    tally["groups"][0][0] = "somebody else"
    target = tmp_path / "report.json"
    target.write_text(json.dumps(value))
    found = wb.verify_report(target)
    assert found.exit_code == 1
    assert "Nothing could be computed again" in " ".join(found.notes)


def test_an_edited_sentence_of_a_word_report_is_no_alteration(files, tmp_path):
    docx = pytest.importorskip("docx")
    file = docx.Document(str(files["docx"]))
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if "not what causes the outcome" in run.text or "nobody" in run.text.lower():
                run.text = run.text.upper()
    file.add_paragraph("The board has seen this.")
    target = tmp_path / "edited.docx"
    file.save(str(target))
    found = wb.verify_report(target)
    assert found.exit_code == 0
    assert "edited" in {one.kind for one in found.passages}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_report_without_evidence_cannot_be_checked(document, suffix, tmp_path):
    target = tmp_path / f"bare.{suffix}"
    target.write_bytes(FORMATS[f".{suffix}"].render(document))
    with pytest.raises(InputError) as error:
        wb.verify_report(target)
    assert str(error.value) == (
        f"'bare.{suffix}' carries no evidence.\n"
        "Give a report that write_report wrote; what was printed or copied from one cannot be checked."
    )


def test_what_is_no_report_is_a_named_error(tmp_path):
    with pytest.raises(InputError) as error:
        wb.verify_report(tmp_path / "none.html")
    assert str(error.value) == (
        f"{str(tmp_path / 'none.html')!r} cannot be read: No such file or directory.\nName a report's file."
    )
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(InputError) as error:
        wb.verify_report(tmp_path / "a.json")
    assert str(error.value) == "The file holds no report.\nGive a report that write_report wrote."


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_files_are_named_errors_or_found(short, suffix, tmp_path, rng):
    content = short[suffix].read_bytes()
    target = tmp_path / f"damaged.{suffix}"
    for cut in rng.integers(1, len(content), 8):
        target.write_bytes(content[:cut])
        try:
            found = wb.verify_report(target)
        except InputError:
            continue
        assert found.exit_code == 1


def test_evidence_that_would_fill_the_memory_is_refused():
    bomb = b64encode(zlib.compress(b" " * (80 * 2**20))).decode()
    with pytest.raises(InputError) as error:
        unpacked(bomb)
    assert str(error.value) == (
        "The evidence is larger than that of any report.\nThe workbench did not write the file."
    )
    assert unpacked(packed({"a": [1, "ä"]})) == {"a": [1, "ä"]}


def test_a_report_of_a_published_table_is_computed_again(tmp_path):
    table = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})
    file = wb.write_report(wb.build_report(wb.audit_counts(table), audience="audit"), tmp_path / "report.html")
    found = wb.verify_report(file)
    assert {one.status for one in found.facts} == {"equal", "recorded, not recomputable"}


def test_a_report_past_its_day_is_said_to_be(results, tmp_path):
    sign_off = wb.SignOff(owner="the board", expires="2026-11-20")
    document = wb.build_report(*results, sign_off=sign_off, date="2026-11-01")
    found = wb.verify_report(wb.write_report(document, tmp_path / "old.html"))
    assert found.notes == ("It was to be relied on until 2026-11-20, which is past.",)


def test_writing_is_the_same_each_time(results, short):
    document = wb.build_report(*results, owner="the credit committee", date=DATE)
    for suffix in SUFFIXES:
        assert rendered(document, FORMATS[f".{suffix}"]) == short[suffix].read_bytes(), suffix


def rewritten(file, folder, change):
    """Return a JSON report whose evidence somebody changed."""
    value = json.loads(file.read_text())
    change(value["evidence"])
    target = folder / "report.json"
    target.write_text(json.dumps(value))
    return target


def test_evidence_of_a_later_form_is_named(short, tmp_path):
    target = rewritten(
        short["json"], tmp_path, lambda evidence: evidence.update(schema="workbench.evidence/9", version="7.0")
    )
    with pytest.raises(InputError) as error:
        wb.verify_report(target)
    assert str(error.value) == (
        "The report's evidence has the form 'workbench.evidence/9', written by workbench 7.0; "
        f"this is {__version__}, which reads 'workbench.evidence/1'.\n"
        "Install the version that wrote it, or a later one, and verify again."
    )


def test_a_fact_that_only_another_version_computes_is_not_altered(short, tmp_path):
    def older(evidence):
        evidence["version"] = "0.0.9"
        evidence["facts"]["audit/an older figure"] = evidence["facts"].pop(next(iter(evidence["facts"])))

    found = wb.verify_report(rewritten(short["json"], tmp_path, older))
    assert ("recorded, not recomputable", "this version computes it otherwise") in {
        (one.status, one.why) for one in found.facts
    }
    assert "the counts do not give it" not in {one.why for one in found.facts}
    assert found.notes == (f"Version 0.0.9 wrote it; {__version__} computed it again.",)


def test_a_fact_that_this_version_does_not_compute_is_altered(short, tmp_path):
    def invented(evidence):
        evidence["facts"]["audit/an invented figure"] = next(iter(evidence["facts"].values()))

    found = wb.verify_report(rewritten(short["json"], tmp_path, invented))
    assert found.exit_code == 1
    assert {one.why for one in found.facts if one.status == "altered"} == {"the counts do not give it"}
