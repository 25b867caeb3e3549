"""What other packages do not promise is used behind one door, and is still where it was."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from outcomes import internals
from outcomes.internals import INTERNALS, PRELOADED, PRELOADED_FOR_KERNELS, Internal
from tests.samples import thorough

DOOR = "internals.py"
PUBLIC = {
    "IPython": ("IPython.display",),
    "distributed": ("distributed",),
    "ipykernel": (),
    "jupyter_client": (
        "jupyter_client.kernelspec",
        "jupyter_client.manager",
        "jupyter_client.provisioning",
        "jupyter_client.session",
    ),
    "jupyter_core": (),
    "nbclient": ("nbclient.exceptions",),
    "nbconvert": ("nbconvert.exporters", "nbconvert.preprocessors"),
    "papermill": ("papermill", "papermill.engines", "papermill.exceptions"),
}
"""Modules that these packages document for others; any other of theirs needs the door."""
NOT_PUBLIC = (
    "matplotlib.style.core",
    "numpy.core",
    "pandas.core",
    "pyarrow.pandas_compat",
    "pyarrow.vendored",
    "scipy.linalg.cython_blas",
)
PROTOCOL = {
    "cell_exception",
    "clear_before_next_output",
    "code_cells_executed",
    "enable_matplotlib",
    "execute_cell",
    "execute_managed_notebook",
    "initialize",
    "kernel_spec",
    "language_info",
    "papermill_execute_cells",
    "pgid",
    "pid",
    "process",
    "process_message",
    "reset_execution_trackers",
    "run_cell",
    "send",
    "session",
    "set_widgets_metadata",
    "shell",
    "shutting_down",
    "state",
    "tasks",
    "topic",
    "transport_encryption",
}
"""Names of the table that a subclass calls or overrides in its own module, or that say little."""
GUARDED = {name for each in INTERNALS for name in each.names[1:]} - PROTOCOL
DOCUMENTED = re.compile(r"_exit|_repr_\w+_|__\w+__")
"""Names with an underscore that the standard library and IPython document."""
FOREIGN = re.compile(
    r"(?:IPython|distributed|ipykernel|jupyter_\w+|matplotlib|nbclient|nbconvert|numpy|pandas"
    r"|papermill|pyarrow|scipy|statsmodels|tornado)(?:\.\w+)+"
)


def find_moved(internal: Internal) -> str:
    """Return what is wrong with a name in the installed version; empty if nothing is."""
    try:
        found = internal.load()
    except ImportError as error:
        return "" if is_set_on_instances(internal) else str(error)
    missing = set(internal.parameters) - set(list_parameters(found))
    if missing:
        return f"{internal.describe()} takes no {', '.join(sorted(missing))}"
    return ""


def is_set_on_instances(internal: Internal) -> bool:
    """Whether the class, or one that it inherits from, sets the attribute on itself."""
    *owner, name = internal.names
    if not owner:
        return False
    parent = Internal(internal.package, f"{internal.path.rpartition('.')[0]}", internal.reason)
    sets = re.compile(rf"self\.{name}(?:: [^=\n]+)? = ")
    try:
        return any(
            sets.search(inspect.getsource(each))
            for each in parent.load().__mro__
            if each.__module__ != "builtins"
        )
    except ImportError:
        return False


def list_parameters(found: object) -> Iterator[str]:
    """Yield the parameters of a callable; of a class, those of every class it inherits from."""
    for each in getattr(found, "__mro__", [found]):
        if each is not object and callable(each):
            try:
                yield from inspect.signature(each).parameters
            except ValueError:
                continue


@pytest.mark.parametrize("internal", INTERNALS, ids=lambda each: each.path)
def test_an_internal_is_where_it_was(internal):
    moved = find_moved(internal)
    if moved:
        pytest.fail(moved, pytrace=False)
    assert len(internal.reason.split()) > 1 or internal.reason


@pytest.mark.parametrize(
    ("path", "parameters", "said"),
    [
        ("papermill.engines:NoEngine", (), "has no attribute 'NoEngine'"),
        ("papermill.no_module:name", (), "No module named 'papermill.no_module'"),
        ("papermill.engines:NBClientEngine._gone", (), "has no attribute '_gone'"),
        ("papermill.engines:NBClientEngine.execute_notebook", ("odd",), "takes no odd"),
    ],
)
def test_what_has_moved_is_named_with_package_version_and_reason(path, parameters, said):
    moved = find_moved(Internal("papermill", path, "a planted name", parameters))
    assert said in moved
    assert re.match(rf"papermill [\d.]+: {re.escape(path)} \(needed for: a planted name;", moved)


def test_names_of_the_table_are_imported_when_asked_for_and_no_others():
    assert internals.StdinNotImplementedError.__module__ == "IPython.core.error"
    with pytest.raises(AttributeError, match="no attribute 'NoSuchName'"):
        internals.NoSuchName  # noqa: B018


def test_what_is_imported_by_the_table_has_the_types_of_the_same_place(root):
    tree = ast.parse((root / "src/outcomes" / DOOR).read_text(encoding="utf-8"))
    typed = {
        f"{node.module}:{each.name}"
        for block in tree.body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    imported = {each.path for each in INTERNALS if len(each.names) == 1}
    assert typed == imported - {"atexit:_run_exitfuncs"}


def test_a_kernel_still_runs_a_cell_by_the_calls_that_are_repeated_here():
    """`run_as_kernel` repeats them; a new one may have to be repeated too."""
    source = textwrap.dedent(inspect.getsource(internals.IPythonKernel.do_execute))
    asked = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("shell.")
    }
    asked |= set(re.findall(r"getattr\(shell, \"(\w+)\"", source))
    known = {
        "_last_traceback_during_displayhook",
        "shell._last_traceback",
        "shell.events",
        "shell.events.trigger",
        "shell.execution_count",
        "shell.loop_runner",
        "shell.payload_manager",
        "shell.payload_manager.clear_payload",
        "shell.payload_manager.read_payload",
        "shell.run_cell",
        "shell.run_cell_async",
        "shell.should_run_async",
        "shell.transform_cell",
        "shell.user_expressions",
    }
    described = next(each for each in INTERNALS if each.path.endswith(".do_execute")).describe()
    assert asked == known, f"{described} makes other calls; compare internals.run_as_kernel"


@pytest.mark.parametrize("name", (*PRELOADED, *PRELOADED_FOR_KERNELS))
def test_a_preloaded_module_is_there_or_notebooks_start_later(name):
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        found = None
    assert found, f"{name} has moved: notebooks start later until outcomes/internals.py names it"


def find_private_uses(sources: dict[str, str]) -> list[str]:
    """Return each use of a foreign private name, as ``file:line: what``."""
    trees = {file: ast.parse(text) for file, text in sources.items()}
    own = {name for tree in trees.values() for name in list_defined(tree)}
    return [
        f"{file}:{line}: {what}"
        for file, tree in trees.items()
        for line, what in find_foreign(tree, own)
    ]


def list_defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines: functions, classes, variables, attributes it sets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
                yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "object.__setattr__":
            yield str(getattr(node.args[1], "value", ""))


def find_foreign(tree: ast.Module, own: set[str]) -> Iterator[tuple[int, str]]:
    """Yield line and name of what a module uses of others that these do not promise."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names if is_private(each.name))
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            module = str(node.module)
            names = [each.name for each in node.names if is_underscored(each.name)]
            if not is_own(module) and (is_private(module) or names):
                yield node.lineno, f"{module} {' '.join(names)}".strip()
        elif isinstance(node, ast.Attribute):
            private = is_underscored(node.attr) and node.attr not in own
            if private or (node.attr in GUARDED and node.attr not in own):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr"):
            name = getattr(node.args[1], "value", None)
            if isinstance(name, str) and is_underscored(name) and name not in own:
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and is_private_text(str(node.value)):
            yield node.lineno, str(node.value)


