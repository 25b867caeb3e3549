"""From the bytes of ``study.yaml`` to a `StudyFile`, with every fault on the way.

Where the file has faults, what is sound in it is kept, with stand-ins for the rest, so that the
tables can be checked in the same pass. A rule that would speak about a stand-in stays silent: it
asks `Draft.sound` first.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from outcomes.errors import Fault
from outcomes.study.codes import arm_codes, visit_codes
from outcomes.study.plan import StudyFile
from outcomes.study.schema_faults import (
    close_key,
    file_path,
    has_step,
    is_other_shape,
    schema_fault,
)
from outcomes.study.source import KeyPath, StudySource, read_source
from outcomes.study.times import WEEKS_PER

_ROUNDS = 8
_STAND_INS: Mapping[str, Any] = {
    "id": "study",
    "title": "?",
    "provenance": "collected",
    "design": "parallel",
    "joint": "?",
    "arms": {},
    "visits": [],
    "tables": {"scores": "scores.csv"},
    "measures": {},
    "plan": {"primary": {"endpoint": "?", "visit": "?"}},
    "primary": {"endpoint": "?", "visit": "?"},
    "reports": [],
    "label": "?",
    "role": "active",
    "name": "?",
    "scores": "scores.csv",
    "file": "scores.csv",
    "endpoint": "?",
    "visit": "?",
    "value": 1,
    "source": "?",
    "citation": "?",
    "what": "?",
    "amount": 0,
    "currency": "?",
}

_LISTS = {
    "visits",
    "sources",
    "calibrated_to",
    "assumptions",
    "thresholds",
    "secondary",
    "covariates",
    "reports",
    "changes",
    "inclusion",
    "exclusion",
    "queries",
    "characteristics",
}


@dataclass(frozen=True)
class Draft:
    """A study file as far as it could be read.

    Parameters
    ----------
    source : StudySource
        The file's values and their lines.
    file : StudyFile
        What the file says; where it has faults, stand-ins.
    unsound : frozenset of path
        Where the stand-ins are, and what is still to be filled in.
    """

    source: StudySource
    file: StudyFile
    unsound: frozenset[KeyPath]

    def is_valid(self, *path: str | int) -> bool:
        """Whether nothing at, under or above this path is a stand-in."""
        return not any(
            path[: len(other)] == other or other[: len(path)] == path for other in self.unsound
        )

    @property
    def names_arms(self) -> bool:
        """Whether each code in the tables belongs to one arm, as the file gives it."""
        stand_ins = any(
            not path
            or path[0] in ("design", "sequences")
            or (path[0] == "arms" and path[2:] not in (("label",), ("role",)))
            for path in self.unsound
        )
        groups = self.file.groups
        return not stand_ins and len(arm_codes(groups)) == len(groups)

    @property
    def names_visits(self) -> bool:
        """Whether each code in the tables belongs to one visit, as the file gives it."""
        stand_ins = any(
            not path or (path[0] == "visits" and not (len(path) == 3 and path[2] in WEEKS_PER))
            for path in self.unsound
        )
        names = set(visit_codes(self.file.visits).values())
        return not stand_ins and len(names) == len(self.file.visits)


def read_study_file(content: bytes) -> tuple[Draft | None, tuple[Fault, ...]]:
    """Read a study file.

    Parameters
    ----------
    content : bytes
        The whole of ``study.yaml``.

    Returns
    -------
    draft : Draft or None
        None if so little could be read that nothing else can be checked.
    faults : tuple of Fault
        Everything wrong with the file by itself: its writing, its keys and their values.
    """
    source = read_source(content)
    if not source.values:
        return None, source.faults
    unfilled = frozenset(path for path, _ in source.unfilled())
    errors = _errors(source.values)
    if not errors:
        draft = Draft(source, StudyFile.model_validate(source.values), unfilled)
        return draft, source.faults
    found = dict(schema_fault(source, error) for error in reversed(errors))
    others = [fault for path, fault in found.items() if path not in unfilled]
    faults = (*source.faults, *reversed(others))
    values = copy.deepcopy(dict(source.values))
    unsound: set[KeyPath] = set()
    for _ in range(_ROUNDS):
        # from the last, so that taking a list entry away moves no entry still to be repaired
        for error in reversed(errors):
            unsound |= _repair(values, error)
        errors = _errors(values)
        if not errors:
            break
    else:
        return None, faults
    return Draft(source, StudyFile.model_validate(values), unfilled | unsound), faults


def _errors(values: Mapping[str, Any]) -> list[ErrorDetails]:
    try:
        StudyFile.model_validate(values)
    except ValidationError as failure:
        return [error for error in failure.errors() if not is_other_shape(values, error)]
    return []


def _repair(values: dict[str, Any], error: ErrorDetails) -> set[KeyPath]:
    """Put a stand-in where one error lies; return the paths that are no longer the file's own."""
    path = file_path(values, error["loc"])
    if not path:
        return {()}
    parent = _at(values, path[:-1])
    key = path[-1]
    if error["type"] == "extra_forbidden" and isinstance(parent, dict):
        return _repair_unknown_key(parent, path)
    if error["loc"][-1] == "[key]" and isinstance(parent, dict):
        return _rename(values, parent, str(key))
    if error["type"] == "value_error" and path[0] == "visits":
        visit = _at(values, path)
        for unit in WEEKS_PER:
            visit.pop(unit, None)
        visit["week"] = _far_week(path)
        return {(*path, "week")}
    if isinstance(parent, dict):
        if key in WEEKS_PER and path[0] == "visits":
            parent[key] = _far_week(path)
        elif key in _STAND_INS and not (key in ("label", "side") and path[0] == "measures"):
            parent[key] = copy.deepcopy(_STAND_INS[str(key)])
        else:
            parent.pop(key, None)
        return {path}
    return _remove_entry(values, path)


