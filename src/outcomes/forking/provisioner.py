"""Have the kernels that people open forked from the template, so that they are there at once."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning import LocalProvisioner  # type: ignore[attr-defined]

from outcomes.errors import ForkError
from outcomes.forking.template import get_template, start_template
from outcomes.internals import PRELOADED_FOR_KERNELS

NAME = "outcomes-forked"
"""What jupyter_client knows the provisioner by."""
READY_TIMEOUT = 10
"""Seconds that a kernel may take to open its sockets; it is waited for no longer."""
_LAUNCHER = ["-m", "ipykernel_launcher"]


class ForkedProvisioner(LocalProvisioner):
    """Forks the Python kernel of this environment; starts any other kernel as usual."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Start a kernel and return how to connect to it.

        Parameters
        ----------
        cmd : list of str
            The command of its kernel spec.
        **options
            As of `subprocess.Popen`; the folder and the environment count.
        """
        if not _is_this_interpreters(cmd):
            return await super().launch_kernel(cmd, **options)
        start_template(PRELOADED_FOR_KERNELS)  # a new one, if the source has been edited
        try:
            process = get_template(PRELOADED_FOR_KERNELS).fork("kernel")
        except ForkError as error:
            self.log.info("the kernel is spawned: %s", error)
            return await super().launch_kernel(cmd, **options)
        stage = {
            "folder": str(options.get("cwd") or Path.cwd()),
            "environment": dict(options.get("env") or os.environ),
            "arguments": cmd[cmd.index(_LAUNCHER[1]) + 1 :],
        }
        with process.connection as connection:
            connection.send_bytes(json.dumps(stage).encode())
            # A front end that connects too early misses the first answer, and asks again only
            # after half a second.
            await asyncio.to_thread(connection.poll, READY_TIMEOUT)
        self.process = cast(Any, process)  # it has what jupyter_client uses of Popen
        self.pid = self.pgid = process.pid
        self.cwd = stage["folder"]
        return self.connection_info


def _is_this_interpreters(command: list[str]) -> bool:
    """Whether a command starts an IPython kernel on this interpreter, however it was named."""
    if _LAUNCHER[1] not in command:
        return False
    program = command[0]
    return program in ("python", "python3") or Path(program).absolute() == Path(sys.executable)
