"""What `make test` takes of a long set; `make validate` runs the whole of it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

import pytest
from _pytest.mark import ParameterSet

thorough = pytest.mark.thorough
"""Put on a test that runs only under ``pytest --thorough``, as `make validate` calls it."""


def sample(cases: Iterable[Any], taken: Container[Any]) -> list[ParameterSet]:
    """Return the parameters of a test, those not taken left to ``--thorough``.

    Parameters
    ----------
    cases : iterable
        The whole set; a tuple is the arguments of one test.
    taken : container
        The cases of the sample.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=() if case in taken else (thorough,),
        )
        for case in cases
    ]


def every(step: int, cases: Iterable[Any]) -> list[ParameterSet]:
    """Return the parameters of a test, each ``step``-th from the first being the sample."""
    whole = list(cases)
    return sample(whole, whole[::step])
