"""A pack of evidence: a folder of tables on one topic, read and checked together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from outcomes.errors import EvidenceError, Fault
from outcomes.evidence.check_across import check_across
from outcomes.evidence.citations import SCHEMA as CITATIONS
from outcomes.evidence.citations import Citation, read_citations, spell_key
from outcomes.evidence.claim_checks import SCHEMA as CLAIM_CHECKS
from outcomes.evidence.claim_checks import read_claim_checks
from outcomes.evidence.claims import SCHEMA as CLAIMS
from outcomes.evidence.claims import read_claims
from outcomes.evidence.designs import SCHEMA as DESIGNS
from outcomes.evidence.designs import read_designs
from outcomes.evidence.directions import SCHEMA as DIRECTIONS
from outcomes.evidence.directions import read_directions
from outcomes.evidence.moderators import SCHEMA as MODERATORS
from outcomes.evidence.moderators import read_moderators
from outcomes.evidence.placebo_response import SCHEMA as PLACEBO_RESPONSE
from outcomes.evidence.placebo_response import read_placebo_response
from outcomes.evidence.pools import POOL_TRIALS, POOLS, read_pools
from outcomes.evidence.published import read_published
from outcomes.evidence.read_tables import freeze_rows
from outcomes.evidence.schema import PUBLISHED
from outcomes.evidence.thresholds import SCHEMA as THRESHOLDS
from outcomes.evidence.thresholds import read_thresholds
from outcomes.evidence.topic import PACK_FILE, Topic, read_topic
from outcomes.overview import Overview, Rows

FILES = (
    PACK_FILE,
    CITATIONS.file,
    DESIGNS.file,
    PUBLISHED.file,
    DIRECTIONS.file,
    POOLS.file,
    POOL_TRIALS.file,
    CLAIMS.file,
    CLAIM_CHECKS.file,
    MODERATORS.file,
    PLACEBO_RESPONSE.file,
    THRESHOLDS.file,
)
"""What a pack may consist of; those after the published numbers may be left out."""


@dataclass(frozen=True, eq=False, repr=False)
class Pack(Overview):
    """The evidence on one topic: what was printed where, by which trials, and what was claimed.

    Attributes
    ----------
    name : str
        Of its folder, as studies name it: ``dextrose-prolotherapy``.
    topic : Topic
        What it is about, and what things are called.
    citations : mapping of str to Citation
        By key, in the order of the table.
    tables : mapping of str to pandas.DataFrame
        By name, not to be changed; the properties `designs`, `published`, `directions`, `claims`,
        `placebo_response` and `thresholds` give copies.
    """

    name: str
    topic: Topic
    citations: Mapping[str, Citation]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out what is worked out of the tables, so that a study can be sent to a process."""
        return Pack, (self.name, self.topic, dict(self.citations), self.tables)

    def _overview(self) -> tuple[str, Rows]:
        counts = {name: str(len(table)) for name, table in self.tables.items()}
        return f"Pack {self.name}", (
            ("title", self.topic.title),
            ("citations", str(len(self.citations))),
            *counts.items(),
        )

    @property
    def designs(self) -> pd.DataFrame:
        """One row a trial: `outcomes.evidence.designs.SCHEMA`."""
        return self.tables["designs"].copy()

    @property
    def published(self) -> pd.DataFrame:
        """One row a number as printed: `outcomes.evidence.schema.PUBLISHED`."""
        return self.tables["published"].copy()

    @property
    def directions(self) -> pd.DataFrame:
        """One row a direction without a number: `outcomes.evidence.directions.SCHEMA`."""
        return self.tables["directions"].copy()

    @property
    def claims(self) -> pd.DataFrame:
        """One row a claim: `outcomes.evidence.claims.SCHEMA`."""
        return self.tables["claims"].copy()

    @property
    def moderators(self) -> pd.DataFrame:
        """One row a trial, one column what may matter: `outcomes.evidence.moderators.SCHEMA`."""
        return self.tables["moderators"].copy()

    @property
    def placebo_response(self) -> pd.DataFrame:
        """One row a change with placebo: `outcomes.evidence.placebo_response.SCHEMA`."""
        return self.tables["placebo_response"].copy()

    @property
    def thresholds(self) -> pd.DataFrame:
        """One row a size of change: `outcomes.evidence.thresholds.SCHEMA`."""
        return self.tables["thresholds"].copy()

    @cached_property
    def trials(self) -> Mapping[str, Mapping[str, Any]]:
        """The designs by trial, to be read and not changed."""
        return index_trials(self.tables["designs"])

    @cached_property
    def numbers(self) -> tuple[Mapping[str, Any], ...]:
        """The published numbers, one mapping each, to be read and not changed."""
        return freeze_rows(self.tables["published"])

    def index(self) -> None:
        """Work out `trials` and `numbers` now, for processes that are forked later."""
        _ = self.trials, self.numbers

    def name_citation(self, key: str) -> str:
        """Return what readers call a source: ``rabago2013`` is ``Rabago 2013``."""
        return self._find(key).short

    @cached_property
    def trial_names(self) -> Mapping[str, str]:
        """What readers call each trial: as its own citation, or by its key if it shares one."""
        shared = Counter(design["citation"] for design in self.trials.values())
        return {
            trial: self.name_citation(trial if trial in self.citations or shared[key] > 1 else key)
            for trial, design in self.trials.items()
            if (key := design["citation"])
        }

    def cite(self, keys: Iterable[str]) -> tuple[Citation, ...]:
        """Return the citations of some keys, each once; empty keys and the article are left out."""
        return tuple(
            self._find(key) for key in dict.fromkeys(keys) if key and key != self.topic.article
        )

    def find_keys(self, text: str) -> list[str]:
        """Return the keys of citations that a text names."""
        return [key for key in self.citations if re.search(rf"\b{re.escape(key)}\b", text)]

    def _find(self, key: str) -> Citation:
        return self.citations.get(key) or Citation(key, spell_key(key), "", "", "")


