"""Give every notebook the random state of its job, not that of the process it was forked from."""

from __future__ import annotations

import random


def seed_everything(seed: int) -> None:
    """Seed the generators that a notebook may use without making its own.

    Parameters
    ----------
    seed : int
        Not negative; numpy takes its lowest 32 bits.
    """
    import numpy as np

    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - the one that cells use when they make none
