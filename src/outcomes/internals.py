"""The one door to names that other packages do not promise to keep.

Each stands in `INTERNALS` with its reason; a test looks for every one in the installed version, and
another that no module but this one uses such a name. Classes and functions of the table are taken
from here (``from outcomes.internals import IPKernelApp``) and imported only then, so that every
package of the house may use this module. What is reached on an object has a function below.
"""

from __future__ import annotations

import atexit
import importlib
from collections.abc import Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, TypeVar

from outcomes.errors import RunError

if TYPE_CHECKING:
    from ipykernel.compiler import XCachingCompiler as XCachingCompiler
    from ipykernel.ipkernel import IPythonKernel as IPythonKernel
    from ipykernel.kernelapp import IPKernelApp as IPKernelApp
    from ipykernel.zmqshell import ZMQInteractiveShell as ZMQInteractiveShell
    from IPython.core.error import StdinNotImplementedError as StdinNotImplementedError
    from IPython.core.interactiveshell import InteractiveShellABC as InteractiveShellABC
    from jupyter_client.jsonutil import json_default as json_default
    from jupyter_core.utils import ensure_event_loop as ensure_event_loop
    from nbclient.util import run_hook as run_hook
    from nbconvert.filters.markdown_mistune import IPythonRenderer as IPythonRenderer
    from nbconvert.filters.markdown_mistune import MarkdownWithMath as MarkdownWithMath
    from papermill.clientwrap import PapermillNotebookClient as PapermillNotebookClient
    from papermill.utils import nb_language as nb_language

Manager = TypeVar("Manager", bound=type)


