"""Who has scores at which visit, when only the number at each visit is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def draw_attendance(
    total: int, seen: Sequence[int], generator: np.random.Generator
) -> NDArray[np.bool_]:
    """Draw who attends, so that each visit has the published number of participants.

    As many as possible leave for good; the others who are missing at a visit come back, which is
    what numbers that rise again (24, then 25) call for. Leaving has nothing to do with the scores.

    Parameters
    ----------
    total : int
        Participants in the arm.
    seen : sequence of int
        Participants with scores at each follow-up visit, in order of time.
    generator : numpy.random.Generator
        Draws who.

    Returns
    -------
    ndarray of bool, shape (total, visits)
        True where the participant is seen.

    Raises
    ------
    ValueError
        If more are seen than there are.
    """
    missing = [total - number for number in seen]
    if min(missing) < 0:
        raise ValueError(f"{max(seen)} participants seen, though there are only {total}")
    order = generator.permutation(total)
    attendance = np.ones((total, len(missing)), dtype=np.bool_)
    for visit, number in enumerate(missing):
        gone = min(missing[visit:])
        attendance[order[:gone], visit] = False
        back_later = generator.permutation(order[gone:])[: number - gone]
        attendance[back_later, visit] = False
    return attendance