def index_trials(designs: pd.DataFrame) -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of a table of designs by trial, to be read and not changed."""
    return MappingProxyType({row["trial"]: row for row in freeze_rows(designs)})


def check_pack(folder: Path) -> tuple[Fault, ...]:
    """Return everything that is wrong with the tables of a pack, table by table."""
    return _read(folder, _list_states(folder))[1]


def load_pack(name: str, project: Path | None = None) -> Pack:
    """Load a pack by its name.

    Parameters
    ----------
    name : str
        Of a pack that this package brings, or of a folder in ``project``.
    project : Path, optional
        Folder of a project's own packs, its ``data/evidence``.

    Returns
    -------
    Pack
        Read once as long as its files do not change.

    Raises
    ------
    EvidenceError
        For a name that does not exist, and for tables with a fault: carries every fault.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> load_pack("dextrose-prolotherapy").topic.treatment
    'dextrose injections'
    """
    folder = find_pack(name, project)
    pack, faults = _read(folder, _list_states(folder))
    if faults or pack is None:
        raise EvidenceError("\n  ".join([f"{folder.name}: {len(faults)} wrong", *map(str, faults)]))
    return pack


def find_pack(name: str, project: Path | None = None) -> Path:
    """Return the folder of a pack; see `load_pack`."""
    packs = list_packs(project)
    if name not in packs:
        there = f"there are {', '.join(packs)}" if packs else "there is none"
        raise EvidenceError(f"there is no pack of evidence {name!r}; {there}")
    return packs[name]


def list_packs(project: Path | None = None) -> dict[str, Path]:
    """Return the folder of every pack by its name: those of this package, then the project's own.

    Raises
    ------
    EvidenceError
        If a pack of the project bears the name of one that this package brings.
    """
    shipped = {each.name: each for each in _list_folders(_shipped())}
    own = {each.name: each for each in _list_folders(project)} if project else {}
    both = [name for name in own if name in shipped]
    if both:
        raise EvidenceError(
            f"{both[0]} is the name of a pack that comes with this package; call the folder "
            "otherwise"
        )
    return {**shipped, **own}


def is_shipped(name: str) -> bool:
    """Whether this package brings a pack of this name."""
    return (_shipped() / name / PACK_FILE).is_file()


def list_pack_files(folder: Path) -> list[Path]:
    """Return the files that a pack is read from, those that are there."""
    return [folder / name for name in FILES if (folder / name).exists()]


def _shipped() -> Path:
    return Path(str(files("outcomes.evidence") / "packs"))


def _list_folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(each for each in folder.iterdir() if (each / PACK_FILE).is_file())


def _list_states(folder: Path) -> tuple[tuple[str, int, int], ...]:
    states = ((path.name, path.stat()) for path in list_pack_files(folder))
    return tuple((name, state.st_size, state.st_mtime_ns) for name, state in states)


@lru_cache(maxsize=8)
def _read(
    folder: Path, states: tuple[tuple[str, int, int], ...]
) -> tuple[Pack | None, tuple[Fault, ...]]:
    """Read a pack once, as long as its files are in the same state."""
    topic, faults = read_topic(folder)
    citations, wrong_citations = read_citations(folder)
    designs, wrong_designs = read_designs(folder, citations)
    trials = index_trials(designs)
    published, wrong_numbers = read_published(folder, citations, trials)
    directions, wrong_directions = read_directions(folder, citations, trials)
    claims, wrong_claims = read_claims(folder, citations)
    pools, pool_trials, wrong_pools = read_pools(folder, published)
    checks, wrong_checks = read_claim_checks(folder, citations, claims, published, pools)
    moderators, wrong_moderators = read_moderators(folder, trials)
    placebo_response, wrong_placebo = read_placebo_response(folder, citations)
    thresholds, wrong_thresholds = read_thresholds(folder, citations)
    faults += wrong_citations + wrong_designs + wrong_numbers + wrong_directions + wrong_claims
    faults += wrong_pools + wrong_checks + wrong_moderators + wrong_placebo + wrong_thresholds
    faults += check_across(topic, citations, published, claims)
    if topic is None:
        return None, tuple(faults)
    if all(table.empty for table in (designs, published, directions, claims)) and not faults:
        fix = "Fill in designs.csv and published.csv; docs/how-to-add/evidence.md explains them."
        faults.append(Fault("The pack holds no trial, no number and no claim.", fix, PACK_FILE))
    tables = {
        "designs": designs,
        "published": published,
        "directions": directions,
        "pools": pools,
        "pool_trials": pool_trials,
        "claims": claims,
        "moderators": moderators,
        "placebo_response": placebo_response,
        "thresholds": thresholds,
        "claim_checks": checks,
    }
    return Pack(folder.name, topic, MappingProxyType(citations), tables), tuple(faults)
