"""Why a column should not be shown to a model: it carries nothing, or names the rows."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from workbench.preparation.look import FEW_VALUES, WORDS_OF_A_TEXT, Look
from workbench.preparation.recipe import LeftOut

__all__ = ["refused"]

_FEWEST_FOR_ID = 20
_FEWEST_OTHERS = 10
_SMALLEST_SHARE = 0.01
_NEARLY_ALL = 0.9
_MOST = 0.5


def refused(look: Look) -> LeftOut | None:
    """Return why a column should be left out; ``None`` if it should not.

    Parameters
    ----------
    look : Look
        What the training rows say of it.

    Examples
    --------
    >>> from workbench.preparation.look import look_at
    >>> refused(look_at("country", pa.chunked_array([["NO", "NO"]])))
    LeftOut(column='country', code='WB202', reason='every training row has the same value in it', value=None)
    """
    if look.n_present == 0:
        return LeftOut(look.name, "WB201", "no training row has a value in it")
    if look.n_distinct == 1 and look.n_missing == 0:
        return LeftOut(look.name, "WB202", "every training row has the same value in it")
    if _is_rare(look.n_present, look.n):
        return LeftOut(
            look.name, "WB221", f"fewer than {_FEWEST_OTHERS} of {look.n:,} training rows have a value in it"
        )
    if _is_rare(look.n - look.n_top, look.n):
        reason = f"fewer than {_FEWEST_OTHERS} of {look.n:,} training rows have another value in it than all others"
        return LeftOut(look.name, "WB222", reason)
    if pa.types.is_temporal(look.kind) and not (pa.types.is_date(look.kind) or pa.types.is_timestamp(look.kind)):
        return LeftOut(look.name, "WB205", "it holds durations or times of a day, for which no step is known yet")
    return _naming(look)


def _naming(look: Look) -> LeftOut | None:
    """Return that a column names the rows, or nearly; ``None`` if it tells something about them."""
    is_text = look.is_text and look.n_words < WORDS_OF_A_TEXT
    if look.n_distinct == look.n_present >= _FEWEST_FOR_ID and (is_text or look.counts_up):
        return LeftOut(look.name, "WB204", "it has another value in every row and seems only to name the rows")
    if not is_text or look.n_distinct <= FEW_VALUES:
        return None
    share = look.n_distinct / look.n_present
    if share >= _NEARLY_ALL or (share >= _MOST and _are_codes(look.values)):
        reason = f"it has {look.n_distinct:,} values in {look.n_present:,} rows and seems to name whom the rows are of"
        return LeftOut(look.name, "WB220", reason)
    return None


def _are_codes(values: pa.Array) -> bool:
    """Return whether nine of ten values are one word with a digit in it, as numbers of patients or parcels are."""
    codes = pc.match_substring_regex(values, r"^\S*[0-9]\S*$")
    return bool(pc.mean(pc.cast(codes, pa.int8())).as_py() >= _NEARLY_ALL)


def _is_rare(n: int, n_all: int) -> bool:
    # How few exactly is not told: small counts are of people.
    return n < min(_FEWEST_OTHERS, _SMALLEST_SHARE * n_all)
