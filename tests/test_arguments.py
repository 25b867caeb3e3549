"""A wrong object is answered in a sentence by every public function, before it computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import outcomes
from outcomes import analysis, figures, load_study, tables
from outcomes.argument_kinds import FRAMES, KINDS
from outcomes.displays.passage import Passage
from outcomes.errors import ArgumentError
from outcomes.estimates import COLUMNS, make_estimates
from outcomes.study.study import Study

PACKAGES = ("outcomes", "analysis", "figures", "prose", "tables")
PLAIN = {"Any", "DataFrame", "Iterable", "Literal", "Mapping", "None", "Path", "Sequence"}


def list_functions() -> Iterator[Callable[..., Any]]:
    for name in PACKAGES:
        package = outcomes if name == "outcomes" else import_module(f"outcomes.{name}")
        for public in package.__all__:
            value = getattr(package, public)
            if isinstance(value, FunctionType):
                yield value


def list_parameters() -> list[tuple[Callable[..., Any], str, str]]:
    return [
        (function, name, text)
        for function in list_functions()
        for name, text in function.__annotations__.items()
        if name != "return" and re.search(r"\b[A-Z]\w*", re.sub(r"Literal\[.*?\]", "", text))
    ]


@cache
def knee() -> Study:
    return load_study("knee-dextrose-saline")


@cache
def list_right() -> dict[str, Any]:
    """Return what functions take, by parameter; where kinds differ, by annotation."""
    study = knee()
    evidence = analysis.gather_evidence_for(study)
    estimates = make_estimates([])
    return {
        "added": analysis.add_own_study(evidence, study, None),
        "claims": study.beside.claims,
        "compared": (),
        "costs": estimates,
        "responders": estimates,
        "Passage": Passage("result", "", ("A.",)),
        "Passage | None": None,
        "data": study,
        "differences": estimates,
        "DomainEvidence": evidence[0],
        "Sequence[DomainEvidence]": evidence,
        "effects": evidence[0].visits.assign(series="a"),
        "endpoint": "womac.pain",
        "estimates": estimates,
        "findings": (),
        "found": (),
        "frames": [estimates],
        "joint": "knee",
        "keys": ["rabago2013"],
        "labels": study.labels,
        "leanings": (),
        "pack": study.beside,
        "one": evidence[0].pools[0],
        "path": "x",
        "pools": evidence[0].pools,
        "rebuilt": (),
        "study": study,
        "title": "Pain",
        "visit": "week 52",
        "weighed": {},
    }


def read_wrong(annotation: str) -> dict[str, Any]:
    """Return objects of every other kind than an annotation's."""
    right = list_right()
    wrong = {
        "a study": right["study"],
        "labels": right["labels"],
        "evidence": right["DomainEvidence"],
        "a pool": right["one"],
        "a frame of something else": pd.DataFrame({"a": [1]}),
        "a list of them": [pd.DataFrame({"a": [1]})],
        "a text": "x",
        "a number": 3,
        "a list of other things": [object()],
        "a mapping to other things": {"a": object()},
        "nothing": None,
    }
    fitting = {
        "a study": r"\bStudy\b",
        "labels": r"\bLabels\b",
        "evidence": r"(?<!\[)\bDomainEvidence\b",
        "a pool": r"(?<!\[)\bDomainPool\b",
        "a text": r"(?<!\[)\bstr\b",
        "nothing": r"\bNone\b",
    }
    return {
        name: value
        for name, value in wrong.items()
        if name not in fitting or not re.search(fitting[name], annotation)
    }


