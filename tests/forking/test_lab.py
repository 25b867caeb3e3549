"""What ``make lab`` starts: a real JupyterLab, spoken to as the browser does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import LONG, Lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[Lab]:
    started = Lab(tmp_path_factory.mktemp("lab"))
    yield started
    started.close()


def read_command(pid: int) -> str:
    """Return a process's command line; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


WHO = "import os\nprint(os.getpid(), os.getppid())"


def test_a_notebooks_kernel_is_forked_and_can_be_interrupted_and_restarted(lab):
    kernel = lab.start_kernel()
    status, printed = lab.execute(kernel, f"{WHO}\nvalue = 1")
    pid, template = map(int, printed.split())
    assert status == "ok"
    assert "outcomes.forking.server" in read_command(template)

    endless = "import time\nprint('on', flush=True)\nwhile True:\n    time.sleep(0.1)"
    assert lab.execute(kernel, endless, interrupt=True) == ("KeyboardInterrupt", "on\n")
    assert lab.execute(kernel, "print(value)") == ("ok", "1\n")

    lab.ask(f"kernels/{kernel}/restart")
    assert lab.execute(kernel, "value") == ("NameError", "")
    status, printed = lab.execute(kernel, WHO)
    again, parent = map(int, printed.split())
    assert (status, parent) == ("ok", template)
    assert again != pid
    assert read_command(pid) == ""


def test_the_kernels_show_figures_and_find_the_study(lab):
    kernel = lab.start_kernel()
    code = (
        "import matplotlib\nfrom outcomes.study import find_root\n"
        "print(matplotlib.get_backend(), (find_root() / 'Makefile').exists())"
    )
    assert lab.execute(kernel, code) == ("ok", "inline True\n")


def test_the_template_and_the_kernels_end_with_the_server(tmp_path):
    lab = Lab(tmp_path)
    _, printed = lab.execute(lab.start_kernel(), WHO)
    lab.close()
    end = time.monotonic() + LONG
    while any(map(read_command, map(int, printed.split()))):
        assert time.monotonic() < end
        time.sleep(0.1)
