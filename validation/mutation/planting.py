"""Find every place where a bug can be planted, with the operators of mutmut."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise)
"""What no test is to hold: types, and the words of errors, which have tests of their own."""


@dataclass(frozen=True)
class Mutant:
    """One planted bug.

    It is known by what is changed and not by a line's number, so that it is found again in another
    version of the same module.

    Parameters
    ----------
    module : str
        Path below ``src/``.
    operator : str
        Name of the operator, as mutmut has it.
    scope : str
        Name of the function or class; empty at the top of a module.
    before, after : str
        The code that is replaced, and what stands there instead.
    occurrence : int
        Which of equal places in the same scope, from 0.
    """

    module: str
    operator: str
    scope: str
    before: str
    after: str
    occurrence: int


@dataclass(frozen=True)
class Planted:
    """A mutant at its place in a module.

    Parameters
    ----------
    mutant : Mutant
        What it is.
    line : int
        Where it stands, from 1.
    module : libcst.Module
        The module without the bug.
    node, changed : libcst.CSTNode
        What is replaced in it, and by what.
    """

    mutant: Mutant
    line: int
    module: cst.Module
    node: cst.CSTNode
    changed: cst.CSTNode

    @property
    def source(self) -> str:
        """The module with the bug in it."""
        replaced = self.module.deep_replace(self.node, self.changed)
        return replaced.code if isinstance(replaced, cst.Module) else self.module.code

    @property
    def compiles(self) -> bool:
        """Whether it is a module still; a comparison in brackets can lose them, say."""
        try:
            compile(self.source, self.mutant.module, "exec")
        except SyntaxError:
            return False
        return True


class _Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: cst.Module, path: str) -> None:
        super().__init__()
        self.found: list[tuple[Mutant, int, cst.CSTNode, cst.CSTNode]] = []
        self._module, self._path = module, path
        self._scope: list[str] = []
        self._seen: Counter[tuple[str, str, str, str]] = Counter()

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, LEFT_ALONE) or _is_only_text(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._scope.append(node.name.value)
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                for changed in operator(node):
                    self._keep(operator.__name__.removeprefix("operator_"), node, changed)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._scope.pop()

    def _keep(self, operator: str, node: cst.CSTNode, changed: cst.CSTNode) -> None:
        before, after = self._module.code_for_node(node), self._module.code_for_node(changed)
        if before == after:
            return
        key = (operator, ".".join(self._scope), before, after)
        mutant = Mutant(self._path, *key, self._seen[key])
        self._seen[key] += 1
        position = self.get_metadata(PositionProvider, node, None)
        line = position.start.line if position is not None else 0
        self.found.append((mutant, line, node, changed))


def _is_only_text(node: cst.CSTNode) -> bool:
    """Whether this is a statement of a text alone: a docstring."""
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString)


def find_mutants(package: Path, path: str) -> Iterator[Planted]:
    """Find all bugs that can be planted in a module.

    Parameters
    ----------
    package : Path
        The folder ``src/``.
    path : str
        Of the module, below it.
    """
    wrapper = MetadataWrapper(cst.parse_module((package / path).read_text(encoding="utf-8")))
    finder = _Finder(wrapper.module, path)
    wrapper.visit(finder)
    for mutant, line, node, changed in finder.found:
        yield Planted(mutant, line, wrapper.module, node, changed)


def draw_sample(package: Path, paths: Iterable[str], number: int, seed: int) -> list[Mutant]:
    """Draw mutants that compile, as many of each operator as far as there are.

    Texts and arguments that can be changed are so many that little else would be drawn otherwise.
    """
    draw = random.Random(seed)
    left = defaultdict(list)
    for path in sorted(paths):
        for planted in find_mutants(package, path):
            left[planted.mutant.operator].append(planted)
    for found in left.values():
        draw.shuffle(found)
    drawn: list[Mutant] = []
    while len(drawn) < number and left:
        for operator in sorted(left):
            planted = left[operator].pop()
            if planted.compiles:
                drawn.append(planted.mutant)
            if not left[operator]:
                del left[operator]
    return drawn[:number]
