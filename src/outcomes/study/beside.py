"""The pack of evidence that a study names: whether it is there and sound, and fits the study."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outcomes.errors import EvidenceError
from outcomes.evidence import Pack, check_pack, list_packs, load_pack
from outcomes.evidence.pack import is_shipped, list_pack_files
from outcomes.study.fault_list import FaultList
from outcomes.study.paths import find_root
from outcomes.study.read_study_file import Draft

EVIDENCE = "evidence"
"""Folder of a project's own packs, beside the folder that holds its studies."""


@dataclass(frozen=True)
class EvidenceRead:
    """What was read of the pack that a study names.

    Parameters
    ----------
    pack : Pack or None
        None where none is named, or it is not as it should be.
    contents : mapping of str to bytes
        Of a project's own pack, its files by name as seen from the study's folder.
    """

    pack: Pack | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)


def read_evidence(draft: Draft, folder: Path, faults: FaultList) -> EvidenceRead:
    """Read the pack that a study file names, and add what is wrong with it to the faults."""
    if not draft.is_valid("evidence"):
        return EvidenceRead()
    if draft.file.evidence is None:
        if draft.file.calibrated_to:
            faults.add(
                draft.source.fault(
                    ("calibrated_to",),
                    "These are trials of a pack of evidence, and no pack is named.",
                    "Name it under `evidence`, or give `sources` instead.",
                )
            )
        return EvidenceRead()
    own = own_packs(folder.resolve().parent)
    pack = _load(draft, draft.file.evidence.pack, own, faults)
    if pack is None:
        return EvidenceRead()
    _check_trials(draft, pack, faults)
    _check_arms(draft, draft.file.evidence.arms, faults)
    if is_shipped(pack.name):
        return EvidenceRead(pack)
    files = list_pack_files(own / pack.name)
    return EvidenceRead(
        pack, {os.path.relpath(path, folder.resolve()): path.read_bytes() for path in files}
    )


def own_packs(studies: Path) -> Path:
    """Return the folder of a project's own packs, beside the folder of its studies."""
    return studies.parent / EVIDENCE


def _load(draft: Draft, name: str, own: Path, faults: FaultList) -> Pack | None:
    try:
        packs = list_packs(own)
        if name not in packs:
            message = "There is no such pack of evidence."
            fix = f"Use one of {', '.join(packs)}, or make it with `outcomes evidence new {name}`."
        elif check_pack(packs[name]):
            message = "The tables of this pack have faults."
            fix = f"See them with `outcomes evidence check {name}`."
        else:
            return load_pack(name, own)
    except EvidenceError as error:
        message, fix = f"{str(error)[:1].upper()}{str(error)[1:]}.", "Correct that first."
    faults.add(draft.source.fault(("evidence",), message, fix, name))
    return None


def _check_trials(draft: Draft, pack: Pack, faults: FaultList) -> None:
    trials = sorted({*pack.tables["published"]["trial"], *pack.trials})
    for number, trial in enumerate(draft.file.calibrated_to):
        if trial not in trials:
            faults.add(
                draft.source.fault(
                    ("calibrated_to", number),
                    "There is no such trial in the pack of evidence.",
                    f"There are: {', '.join(trials)}.",
                    trial,
                )
            )


def _check_arms(draft: Draft, named: Sequence[str], faults: FaultList) -> None:
    arms = draft.file.arms if draft.is_valid("arms") else named
    for number, arm in enumerate(named):
        if arm not in arms:
            faults.add(
                draft.source.fault(
                    ("evidence", "arms", number),
                    "There is no such arm.",
                    f"Use some of {', '.join(arms)}.",
                    arm,
                )
            )


def load_evidence(name: str) -> Pack:
    """Load a pack of evidence by its name: one of this package, or of the project around here.

    Parameters
    ----------
    name : str
        As a study file names it under ``evidence``.

    Raises
    ------
    EvidenceError
        For a name that does not exist, and for tables with a fault.
    """
    return load_pack(name, own_packs(find_root() / "data" / "raw"))
