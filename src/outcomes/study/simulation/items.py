"""Splitting a score into items whose sum is exactly that score."""

from __future__ import annotations

import numpy as np

from outcomes.instruments.shipped.visa_a import VISA_A
from outcomes.study.simulation.moments import Floats, Whole


def split_totals(totals: Whole, offsets: Floats, high: int) -> Whole:
    """Split sums into whole items from 0 to ``high`` that lie around their mean by given offsets.

    Parameters
    ----------
    totals : ndarray of int, shape (n,)
        Sums of the items, each from 0 to ``high`` times the number of items.
    offsets : ndarray, shape (n, items)
        How far each item lies from the mean item, in its own unit, before it is made to fit.
    high : int
        Highest value of an item.

    Returns
    -------
    ndarray of int, shape (n, items)
        Items; each row sums to its total.

    Raises
    ------
    ValueError
        For a total that no items can give.
    """
    number = offsets.shape[1]
    if totals.min() < 0 or totals.max() > high * number:
        raise ValueError(f"no {number} items from 0 to {high} sum to all of these totals")
    start = totals[:, None] / number + offsets - offsets.mean(axis=1, keepdims=True)
    items: Whole = np.clip(np.rint(np.round(start, 6)).astype(np.int64), 0, high)
    for row, total in zip(items, totals, strict=True):
        _settle(row, int(total), high)
    return items


def _settle(row: Whole, total: int, high: int) -> None:
    """Move items one by one, in turn, until the row sums to its total."""
    while row.sum() != total:
        short = total - int(row.sum())
        step = 1 if short > 0 else -1
        free = np.flatnonzero(row < high if step > 0 else row > 0)
        row[free[: abs(short)]] += step


def split_visa_a(total: int, generator: np.random.Generator) -> Whole:
    """Split a VISA-A total, 0 to 100, into its eight items.

    Items 7 and 8 take one of their levels, near their share of the total; items 1 to 6 (0 to 10)
    carry the rest.

    Parameters
    ----------
    total : int
        VISA-A, 0-100, higher is better.
    generator : numpy.random.Generator
        Draws the spread of items 1 to 6 and which levels.

    Returns
    -------
    ndarray of int, shape (8,)
        Items 1 to 8, which sum to the total.
    """
    choices = [
        (activity, duration)
        for activity in map(int, VISA_A.items[6].allowed_values)
        for duration in map(int, VISA_A.items[7].allowed_values)
        if 0 <= total - activity - duration <= 60
    ]
    wanted = np.array([0.10, 0.30]) * total + generator.normal(0.0, (1.5, 4.0))
    distance = np.round(np.abs(np.array(choices) - wanted) @ np.array([1.0, 1.0]), 9)
    activity, duration = choices[int(np.argmin(distance))]
    rest = np.array([total - activity - duration])
    first = split_totals(rest, generator.normal(0.0, 1.2, size=(1, 6)), 10)[0]
    return np.concatenate([first, np.array([activity, duration])])
