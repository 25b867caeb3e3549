"""What a report is about: one study, or a topic of published evidence that studies name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from outcomes.errors import RunError
from outcomes.evidence import Pack, list_packs
from outcomes.evidence.pack import is_shipped, list_pack_files
from outcomes.study.fingerprint import fingerprint_folder
from outcomes.study.study import Study

RAW = "data/raw"
EVIDENCE = "data/evidence"


@dataclass(frozen=True)
class OfStudy:
    """One study.

    Parameters
    ----------
    study : Study
        Loaded and free of faults.
    """

    study: Study

    @property
    def id(self) -> str:
        """What its reports stand under."""
        return self.study.id

    @property
    def title(self) -> str:
        """As a heading."""
        return self.study.file.title

    @property
    def provenance(self) -> str:
        """Where its numbers come from, unless a report says otherwise."""
        return self.study.file.provenance

    @property
    def folder(self) -> str:
        """Where its files are, relative to the project."""
        return f"{RAW}/{self.id}"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of its files in that folder."""
        return self.study.files

    @property
    def fingerprint(self) -> str:
        """Hash of its files as they were read."""
        return self.study.fingerprint

    @property
    def is_blinded(self) -> bool:
        """Whether nothing may be shown of how its arms differ."""
        return self.study.is_blinded

    @property
    def is_protected(self) -> bool:
        """Whether a rule of disclosure holds for its numbers."""
        return self.study.disclosure is not None


@dataclass(frozen=True)
class OfTopic:
    """A topic of published evidence, for all the studies that name it.

    Parameters
    ----------
    pack : Pack
        The evidence.
    files : tuple of str
        Names of the files of a project's own pack; none of one that comes with this package, which
        is part of its source.
    fingerprint : str
        Hash of these files as they were read.
    """

    pack: Pack
    files: tuple[str, ...]
    fingerprint: str
    provenance = "published"
    is_blinded = False
    is_protected = False

    @property
    def id(self) -> str:
        """What its reports stand under."""
        return self.pack.name

    @property
    def title(self) -> str:
        """As a heading."""
        return self.pack.topic.title

    @property
    def folder(self) -> str:
        """Where its files are, relative to the project."""
        return f"{EVIDENCE}/{self.id}"


Subject = OfStudy | OfTopic


def has_changed(subject: Subject, root: Path) -> bool:
    """Whether the files of a subject are no longer what they were when they were read."""
    return fingerprint_folder(root / subject.folder, subject.files) != subject.fingerprint


def find_topics(studies: Iterable[Study], root: Path) -> dict[str, OfTopic]:
    """Return by name the topics that studies name, in the order in which they are named.

    Raises
    ------
    RunError
        If a topic bears the name of a study: their reports would stand in one folder.
    """
    studies = tuple(studies)
    packs = {each.evidence.name: each.evidence for each in studies if each.evidence is not None}
    for study in studies:
        if study.id in packs:
            raise RunError(
                f"{study.id} is the name of a study and of its evidence, and the reports of both "
                f"would stand in reports/{study.id}. Rename the study."
            )
    return {name: describe_topic(pack, root) for name, pack in packs.items()}


def describe_topic(pack: Pack, root: Path) -> OfTopic:
    """Return a topic with the files that its pack is read from now."""
    files: tuple[str, ...] = ()
    if not is_shipped(pack.name):
        folder: Mapping[str, Path] = list_packs(root / EVIDENCE)
        files = tuple(path.name for path in list_pack_files(folder[pack.name]))
    return OfTopic(pack, files, fingerprint_folder(root / EVIDENCE / pack.name, files))
