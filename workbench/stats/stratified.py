"""Two groups, or many, compared within strata: the same department, the same branch, the same year.

All functions take counts whose *last* axis is the strata; axes before it are kept, so that many
pairs of groups are done in one call. A stratum that cannot inform a number is kept out of it, and
it is counted how many could.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.errors import InputError
from workbench.stats.intervals import Limits, difference_limits, rate_limits

__all__ = ["ChiSquare", "Estimate", "Reversal", "Stratified", "compare_strata", "generalised_cmh", "reverses"]

Floats = NDArray[np.float64]


class ChiSquare(NamedTuple):
    """A chi-square statistic, its degrees of freedom and its p value; ``nan`` at 0 degrees of freedom."""

    statistic: Floats
    df: NDArray[np.int64]
    p_value: Floats


class Estimate(NamedTuple):
    """A value and its limits."""

    value: Floats
    limits: Limits


@dataclass(frozen=True, eq=False)
class Stratified:
    """What strata say together about two groups; every array has the shape of the axes before the strata.

    Parameters
    ----------
    n_strata_used : array of int
        Strata in which both groups and both outcomes occur: they inform all tests and the odds ratio.
    n_strata_compared : array of int
        Strata in which both groups occur: they inform the difference.
    cmh, cmh_corrected : ChiSquare
        Cochran-Mantel-Haenszel test that the odds are equal in every stratum, without and with the
        continuity correction of 0.5.
    odds_ratio : Estimate
        Mantel-Haenszel common odds ratio of group 1 to group 2, above 0, with the limits of Robins,
        Breslow and Greenland. Where it is 0 or infinite these know nothing: 0 to infinity.
    difference : Estimate
        Mantel-Haenszel common difference of rates, group 1 minus group 2, -1 to 1, with normal limits.
        They are ``nan`` where rates are 0 or 1 throughout, so that no spread can be estimated.
    breslow_day, tarone : ChiSquare
        Test that the odds ratio is the same in every stratum, plain and with Tarone's correction.
        One common number describes the strata poorly where it is not.
    """

    n_strata_used: NDArray[np.int64]
    n_strata_compared: NDArray[np.int64]
    cmh: ChiSquare
    cmh_corrected: ChiSquare
    odds_ratio: Estimate
    difference: Estimate
    breslow_day: ChiSquare
    tarone: ChiSquare


class Reversal(NamedTuple):
    """The difference over all rows beside the one within strata, group 1 minus group 2.

    ``reversed`` says that their signs are opposite; ``aggregate_clear`` and ``within_clear`` that
    the limits of each exclude 0.
    """

    aggregate: Estimate
    within: Estimate
    reversed: NDArray[np.bool_]
    aggregate_clear: NDArray[np.bool_]
    within_clear: NDArray[np.bool_]


class _Tables(NamedTuple):
    """2 x 2 tables a stratum: successes ``a``, ``c`` and failures ``b``, ``d`` of the two groups."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats

    @property
    def n(self) -> Floats:
        return self.a + self.b + self.c + self.d


def compare_strata(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, z: float) -> Stratified:
    """Return what strata say together about two groups.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like, shape (..., n_strata)
        Successes and trials of the two groups in each stratum.
    z : float
        Critical value of the limits.

    Returns
    -------
    Stratified
        Every number is ``nan`` where no stratum informs it.

    Raises
    ------
    InputError
        If shapes do not fit, or successes are not between 0 and trials.

    Notes
    -----
    Mantel, N. and Haenszel, W. (1959), *JNCI* 22, 719-748. Robins, J., Breslow, N. and Greenland, S.
    (1986), *Biometrics* 42, 311-323. Sato, T. (1989), *Biometrics* 45, 1323-1324. Breslow, N. E. and
    Day, N. E. (1980), *Statistical Methods in Cancer Research* I. Tarone, R. E. (1985), *Biometrika*
    72, 91-95. The common numbers mislead where the strata disagree: look at Breslow-Day first.

    The variance of the common difference is Greenland and Robins' (1985, *Biometrics* 41, 55-68) with
    ``n - 1`` in place of ``n``: it needs no common difference, and many small strata do not bias it.
    A stratum with one person on a side shows no variance of its own; there Sato's term stands in,
    which takes the difference to be common.

    Examples
    --------
    Admissions to Berkeley in 1973, men and women in six departments:

    >>> men, of_men = [512, 353, 120, 138, 53, 22], [825, 560, 325, 417, 191, 373]
    >>> women, of_women = [89, 17, 202, 131, 94, 24], [108, 25, 593, 375, 393, 341]
    >>> found = compare_strata(men, of_men, women, of_women, 1.959964)
    >>> round(float(found.odds_ratio.value), 4), round(float(found.cmh_corrected.statistic), 4)
    (0.9047, 1.4269)
    """
    tables = _tables(k1, n1, k2, n2)
    side1, side2 = tables.a + tables.b, tables.c + tables.d
    compared = (side1 > 0) & (side2 > 0)
    used = compared & (tables.a + tables.c > 0) & (tables.b + tables.d > 0)
    informing = _where(used, tables)
    odds_ratio = _common_odds_ratio(informing, z)
    breslow_day, tarone = _homogeneity(informing, used, odds_ratio.value)
    return Stratified(
        n_strata_used=used.sum(axis=-1),
        n_strata_compared=compared.sum(axis=-1),
        cmh=_cmh(informing, 0.0),
        cmh_corrected=_cmh(informing, 0.5),
        odds_ratio=odds_ratio,
        difference=_common_difference(_where(compared, tables), z),
        breslow_day=breslow_day,
        tarone=tarone,
    )


