"""The plan as it was locked, before anybody had seen results, and what was changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from outcomes.atomic import write_text
from outcomes.errors import Fault, StudyError
from outcomes.study.fault_list import FaultList
from outcomes.study.read_study_file import read_study_file
from outcomes.study.source import STUDY_FILE

LOCK_FILE = "plan.lock.json"
"""File in a study's folder that holds its locked plan."""

LOCKED = (
    *(
        "design",
        "allocation",
        "framework",
        "sequence",
        "arms",
        "sequences",
        "visits",
        "measures",
        "missing",
    ),
    *("characteristics", "plan"),
)
"""Keys of the study file that say what is analysed and how."""

ABSENT = "(not there)"
_SHOWN = 12


@dataclass(frozen=True)
class PlanChange:
    """One key of the study file, what it was when the plan was locked, and what it is now."""

    key: str
    locked: str
    now: str


@dataclass(frozen=True)
class LockedPlan:
    """A plan as it was locked.

    Parameters
    ----------
    day : str
        When, as ``2026-11-27``.
    hash : str
        SHA-256 of what was locked, in hexadecimal.
    changes : tuple of PlanChange
        What the study file says otherwise now.
    """

    day: str
    hash: str
    changes: tuple[PlanChange, ...] = field(default=())

    def say(self) -> str:
        """Return when it was locked, its hash in short, and whether it was kept."""
        number = len(self.changes)
        kept = "unchanged since" if not number else f"{number} change{'s' * (number > 1)} since"
        return f"locked on {self.day} (SHA-256 {self.hash[:_SHOWN]}); {kept}"


def lock_plan(folder: Path, day: date) -> Path:
    """Lock the plan of a study: write what its file says is analysed and how, and the day.

    Parameters
    ----------
    folder : Path
        The study's folder; its tables need not be there yet.
    day : date
        Of the locking.

    Returns
    -------
    Path
        The file written. A plan is locked once.

    Raises
    ------
    StudyError
        If the study file has faults, or its plan was locked before.
    """
    path = folder / LOCK_FILE
    if path.exists():
        told = Fault(
            "The plan of this study was locked before.",
            "Reports list what has been changed since. To begin anew, delete the file: who reads "
            "the study's history will see it.",
            LOCK_FILE,
        )
        raise StudyError(folder.resolve().name, (told,))
    draft, faults = read_study_file((folder / STUDY_FILE).read_bytes())
    if draft is None or faults:
        raise StudyError(folder.resolve().name, tuple(faults))
    plan = _pick(draft.source.values)
    content = {"locked": day.isoformat(), "sha256": _hash(plan), "plan": plan}
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return path


def read_lock(
    folder: Path, values: Mapping[str, Any], faults: FaultList
) -> tuple[LockedPlan | None, dict[str, bytes]]:
    """Read the locked plan of a study, and hold the study file against it.

    Parameters
    ----------
    folder : Path
        The study's folder.
    values : mapping
        What its study file says.
    faults : FaultList
        Receives one fault where the file holds no locked plan, or not the one that was locked.

    Returns
    -------
    plan : LockedPlan or None
        None where the plan was not locked.
    contents : dict of str to bytes
        The file read, by name.
    """
    path = folder / LOCK_FILE
    if not path.exists():
        return None, {}
    content = path.read_bytes()
    try:
        found = json.loads(content)
        plan, day, digest = found["plan"], str(found["locked"]), str(found["sha256"])
        is_whole = isinstance(plan, dict) and _hash(plan) == digest
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        faults.add(
            Fault(
                "This is not the plan that was locked: the hash in the file is of another one.",
                "Put the file back as `outcomes lock` wrote it.",
                LOCK_FILE,
            )
        )
        return None, {}
    changes = tuple(_compare(plan, _pick(values)))
    return LockedPlan(day, digest, changes), {LOCK_FILE: content}


def _pick(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is locked as plain JSON: a tuple is a list, a number the same as in the file."""
    picked = {key: values[key] for key in LOCKED if key in values}
    return dict(json.loads(json.dumps(picked, default=str)))


def _hash(plan: Mapping[str, Any]) -> str:
    text = json.dumps(plan, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _compare(locked: Any, now: Any, path: str = "") -> Iterator[PlanChange]:
    """Yield each key whose value differs, those that came in and those that went included."""
    if isinstance(locked, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*locked, *now]):
            own = f"{path}.{key}" if path else str(key)
            yield from _compare(locked.get(key, ABSENT), now.get(key, ABSENT), own)
    elif locked != now:
        yield PlanChange(path, _write(locked), _write(now))


def _write(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