@pytest.mark.parametrize(
    ("function", "name", "annotation"),
    [pytest.param(*each, id=f"{each[0].__name__}-{each[1]}") for each in list_parameters()],
)
def test_each_wrong_object_is_named_in_a_sentence(
    function: Callable[..., Any], name: str, annotation: str
) -> None:
    right = list_right()
    inner = function.__wrapped__  # type: ignore[attr-defined]
    required = inner.__code__.co_varnames[
        : inner.__code__.co_argcount - len(inner.__defaults__ or ())
    ]
    arguments = {each: right.get(each, right.get(inner.__annotations__[each])) for each in required}
    for kind, value in read_wrong(annotation).items():
        with pytest.raises(ArgumentError) as caught:
            function(**{**arguments, name: value})
        text = str(caught.value)
        assert text.startswith(f"{function.__name__}: {name} must be "), kind
        assert " It was given " in text
        assert text.endswith(".")


def test_every_class_and_frame_that_public_functions_take_is_known() -> None:
    parameters = list_parameters()
    assert len(parameters) > 100
    for _, name, text in parameters:
        named = set(re.findall(r"\b[A-Z]\w*", re.sub(r"Literal\[.*?\]", "", text)))
        assert named <= PLAIN | KINDS.keys()
        assert "DataFrame" not in named or name in FRAMES


def test_the_sentence_says_what_was_given_and_what_makes_the_right_thing() -> None:
    with pytest.raises(ArgumentError) as caught:
        tables.table_plan("knee-dextrose-saline")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "table_plan: study must be a Study object, from load_study(id or folder). "
        "It was given the text 'knee-dextrose-saline'."
    )
    with pytest.raises(ArgumentError) as caught:
        tables.table_flow(pd.DataFrame(columns=COLUMNS[:-1]), knee().labels)
    assert str(caught.value) == (
        "table_flow: estimates must be an estimates frame, from "
        "analysis.compare_with_control(study) or another analysis. "
        "It was given a data frame without reason."
    )


@pytest.mark.parametrize("wrong", [knee, 3, None], ids=["function", "number", "nothing"])
def test_a_study_is_loaded_by_a_text_or_a_path(wrong: Any) -> None:
    with pytest.raises(ArgumentError, match="study must be a text or a path"):
        load_study(wrong)


def test_right_objects_pass_by_place_and_by_name() -> None:
    flow = analysis.count_flow(knee())
    assert tables.table_flow(flow, knee().labels) == tables.table_flow(
        labels=knee().labels, estimates=flow
    )
    assert outcomes.combine_estimates(iter([flow])).equals(flow)


def test_axes_come_as_one_or_in_an_array_of_any_shape() -> None:
    from matplotlib.figure import Figure

    flow = analysis.count_flow(knee())
    grid = Figure().subplots(1, 1, squeeze=False)
    assert figures.plot_missing(flow, knee().labels, ax=grid[0, 0]) is not None
    with pytest.raises(ArgumentError, match="ax must be an Axes object"):
        figures.plot_flow(flow, knee().labels, ax=np.array([[3]]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: analysis.accumulate_changes(knee(), "mood"), "no endpoint 'mood'"),
        (lambda: analysis.accumulate_changes(knee(), "", "week 99"), "no visit 'week 99'"),
        (lambda: figures.plot_profiles(make_estimates([]), knee().labels, ["x"]), "endpoint 'x'"),
        (lambda: knee().patient_scores("mood"), "no endpoint 'mood'"),
    ],
)
def test_a_name_that_the_study_lacks_is_answered_with_those_it_has(
    call: Callable[[], Any], said: str
) -> None:
    with pytest.raises(ArgumentError, match=said) as caught:
        call()
    assert "womac.pain" in str(caught.value) or "week 52" in str(caught.value)


def test_a_public_function_keeps_its_name_and_words_and_can_be_sent() -> None:
    import pickle

    assert figures.plot_profile.__name__ == "plot_profile"
    assert "Parameters" in str(figures.plot_profile.__doc__)
    assert pickle.loads(pickle.dumps(figures.plot_profile)) is figures.plot_profile
    assert Path(figures.plot_profile.__wrapped__.__code__.co_filename).name == "profile.py"  # type: ignore[attr-defined]
