from __future__ import annotations

import re

from outcomes.analysis_record import Reason
from outcomes.prose import write_methods
from outcomes.prose.method_references import REFERENCES
from outcomes.prose.methods import (
    BY_DISTRIBUTION,
    BY_MODEL,
    BY_STANDARD_ERROR,
    OF_A_COMPARISON,
    OF_PUBLISHED,
    QUANTITIES,
)
from tests.prose.rows import NAN, apart
from tests.tables.examples import MMRM, change, difference, frame, make_labels

MIXED = (
    "Mixed model for repeated measures (unstructured covariance, REML) of scores, adjusted for "
    "baseline score; Kenward-Roger standard errors and degrees of freedom"
)


def test_what_was_run_is_named_with_quantile_and_degrees_of_freedom() -> None:
    text = write_methods(
        frame(
            difference(done=MMRM, df=78.6),
            difference(done=MMRM, df=82.2, visit="week 12"),
            difference(4, 1, 7, endpoint="flexion"),
            change("dextrose", -15, 6),
            apart("age", 0.3),
        ),
        make_labels(),
    ).text
    assert f"{MIXED}. Of WOMAC pain; 95% intervals, t distribution with 78.6 to 82.2 df." in text
    assert (
        "Analysis of covariance of scores, adjusted for baseline score; model-based standard "
        "errors. Of knee flexion; 95% intervals, t distribution with 50 df."
    ) in text
    assert "Change within an arm: " in text
    assert "whatever differs between arms drawn by lot differs by chance; no interval." in text
    for name in ("Kenward MG", "Mallinckrodt CH", "Vickers AJ", "Bland JM", "Austin PC"):
        assert name in text
    for name in ("Newcombe RG", "Clopper CJ", "Knapp G"):
        assert name not in text


def test_what_was_not_run_is_not_named() -> None:
    not_estimated = difference(NAN, NAN, NAN, reason=Reason("too-few"))
    passage = write_methods(frame(not_estimated), make_labels())
    assert passage.text == "This report holds no estimate."


def test_every_reference_is_used_linked_and_whole() -> None:
    used = {key for _, _, keys in QUANTITIES.values() for key in keys}
    for by in (BY_MODEL, BY_STANDARD_ERROR, BY_DISTRIBUTION):
        used |= {key for keys in by.values() for key in keys}
    assert used | {*OF_A_COMPARISON, *OF_PUBLISHED} == set(REFERENCES)
    for key, reference in REFERENCES.items():
        assert reference.text.endswith(".")
        assert key[-4:] in reference.text
        assert bool(reference.doi) != bool(reference.address)
        if reference.doi:
            assert re.match(r"10\.\d{4,}/\S+$", reference.doi)
            assert reference.linked.href == f"https://doi.org/{reference.doi}"
