"""Reading an instrument of the study's own: a YAML file beside ``study.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from outcomes.errors import Fault
from outcomes.instruments.consistency import find_contradictions
from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale
from outcomes.study.part import Count, Name, Part, Text
from outcomes.study.plan import ThresholdOfChange
from outcomes.study.read_study_file import Draft
from outcomes.study.schema_faults import GUIDE as STUDY_GUIDE
from outcomes.study.schema_faults import explain_value
from outcomes.study.source import KeyPath, StudySource, dotted, read_source

SUFFIXES = (".yaml", ".yml")
"""Endings by which a measure's ``instrument`` is known to be a file."""

_GUIDE = "docs/how-to-add/instrument.md explains every key."
_RUN = re.compile(r"(.*?)(\d+) to \1(\d+)")


class OwnItems(Part):
    """One item, or several that are alike: ``codes: q1 to q6``."""

    codes: Text
    answers: tuple[float, float]
    best: Literal["low", "high"]
    decimals: bool = False
    allowed: tuple[float, ...] = ()
    points: tuple[float, ...] = ()


def _number_or_word(given: Any) -> Any:
    """Refuse what is neither, once and not for each of its shapes."""
    if isinstance(given, int) or given in ("half", "none"):
        return given
    raise ValueError("`may_be_empty` is neither a number of items nor `half` nor `none`")


class OwnMissing(Part):
    """How many items of a score may be empty, and where that was read."""

    may_be_empty: Annotated[Count | Literal["half", "none"], BeforeValidator(_number_or_word)] = (
        "none"
    )
    source: Text
    evidence_level: Literal["primary", "secondary", "assumed"] = "assumed"