def is_own(module: str) -> bool:
    return module.partition(".")[0] in ("outcomes", "__future__")


def is_underscored(name: str) -> bool:
    return name.startswith("_") and name != "_" and not DOCUMENTED.fullmatch(name)


def is_private(module: str) -> bool:
    """Whether a module of another package is not meant for others."""
    top = module.partition(".")[0]
    if is_own(module) or module == "__future__":
        return False
    if any(is_underscored(part) for part in module.split(".")):
        return True
    if top in PUBLIC:
        return not any(is_in(module, each) for each in PUBLIC[top])
    return any(is_in(module, each) for each in NOT_PUBLIC)


def is_private_text(text: str) -> bool:
    """Whether a text is the name of such a module, to be imported by it."""
    return bool(FOREIGN.fullmatch(text)) and is_private(text)


def is_in(module: str, other: str) -> bool:
    """Whether a module is another, or within it; a whole package does not hold its modules."""
    return module == other or ("." in other and module.startswith(f"{other}."))


def test_no_foreign_private_name_is_used_outside_the_door(root):
    package = root / "src" / "outcomes"
    sources = {
        str(path.relative_to(package)): path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
    }
    assert DOOR in sources
    found = [each for each in find_private_uses(sources) if not each.startswith(f"{DOOR}:")]
    assert found == [], "these belong into outcomes/internals.py, each with its reason"