def generalised_cmh(k: ArrayLike, n: ArrayLike) -> ChiSquare:
    """Return the Cochran-Mantel-Haenszel test that all groups have the same rate within every stratum.

    Parameters
    ----------
    k, n : array_like, shape (..., n_groups, n_strata)
        Successes and trials of each group in each stratum.

    Returns
    -------
    ChiSquare
        Degrees of freedom are the number of groups less 1 where strata link all groups; groups
        that never meet are not compared, which costs one each. No continuity correction.

    Raises
    ------
    InputError
        If shapes do not fit, or successes are not between 0 and trials.

    Notes
    -----
    Landis, J. R., Heyman, E. R. and Koch, G. G. (1978), *International Statistical Review* 46,
    237-254: the test of general association.

    Examples
    --------
    >>> found = generalised_cmh([[512, 353], [89, 17]], [[825, 560], [108, 25]])
    >>> round(float(found.statistic), 4), int(found.df)
    (15.4675, 1)
    """
    k, n = _checked("k", k, "n", n)
    if k.ndim < 2:
        raise InputError(f"k has shape {k.shape}.\nGive counts of shape (n_groups, n_strata).")
    rows, successes = n.sum(axis=-2), k.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(rows > 0, successes / rows, 0.0)
        spread = np.where(rows > 1, rate * (1 - rate) / (rows - 1), 0.0)
    excess = (k - n * rate[..., None, :]).sum(axis=-1)
    own = ((rows * spread)[..., None, :] * n).sum(axis=-1)
    covariance = own[..., None] * np.eye(n.shape[-2]) - np.einsum("...k,...gk,...hk->...gh", spread, n, n)
    # Scaled to a unit diagonal, so that one person beside a billion is not lost in rounding.
    scale = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    values, vectors = np.linalg.eigh(covariance * inverse[..., None, :] * inverse[..., :, None])
    kept = values > 1e-11
    parts = np.einsum("...ge,...g->...e", vectors, excess * inverse)
    statistic = np.sum(np.where(kept, parts**2 / np.where(kept, values, 1.0), 0.0), axis=-1)
    return _chi_square(statistic, kept.sum(axis=-1))


def reverses(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, z: float) -> Reversal:
    """Return whether the difference over all rows and the one within strata point in opposite directions.

    Parameters and errors are those of :func:`compare_strata`. The limits over all rows are Newcombe's.

    Notes
    -----
    Simpson, E. H. (1951), *JRSS B* 13, 238-241. A reversal of the two estimates can be chance:
    say so unless both are clear of 0.

    Examples
    --------
    >>> men, of_men = [512, 353, 120, 138, 53, 22], [825, 560, 325, 417, 191, 373]
    >>> women, of_women = [89, 17, 202, 131, 94, 24], [108, 25, 593, 375, 393, 341]
    >>> found = reverses(men, of_men, women, of_women, 1.959964)
    >>> bool(found.reversed), bool(found.aggregate_clear), bool(found.within_clear)
    (True, True, False)
    """
    tables = _tables(k1, n1, k2, n2)
    within = _common_difference(_where((tables.a + tables.b > 0) & (tables.c + tables.d > 0), tables), z)
    k = np.stack([tables.a.sum(axis=-1), tables.c.sum(axis=-1)])
    n = k + np.stack([tables.b.sum(axis=-1), tables.d.sum(axis=-1)])
    with np.errstate(invalid="ignore", divide="ignore"):
        p, pooled = k / n, k.sum(axis=0) / n.sum(axis=0)
    limits = rate_limits(k, n, z, pooled)
    one, two = (Limits(limits.low[i], limits.high[i]) for i in (0, 1))
    aggregate = Estimate(p[0] - p[1], difference_limits(p[0], one, p[1], two))
    return Reversal(aggregate, within, aggregate.value * within.value < 0, _excludes_0(aggregate), _excludes_0(within))


def _cmh(tables: _Tables, correction: float) -> ChiSquare:
    a, b, c, d = tables
    n = tables.n
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.where(n > 0, (a + b) * (a + c) / n, 0.0)
        variance = np.where(n > 1, (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1)), 0.0).sum(axis=-1)
        distance = np.maximum(0.0, np.abs((a - expected).sum(axis=-1)) - correction)
        statistic = distance**2 / variance
    return _chi_square(statistic, (variance > 0).astype(np.int64))


