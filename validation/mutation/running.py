"""Run tests on a planted bug in a fork of a process in which all else is imported already."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from .planting import Planted
from .seeing import QUICK, Patient

SLOWER = 3
"""How much longer than without the bug, and watched, tests may take; then it is an endless loop."""
AT_LEAST = 10
"""CPU seconds that they may take anyway; what they import is among it."""
BUSY = 10
"""How much longer than CPU seconds a machine may take that does much else."""


@dataclass(frozen=True)
class Outcome:
    """What the tests said of a mutant.

    Parameters
    ----------
    verdict : str
        ``killed``, ``timed out``, ``survived`` or ``no test``.
    tests : int
        How many tests can see it.
    seconds : float
        CPU time.
    """

    verdict: str
    tests: int
    seconds: float


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a source that is not the file's."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module in another state."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self._name, self._path, self._source = name, path, source

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        is_package = self._path.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname,
            self._path,
            loader=_Loader(fullname, str(self._path), self._source),
            submodule_search_locations=[str(self._path.parent)] if is_package else None,
        )


def name_module(path: str) -> str:
    """Return the name by which a module below ``src/`` is imported."""
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def try_mutant(root: Path, planted: Planted, tests: Sequence[str], expected: float) -> Outcome:
    """Run tests on a mutant in a fork of this process, until the first that fails.

    Parameters
    ----------
    root : Path
        The tree.
    planted : Planted
        The bug.
    tests : sequence of str
        The tests that can see it.
    expected : float
        CPU seconds that they take without it.
    """
    if not tests:
        return Outcome("no test", 0, 0.0)
    path = planted.mutant.module
    limit = int(AT_LEAST + SLOWER * expected)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _be_quiet()
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            finder = _Finder(name_module(path), root / "src" / path, planted.source)
            sys.meta_path.insert(0, finder)
            code = int(pytest.main([*QUICK, "-x", "--no-header", *tests], plugins=[Patient()]))
        finally:
            os._exit(code)
    verdict, seconds = _wait(pid, limit)
    return Outcome(verdict, len(tests), seconds)


def _wait(pid: int, limit: int) -> tuple[str, float]:
    """Wait for the fork, longer than its CPU limit as other programs may hold it up."""
    end = time.monotonic() + BUSY * limit
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
    if os.WIFSIGNALED(status):
        verdict = "timed out"
    else:
        verdict = "killed" if os.WEXITSTATUS(status) else "survived"
    return verdict, used.ru_utime + used.ru_stime


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
