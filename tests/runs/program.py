"""Run the program ``outcomes`` as users do, and look at what it leaves behind."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outcomes import cli
from outcomes.runs import read_manifest

BIN = Path(sys.executable).parent
LONG = 300
"""Seconds that anything may take on a machine that does much else."""
ORPHANS_MAY_LIVE = 5
"""Seconds from the end of a run to the end of everything that it started."""


@dataclass(frozen=True)
class Done:
    """What a command left on the terminal, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def run_here(root: Path, *arguments: str) -> Done:
    """Run the program in this process, whose template is warm already."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    command, *rest = arguments
    sys.argv = ["outcomes", command, "--root", str(root), *rest]
    code: Any = None
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main()
    except SystemExit as left:
        code = left.code
    finally:
        sys.argv = before
    return Done(code or 0, out.getvalue(), err.getvalue())


@dataclass
class Program:
    """A command in a process of its own; all it starts carries its mark.

    Parameters
    ----------
    root : Path
        Working directory.
    arguments : tuple of str
        Of ``outcomes``.
    environment : mapping
        Beside what it would inherit.
    before : callable, optional
        Called in the new process before the program starts.
    """

    root: Path
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    program: str = "outcomes"

    def __post_init__(self) -> None:
        self.mark = f"OUTCOMES_TEST={uuid.uuid4().hex}"
        name, _, value = self.mark.partition("=")
        self.process = subprocess.Popen(
            [str(BIN / self.program), *self.arguments],
            cwd=self.root,
            env={**os.environ, **self.environment, name: value},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=self.before,
        )

    def finish(self) -> Done:
        """Wait for its end, and for that of all it started."""
        out, err = self.process.communicate(timeout=LONG)
        self.check_orphans()
        return Done(self.process.returncode, out, err)

    def check_orphans(self) -> None:
        """Fail if anything that it started outlives it."""
        last = time.monotonic() + ORPHANS_MAY_LIVE
        while (left := self.find_processes()) and time.monotonic() < last:
            time.sleep(0.05)
        assert not left, left

    def find_processes(self) -> dict[int, str]:
        """Return the command of every living process that carries the mark, by its id."""
        return {pid: command for pid, command, kept in _read_processes() if self.mark in kept}

    def find_template(self) -> int:
        """Return the id of the program's template process."""
        return next(
            pid
            for pid, command in self.find_processes().items()
            if "outcomes.forking.server" in command and _parent(pid) == self.process.pid
        )


def _read_processes() -> Iterator[tuple[int, str, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                kept = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
                yield int(folder.name), command, kept


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def wait_until(what: Callable[[], Any]) -> Any:
    """Wait for something to be true, and return it."""
    last = time.monotonic() + LONG
    while not (found := what()):
        assert time.monotonic() < last, "it has not come"
        time.sleep(0.02)
    return found


def read_ledger(root: Path, study: str = "knee-small") -> dict[str, dict[str, Any]]:
    """Return what the ledger on disk says of each report of a study."""
    manifest = read_manifest(root)
    reports: dict[str, dict[str, Any]] = manifest["studies"][study]["reports"]
    return reports


def read_states(root: Path, study: str = "knee-small") -> dict[str, str]:
    """Return the ledger's states by report."""
    return {report: made["state"] for report, made in read_ledger(root, study).items()}


def read_page(root: Path, *place: str) -> str:
    """Return the page in a folder below ``reports``."""
    return root.joinpath("reports", *place, "index.html").read_text(encoding="utf-8")


def read_results(root: Path) -> dict[str, bytes]:
    """Return the bytes of all that a run makes, the ledger aside."""
    made = [*(root / "reports").rglob("*"), *(root / "data/processed").rglob("*")]
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(made)
        if path.is_file() and path.name != "manifest.json" and ".locks" not in path.parts
    }


_OF_THE_CLOCK = ("started", "seconds", "cpu_seconds", "peak_memory")


def read_timeless_ledger(root: Path) -> dict[str, Any]:
    """Return the whole manifest, what a clock or a meter told aside."""
    manifest: dict[str, Any] = json.loads((root / "reports/manifest.json").read_text())
    for study in manifest["studies"].values():
        for made in study["reports"].values():
            for name in _OF_THE_CLOCK:
                made.pop(name, None)
    return manifest


def find_half_made(root: Path) -> list[str]:
    """Return what is only there while something is being written."""
    return [
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.name.endswith((".part", ".old")) or path.name == ".staging"
    ]