def _common_odds_ratio(tables: _Tables, z: float) -> Estimate:
    a, b, c, d = tables
    n = np.maximum(tables.n, 1.0)  # an empty table has no share in any sum
    for_one, for_two, same, other = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    r, s = for_one.sum(axis=-1), for_two.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = r / s
        variance = (
            (same * for_one).sum(axis=-1) / (2 * r * r)
            + (same * for_two + other * for_one).sum(axis=-1) / (2 * r * s)
            + (other * for_two).sum(axis=-1) / (2 * s * s)
        )
        factor = np.exp(z * np.sqrt(variance))
        low, high = value / factor, value * factor
    at_end = (r == 0) != (s == 0)
    return Estimate(value, Limits(np.where(at_end, 0.0, low), np.where(at_end, np.inf, high)))


def _common_difference(tables: _Tables, z: float) -> Estimate:
    a, b, c, d = tables
    side1, side2, n = a + b, c + d, np.maximum(tables.n, 1.0)
    weight = side1 * side2 / n
    total = weight.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = ((a * side2 - c * side1) / n).sum(axis=-1) / total
        own = weight**2 * (a * b / (side1**2 * (side1 - 1)) + c * d / (side2**2 * (side2 - 1)))
        tilt = (side1 / n) ** 2 * c - (side2 / n) ** 2 * a + side1 * side2 * (side2 - side1) / (2 * n * n)
        shared = value[..., None] * tilt + (a * d + c * b) / (2 * n)
        lone = (side1 < 2) | (side2 < 2)
        variance = np.where(weight > 0, np.where(lone, shared, own), 0.0).sum(axis=-1)
        # Rounding may leave a residue where nothing varies.
        half = z * np.sqrt(np.where(variance > 1e-12 * total, variance, np.nan)) / total
    return Estimate(value, Limits(np.maximum(value - half, -1.0), np.minimum(value + half, 1.0)))


def _homogeneity(tables: _Tables, used: NDArray[np.bool_], odds_ratio: Floats) -> tuple[ChiSquare, ChiSquare]:
    """Return Breslow and Day's test and Tarone's."""
    a, b, c, d = tables
    side1, side2, successes = a + b, c + d, a + c
    known = np.isfinite(odds_ratio) & (odds_ratio > 0)
    ratio = np.where(known, odds_ratio, 1.0)[..., None]
    # Group 1's successes at the common odds ratio: a root of a quadratic, in the form without cancellation.
    linear = side2 - successes + ratio * (side1 + successes)
    root = np.sqrt(linear**2 + 4 * (1 - ratio) * ratio * side1 * successes)
    with np.errstate(invalid="ignore", divide="ignore"):
        fitted = np.where(
            linear >= 0, 2 * ratio * side1 * successes / (linear + root), (root - linear) / (2 * (1 - ratio))
        )
        cells = 1 / fitted + 1 / (side1 - fitted) + 1 / (successes - fitted) + 1 / (side2 - successes + fitted)
        variance = np.where(used, 1 / cells, 0.0)
        distance = np.where(used, a - fitted, 0.0)
        plain = np.where(used, distance**2 / variance, 0.0).sum(axis=-1)
        # Never below 0 (Cauchy and Schwarz), but for the last digits where all strata are alike.
        corrected = np.maximum(plain - distance.sum(axis=-1) ** 2 / variance.sum(axis=-1), 0.0)
    df = np.where(known, np.maximum(used.sum(axis=-1) - 1, 0), 0)
    return _chi_square(plain, df), _chi_square(corrected, df)


def _chi_square(statistic: Floats, df: NDArray[np.int64]) -> ChiSquare:
    statistic = np.where(df > 0, statistic, np.nan)
    return ChiSquare(statistic, df, np.where(df > 0, special.chdtrc(np.maximum(df, 1), statistic), np.nan))


def _excludes_0(estimate: Estimate) -> NDArray[np.bool_]:
    return np.asarray((estimate.limits.low > 0) | (estimate.limits.high < 0))


def _where(kept: NDArray[np.bool_], tables: _Tables) -> _Tables:
    return _Tables(*(np.where(kept, cell, 0.0) for cell in tables))


def _tables(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> _Tables:
    k1, n1 = _checked("k1", k1, "n1", n1)
    k2, n2 = _checked("k2", k2, "n2", n2)
    if k1.ndim == 0 or k1.shape != k2.shape:
        raise InputError(
            f"k1 has shape {k1.shape}, k2 {k2.shape}.\nGive both groups' counts of the same strata, on the last axis."
        )
    return _Tables(k1, n1 - k1, k2, n2 - k2)


def _checked(name_k: str, k: ArrayLike, name_n: str, n: ArrayLike) -> tuple[Floats, Floats]:
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if k.shape != n.shape:
        raise InputError(f"{name_k} has shape {k.shape}, {name_n} {n.shape}.\nGive one {name_n} for each {name_k}.")
    if not ((k >= 0) & (k <= n)).all():
        raise InputError(f"{name_k} holds a count outside 0 to {name_n}.\nGive successes and trials, 0 or more.")
    return k, n
