"""Run a notebook's cells in a kernel that is spawned, where no process can be forked."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from outcomes.errors import NotebookDiedError
from outcomes.forking.environment import make_environment
from outcomes.forking.exit_reasons import (
    count_oom_kills,
    explain_excess,
    explain_exit,
    make_cell_timeout,
    show_exit,
)
from outcomes.forking.guard import Excess, Guard, kill_all, list_tree
from outcomes.forking.limits import Limits
from outcomes.forking.outputs import MESSAGE_OVERHEAD, shorten_error
from outcomes.internals import (
    PapermillNotebookClient,
    end_uninterrupted,
    ensure_event_loop,
    get_kernel_process,
)

_PREPARE = (
    "from outcomes.forking.environment import seed_everything as _seed\n"
    "from outcomes.forking.limits import Limits as _Limits, limit_this_process as _limit\n"
    "from outcomes.forking.orphans import take_orphans as _take\n"
    "_seed({seed})\n_limit(_Limits(**{limits}))\n_take()\ndel _seed, _Limits, _limit, _take"
)


class SpawnedProcess:
    """A kernel that was spawned, and why; handled like an `outcomes.forking.process` one.

    Parameters
    ----------
    process : object
        As of `subprocess.Popen`.
    why_spawned : str
        Why no process was forked.
    """

    usage = None

    def __init__(self, process: Any, why_spawned: str) -> None:
        self.why_spawned = why_spawned
        self.pid: int = process.pid
        self._process = process

    def kill(self) -> None:
        """End the kernel and all it has started."""
        if self._process.poll() is None:
            kill_all([*list_tree(self.pid)])


class SpawnedNotebook(PapermillNotebookClient):
    """A papermill client whose kernel runs on this interpreter, whatever kernels are registered.

    Parameters
    ----------
    nb_man : papermill.engines.NotebookExecutionManager
        Holds the notebook, and is told of each cell.
    folder : str
        The kernel's working directory.
    seed : int
        Random state.
    limits : Limits
        What the notebook may take.
    variables : mapping of str to str
        What its environment has beside what every notebook is given.
    reason : str
        Why no process was forked.
    on_process : callable, optional
        Given the notebook and a `SpawnedProcess`, once there is one.
    **options
        Traits of nbclient's client.
    """

    def __init__(
        self,
        nb_man: Any,
        folder: str,
        seed: int,
        limits: Limits,
        variables: Mapping[str, str],
        reason: str = "",
        on_process: Any = None,
        **options: Any,
    ) -> None:
        options["kernel_manager_class"] = _SameInterpreter
        super().__init__(nb_man, **options)
        self._folder = folder
        self._limits = limits
        self._variables = variables
        self._reason = reason
        self._on_process = on_process
        self._cell_seconds = self.timeout
        self._prepare = _PREPARE.format(seed=seed, limits=limits.to_dict())
        self._oom_kills = count_oom_kills()
        self._guard: Guard | None = None
        self._started: list[Any] = []
        self._shown = 0

    def execute(self, **_: Any) -> Any:
        """Run the cells to the end or to the first error.

        Raises
        ------
        NotebookDiedError
            If the kernel ended, or was ended, before the notebook did; the notebook then says so
            in the cell that was running.
        """
        with tempfile.TemporaryDirectory() as settings:
            environment = {**make_environment(), "IPYTHONDIR": settings, **self._variables}
            try:
                return super().execute(cwd=self._folder, env=environment)
            finally:
                kill_all(self._started)
                _close_loop()

    def papermill_execute_cells(self) -> None:
        """Run the cells; the kernel is up by now."""
        process = SpawnedProcess(get_kernel_process(self), self._reason)
        if self._on_process is not None:
            self._on_process(self.nb, process)
        self._guard = Guard(process, self._limits)
        try:
            # Not before: a kernel that starts draws random numbers for its ports.
            self.wait_for_reply(self.kc.execute(self._prepare, silent=True))
            super().papermill_execute_cells()
        finally:
            self._guard.close()
            self._started = [*list_tree(process.pid)][1:]

    def execute_cell(self, cell: Any, cell_index: int, *arguments: Any, **options: Any) -> Any:
        """Run one cell; see `execute`."""
        try:
            return super().execute_cell(cell, cell_index, *arguments, **options)
        except CellTimeoutError as error:
            death = make_cell_timeout(self._cell_seconds or 0, cell_index)
            show_exit(self.nb_man, cell, cell_index, death)
            raise death from error
        except DeadKernelError as error:
            death = self._explain_death(cell_index)
            show_exit(self.nb_man, cell, cell_index, death)
            raise death from error

    def process_message(self, message: Any, cell: Any, cell_index: int) -> Any:
        """Put what a cell shows into the notebook, as long as it is not too much."""
        content = message["content"]
        self._shown += len(repr(content)) + MESSAGE_OVERHEAD
        if self._limits.output is not None and self._shown > self._limits.output:
            if self._guard is not None:
                self._guard.end(Excess.OUTPUT)
            return None
        if message["msg_type"] == "error":
            message = message | {"content": shorten_error(content)}
        return super().process_message(message, cell, cell_index)

    def _explain_death(self, index: int) -> NotebookDiedError:
        if self._guard is not None and self._guard.excess is not None:
            return explain_excess(self._guard.excess, self._limits, index)
        return explain_exit(
            get_kernel_process(self).poll(),
            self._limits,
            index,
            peak_memory=0,
            oom_kills=count_oom_kills() - self._oom_kills,
        )


def _close_loop() -> None:
    """Close the event loop that Jupyter has made for this thread and would leave open."""
    loop = ensure_event_loop()
    if not loop.is_running():
        loop.close()


@end_uninterrupted
class _SameInterpreter(AsyncKernelManager):
    """Starts the kernel on `sys.executable`.

    History and start-up files of the user are left out: they are not part of the analysis.
    """

    def __init__(self, **options: Any) -> None:
        encryption = "auto" if zmq.has("curve") else "disabled"
        super().__init__(transport_encryption=encryption, **options)

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
                "--HistoryManager.enabled=False",
            ],
            display_name="Python 3",
            language="python",
            metadata={"supported_encryption": ["curve"]},
        )