@dataclass(frozen=True)
class Internal:
    """A name of another package that an upgrade may move.

    Parameters
    ----------
    package : str
        What is installed, as ``pyproject.toml`` names it; ``python`` for the standard library.
    path : str
        ``module:name`` or ``module:name.attribute``.
    reason : str
        What this package needs it for.
    parameters : tuple of str
        Those that it is called with, or that an override of it repeats.
    """

    package: str
    path: str
    reason: str
    parameters: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Name in the module, and the attributes after it."""
        return tuple(self.path.partition(":")[2].split("."))

    def load(self) -> Any:
        """Return what the path leads to.

        Raises
        ------
        ImportError
            If it is not there; says which version of which package moved it.
        """
        try:
            found: Any = importlib.import_module(self.path.partition(":")[0])
            for name in self.names:
                found = getattr(found, name)
        except (ImportError, AttributeError) as error:
            raise ImportError(f"{self.describe()} is not there ({error})") from error
        return found

    def describe(self) -> str:
        """Name package, version, place and reason, as the start of a sentence."""
        try:
            installed = f" {version(self.package)}"
        except PackageNotFoundError:
            installed = ""
        return (
            f"{self.package}{installed}: {self.path} (needed for: {self.reason}; "
            "see outcomes/internals.py)"
        )


_SHELL = "ipykernel.zmqshell:ZMQInteractiveShell"
_APP = "ipykernel.kernelapp:IPKernelApp"
_CLIENT = "nbclient.client:NotebookClient"
_PAPERMILL_CLIENT = "papermill.clientwrap:PapermillNotebookClient"
_KERNELS = "jupyter_client.manager:AsyncKernelManager"
_PROVISIONER = "jupyter_client.provisioning:LocalProvisioner"
_MARKDOWN = "nbconvert.filters.markdown_mistune"

_USED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ipykernel": (
        ("ipykernel.compiler:XCachingCompiler", "", "file names in tracebacks"),
        (_SHELL, "", "cells show the same as in a kernel"),
        (f"{_SHELL}._last_traceback", "", "traceback in the reply to a cell"),
        (f"{_SHELL}._showtraceback", "etype evalue stb", "an error as one message"),
        (f"{_SHELL}._last_traceback_during_displayhook", "", "a result that cannot be shown fails"),
        ("ipykernel.displayhook:ZMQShellDisplayHook.session", "", "results go to a function"),
        ("ipykernel.displayhook:ZMQShellDisplayHook.topic", "", "results go to a function"),
        ("ipykernel.zmqshell:ZMQDisplayPublisher.session", "", "display() goes to a function"),
        ("jupyter_client.jsonutil:json_default", "", "outputs as JSON, as a kernel sends them"),
        ("ipykernel.ipkernel:IPythonKernel", "", "describes the language"),
        ("ipykernel.ipkernel:IPythonKernel.language_info", "", "describes the language"),
        ("ipykernel.ipkernel:IPythonKernel.do_execute", "", "its order of calls is repeated"),
        (_APP, "", "a forked process serves as a kernel"),
        (f"{_APP}.initialize", "argv", "a forked process serves as a kernel"),
        (f"{_APP}.parent_handle", "", "a kernel that knows its parent does not warn"),
        (f"{_APP}.shell", "", "figures are shown inline"),
    ),
    "ipython": (
        ("IPython.core.interactiveshell:InteractiveShellABC", "", "get_ipython()"),
        ("IPython.core.error:StdinNotImplementedError", "", "input() is refused"),
        (f"{_SHELL}.builtin_trap", "", "pandas sees a notebook when it is imported"),
        (f"{_SHELL}.payload_manager", "", "pages of help are dropped"),
        (f"{_SHELL}.enable_matplotlib", "gui", "figures are shown inline"),
        (f"{_SHELL}.transform_cell", "raw_cell", "magics"),
        (f"{_SHELL}.run_cell", "", "cells without a running loop"),
        (
            f"{_SHELL}.should_run_async",
            "raw_cell transformed_cell preprocessing_exc_tuple",
            "cells that await",
        ),
        (
            f"{_SHELL}.run_cell_async",
            "raw_cell store_history transformed_cell preprocessing_exc_tuple",
            "cells that await",
        ),
    ),
    "nbclient": (
        ("nbclient.util:run_hook", "hook", "hooks of a notebook"),
        (f"{_CLIENT}._get_timeout", "cell", "seconds that a cell may take"),
        (f"{_CLIENT}._check_raise_for_error", "cell cell_index exec_reply", "errors that end it"),
        (f"{_CLIENT}.reset_execution_trackers", "", "a notebook starts"),
        (f"{_CLIENT}.set_widgets_metadata", "", "a notebook ends"),
        (f"{_CLIENT}.clear_before_next_output", "", "state of clear_output(wait=True)"),
        (f"{_CLIENT}.code_cells_executed", "", "count of the cells"),
        (f"{_CLIENT}.process_message", "msg cell cell_index", "outputs are put together as ever"),
        (f"{_CLIENT}.execute_cell", "", "a cell is run elsewhere"),
        (f"{_CLIENT}.async_execute_cell", "cell cell_index", "a cell is run elsewhere"),
    ),
    "papermill": (
        (_PAPERMILL_CLIENT, "", "bookkeeping of the cells"),
        (f"{_PAPERMILL_CLIENT}.papermill_execute_cells", "", "the loop over the cells"),
        ("papermill.utils:nb_language", "nb", "other languages take their own way"),
        (
            "papermill.engines:NBClientEngine.execute_managed_notebook",
            "nb_man kernel_name log_output stdout_file stderr_file start_timeout execution_timeout",
            "the engine repeats its parameters",
        ),
        (
            "papermill.engines:NotebookExecutionManager.cell_exception",
            "cell cell_index",
            "a cell whose process died is not called completed",
        ),
    ),
    "jupyter-client": (
        (
            "jupyter_client.session:Session.send",
            "stream msg_or_type content",
            "messages go to a function",
        ),
        (f"{_KERNELS}._async_interrupt_kernel", "", "a kernel ends uninterrupted"),
        (f"{_KERNELS}.shutting_down", "", "a kernel ends uninterrupted"),
        (f"{_KERNELS}.kernel_spec", "", "kernels run on this interpreter"),
        (f"{_KERNELS}.transport_encryption", "", "no warning where there is no curve"),
        (f"{_KERNELS}.provisioner", "", "exit code of a kernel"),
        (f"{_PROVISIONER}.process", "", "a forked process is handed over"),
        (f"{_PROVISIONER}.pid", "", "a forked process is handed over"),
        (f"{_PROVISIONER}.pgid", "", "a forked process is handed over"),
    ),
    "jupyter-core": (("jupyter_core.utils:ensure_event_loop", "", "the loop left open is closed"),),
    "nbconvert": (
        (f"{_MARKDOWN}:IPythonRenderer", "escape", "Markdown without HTML"),
        (f"{_MARKDOWN}:MarkdownWithMath", "renderer", "Markdown without HTML"),
    ),
    "distributed": (
        ("distributed.worker_state_machine:WorkerState.tasks", "", "whether a job is wanted"),
        ("distributed.worker_state_machine:TaskState.state", "", "whether a job is wanted"),
    ),
    "python": (("atexit:_run_exitfuncs", "", "open files are written before os._exit"),),
}
INTERNALS = tuple(
    Internal(package, path, reason, tuple(parameters.split()))
    for package, used in _USED.items()
    for path, parameters, reason in used
)
"""Names that are private, or public and not promised to subclasses."""

PRELOADED = (
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pyarrow.pandas_compat",
    "pyarrow.vendored.version",
    "matplotlib.style.core",
    "ipykernel.kernelapp",
)
"""Modules that notebooks would import late; one that is not there costs time and nothing else."""

PRELOADED_FOR_KERNELS = (
    "IPython.core.magics.execution",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""The same, of what a kernel imports when it starts and a batch does not need."""