@pytest.mark.parametrize(
    "planted",
    [
        "import atexit\natexit._run_exitfuncs()",
        "import pandas._libs.lib",
        "from pandas.core.frame import DataFrame",
        "from numpy import _globals",
        "from ipykernel.kernelapp import IPKernelApp",
        "from nbclient.client import NotebookClient",
        "import papermill.clientwrap",
        "def f(client):\n    return client._get_timeout(None)",
        "def f(client):\n    return getattr(client, '_get_timeout')",
        "class Shell:\n    def f(self):\n        return self._last_traceback",
        "def f(shell):\n    return shell.payload_manager",
        "MODULES = ('pyarrow.vendored.version',)",
    ],
)
def test_a_planted_private_use_is_found(planted):
    assert len(find_private_uses({"planted.py": planted})) == 1


@pytest.mark.parametrize(
    "allowed",
    [
        "import os\nos._exit(0)",
        "def f(table):\n    return table._repr_html_()",
        "class Own:\n    def __init__(self):\n        self._kept = 1\n\n    def f(self):\n"
        "        return self._kept",
        "from outcomes.internals import IPKernelApp",
        "from papermill.engines import NBClientEngine",
        "from pandas.api.types import is_numeric_dtype",
    ],
)
def test_what_is_promised_or_our_own_is_let_through(allowed):
    assert find_private_uses({"allowed.py": allowed}) == []


def list_heirs(root: Path) -> Iterator[tuple[type, set[str]]]:
    """Yield each class of ours that inherits from a guarded package, and the names it sets."""
    for path in sorted((root / "src/outcomes/forking").glob("*.py")):
        module = importlib.import_module(f"outcomes.forking.{path.stem}")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            heir = getattr(module, node.name)
            if any(base.__module__.partition(".")[0] in PUBLIC for base in heir.__mro__):
                yield heir, set(list_defined(ast.Module([node], [])))


@thorough
@pytest.mark.skipif(sys.platform != "linux", reason="the server is only imported where it runs")
def test_our_own_private_names_hide_none_of_the_classes_we_inherit_from(root):
    heirs = list(list_heirs(root))
    assert {heir.__name__ for heir, _ in heirs} == {
        "ForkedNotebook",
        "ForkedProvisioner",
        "NotebookShell",
        "OutcomesEngine",
        "SpawnedNotebook",
        "_FunctionSession",
        "_SameInterpreter",
    }
    hidden = {
        f"{heir.__name__}.{name}"
        for heir, names in heirs
        for base in heir.__mro__
        if not base.__module__.startswith("outcomes.")
        for name in names
        if is_underscored(name) and (name in vars(base) or is_set(base, name))
    }
    assert hidden == set(), "a base class has these names too; give ours others"


def is_set(base: type, name: str) -> bool:
    """Whether a class sets an attribute of this name on itself."""
    try:
        return f"self.{name} =" in inspect.getsource(base)
    except (TypeError, OSError):
        return False
