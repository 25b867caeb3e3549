"""Kinds of objects that public functions take: how each is known, and what makes one."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from os import PathLike
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from outcomes.estimates import COLUMNS


class Kind(NamedTuple):
    """A class of objects that functions take.

    Parameters
    ----------
    home : str
        The module that defines it.
    source : str
        What makes one.
    """

    home: str
    source: str


class FrameKind(NamedTuple):
    """A data frame that functions take, known by the parameter's name and the frame's columns."""

    noun: str
    columns: tuple[str, ...]
    source: str

    def list_missing(self, frame: Any) -> list[str]:
        """Return the columns that a frame lacks."""
        return [name for name in self.columns if name not in frame.columns]


_EVIDENCE = "analysis.gather_evidence_for(study)"
KINDS = {
    "AllEffects": Kind("outcomes.analysis.many_trials", "analysis.pool_all_effects(evidence)"),
    "Axes": Kind("matplotlib.axes", "matplotlib.pyplot.subplots()"),
    "ClaimArithmetic": Kind("outcomes.analysis.claims", "analysis.recompute_claims(pack)"),
    "DomainEvidence": Kind("outcomes.analysis.joint_evidence", _EVIDENCE),
    "DomainPool": Kind("outcomes.analysis.synthesis.pools", f"the pools of {_EVIDENCE}"),
    "EventMeasures": Kind("outcomes.analysis.event_measures", "analysis.measure_events(evidence)"),
    "Finding": Kind("outcomes.analysis.findings", "analysis.summarise_findings(evidence, study)"),
    "Labels": Kind("outcomes.study.study", "study.labels"),
    "Leaning": Kind("outcomes.analysis.many_trials", "analysis.ask_small_studies(evidence)"),
    "Moderated": Kind("outcomes.analysis.many_trials", "analysis.explain_differences(evidence)"),
    "MotionGains": Kind("outcomes.analysis.motion_gains", "analysis.gather_motion_gains(study)"),
    "Pack": Kind("outcomes.evidence.pack", "study.evidence, or evidence.load_pack(name)"),
    "Passage": Kind(
        "outcomes.displays.passage", "prose.write_primary_result(estimates, study) or the like"
    ),
    "PlaceboChanges": Kind(
        "outcomes.analysis.placebo_changes", "analysis.gather_placebo_changes(study, estimates)"
    ),
    "Pooled": Kind("outcomes.analysis.meta.pool", "analysis.compare_estimators(evidence)"),
    "Recalculated": Kind(
        "outcomes.analysis.synthesis.recalculate", "analysis.rebuild_published(pack, joint)"
    ),
    "Study": Kind("outcomes.study.study", "load_study(id or folder)"),
    "WithoutEach": Kind("outcomes.analysis.many_trials", "analysis.leave_each_out(evidence)"),
    "StudyAdded": Kind(
        "outcomes.analysis.study_added", "analysis.add_own_study(evidence, study, estimates)"
    ),
}
"""By name of the class; it is imported when a function that takes it is first called."""

_ESTIMATES = FrameKind(
    "estimates frame", COLUMNS, "analysis.compare_with_control(study) or another analysis"
)
_CLAIMS = FrameKind(
    "claims frame", ("claim_id", "claim", "citations", "verdict"), "the claims of a Pack object"
)
_EFFECTS = FrameKind(
    "effects frame",
    ("series", "week", "yi", "ci_low", "ci_high", "measure"),
    "the visits of a DomainEvidence object",
)
FRAMES = {kind.noun.partition(" ")[0]: kind for kind in (_CLAIMS, _EFFECTS, _ESTIMATES)}
FRAMES |= dict.fromkeys(("costs", "differences", "frames", "responders"), _ESTIMATES)
"""By name of the parameter."""

_NOUNS = {str: "text", float: "number", int: "number", Path: "path"}
_HOMES = {
    "Iterable": "collections.abc",
    "Literal": "typing",
    "Mapping": "collections.abc",
    "Path": "pathlib",
    "Sequence": "collections.abc",
    "pd": "pandas",
}


@cache
def read_annotation(annotation: str) -> Any:
    """Return what an annotation means, as it stands in the code; other names mean anything."""
    code = compile(annotation, "<annotation>", "eval")
    return eval(code, {name: _find(name) for name in code.co_names})


def _find(name: str) -> Any:
    if name in KINDS:
        return getattr(import_module(KINDS[name].home), name)
    if name in _HOMES:
        module = import_module(_HOMES[name])
        return getattr(module, name, module)
    return getattr(builtins, name, Any)


def is_frame(kind: Any) -> bool:
    """Whether a class is that of data frames."""
    return getattr(kind, "__name__", "") == "DataFrame"


def say_kind(kind: Any, frame: FrameKind | None) -> str:
    """Return a kind in words, with its article."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return " or ".join(say_kind(each, frame) for each in inner)
    if origin is tuple:
        return f"a pair of {' and '.join(say_kind(each, frame) for each in inner)}"
    if origin is Mapping:
        return f"a mapping, each value {say_kind(inner[1], frame)}"
    if origin is not None:
        return f"a list, each of it {say_kind(inner[0], frame)}"
    if kind is NoneType:
        return "None"
    if frame and is_frame(kind):
        return _with_article(frame.noun)
    return _with_article(_NOUNS.get(kind, f"{kind.__name__} object"))


def list_sources(kind: Any, frame: FrameKind | None) -> Iterator[str]:
    """Yield what makes objects of a kind."""
    for each in get_args(kind):
        yield from list_sources(each, frame)
    if is_frame(kind) and frame:
        yield frame.source
    elif getattr(kind, "__name__", "") in KINDS:
        yield KINDS[kind.__name__].source


def describe_given(value: Any, frame: FrameKind | None) -> str:
    """Return what a value is, in words."""
    if value is None:
        return "None"
    if isinstance(value, (str, PathLike)):
        return f"the text {str(value)[:60]!r}"
    if is_frame(type(value)):
        missing = frame.list_missing(value) if frame else []
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        return f"a data frame without {', '.join(missing[:3])}{more}" if missing else "a data frame"
    name = type(value).__name__
    if isinstance(value, (list, tuple)):
        held = dict.fromkeys(type(each).__name__ for each in value)
        return f"a {name} of {', '.join(held) or 'nothing'}"
    return _with_article(f"{name} object")


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeioAEIO" else f"a {noun}"
