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
    explain_broken_off,
    explain_excess,
    explain_exit,
    make_cell_timeout,
    show_exit,
)
from outcomes.forking.guard import Excess, Guard
from outcomes.forking.limits import Limits
from outcomes.forking.outputs import MESSAGE_OVERHEAD
from outcomes.forking.process import ForkedProcess
from outcomes.internals import (
    PapermillNotebookClient,
    find_cell_timeout,
    finish,
    raise_for_error,
    run_hook,
)

END_TIMEOUT = 3
"""Seconds that a process may take to end after its last cell, or once it no longer listens."""


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
        self._shown = 0

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
        self._guard = Guard(self._process, self._limits)
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
            self._guard.close()
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
        """Return the next message, or end the process when the cell's time is up."""
        connection = self._process.connection
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        try:
            if left == 0 or not connection.poll(left):
                self._process.kill()
                self._process.wait(END_TIMEOUT)
                raise make_cell_timeout(seconds or 0, index)
            data = connection.recv_bytes(self._limits.output)
        except (EOFError, ConnectionError) as error:
            raise self._explain(index) from error
        except OSError as error:  # a message that is longer than all may be
            raise self._end_flood(index) from error
        self._shown += len(data) + MESSAGE_OVERHEAD
        if self._limits.output is not None and self._shown > self._limits.output:
            raise self._end_flood(index)
        try:
            kind, content = json.loads(data)
        except (ValueError, TypeError, RecursionError) as error:
            self._process.kill()
            raise explain_broken_off(index) from error
        return kind, content

    def _end_flood(self, index: int) -> NotebookDiedError:
        self._guard.end(Excess.OUTPUT)
        return self._explain(index)

    def _explain(self, index: int) -> NotebookDiedError:
        try:
            returncode = self._process.wait(END_TIMEOUT)
        except TimeoutExpired:  # it has closed the connection, and goes on
            self._process.kill()
            self._process.wait(END_TIMEOUT)
            return explain_broken_off(index)
        if self._guard.excess is not None:
            return explain_excess(self._guard.excess, self._limits, index)
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
