"""The numbers analysed that sentences state are those of the analysis that ran."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis.flow import count_flow
from outcomes.estimates import combine_estimates
from outcomes.prose import write_design, write_limits
from outcomes.prose.primary import find_primary
from outcomes.study import load_study
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.names import say_arm
from tests.generated.draw import draw_spec
from tests.generated.make import write_study

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ("knee-dextrose-saline", "achilles-dextrose-exercise")
GENERATED = tuple(range(24))
"""Seeds of made-up studies, with missing scores of every pattern."""


def read_numbers(text: str, contrast: Contrast, study: Study) -> tuple[list[int], list[int]]:
    """Return participants in the model and scores at the visit, arm by arm, from a sentence."""
    names = [re.escape(say_arm(study.labels, arm)) for arm in (contrast.arm, contrast.comparator)]
    counted = re.search(
        rf"(\d+) participants? with {names[0]} and (\d+) with {names[1]} (\w+)", text
    )
    assert counted is not None, text
    modelled = [int(counted[1]), int(counted[2])]
    there = re.search(r"are in the model, (\d+) and (\d+) of them with a score", text)
    return modelled, modelled if there is None else [int(there[1]), int(there[2])]


def check_sentences(study: Study) -> int:
    """Hold the sentences on a study's primary comparisons to the records; return how many."""
    estimates = combine_estimates([compare_with_control(study), count_flow(study)])
    design = write_design(study, estimates).sentences
    population = next(text for text in design if text.startswith("Population: "))
    limits = list(write_limits(estimates, study).sentences)
    estimated = [each for each in find_primary(estimates, study) if each.is_estimated]
    for contrast in estimated:
        assert contrast.done is not None
        arms = (contrast.arm, contrast.comparator)
        in_model = [contrast.done.participants_of(arm) for arm in arms]
        scored = [int(contrast.n_arm), int(contrast.n_comparator)]
        of_side = (
            population.partition(f"{contrast.side} side: ")[2] if contrast.side else population
        )
        assert read_numbers(of_side, contrast, study) == (in_model, scored)
        few = [text for text in limits if text.startswith("Few participants")]
        if len(estimated) == 1 and min([*scored, *in_model]) < 50:
            assert read_numbers(few[0], contrast, study) == (in_model, scored)
        if len(estimated) == 1:
            left_out = [text for text in limits if text.startswith("Missing scores")]
            stated = re.findall(
                r"(\d+) with [^;]+? \(no ", "".join(left_out).partition("Not in")[2]
            )
            assert sum(map(int, stated)) == sum(
                part.n for part in contrast.done.left_out if part.arm in arms
            )
    return len(estimated)


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_studies_state_the_numbers_of_their_models(name: str) -> None:
    assert check_sentences(load_study(ROOT / "data" / "raw" / name)) == 1


@pytest.mark.parametrize("seed", GENERATED)
def test_any_study_states_the_numbers_of_its_models(seed: int, tmp_path: Path) -> None:
    folder = write_study(draw_spec(seed), tmp_path)
    study = load_study(folder)
    if study.comparisons:
        check_sentences(study)
