"""Scores of one number that their column's name says the instrument of."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.drafting.named_scores import recognise_by_name
from outcomes.drafting.profile import profile_column


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("Schmerz NRS", "0 4.5 10", "pain-nrs"),
        ("Douleur EVN", "1 7", "pain-nrs"),
        ("dolor_numérico", "1 7", "pain-nrs"),
        ("Dolore NRS", "1 7", "pain-nrs"),
        ("pijn nrs rust", "1 7", "pain-nrs"),
        ("pain NRS", "1 12", None),
        ("VAS Schmerz", "12 70", "pain-vas"),
        ("Dolor EVA", "1.2 7", "pain-vas cm"),
        ("pain VAS", "1 101", None),
        ("VAS", "12 70", None),
        ("Schmerz", "1 7", None),
        ("Medienservas pain", "12 70", None),
        ("Hüftflexion (°)", "70 110", "hip-flexion"),
        ("flessione anca [gradi]", "70 110", "hip-flexion"),
        ("knie flexie (graden)", "70 130", "knee-flexion"),
        ("hip flexion (kg)", "20 40", None),
        ("hip flexion", "70 110", None),
        ("ankle dorsiflexion (deg)", "5 20", "ankle-dorsiflexion"),
    ],
)
def test_the_name_says_it_and_the_values_fit(name: str, values: str, found: str | None) -> None:
    rows = pd.DataFrame({name: values.split()}, dtype="str")
    guess = recognise_by_name(name, name, [profile_column(rows, name)])
    told = None if guess is None else f"{guess.keys['instrument']} {guess.keys.get('unit', '')}"
    assert (told and told.strip()) == found
