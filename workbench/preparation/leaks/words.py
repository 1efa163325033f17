"""What the words of a text column tell of the outcome, where no value comes twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.preparation.leaks.one_column import Halves, log_odds

__all__ = ["Words", "words_of"]

_FEWEST_TEXTS = 50


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text column.

    Parameters
    ----------
    rows, words : array of int, shape (n_pairs,)
        Which word each row has; a word is there once a row.
    names : pyarrow.Array
        What the words are, in lower case.
    n_rows : int
        How many rows.
    """

    rows: NDArray[np.int64]
    words: NDArray[np.int64]
    names: pa.Array
    n_rows: int

    def counts(self, outcomes: NDArray[np.int64], halves: Halves) -> NDArray[np.int64]:
        """Return rows with each word, shape (2, 2, n_words): by half and outcome."""
        groups = (halves * 2 + outcomes)[self.rows]
        flat = np.bincount(self.words * 4 + groups, minlength=len(self.names) * 4)
        return np.asarray(flat.reshape(len(self.names), 2, 2).transpose(1, 2, 0))

    def scores(self, counts: NDArray[np.int64], halves: Halves) -> NDArray[np.float64]:
        """Return each row's sum of log odds of its words, as the other half's rows have them."""
        odds = log_odds(counts)
        weights = odds[halves[self.rows], self.words]
        return np.bincount(self.rows, weights, minlength=self.n_rows).astype(np.float64)


def words_of(column: pa.ChunkedArray) -> Words | None:
    """Return the words of a text column; ``None`` of one that is no text or has few different texts.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Any column. A run of letters is a word, and so is a run of digits: ``R-17b`` has *r*, *17* and *b*.
    """
    if not pa.types.is_string(column.type):
        return None
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    if len(encoded.dictionary) < _FEWEST_TEXTS:
        return None
    apart = pc.replace_substring_regex(pc.utf8_lower(encoded.dictionary), r"(\p{N}+)", r" \1 ")
    lists = pc.split_pattern_regex(apart, r"[^\p{L}\p{N}]+")
    found = pc.list_flatten(lists).dictionary_encode()
    texts, words = pc.list_parent_indices(lists).to_numpy().astype(np.int64), found.indices.to_numpy().astype(np.int64)
    named = np.asarray(pc.not_equal(found.dictionary, "").to_numpy(zero_copy_only=False), dtype=bool)[words]
    pairs = np.unique(texts[named] * np.int64(len(found.dictionary)) + words[named])
    texts, words = np.divmod(pairs, len(found.dictionary))
    # From texts to rows: each row takes the words of its text.
    starts = np.searchsorted(texts, np.arange(len(encoded.dictionary) + 1))
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.flatnonzero(codes >= 0)
    n_words = np.diff(starts)[codes[rows]]
    within = np.arange(n_words.sum()) - np.repeat(np.cumsum(n_words) - n_words, n_words)
    return Words(
        np.repeat(rows, n_words),
        words[np.repeat(starts[:-1][codes[rows]], n_words) + within],
        found.dictionary,
        len(column),
    )
