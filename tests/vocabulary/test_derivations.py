"""How a published effect was made, in words; every way and every refusal has them."""

from __future__ import annotations

import doctest
from typing import get_args

import pytest

from outcomes.analysis.synthesis.derivation import Derivation, NoEffect, Spread
from outcomes.vocabulary import derivations as module
from outcomes.vocabulary.derivations import NO_EFFECT, SPREADS, say_derivation


def test_every_way_and_every_refusal_has_words() -> None:
    assert set(SPREADS) == set(get_args(Spread))
    assert set(NO_EFFECT) == set(get_args(NoEffect))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (
            Derivation("changes from baseline", spreads=("se for sd", "interval")),
            "difference of changes from baseline, SE x sqrt(n) standing in for the SD and SD "
            "derived from the 95% CI with t on n - 1 df",
        ),
        (
            Derivation("shares", counts=(14, 21, 5, 22), half_added=True, counted="knees"),
            "difference of shares, 14 of 21 against 5 of 22, half a case added to each cell "
            "because one is empty; n counts knees, so the variance is too small",
        ),
        (
            Derivation("changes from baseline", as_printed=True, quantile="t", df=74, turned=True),
            "difference as printed, SE from its 95% CI (t quantile, 74 df); sign turned, so that "
            "positive favours the treatment",
        ),
        (
            Derivation("changes from baseline", as_printed=True, implied_sd=True),
            "difference as printed, SE from its 95% CI (normal quantile), standardised by the SD "
            "that this SE and the arm sizes imply",
        ),
        (Derivation("as analysed"), "as analysed"),
    ],
)
def test_how_an_effect_was_made_is_said(how: Derivation, said: str) -> None:
    assert say_derivation(how) == said


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(module).failed == 0
