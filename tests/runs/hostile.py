"""Notebooks that take, show, leave or break too much, and how each must end."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.runs.program import Done, Program, read_ledger, read_page
from tests.small_project import RESULTS, make_project

LIMITS = ("--wall", "6s", "--cpu", "3s", "--memory", "700MB", "--output", "1MB")
MOST_MEMORY = 400_000_000
"""Bytes that the runner may have resident, whatever the notebooks do."""
SECRET = "not-for-notebooks"
STAGED = "from pathlib import Path\nfolder = Path(results_file).parent\n"


@dataclass(frozen=True)
class Hostile:
    """A notebook, and how its run must end.

    Parameters
    ----------
    name : str
        Of the notebook and its report.
    source : str
        Its second code cell; the first holds the parameters, a later one writes results.
    state : str
        Where the ledger must have it.
    said : str
        A part of the message.
    cell : int, optional
        The code cell that the failure must name.
    results : bool
        Whether a last cell writes results.
    """

    name: str
    source: str
    state: str = "failed"
    said: str = ""
    cell: int | None = 2
    results: bool = True


FLOOD = "too-much-output"
TOO_MUCH = "showed more than 1 MB of output"
HOSTILE = (
    Hostile("prints_without_end", "while True: print('x' * 100_000)", FLOOD, TOO_MUCH),
    Hostile("flushes_letters", "while True: print('x', end='', flush=True)", FLOOD, TOO_MUCH),
    Hostile("displays_without_end", "while True: display('x')", FLOOD, TOO_MUCH),
    Hostile(
        "updates_without_end",
        "shown = display(0, display_id=True)\nwhile True: shown.update('x' * 10_000)",
        FLOOD,
        TOO_MUCH,
    ),
    Hostile(
        "clears_without_end",
        "from IPython.display import clear_output\nwhile True: clear_output()",
        FLOOD,
        TOO_MUCH,
    ),
    Hostile("prints_one_giant", "print('y' * 60_000_000)", FLOOD, TOO_MUCH),
    Hostile(
        "displays_one_giant",
        "from IPython.display import HTML\nHTML('<p>' + 'z' * 60_000_000)",
        FLOOD,
        TOO_MUCH,
    ),
    Hostile("floods_past_python", "import os\nos.system('yes')", FLOOD, TOO_MUCH),
    Hostile(
        "floods_from_a_child",
        "import subprocess, time\n"
        "subprocess.Popen(['yes'], start_new_session=True)\ntime.sleep(99)",
        FLOOD,
        TOO_MUCH,
    ),
    Hostile("raises_a_giant", "raise ValueError('v' * 5_000_000)", said="ValueError: vvvv"),
    Hostile(
        "raises_half_a_character",
        "raise ValueError('file le\\udce9n.csv')",
        said="ValueError: file le?n.csv",
    ),
    Hostile(
        "raises_what_cannot_speak",
        "class Mute(Exception):\n    def __str__(self): raise KeyError\nraise Mute",
        said="KeyError",
    ),
    Hostile(
        "recurses",
        "import sys\nsys.setrecursionlimit(150)\ndef f(): return f()\nf()",
        said="RecursionError",
    ),
    Hostile("asks", "input('name')", said="StdinNotImplementedError"),
    Hostile(
        "leaves_a_session",
        "import subprocess\nsubprocess.Popen(['sleep', '999'], start_new_session=True)",
        "succeeded",
    ),
    Hostile(
        "leaves_a_daemon_and_fails",
        "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        os.execvp('sleep', ['sleep', '999'])\n    os._exit(0)\nos.wait()\n1 / 0",
        said="ZeroDivisionError",
    ),
    Hostile(
        "allocates_in_children",
        "import subprocess, sys, time\n"
        "for _ in range(3):\n    subprocess.Popen([sys.executable, '-c', "
        "'import time; kept = bytearray(b\"1\") * 300_000_000; time.sleep(99)'])\ntime.sleep(99)",
        "out-of-memory",
        "more than 700 MB of memory, with all it had started",
    ),
    Hostile("allocates", "kept = bytearray(b'1') * 2_000_000_000", "out-of-memory", "MemoryError"),
    Hostile(
        "spins_in_children",
        "import subprocess, sys, time\n"
        "for _ in range(3):\n    subprocess.Popen([sys.executable, '-c', 'while True: pass'])\n"
        "time.sleep(99)",
        "timed-out",
        "more than 3 seconds of CPU",
    ),
    Hostile(
        "will_not_be_told",
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(999)",
        "timed-out",
        "ran for more than 6 seconds",
    ),
    Hostile(
        "stops_itself",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "timed-out",
        "ran for more than 6 seconds",
    ),
    Hostile("lacks_memory_of_its_own", "import ctypes\nctypes.string_at(0)", "killed", "SIGSEGV"),
    Hostile("leaves_by_the_window", "import os\nos._exit(3)", "killed", "exit code 3"),
    Hostile(
        "closes_everything",
        "import os, time\nos.closerange(3, 256)\ntime.sleep(99)",
        "killed",
        "no longer answered as it should",
    ),
    Hostile(
        "writes_on_every_descriptor",
        "import os, time\n"
        "for each in range(3, 64):\n    try: os.write(each, b'\\0\\0\\0\\5hello')\n"
        "    except OSError: pass\ntime.sleep(99)",
        "killed",
        "no longer answered as it should",
    ),
    Hostile("goes_on_twice", "import os\nos.fork()", "succeeded"),
    Hostile(
        "starts_many",
        "import subprocess\nfor _ in range(150): subprocess.Popen(['sleep', '999'])",
        "succeeded",
    ),
    Hostile(
        "never_lets_go",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(999,)).start()",
        "succeeded",
    ),
    Hostile(
        "makes_a_folder",
        STAGED + "(folder / 'figures').mkdir()",
        said="left a folder, 'figures',",
        cell=None,
    ),
    Hostile(
        "links_its_results",
        STAGED + "(folder / 'results.json').symlink_to('/etc/passwd')",
        said="left a link, 'results.json',",
        cell=None,
        results=False,
    ),
    Hostile(
        "links_its_notebook",
        STAGED + "(folder / 'notebook.ipynb').symlink_to(Path('precious').absolute())",
        said="left a link, 'notebook.ipynb',",
        cell=None,
    ),
    Hostile(
        "leaves_a_pipe",
        STAGED + "import os\nos.mkfifo(folder / 'pipe')",
        said="left a special file, 'pipe',",
        cell=None,
    ),
    Hostile(
        "moves_its_folder",
        STAGED + "import shutil\nshutil.rmtree(folder)\nfolder.symlink_to(Path('data').absolute())",
        said="removed the folder where its report is made",
        cell=None,
        results=False,
    ),
    Hostile(
        "writes_giant_results",
        STAGED + "(folder / 'results.json').write_text('1' * 9_000_000)",
        FLOOD,
        "written more than 1 MB of files",
        cell=None,
        results=False,
    ),
    Hostile(
        "nests_without_end",
        "from IPython.display import HTML\nHTML('<div>' * 200_000)",
        state="",
        cell=None,
    ),
    Hostile("reads_the_environment", "import os\nprint(dict(os.environ))", "succeeded"),
    Hostile("behaves", "1 + 1", "succeeded"),
)
"""All that is tried; every one of the others must be made whatever one does."""
NEVER_MIND = Hostile(
    "ends_its_template",
    "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(9)",
    "killed",
    "SIGKILL",
)
"""Runs with no other beside it: with the template goes whatever runs just then."""


@dataclass(frozen=True)
class Survived:
    """What a run of hostile notebooks left."""

    root: Path
    done: Done
    most_memory: int
    seconds: float


def run_hostile(folder: Path, chosen: Iterable[Hostile], jobs: int = 2) -> Survived:
    """Run notebooks together in a project of their own; fail if anything outlives the run."""
    cells = {
        f"{number}_{each.name}": [each.source, *([RESULTS] if each.results else [])]
        for number, each in enumerate(chosen, 10)
    }
    root = make_project(folder, cells)
    (root / "precious").write_text("kept")
    began = time.monotonic()
    program = Program(root, ("run", *LIMITS, "--jobs", str(jobs)), {"API_TOKEN": SECRET})
    watch = _Memory(program.process.pid)
    done = program.finish()
    return Survived(root, done, watch.most, time.monotonic() - began)


def find_wrong(survived: Survived, hostile: Hostile) -> list[str]:
    """Return what is not as it must be of one notebook's report."""
    report = hostile.name.replace("_", "-")
    made = read_ledger(survived.root).get(report, {})
    failure = made.get("failure", "")
    cell = (made.get("error") or {}).get("cell")
    page = html.unescape(read_page(survived.root, "knee-small", report))
    wrong = []
    if hostile.state and made.get("state") != hostile.state:
        wrong.append(f"its state is {made.get('state')}: {failure}")
    if hostile.said not in failure:
        wrong.append(f"it says {failure[:200]!r}")
    if hostile.state not in ("succeeded", "") and cell != hostile.cell:
        wrong.append(f"it names code cell {cell}")
    if hostile.said not in page:
        wrong.append("its page does not say why")
    if len(page) > 5_000_000:
        wrong.append(f"its page has {len(page):,} characters")
    if len(str(made)) > 50_000:
        wrong.append(f"its line in the manifest has {len(str(made)):,} characters")
    if SECRET in page:
        wrong.append("its page holds a secret of the shell")
    if "root:x:" in page:
        wrong.append("its page holds a file from elsewhere")
    return wrong


def check_bystanders(survived: Survived) -> list[str]:
    """Return what a run of hostile notebooks has harmed beside their own reports."""
    wrong = []
    if (survived.root / "precious").read_text() != "kept":
        wrong.append("a file of the project was overwritten")
    if not (survived.root / "data/raw/knee-small/study.yaml").is_file():
        wrong.append("a study has gone")
    if survived.most_memory > MOST_MEMORY:
        wrong.append(f"the runner took {survived.most_memory / 1e6:.0f} MB")
    if re.search("Traceback|Error in", survived.done.stderr):
        wrong.append(f"the runner said {survived.done.stderr[-2000:]}")
    return wrong


class _Memory:
    """The most that a process has had resident."""

    def __init__(self, pid: int) -> None:
        self._about = Path(f"/proc/{pid}/status")
        self.most = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                found = re.search(r"VmHWM:\s+(\d+) kB", self._about.read_text())
            except OSError:
                return
            if found:
                self.most = max(self.most, int(found[1]) * 1024)
            time.sleep(0.1)
