"""Run a notebook's cells in a forked process, with papermill's own bookkeeping."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from subprocess import TimeoutExpired
from typing import Any

from nbclient.exceptions import CellExecutionComplete

from outcomes.errors import NotebookDiedError
from outcomes.forking.exit_reasons import (
    count_oom_kills,
    explain_exit,
    make_cell_timeout,
    make_timeout,
    show_exit,
)
from outcomes.forking.limits import Limits
from outcomes.forking.process import ForkedProcess
from outcomes.internals import (
    PapermillNotebookClient,
    find_cell_timeout,
    finish,
    raise_for_error,
    run_hook,
)

END_TIMEOUT = 10
"""Seconds that a process may take to end after its last cell."""


class ForkedNotebook(PapermillNotebookClient):
    """A papermill client whose cells run in a forked process instead of a kernel.

    Outputs are put together by nbclient, from the same messages that a kernel would send.

    Parameters
    ----------
    nb_man : papermill.engines.NotebookExecutionManager
        Holds the notebook, and is told of each cell.
    process : ForkedProcess
        Runs the task ``cells``.
    stage : mapping
        What that task is given first, see `outcomes.forking.cells`.
    limits : Limits
        What the notebook may take.
    **options
        Traits of nbclient's client.
    """

    def __init__(
        self,
        nb_man: Any,
        process: ForkedProcess,
        stage: Mapping[str, Any],
        limits: Limits,
        **options: Any,
    ) -> None:
        super().__init__(nb_man, **options)
        self._process = process
        self._stage = stage
        self._limits = limits
        self._oom_kills = count_oom_kills()
        self._began = time.monotonic()

    def execute(self, **_: Any) -> Any:
        """Run the cells to the end or to the first error.

        Raises
        ------
        NotebookDiedError
            If the process ended, or was ended, before the notebook did; the notebook then says so
            in the cell that was running.
        """
        self.reset_execution_trackers()
        connection = self._process.connection
        try:
            self._send(json.dumps(dict(self._stage)).encode(), 0)
            started = self._receive(None, 0)[1]
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = started["language_info"]
            self.set_widgets_metadata()
            connection.close()
            with suppress(TimeoutExpired):  # what it still does then is no part of the notebook
                self._process.wait(END_TIMEOUT)
        finally:
            connection.close()
            self._process.kill()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *_: Any, **__: Any) -> Any:
        """Run one cell; see `execute`."""
        self._call(self.on_cell_start, cell=cell, cell_index=cell_index)
        skipped = self.skip_cells_with_tag in cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or skipped:
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        if self.record_timing:
            cell.metadata["execution"] = {}
        self._call(self.on_cell_execute, cell=cell, cell_index=cell_index)
        try:
            reply = self._run(cell, cell_index)
        except NotebookDiedError as death:
            show_exit(self.nb_man, cell, cell_index, death)
            raise
        self._call(self.on_cell_complete, cell=cell, cell_index=cell_index)
        self.code_cells_executed += 1
        message = {"content": reply}
        self._call(self.on_cell_executed, cell=cell, cell_index=cell_index, execute_reply=message)
        raise_for_error(self, cell, cell_index, message)
        return cell

    def _run(self, cell: Any, index: int) -> dict[str, Any]:
        """Send a cell, put what it shows into the notebook, and return the reply."""
        seconds = find_cell_timeout(self, cell)
        deadline = None if seconds is None else time.monotonic() + seconds
        self._add_output("status", {"execution_state": "busy"}, cell, index)
        self._send(cell.source.encode(), index)
        while True:
            kind, content = self._receive(deadline, index, seconds)
            if kind == "reply":
                cell["execution_count"] = content["execution_count"]
                if self.record_timing:
                    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
                    cell.metadata["execution"]["shell.execute_reply"] = now
                self._add_output("status", {"execution_state": "idle"}, cell, index)
                return content
            self._add_output(kind, content, cell, index)

    def _add_output(self, kind: str, content: dict[str, Any], cell: Any, index: int) -> None:
        message = {
            "msg_type": kind,
            "content": content,
            "header": {"date": datetime.now(UTC), "msg_type": kind},
            "parent_header": {},
        }
        try:
            self.process_message(message, cell, index)
        except CellExecutionComplete:
            return

    def _send(self, text: bytes, index: int) -> None:
        try:
            self._process.connection.send_bytes(text)
        except OSError as error:
            raise self._explain(index) from error

    def _receive(
        self, deadline: float | None, index: int, seconds: float | None = None
    ) -> tuple[str, dict[str, Any]]:
        """Return the next message, or end the process when its time is up."""
        whole = None if self._limits.wall is None else self._began + self._limits.wall
        first = min((at for at in (deadline, whole) if at is not None), default=None)
        left = None if first is None else max(0.0, first - time.monotonic())
        try:
            if not self._process.connection.poll(left):
                self._process.kill()
                if first == whole:
                    raise make_timeout(self._limits, index)
                raise make_cell_timeout(seconds or 0, index)
            kind, content = json.loads(self._process.connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise self._explain(index) from error
        return kind, content

    def _explain(self, index: int) -> NotebookDiedError:
        returncode = self._process.wait(END_TIMEOUT)
        usage = self._process.usage
        return explain_exit(
            returncode,
            self._limits,
            index,
            peak_memory=usage.peak_memory if usage else 0,
            oom_kills=count_oom_kills() - self._oom_kills,
        )

    @staticmethod
    def _call(hook: Any, **arguments: Any) -> None:
        if hook is not None:
            finish(run_hook(hook, **arguments))
