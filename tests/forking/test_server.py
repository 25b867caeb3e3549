"""When a process may be forked, and when not."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASK = "from outcomes.forking.server import find_reason_not_to_fork as ask\n"
THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
SOCKET = "import socket\nkept = socket.socket()\n"


@pytest.mark.parametrize(
    ("before", "own", "said"),
    [
        ("", "", ""),
        (THREAD, "", "the template has 2 threads"),
        (SOCKET, "", "the template has 1 open sockets"),
        (SOCKET, "kept.fileno()", ""),
        ("import numpy, pandas, pyarrow.parquet, scipy.stats\n", "", ""),
    ],
)
def test_a_process_is_forked_only_without_threads_and_sockets(before, own, said):
    from outcomes.forking.environment import make_environment

    done = subprocess.run(
        [sys.executable, "-c", f"{before}{ASK}print(ask({own}))"],
        env=make_environment(),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
