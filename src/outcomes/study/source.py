"""Reading ``study.yaml`` as plain values, and remembering the line of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from outcomes.errors import Fault

STUDY_FILE = "study.yaml"
"""Name of the study file in every study's folder."""

KeyPath = tuple[str | int, ...]
"""Keys and positions that lead to a value, as ``("visits", 2, "week")``."""

_PLAIN = {"str", "int", "float", "bool", "null"}


@dataclass(frozen=True)
class StudySource:
    """The study file as read.

    Parameters
    ----------
    values : mapping
        What the file holds; empty if it could not be read.
    lines : mapping of path to int
        Line of each key or list entry, the first line being 1.
    faults : tuple of Fault
        What is wrong with the file as YAML: a slip of writing, a key given twice ...
    """

    values: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    faults: tuple[Fault, ...]

    def line(self, path: KeyPath) -> int:
        """Return the line of a value, or of the nearest part of the file that would hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def unfilled(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield where a text in angle brackets is still to be replaced, and the text."""
        for path, text in _texts(self.values, ()):
            if text.startswith("<") and text.endswith(">"):
                yield path, text

    def fault(self, path: KeyPath, message: str, fix: str, value: object = None) -> Fault:
        """Return a fault of the study file at a path."""
        found = None if value is None else str(value)
        if isinstance(value, float) and value.is_integer():
            found = str(int(value))
        return Fault(message, fix, STUDY_FILE, self.line(path), dotted(path) or None, found)


def _texts(part: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, (*path, key))
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _texts(value, (*path, number))


def dotted(path: KeyPath) -> str:
    """Return a path as readers see it: ``visits.3.week``, list entries being counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def read_source(content: bytes) -> StudySource:
    """Read the bytes of a study file.

    Parameters
    ----------
    content : bytes
        The whole file: YAML 1.2 in UTF-8, with or without a byte order mark.

    Returns
    -------
    StudySource
        Never raises: what is wrong is in ``faults``.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _unreadable(
            line, "The study file is not in UTF-8.", "Save it as UTF-8 text and try again."
        )
    try:
        node = _yaml().compose(text)
        if node is None:
            return _unreadable(
                1, "The study file is empty.", "Fill it in, starting from `outcomes new`."
            )
        return _convert(node)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _unreadable(
            1 if mark is None else mark.line + 1,
            f"This is not YAML: {error.problem or error.context or 'cannot be read'}.",
            "Look at this line and the one above it: indentation (spaces, never tabs), a missing "
            "colon or quote, or an unclosed bracket.",
        )
    except (YAMLError, RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else "a strange character"
        return _unreadable(
            1,
            f"The study file cannot be read as YAML ({reason}).",
            "Write it as plain text, starting from `outcomes new`.",
        )


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _unreadable(line: int, message: str, fix: str) -> StudySource:
    return StudySource({}, {}, (Fault(message, fix, STUDY_FILE, line),))


def _convert(node: Node) -> StudySource:
    walk = _Walk()
    values = walk.value(node, ())
    if not isinstance(values, dict):
        return _unreadable(
            1,
            "The study file does not consist of `key: value` lines.",
            "Start from `outcomes new`, which writes a study file to fill in.",
        )
    return StudySource(values, walk.lines, tuple(walk.faults))


@dataclass
class _Walk:
    """One walk over the nodes of a YAML document."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    yaml: YAML = field(default_factory=_yaml)

    def value(self, node: Node, path: KeyPath) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if not isinstance(node, ScalarNode):
            if id(node) in self.seen:
                self._fault(
                    line, path, "YAML aliases (`*name`) are not read.", "Write the values out."
                )
                return None
            self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self._fault(line, path, "A key is not a plain word.", "Write it as one word.")
                continue
            key = str(key_node.value)
            if key in values:
                first = self.lines[(*path, key)]
                self._fault(
                    line,
                    (*path, key),
                    f"The key `{key}` is given twice; it is on line {first} already.",
                    "Keep one of the two.",
                )
                continue
            self.lines[(*path, key)] = line
            values[key] = self.value(value_node, (*path, key))
        return values

    def _scalar(self, node: Node, path: KeyPath) -> Any:
        tag = str(node.tag).rpartition(":")[2]
        if tag == "timestamp":
            return str(node.value)
        if tag not in _PLAIN:
            line = node.start_mark.line + 1
            self._fault(line, path, f"YAML tags (`{node.tag}`) are not read.", "Remove the tag.")
            return str(node.value)
        try:
            return self.yaml.constructor.construct_object(node)
        except (YAMLError, ValueError, IndexError):
            line = node.start_mark.line + 1
            self._fault(line, path, "This value cannot be read.", "Write a plain text or number.")
            return None

    def _fault(self, line: int, path: KeyPath, message: str, fix: str) -> None:
        self.faults.append(Fault(message, fix, STUDY_FILE, line, dotted(path) or None))
