"""``batch.yaml``: which studies are run with which notebooks and which sets of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from outcomes.errors import RunError
from outcomes.runs.plan_jobs import Plan, Request, plan_requests

Value = str | int | float | bool | list[Any] | None
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Set(_Part):
    """One set of jobs: what it leaves out it inherits from the batch.

    Parameters
    ----------
    name : str
        Small letters, digits, hyphens; the reports are called ``<report>--<name>``.
    studies, notebooks : list of str, optional
        Instead of those of the batch.
    parameters : mapping
        Beside and before those of the batch.
    """

    name: Name
    studies: list[str] | None = None
    notebooks: list[str] | None = None
    parameters: dict[str, Value] = {}


class Batch(_Part):
    """A batch file.

    Parameters
    ----------
    studies : list of str
        Study ids; every study if left out.
    notebooks : list of str
        Report names; all that each study asks for if left out.
    parameters : mapping
        Given to every notebook of the batch.
    seed : int
        What random states are made from.
    sets : list of Set
        At least one; names are unlike.
    """

    studies: list[str] = []
    notebooks: list[str] = []
    parameters: dict[str, Value] = {}
    seed: Annotated[int, Field(ge=0)] = 0
    sets: Annotated[list[Set], Field(min_length=1)]


def read_batch(path: Path) -> Batch:
    """Read a batch file.

    Raises
    ------
    RunError
        If it cannot be read, or holds what a batch does not have; the message names the place.
    """
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(f"cannot read {path}: {error.strerror}. Name a batch file.") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise RunError(f"{path.name} is not YAML: {error}. Correct it.") from error
    try:
        batch = Batch.model_validate(content if isinstance(content, dict) else {})
    except ValidationError as error:
        raise RunError(_describe(error, path)) from error
    names = [each.name for each in batch.sets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RunError(f"{path.name}: two sets are called {twice[0]!r}. Rename one.")
    return batch


def plan_batch(batch: Batch, root: Path, given: Mapping[str, str]) -> Plan:
    """Plan the jobs of a batch; see `plan_requests`.

    Parameters
    ----------
    batch : Batch
        From `read_batch`.
    root : Path
        Root folder of the project.
    given : mapping of str to str
        Parameters from the command line: they win over the batch's.
    """
    return plan_requests(
        root,
        [
            Request(
                _own_or(each.studies, batch.studies),
                _own_or(each.notebooks, batch.notebooks),
                given,
                {**batch.parameters, **each.parameters},
                batch.seed,
                each.name,
            )
            for each in batch.sets
        ],
    )


def _own_or(own: Sequence[str] | None, inherited: Sequence[str]) -> Sequence[str]:
    return inherited if own is None else own


def _describe(error: ValidationError, path: Path) -> str:
    first = error.errors()[0]
    place = ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in first["loc"])
    found = "" if first["type"] == "missing" else f" (found {first['input']!r})"
    what = f"{path.name}, {place or 'as a whole'}: {first['msg']}{found}"
    return f"{what}. See docs/how-to-add/batch.md."
