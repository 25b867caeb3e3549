"""A real JupyterLab, started as ``make lab`` starts it, with JupyterLab's own options."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parents[1]
LONG = 600
"""Seconds after which something has gone wrong, however slow the machine."""


class Lab:
    """A JupyterLab server, started by the Makefile's own command.

    Parameters
    ----------
    folder : Path
        For the server's own files.
    root : Path
        What it shows.
    options : str
        More of the command line.
    python : Path or str
        What runs it.
    environment : dict of str to str
        Beside and before what is set here.
    """

    def __init__(
        self,
        folder: Path,
        root: Path = ROOT,
        options: str = "",
        python: Path | str = sys.executable,
        **environment: str,
    ) -> None:
        recipe = re.search(r"^lab:.*\n\t(.+)$", (ROOT / "Makefile").read_text(), flags=re.M)[1]
        program = "import sys; from outcomes.cli import main; sys.exit(main())"
        command = recipe.replace("$(BIN)/outcomes", f"{python} -c '{program}'")
        assert program in command
        (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
        own = {f"JUPYTER_{name}_DIR": str(folder) for name in ("RUNTIME", "CONFIG")}
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                f"{command} --no-browser --allow-root --ServerApp.ip=127.0.0.1 --ServerApp.port=0 "
                f"{options}",
                shell=True,
                cwd=root,
                env={**os.environ, **own, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + LONG
        while not (found := list(folder.glob("jpserver-*.json"))):
            assert self.process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < end, (folder / "log").read_text()
            time.sleep(0.1)
        time.sleep(0.1)
        about = json.loads(found[0].read_text())
        self.pid: int = about["pid"]
        self.address = f"127.0.0.1:{about['port']}"
        self.token: str = about["token"]
        self._loop = IOLoop(make_current=False)

    def ask(self, path: str, **content: Any) -> Any:
        """Send a POST request, return the answer."""
        request = urllib.request.Request(
            f"http://{self.address}/api/{path}",
            json.dumps(content).encode(),
            {"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return json.loads(answer.read() or "null")

    def start_kernel(self) -> str:
        """Start a kernel, return its id."""
        return self.ask("kernels", name="python3")["id"]

    def execute(self, kernel: str, code: str, *, interrupt: bool = False) -> tuple[str, str]:
        """Run a cell; return its reply's status, or the exception's name, and what it printed."""
        return self._loop.run_sync(lambda: self._execute(kernel, code, interrupt), LONG)

    async def _execute(self, kernel: str, code: str, interrupt: bool) -> tuple[str, str]:
        url = f"ws://{self.address}/api/kernels/{kernel}/channels?token={self.token}"
        socket = await websocket_connect(url)
        asked = {
            "header": {
                "msg_id": uuid.uuid4().hex,
                "msg_type": "execute_request",
                "session": uuid.uuid4().hex,
                "username": "",
                "version": "5.3",
                "date": "2020-01-01T00:00:00Z",
            },
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False, "store_history": True},
            "channel": "shell",
        }
        await socket.write_message(json.dumps(asked))
        printed, status, idle = "", "", False
        while not (status and idle):
            message = json.loads(await socket.read_message())
            if message["parent_header"].get("msg_id") != asked["header"]["msg_id"]:
                continue
            content = message["content"]
            match message["msg_type"]:
                case "stream":
                    printed += content["text"]
                    if interrupt:
                        interrupt = False
                        await IOLoop.current().run_in_executor(
                            None, self.ask, f"kernels/{kernel}/interrupt"
                        )
                case "execute_reply":
                    status = content.get("ename") or content["status"]
                case "status":
                    idle = content["execution_state"] == "idle"
        socket.close()
        return status, printed

    def close(self) -> None:
        """End the server without asking."""
        self._loop.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
