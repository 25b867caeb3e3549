"""environment.yml, pyproject.toml and the two locks name the same packages."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

from outcomes.internals import INTERNALS

CONDA_NAMES = {
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "jupyter-server": "jupyter_server",
    "ruamel-yaml": "ruamel.yaml",
}
"""conda-forge's names where they differ from PyPI's; conda knows no other spelling of a name."""
PYTHONS = ("3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0")
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def environment(root: Path) -> dict[str, Any]:
    text = (root / "environment.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


LOCKS = {"requirements.lock": ("dask", "build"), "requirements-dev.lock": ("dask", "build", "dev")}
"""Each lock, and the extras of pyproject.toml whose packages it pins beside the runtime's."""


@pytest.fixture(scope="module", params=LOCKS)
def name(request: pytest.FixtureRequest) -> str:
    locked: str = request.param
    return locked


@pytest.fixture(scope="module")
def lock(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pins(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Each pinned requirement with its hashes."""
    return _read_pins(lock)


def _read_pins(lock: str) -> list[tuple[Requirement, list[str]]]:
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE).strip())
    found = []
    for entry in entries:
        first, *rest = entry.split("\\\n")
        found.append((Requirement(first.strip()), [line.strip() for line in rest]))
    return found


def _runtime(project: dict[str, Any]) -> dict[str, SpecifierSet]:
    wanted = map(Requirement, project["project"]["dependencies"])
    return {canonicalize_name(each.name): each.specifier for each in wanted}


def test_conda_gets_the_same_runtime_packages_with_the_same_bounds(
    project: dict[str, Any], environment: dict[str, Any]
) -> None:
    listed = [Requirement(each) for each in environment["dependencies"] if isinstance(each, str)]
    conda = {canonicalize_name(each.name): each.specifier for each in listed}
    assert len(conda) == len(listed)
    assert conda.pop("python") == SpecifierSet(project["project"]["requires-python"])
    assert conda.pop("pip") == SpecifierSet()
    assert conda == _runtime(project)
    assert environment["channels"] == ["conda-forge"]


def test_conda_installs_the_project_itself_and_nothing_else_by_pip(
    environment: dict[str, Any],
) -> None:
    (by_pip,) = [each for each in environment["dependencies"] if isinstance(each, dict)]
    assert by_pip == {"pip": ["-e ."]}


def test_the_tools_aim_at_the_oldest_python(project: dict[str, Any]) -> None:
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"


def _list_imports(package: Path) -> dict[str, set[str]]:
    """Return the files that import each package of others, wherever in them it is imported."""
    found: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            else:
                continue
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(path.name)
    own = {"outcomes", *sys.stdlib_module_names}
    return {name: files for name, files in found.items() if name not in own}


@cache
def _read_distributions() -> Mapping[str, list[str]]:
    """Return what each importable package comes with; reading it takes half a second."""
    return packages_distributions()


def _provided_by(name: str) -> set[str]:
    return {canonicalize_name(each) for each in _read_distributions().get(name, [name])}


def test_what_the_package_imports_is_declared(root: Path, project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]["dask"]
    optional = {canonicalize_name(Requirement(each).name) for each in extras}
    undeclared = {
        name: sorted(files)
        for name, files in _list_imports(root / "src" / "outcomes").items()
        if not _provided_by(name) & (set(_runtime(project)) | optional)
    }
    assert undeclared == {}


def test_what_is_declared_is_imported_or_started(root: Path, project: dict[str, Any]) -> None:
    imported = set().union(*map(_provided_by, _list_imports(root / "src" / "outcomes")))
    assert set(_runtime(project)) - imported == {"jupyterlab"}


def test_packages_have_a_lower_bound_and_an_upper_one_where_their_internals_are_used(
    project: dict[str, Any],
) -> None:
    inside = {each.package for each in INTERNALS if each.package != "python"}
    extras = map(Requirement, project["project"]["optional-dependencies"]["dask"])
    bounds = _runtime(project) | {each.name: each.specifier for each in extras}
    assert inside <= set(bounds)
    for name, specifier in bounds.items():
        operators = sorted(each.operator for each in specifier)
        assert operators == (["<", ">="] if name in inside else [">="]), name


def test_the_lock_pins_every_version_with_hashes(
    pins: list[tuple[Requirement, list[str]]],
) -> None:
    assert len(pins) > 100
    for pin, hashes in pins:
        assert re.fullmatch(r"==[0-9][0-9a-z.+]*", str(pin.specifier)), pin
        assert pin.url is None
        assert hashes, f"{pin.name} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), pin


def test_the_lock_holds_no_address(lock: str) -> None:
    for word in ("://", "--index", "--extra-index", "--find-links", "--trusted-host", " @ ", "-e "):
        assert word not in lock, word
    assert not re.search(r"\b[a-z0-9-]+\.(org|com|net|io|dev)\b", re.sub(r"sha256:\w+", "", lock))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_meets_every_requirement_once(
    project: dict[str, Any],
    name: str,
    pins: list[tuple[Requirement, list[str]]],
    python: str,
    platform: str,
) -> None:
    """Runtime, what the build needs, and tools: one version each, within its bound."""
    marker = {
        **PLATFORMS[platform],
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    here = [pin for pin, _ in pins if pin.marker is None or pin.marker.evaluate(marker)]
    versions: dict[str, list[Version]] = {}
    for pin in here:
        (exact,) = pin.specifier
        versions.setdefault(canonicalize_name(pin.name), []).append(Version(exact.version))
    assert {name for name, several in versions.items() if len(several) > 1} == set()
    extras = project["project"]["optional-dependencies"]
    wanted = [
        *project["project"]["dependencies"],
        *(each for extra in LOCKS[name] for each in extras[extra]),
        *project["build-system"]["requires"],
    ]
    for requirement in map(Requirement, wanted):
        (version,) = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} but {version} is pinned"


def test_the_tools_change_no_version_that_reports_are_made_with(root: Path) -> None:
    small, large = ((root / name).read_text(encoding="utf-8") for name in LOCKS)
    pinned = {str(pin) for pin, _ in _read_pins(large)}
    assert {str(pin) for pin, _ in _read_pins(small)} <= pinned


def test_what_running_installs_holds_no_tool(root: Path, project: dict[str, Any]) -> None:
    tools = map(Requirement, project["project"]["optional-dependencies"]["dev"])
    pinned = {pin.name for pin, _ in _read_pins((root / "requirements.lock").read_text())}
    assert {tool.name for tool in tools} & pinned == set()


def test_conda_calls_these_packages_by_other_names(environment: dict[str, Any]) -> None:
    """Spelt as PyPI has them, they would not be found."""
    listed = {
        Requirement(each).name for each in environment["dependencies"] if isinstance(each, str)
    }
    assert {"jupyter_client", "jupyter_core"} <= listed
    for name in listed:
        assert name == CONDA_NAMES.get(canonicalize_name(name), canonicalize_name(name))