def _repair_unknown_key(parent: dict[str, Any], path: KeyPath) -> set[KeyPath]:
    key = str(path[-1])
    value = parent.pop(key, None)
    close = close_key(path)
    if close is None or close in parent:
        return set()
    parent[close] = value
    return set()


def _rename(values: dict[str, Any], parent: dict[str, Any], key: str) -> set[KeyPath]:
    """Give a part with an impossible name a possible one, wherever the plan mentions it."""
    name = "x" + re.sub(r"[^A-Za-z0-9_-]", "-", key)[:60]
    if name in parent or key not in parent:
        parent.pop(key, None)
        return set()
    for other in list(parent):
        parent[name if other == key else other] = parent.pop(other)
    part = parent[name]
    if isinstance(part, dict) and "role" in part:
        part.setdefault("code", key)
    elif isinstance(part, dict) and "items" not in part:
        part.setdefault("column", key)
    values["plan"] = _renamed(values.get("plan"), key, name)
    return set()


def _renamed(part: Any, key: str, name: str) -> Any:
    if isinstance(part, dict):
        return {other: _renamed(value, key, name) for other, value in part.items()}
    if isinstance(part, list):
        return [_renamed(value, key, name) for value in part]
    if isinstance(part, str) and (part == key or part.startswith(f"{key}.")):
        return name + part[len(key) :]
    return part


def _remove_entry(values: dict[str, Any], path: KeyPath) -> set[KeyPath]:
    """Take the smallest removable part around a list entry away."""
    for length in range(len(path) - 1, 0, -1):
        parent = _at(values, path[: length - 1])
        if isinstance(parent, dict):
            key = str(path[length - 1])
            entries = parent.get(key)
            entry = path[length] if length < len(path) else None
            # a pair such as a range goes as a whole: half of one means nothing
            if isinstance(entries, list) and isinstance(entry, int) and key in _LISTS:
                if entry < len(entries):
                    entries.pop(entry)
            else:
                parent.pop(key, None)
            return {path[:length]}
    return {()}


def _at(values: Any, path: KeyPath) -> Any:
    here = values
    for step in path:
        if not has_step(here, step):
            return None
        here = here[step]
    return here


def _far_week(path: KeyPath) -> float:
    """Return a time that no real visit has, different for each visit."""
    return 1e6 + next((step for step in path if isinstance(step, int)), 0)