_BY_NAME = {each.names[0]: each for each in INTERNALS if len(each.names) == 1}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import a class or function of the table when it is first asked for."""
        if name not in _BY_NAME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return _BY_NAME[name].load()


def run_exit_functions() -> None:
    """Call what was registered with `atexit`, in a process that will leave by `os._exit`."""
    atexit._run_exitfuncs()


def direct_messages(shell: Any, session: Any) -> None:
    """Have a shell send what cells show to a session instead of its kernel's sockets."""
    shell.displayhook.session = shell.display_pub.session = session
    shell.displayhook.topic = b"execute_result"


def allow_builtins(shell: Any) -> AbstractContextManager[Any]:
    """Have ``get_ipython`` and ``display`` stand among the builtins, as while a cell runs."""
    trap: AbstractContextManager[Any] = shell.builtin_trap
    return trap


def could_not_show(shell: Any) -> bool:
    """Whether the last cell's result raised an error when it was shown."""
    return bool(getattr(shell, "_last_traceback_during_displayhook", False))


def read_traceback(shell: Any) -> list[str]:
    """Return the lines of the last cell's traceback."""
    return list(shell._last_traceback or [])


def show_error(shell: Any, kind: type, error: BaseException, lines: list[str]) -> None:
    """Show an error with other lines than those of its traceback."""
    shell._showtraceback(kind, error, lines)


def clear_payload(shell: Any) -> None:
    """Drop what a cell wants a front end to do, such as open a page of help."""
    if shell.payload_manager is not None:
        shell.payload_manager.clear_payload()


async def run_as_kernel(shell: Any, source: str) -> Any:
    """Run a cell with the loop running: the order of `IPythonKernel.do_execute`."""
    transformed, failed = source, None
    try:
        transformed = shell.transform_cell(source)
    except Exception as error:
        failed = (type(error), error, error.__traceback__)
    prepared = {"transformed_cell": transformed, "preprocessing_exc_tuple": failed}
    if not shell.should_run_async(source, **prepared):
        return shell.run_cell(source, store_history=True)
    shell._last_traceback = None
    shell._last_traceback_during_displayhook = False
    result = None
    try:
        result = await shell.run_cell_async(source, store_history=True, **prepared)
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result


def find_cell_timeout(client: Any, cell: Any) -> float | None:
    """Return the seconds that a client of nbclient's allows a cell; None for no limit."""
    seconds: float | None = client._get_timeout(cell)
    return seconds


def raise_for_error(client: Any, cell: Any, index: int, reply: dict[str, Any]) -> None:
    """Raise nbclient's error for a cell that failed and was not allowed to."""
    finish(client._check_raise_for_error(cell, index, reply))


def finish(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine of nbclient's that waits for nothing, so that no event loop is needed."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RunError("a hook of a notebook must be a plain function; this one waits for something.")


def get_kernel_process(client: Any) -> Any:
    """Return the process of a client's kernel, as of `subprocess.Popen`."""
    return client.km.provisioner.process


def end_uninterrupted(manager: Manager) -> Manager:
    """Have a class of kernel managers interrupt kernels, but not to shut them down.

    The manager interrupts every kernel before it asks it to end. A notebook has come to its end or
    its error by then, and the kernel would only log a KeyboardInterrupt.
    """
    interrupt = manager._async_interrupt_kernel  # type: ignore[attr-defined]

    async def _async_interrupt_kernel(self: Any) -> None:
        if not self.shutting_down:
            await interrupt(self)

    manager._async_interrupt_kernel = _async_interrupt_kernel  # type: ignore[attr-defined]
    return manager


def is_unwanted(worker: Any, key: Any) -> bool:
    """Whether Dask calls a task of a worker cancelled, or has forgotten it."""
    task = worker.state.tasks.get(key)
    return task is None or task.state == "cancelled"
