"""The kernel that a person opens: forked, and otherwise as any."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop

from outcomes.forking.calls import call_apart
from outcomes.forking.process import ForkedProcess
from outcomes.forking.provisioner import NAME
from tests.runs.program import LONG, wait_until


@pytest.fixture
def specs(tmp_path):
    """Return the kernels of a user who has one that the provisioner starts."""
    folder = tmp_path / "kernels" / "forked"
    folder.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Forked",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": NAME}},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    yield KernelSpecManager(kernel_dirs=[str(folder.parent)], ensure_native_kernel=False)
    ensure_event_loop().close()  # Jupyter makes one and leaves it open


def ask(client, source):
    """Run a cell, and return what it printed and its reply."""
    printed = []

    def hook(message):
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    reply = client.execute_interactive(source, output_hook=hook, timeout=LONG, stop_on_error=False)
    return "".join(printed).strip(), reply["content"]


def is_running(pid):
    return Path(f"/proc/{pid}").exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_kernel_runs_is_interrupted_restarted_and_ended(specs, tmp_path, capsys):
    assert call_apart(os.getpid) != os.getpid()  # the template is up, as in an open JupyterLab
    manager = KernelManager(kernel_name="forked", kernel_spec_manager=specs)
    began = time.perf_counter()
    manager.start_kernel(cwd=str(tmp_path), env={**os.environ, "ASKED_FOR": "this"})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONG)
        with capsys.disabled():
            seconds = time.perf_counter() - began
            print(f"\na forked kernel was ready after {seconds:.2f} s")  # noqa: T201
        assert isinstance(manager.provisioner.process, ForkedProcess)
        first = _identify(client)
        assert (first["pid"], first["asked"]) == (manager.provisioner.process.pid, "this")
        assert Path(first["folder"]) == tmp_path

        sleep = "print('asleep', flush=True)\nimport time\ntime.sleep(1000)"
        message = client.execute(sleep, stop_on_error=False)
        wait_until(lambda: _says(client, "asleep"))
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=LONG)
        assert reply["parent_header"]["msg_id"] == message
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert ask(client, "print(kept)")[1]["ename"] == "NameError"
        assert _identify(client)["pid"] == first["pid"]

        refused = ask(client, "from outcomes import load_study\nload_study('no-such-study')")[1]
        assert refused["traceback"] == [f"RunError: {refused['evalue']}"]

        ask(client, "kept = 1\nimport subprocess\nchild = subprocess.Popen(['sleep', '1000'])")
        child = int(ask(client, "print(child.pid)")[0])
        manager.restart_kernel()
        client.wait_for_ready(timeout=LONG)
        second = _identify(client)
        assert second["pid"] != first["pid"]
        assert ask(client, "print(kept)")[1]["ename"] == "NameError"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    for pid in (first["pid"], second["pid"], child):
        wait_until(lambda pid=pid: not is_running(pid))
    assert not manager.is_alive()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_kernel_that_is_killed_is_known_to_be_dead(specs):
    manager = KernelManager(kernel_name="forked", kernel_spec_manager=specs)
    manager.start_kernel()
    assert manager.is_alive()
    manager.shutdown_kernel(now=True)
    assert not manager.is_alive()


def _identify(client):
    source = "import json, os\nprint(json.dumps(dict(pid=os.getpid(), folder=os.getcwd(), "
    return json.loads(ask(client, source + "asked=os.environ.get('ASKED_FOR'))))")[0])


def _says(client, text):
    message = client.get_iopub_msg(timeout=LONG)
    return message["msg_type"] == "stream" and text in message["content"]["text"]
