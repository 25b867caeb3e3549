"""Which tests run which line, and how long each takes; measured once for a tree."""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest
from hypothesis import settings

OWN = ("outcomes", "tests", "validation", "__")
QUICK = (
    *("-n0", "-q", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
"""Options of every run of pytest here: in one process, leaving nothing behind, and content to find
imported what it would have liked to import itself."""


@dataclass
class Seen:
    """What a run of the tests showed.

    Parameters
    ----------
    lines : dict
        For each module, below ``src/``, and line the tests that run it; those at the top of a
        module, which run when it is imported, are no test's.
    seconds : dict
        CPU seconds of each test.
    imported : list
        Modules of others that were imported.
    """

    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    imported: list[str] = field(default_factory=list)

    def find_tests(self, module: str, line: int, folder: str) -> list[str]:
        """Return the tests that can see a line, the quickest first.

        What stands at the top of a module is run by its import: all tests of the module can see
        it, or, if it runs nothing else, all of the folder.
        """
        by_line = self.lines.get(module, {})
        tests = set(by_line.get(line, ())) or {test for tests in by_line.values() for test in tests}
        tests = tests or {test for test in self.seconds if test.startswith(f"{folder}/")}
        return sorted(tests & self.seconds.keys(), key=self.seconds.__getitem__)


class Patient:
    """A plugin that gives examples of hypothesis all the time they want: machines are busy."""

    def pytest_collection(self) -> None:
        """Change the profile that the tests have chosen, before they are read."""
        settings.register_profile("patient", settings.default, deadline=None)
        settings.load_profile("patient")


class _Watcher:
    """A plugin that tells coverage whose lines these are."""

    def __init__(self, watched: coverage.Coverage, seen: Seen) -> None:
        self._watched, self._seen = watched, seen
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        began = time.process_time()
        self._watched.switch_context(item.nodeid)
        yield
        self._watched.switch_context("")
        self._seen.seconds[item.nodeid] = time.process_time() - began


def watch(root: Path, modules: Iterable[str], tests: Iterable[str]) -> Seen:
    """Run tests of a tree in a fork; return what each of them runs of the modules."""
    with tempfile.TemporaryFile("w+b") as kept:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                pickle.dump(_watch_here(root / "src", modules, tests), kept)
                kept.flush()
                code = 0
            finally:
                os._exit(code)
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("the tests cannot be run; see above")
        kept.seek(0)
        seen: Seen = pickle.load(kept)
        return seen


def _watch_here(package: Path, modules: Iterable[str], tests: Iterable[str]) -> Seen:
    seen = Seen()
    watched = coverage.Coverage(
        data_file=None, include=[str(package / path) for path in modules], config_file=False
    )
    watched.start()
    watcher = _Watcher(watched, seen)
    code = pytest.main([*QUICK, *tests], plugins=[Patient(), watcher])
    watched.stop()
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit(int(code))
    for test in watcher.failed:
        print(f"left out, as it fails without a planted bug: {test}", flush=True)
        del seen.seconds[test]
    data = watched.get_data()
    for path in data.measured_files():
        seen.lines[Path(path).relative_to(package).as_posix()] = {
            line: [context for context in contexts if context]
            for line, contexts in data.contexts_by_lineno(path).items()
        }
    seen.imported = sorted(name for name in sys.modules if not name.startswith(OWN))
    return seen


def import_all(seen: Seen) -> None:
    """Import what the tests imported, save what is ours, so that a fork has it already."""
    for name in seen.imported:
        with suppress(Exception):
            importlib.import_module(name)
