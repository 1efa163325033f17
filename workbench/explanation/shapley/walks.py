"""The two walks through a deep tree, written in the part of Python that numba compiles."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["beside_background", "by_training_rows"]


def by_training_rows(  # noqa: C901 - compiled code takes arrays one by one and calls nothing
    left: Any,
    right: Any,
    player: Any,
    value: Any,
    cover: Any,
    leads: Any,
    known: Any,
    weights: Any,
    n_players: Any,
) -> Any:
    """Return the path-dependent Shapley values of one tree, shape (n_players, n_rows).

    Parameters
    ----------
    left, right, player, value, cover : array, shape (n_nodes,)
        The tree; a node's player is the original column that it asks about.
    leads : array of 0 and 1, shape (n_nodes, n_rows)
        Whether a row goes left.
    known, weights : array of float, shape (n_points,)
        Where the product over the other columns is looked at, and what that counts.
    n_players : int
        How many original columns there are.

    Notes
    -----
    On the way down ``reached`` is the product over the players met so far of ``t`` where the row leads here, plus
    ``(1 - t)`` times the share of training rows that do; on the way up ``below`` is what the leaves give there. A
    player's value is the integral of that, its own factor replaced by the difference of its two terms.
    """
    n_rows, n_points = leads.shape[1], len(known)
    out = np.zeros((n_players, n_rows))
    share = np.ones(n_players)
    leading = np.ones((n_players, n_rows))
    deepest = 1
    depth_of = np.zeros(len(left), dtype=np.int64)
    pending = np.zeros(len(left) + 1, dtype=np.int64)
    n_pending = 1
    while n_pending > 0:
        n_pending -= 1
        node = pending[n_pending]
        if left[node] >= 0:
            for child in (left[node], right[node]):
                depth_of[child] = depth_of[node] + 1
                deepest = max(deepest, depth_of[child] + 1)
                pending[n_pending] = child
                n_pending += 1
    reached = np.empty((deepest, n_points, n_rows))
    below = np.zeros((deepest, n_points, n_rows))
    led_before = np.empty((deepest, n_rows))
    share_before = np.empty(deepest)
    path = np.zeros(deepest, dtype=np.int64)
    turn = np.zeros(deepest, dtype=np.int64)
    reached[0] = 1.0
    if left[0] < 0:
        return out
    depth = 0
    while depth >= 0:
        node = path[depth]
        if turn[depth] == 2:  # both sides are done: back to the node above
            if depth > 0:
                above = path[depth - 1]
                who = player[above]
                before, after = share_before[depth - 1], share[who]
                for at in range(n_points):
                    t = known[at]
                    lost = -1 / (1 - t)
                    was, now = (1 - before) / (t + (1 - t) * before), (1 - after) / (t + (1 - t) * after)
                    for row in range(n_rows):
                        led, leads_on = led_before[depth - 1, row], leading[who, row]
                        gain = led * (lost - was) + leads_on * (now - lost)
                        out[who, row] += weights[at] * gain * below[depth, at, row]
                        below[depth - 1, at, row] += below[depth, at, row]
                share[who] = before
                for row in range(n_rows):
                    leading[who, row] = led_before[depth - 1, row]
            depth -= 1
            continue
        goes_left = turn[depth] == 0
        turn[depth] += 1
        child = left[node] if goes_left else right[node]
        who = player[node]
        before = share[who]
        after = before * cover[child] / cover[node]
        if left[child] < 0:  # a leaf: down and up at once
            for at in range(n_points):
                t = known[at]
                lost = -1 / (1 - t)
                was, now = (1 - before) / (t + (1 - t) * before), (1 - after) / (t + (1 - t) * after)
                stays = (t + (1 - t) * after) / (t + (1 - t) * before)
                leaves = (1 - t) * after / (t + (1 - t) * before)
                without = after / before
                for row in range(n_rows):
                    led = leading[who, row]
                    leads_on = led * (leads[node, row] if goes_left else 1 - leads[node, row])
                    factor = without + led * (leaves - without) + leads_on * (stays - leaves)
                    given = value[child] * factor * reached[depth, at, row]
                    gain = led * (lost - was) + leads_on * (now - lost)
                    out[who, row] += weights[at] * gain * given
                    below[depth, at, row] += given
            continue
        for at in range(n_points):
            t = known[at]
            stays = (t + (1 - t) * after) / (t + (1 - t) * before)
            leaves = (1 - t) * after / (t + (1 - t) * before)
            without = after / before
            for row in range(n_rows):
                led = leading[who, row]
                leads_on = led * (leads[node, row] if goes_left else 1 - leads[node, row])
                factor = without + led * (leaves - without) + leads_on * (stays - leaves)
                reached[depth + 1, at, row] = factor * reached[depth, at, row]
                below[depth + 1, at, row] = 0.0
        for row in range(n_rows):
            led_before[depth, row] = leading[who, row]
            leading[who, row] *= leads[node, row] if goes_left else 1 - leads[node, row]
        share_before[depth] = before
        share[who] = after
        depth += 1
        path[depth] = child
        turn[depth] = 0
    return out


def beside_background(  # noqa: C901 - compiled code takes arrays one by one and calls nothing
    left: Any, right: Any, player: Any, value: Any, leads: Any, met: Any, n_players: Any
) -> Any:
    """Return the Shapley values of one tree summed over background rows, shape (n_rows, n_players).

    Parameters
    ----------
    left, right, player, value : array, shape (n_nodes,)
        The tree; a node's player is the original column that it asks about.
    leads, met : array of 0 and 1, shape (n_rows, n_nodes) and (n_background, n_nodes)
        Whether a row goes left, and whether a background row does.
    n_players : int
        How many original columns there are, at most 63.

    Notes
    -----
    Where the two go different ways, a player that is known goes the row's way, and one that is not the other. A leaf
    to which ``a`` players lead by the row alone and ``b`` by the background row alone is worth ``(a-1)! b! / (a+b)!``
    to each of the first, and takes ``a! (b-1)! / (a+b)!`` from each of the others.
    """
    out = np.zeros((leads.shape[0], n_players))
    gains, losses = np.zeros((n_players + 1, n_players + 1)), np.zeros((n_players + 1, n_players + 1))
    for a in range(n_players + 1):
        for b in range(n_players + 1 - a):
            choose = 1.0
            for step in range(b):
                choose = choose * (a + b - step) / (step + 1)
            if a > 0:
                gains[a, b] = 1 / (a * choose)
            if b > 0:
                losses[a, b] = 1 / (b * choose)
    one = np.int64(1)
    pending = np.empty((len(left) + 1, 5), dtype=np.int64)
    for row in range(leads.shape[0]):
        for other in range(met.shape[0]):
            pending[0] = 0
            n_pending = 1
            while n_pending > 0:
                n_pending -= 1
                node, mine, theirs, a, b = pending[n_pending]
                while left[node] >= 0:
                    own = left[node] if leads[row, node] else right[node]
                    its = left[node] if met[other, node] else right[node]
                    if own == its:
                        node = own
                        continue
                    bit = one << player[node]
                    if theirs & bit:
                        node = its
                        continue
                    if not mine & bit:
                        here = pending[n_pending]
                        here[0], here[1], here[2], here[3], here[4] = its, mine, theirs | bit, a, b + 1
                        n_pending += 1
                        mine |= bit
                        a += 1
                    node = own
                gain, loss = value[node] * gains[a, b], value[node] * losses[a, b]
                for who in range(n_players):
                    out[row, who] += gain * ((mine >> who) & 1) - loss * ((theirs >> who) & 1)
    return out
