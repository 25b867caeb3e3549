"""The papermill engine ``outcomes``: each notebook in a fresh process, forked from a warm one.

``papermill --engine outcomes in.ipynb out.ipynb`` uses it; so does ``outcomes run``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import Any

from papermill.engines import NBClientEngine

from outcomes.errors import ForkError
from outcomes.forking.environment import INLINE, SAME_EVERYWHERE, SINGLE_THREADED, pass_on
from outcomes.forking.forked_notebook import ForkedNotebook
from outcomes.forking.given_parameters import refuse_unknown
from outcomes.forking.limits import Limits
from outcomes.forking.own_project import name_own_project
from outcomes.forking.spawned_notebook import SpawnedNotebook
from outcomes.forking.template import get_template
from outcomes.internals import nb_language

logger = logging.getLogger("papermill")
NAME = "outcomes"
"""What papermill knows the engine by."""
OnProcess = Callable[[Any, Any], None]
"""Given the notebook that is run and its process: one with ``kill`` and ``why_spawned``."""
_PASSED_ON = ("timeout", "record_timing", "allow_errors", "allow_error_names")
_HOOKS = ("on_cell_start", "on_cell_execute", "on_cell_complete", "on_cell_executed")


class OutcomesEngine(NBClientEngine):
    """Runs Python notebooks on this interpreter; notebooks of other languages as papermill does."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        *,
        folder: str | None = None,
        seed: int = 0,
        limits: Limits | None = None,
        on_process: OnProcess | None = None,
        **options: Any,
    ) -> Any:
        """Run a notebook that papermill has loaded and given its parameters.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            Holds the notebook.
        kernel_name : str
            Not looked at for Python: the notebook runs on this interpreter.
        log_output, stdout_file, stderr_file, start_timeout, execution_timeout
            As of papermill's own engine; the last is the seconds that one cell may take.
        folder : str, optional
            The notebook's working directory, if it is not this process's.
        seed : int
            Random state of the notebook.
        limits : Limits, optional
            What the notebook may take; without, `Limits` as they stand by default.
        on_process : callable, optional
            Given the notebook and the process that runs it, once there is one.
        **options
            Traits of nbclient's client, hooks among them.

        Raises
        ------
        ParameterError
            If it was given a parameter that it does not have.
        NotebookDiedError
            If the process ended, or was ended, before the notebook did.
        """
        shared = {
            "log_output": log_output,
            "stdout_file": stdout_file,
            "stderr_file": stderr_file,
        }
        if nb_language(nb_man.nb) != "python":
            return super().execute_managed_notebook(
                nb_man,
                kernel_name,
                start_timeout=start_timeout,
                execution_timeout=execution_timeout,
                **shared,
                **options,
            )
        refuse_unknown(nb_man.nb)
        traits = {name: options[name] for name in (*_PASSED_ON, *_HOOKS) if name in options}
        traits |= {**shared, "log": logger, "kernel_name": kernel_name}
        if execution_timeout:
            traits["timeout"] = execution_timeout
        folder = folder or os.getcwd()  # noqa: PTH109 - what papermill has changed to
        limits = limits or Limits()
        project = name_own_project(nb_man.nb, folder)
        try:
            process = get_template().fork("cells")
        except ForkError as error:
            logger.warning("the notebook runs in a spawned kernel, because %s", error)
            traits["startup_timeout"] = start_timeout
            return SpawnedNotebook(
                nb_man, folder, seed, limits, project, str(error), on_process, **traits
            ).execute()
        if on_process is not None:
            on_process(nb_man.nb, process)
        return ForkedNotebook(
            nb_man, process, _make_stage(folder, seed, limits, project), limits, **traits
        ).execute()


def _make_stage(
    folder: str, seed: int, limits: Limits, project: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the forked process is told before its first cell.

    Variables set since the template was started reach the notebook too, save those that are the
    same for every notebook.
    """
    fixed = {*SINGLE_THREADED, *INLINE, *SAME_EVERYWHERE}
    environment = {name: value for name, value in pass_on(os.environ).items() if name not in fixed}
    return {
        "folder": folder,
        "seed": seed,
        "limits": limits.to_dict(),
        "environment": {**environment, **project},
    }
