"""Who answers for a report, who checked it, what they decided, and until when it holds."""

from __future__ import annotations

from datetime import date as Date

from workbench.core.overruling import Overruled
from workbench.core.sign_off import is_expired
from workbench.document.nodes import Block, Name, Paragraph, Table, Term, Terms, Text
from workbench.document.wording import name, paragraph, plain, say
from workbench.report.materials import Materials

__all__ = [
    "is_past",
    "is_signed",
    "missing_signatures",
    "overruled_reason",
    "overruled_table",
    "sign_off_blocks",
    "sign_off_lines",
]

_LONGEST = 5_000
_LONG_AGO = 366
_WRITTEN = ("owner", "reviewer", "decision", "residual_risk")
_DAYS = ("signed", "expires")


def sign_off_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return everything about the sign-off: what was said, what nobody said, and which findings were overruled."""
    return (_terms(materials), *_day_only(materials), *_doubts(materials), *overruled_table(materials))


def sign_off_lines(materials: Materials) -> tuple[Paragraph, ...]:
    """Return the sign-off in sentences, for a short report; nothing where nobody said anything.

    Parameters
    ----------
    materials : Materials
        The results, and who answers for them.
    """
    given = materials.sign_off
    fields = [field for field in (*_WRITTEN, *_DAYS) if _is_given(materials, field)]
    lines = [
        paragraph(f"signed.{field}", said=_ended(_said(materials, field)))
        for field in fields
        if field != "signed" or is_signed(materials)
    ]
    lines += [*_day_only(materials), *_doubts(materials)]
    lines += [
        paragraph("signed.overruled", code=_overruled(one), reason=_closed(overruled_reason(one)))
        for one in given.overrulings
    ]
    return tuple(lines)


def _overruled(one: Overruled) -> Text:
    """Return which finding is overruled."""
    code = name(one.code)
    return say("signed.overruled_scope", code=code, scope=name(one.scope)) if one.scope else (code,)


def overruled_reason(one: Overruled) -> Text:
    """Return why a finding is accepted, by whom and since when, as far as that was said.

    Parameters
    ----------
    one : Overruled
        What is overruled.
    """
    reason, by, day = name(one.reason, _LONGEST), name(one.by), Name(str(one.date))
    if one.by.strip() and one.date:
        return say("signed.overruled_both", reason=reason, by=by, day=day)
    if one.by.strip():
        return say("signed.overruled_by", reason=reason, by=by)
    return say("signed.overruled_on", reason=reason, day=day) if one.date else (reason,)


def _ended(said: Text) -> Text:
    """Return what a person wrote without its full stop: the sentence around it has one."""
    return tuple(Name(one.text.rstrip(". ") or one.text) if isinstance(one, Name) else one for one in said)


def _closed(said: Text) -> Text:
    """Return what a person wrote word for word, with a full stop where it has no end of its own."""
    last = said[-1]
    return said if plain((last,)).rstrip()[-1:] in (*".!?…",) else (*said, ".")


def is_signed(materials: Materials) -> bool:
    """Whether somebody answers for the report, somebody checked it, and the day is known."""
    given = materials.sign_off
    return bool(given.owner.strip() and given.reviewer.strip() and given.signed)


def is_past(materials: Materials) -> bool:
    """Whether the day until which the report may be relied on is before the day of the report."""
    return is_expired(str(materials.sign_off.expires), materials.date)


def _day_only(materials: Materials) -> tuple[Paragraph, ...]:
    """Return that a day alone is no signature; nothing where there is one, or no day."""
    signed = materials.sign_off.signed
    if not signed or is_signed(materials):
        return ()
    return (paragraph("signed.day_only", said=Name(str(signed))),)


def _doubts(materials: Materials) -> list[Paragraph]:
    """Return what does not fit between the days of the sign-off and that of the report."""
    signed, day = str(materials.sign_off.signed), materials.date
    found = []
    if signed > day:
        found.append(paragraph("signed.later", signed=Name(signed), day=Name(day)))
    if signed and (Date.fromisoformat(day) - Date.fromisoformat(signed)).days > _LONG_AGO:
        found.append(paragraph("signed.long_ago", signed=Name(signed), day=Name(day)))
    if is_past(materials):
        found.append(paragraph("signed.past", expires=Name(str(materials.sign_off.expires)), day=Name(day)))
    return found


def missing_signatures(materials: Materials) -> tuple[Paragraph, ...]:
    """Return what nobody said of the sign-off."""
    return tuple(
        Paragraph(
            "field.asked", say("field.asked", field=say(f"signed.name.{field}"), question=say(f"signed.ask.{field}"))
        )
        for field in (*_WRITTEN, *_DAYS)
        if not _is_given(materials, field)
    )


def _is_given(materials: Materials, field: str) -> bool:
    return bool(str(getattr(materials.sign_off, field)).strip())


def _said(materials: Materials, field: str) -> Text:
    value = str(getattr(materials.sign_off, field))
    return (Name(value) if field in _DAYS else name(value, _LONGEST),)


def _terms(materials: Materials) -> Terms:
    terms = [
        Term(f"sign_off/{field}", say(f"signed.name.{field}"), (_said(materials, field),))
        for field in (*_WRITTEN, *_DAYS)
        if _is_given(materials, field)
    ]
    if not terms:
        terms.append(Term("sign_off/missing", say("field.missing"), (say("field.listed"),), missing=True))
    return Terms("sign-off-said", tuple(terms))


def overruled_table(materials: Materials) -> tuple[Block, ...]:
    """Return the findings that somebody overruled, each with the reason; nothing where there is none."""
    overruled = materials.sign_off.overrulings
    if not overruled:
        return ()
    rows: list[tuple[Text, ...]] = []
    for given in overruled:
        titles = dict.fromkeys(one.title for one in materials.findings if given.covers(one))
        what = name("; ".join(titles), _LONGEST)
        rows.append(((name(given.code),), (what,), overruled_reason(given)))
    header = (say("findings.code"), say("findings.title"), say("signed.reason"))
    caption = say("signed.overruled_caption")
    return (Table("overruled", caption, header, tuple(rows), (False, False, False)),)