class OwnScore(Part):
    """One score and how it is made."""

    label: Text
    items: Text | tuple[Text, ...] = ()
    scored_as: Literal["percent", "sum", "mean", "table"] = "percent"
    mean_of: dict[Text, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    table: tuple[float, ...] = ()
    start: float = 0.0
    range: tuple[float, float]
    higher: Literal["better", "worse", "neither"]
    unit: Text = "points"
    domain: Domain = "other"
    missing: OwnMissing
    thresholds: tuple[ThresholdOfChange, ...] = ()


class OwnInstrument(Part):
    """The whole file."""

    label: Text
    about: Text
    version: str = ""
    items: tuple[OwnItems, ...] = Field(min_length=1)
    scores: dict[Name, OwnScore] = Field(min_length=1)
    sources: tuple[Text, ...] = Field(min_length=1)
    licence: Text
    total_of: str = ""


@dataclass(frozen=True)
class OwnFiles:
    """What the instrument files of a study held.

    Parameters
    ----------
    contents : mapping of str to bytes
        By file name.
    faults : tuple of Fault
        Everything wrong in them.
    """

    contents: Mapping[str, bytes]
    faults: tuple[Fault, ...]


def read_own_instruments(draft: Draft, folder: Path) -> OwnFiles:
    """Read the instrument files that measures name, and give each measure its instrument.

    Parameters
    ----------
    draft : Draft
        The study file; its measures receive their instruments.
    folder : Path
        The study's folder.
    """
    contents: dict[str, bytes] = {}
    made: dict[str, Instrument | None] = {}
    faults: list[Fault] = []
    for name, measure in draft.file.measures.items():
        file = measure.instrument or ""
        if not file.endswith(SUFFIXES) or not draft.is_valid("measures", name, "instrument"):
            continue
        if file not in made:
            made[file] = None
            path = folder / file
            if Path(file).name != file or not path.is_file():
                faults.append(
                    draft.source.fault(
                        ("measures", name, "instrument"),
                        "There is no such file in the study's folder.",
                        "Put the instrument's file beside study.yaml, and name it without a path.",
                        file,
                    )
                )
                continue
            contents[file] = path.read_bytes()
            made[file], found = read_own_instrument(contents[file], file)
            faults += found
        measure.bring(made[file])
    return OwnFiles(contents, tuple(faults))


def read_own_instrument(content: bytes, file: str) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """Read one instrument file.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name; without its ending the instrument's name.

    Returns
    -------
    instrument : Instrument or None
        None if anything is wrong.
    faults : tuple of Fault
        Everything that is wrong, each with its line.
    """
    source = read_source(content)
    if source.faults:
        return None, tuple(
            replace(fault, file=file, message=fault.message.replace("study file", "file"))
            for fault in source.faults
        )
    try:
        own = OwnInstrument.model_validate(source.values)
    except ValidationError as error:
        return None, tuple(_schema_fault(source, file, one) for one in _list_errors(error))
    items, at = _make_items(own)
    subscales = tuple(_make_score(name, score, own, items) for name, score in own.scores.items())
    faults = tuple(
        _fault(source, file, _locate(path, at), message, fix)
        for path, message, fix in (
            *_check_codes(own),
            *find_contradictions(items, subscales, total_of=own.total_of),
        )
    )
    if faults:
        return None, faults
    return (
        Instrument(
            name=Path(file).stem,
            label=own.label,
            about=own.about,
            items=items,
            subscales=subscales,
            sources=own.sources,
            licence=own.licence,
            total_of=own.total_of,
            version=own.version,
        ),
        (),
    )


def _make_items(own: OwnInstrument) -> tuple[tuple[Item, ...], dict[str, int]]:
    """Return the items, and which entry of the file each is from."""
    items: list[Item] = []
    at: dict[str, int] = {}
    for number, entry in enumerate(own.items):
        low, high = entry.answers
        for code in _expand(entry.codes):
            at[code] = number
            whole = not entry.decimals
            items.append(
                Item(code, low, high, whole, entry.allowed, best=entry.best, points=entry.points)
            )
    return tuple(items), at


def _expand(codes: str) -> list[str]:
    """Return the codes that ``q1 to q3`` stands for."""
    run = _RUN.fullmatch(codes)
    if run is None:
        return [codes]
    return [f"{run[1]}{number}" for number in range(int(run[2]), int(run[3]) + 1)]


def _check_codes(own: OwnInstrument) -> Iterator[tuple[KeyPath, str, str]]:
    for number, entry in enumerate(own.items):
        if " " in entry.codes and not (_RUN.fullmatch(entry.codes) and _expand(entry.codes)):
            yield (
                ("items", number, "codes"),
                "This is neither a code nor a run of codes.",
                'Write one code, or a run such as "q1 to q6".',
            )


def _make_score(
    name: str, score: OwnScore, own: OwnInstrument, items: tuple[Item, ...]
) -> Subscale:
    named = (score.items,) if isinstance(score.items, str) else score.items
    codes = tuple(code for text in named for code in _expand(text))
    if not codes:
        parts = [own.scores[part] for part in score.mean_of if part in own.scores]
        within = {code for part in parts for code in _codes_of(part)}
        codes = tuple(item.code for item in items if not parts or item.code in within)
    low, high = score.range
    thresholds = tuple(
        Threshold(
            each.meaning,
            each.value,
            score.unit if each.unit == "points" else each.unit,
            each.context,
            each.source,
            each.evidence_level,
        )
        for each in score.thresholds
    )
    spare = score.missing.may_be_empty
    count = {"half": len(codes) // 2, "none": 0}.get(str(spare), spare)
    return Subscale(
        Endpoint(
            name, score.label, low, high, score.unit, score.higher, score.domain,
            thresholds=thresholds,
        ),
        codes,
        MissingRule(
            int(count),
            score.missing.source,
            score.missing.evidence_level,
        ),
        tuple(score.mean_of.items()),
        "sum" if score.scored_as == "table" else score.scored_as,
        score.start,
        score.table,
    )  # fmt: skip


def _codes_of(score: OwnScore) -> list[str]:
    named = (score.items,) if isinstance(score.items, str) else score.items
    return [code for text in named for code in _expand(text)]


def _locate(path: tuple[str | int, ...], at: Mapping[str, int]) -> KeyPath:
    """Return where in the file a definition's contradiction lies: items stand there as a list."""
    if path[0] == "items" and len(path) > 1:
        return ("items", at.get(str(path[1]), path[1]), *path[2:])
    return path


def _list_errors(error: ValidationError) -> list[ErrorDetails]:
    """Return what pydantic found, without lists that are short only because entries are wrong."""
    found = error.errors()
    wrong = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or one["loc"] not in wrong]


def _schema_fault(source: StudySource, file: str, error: ErrorDetails) -> Fault:
    path = tuple(step for step in error["loc"] if _is_key(source.values, step))
    named = error["type"] in ("missing", "extra_forbidden")
    keys = [step for step in path if isinstance(step, str)]
    key = error["loc"][-1] if named else (keys or [file])[-1]
    if error["type"] == "missing":
        return _fault(source, file, path, f"`{key}` is missing.", f"Add it. {_GUIDE}")
    if error["type"] == "extra_forbidden":
        return _fault(source, file, path, f"There is no key `{key}` here.", _GUIDE)
    value = error["input"] if isinstance(error["input"], str | int | float) else None
    message, fix = explain_value(str(key), error)
    return _fault(source, file, path, message, fix.replace(STUDY_GUIDE, _GUIDE), value)


def _is_key(values: Any, step: str | int) -> bool:
    """Whether a step of a pydantic location stands in the file, and is no name of a shape."""
    if isinstance(values, dict):
        return step in values or any(_is_key(value, step) for value in values.values())
    if isinstance(values, list):
        return isinstance(step, int) or any(_is_key(value, step) for value in values)
    return False


def _fault(
    source: StudySource, file: str, path: KeyPath, message: str, fix: str, value: object = None
) -> Fault:
    found = None if value is None else str(value)
    return Fault(message, fix, file, source.line(path), dotted(path) or None, found)
