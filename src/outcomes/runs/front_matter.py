"""What a notebook says of itself: YAML between ``---`` lines in its first cell, a raw one.

Quarto reads the same cell. Nothing else in this package knows which reports there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outcomes.errors import Fault, NotebookError
from outcomes.prose.question import FIELDS, list_fields
from outcomes.report.allow_list import FRAME_IDS
from outcomes.report.outline import plain_heading

Design = Literal["parallel", "single-arm", "crossover", "within-person", "cross-sectional"]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
ReportName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
TableName = Literal["designs", "published", "directions", "claims"]
SectionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]

_OF_STUDIES = ("designs", "needs", "see", "protected", "blinded", "evidence", "optional")
"""Keys that say something of a study or of its reports."""
_GUIDE = "See docs/how-to-add/notebook.md."
_FENCE = re.compile(r"^(```|~~~)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.+?)[ \t]*#*[ \t]*$")


class FrontMatter(BaseModel):
    """What a notebook says of itself.

    Parameters
    ----------
    title : str
        Of its report.
    of : str
        What it reports: ``study``, one page for each study that asks for it; or ``topic``, one page
        for each topic of evidence that a study names.
    question : str
        What the report answers; fields in braces are filled from the study.
    designs : tuple of str
        Designs of study that it suits; none means every design.
    needs : tuple of str
        Reports whose results it is given.
    sections : mapping of str to str
        By id, the headings of sections that others refer to; the ids are anchors on the page.
    folded : tuple of str
        Ids of sections that readers open themselves, and that are not printed unless they are open.
    protected : bool
        Whether it shows only numbers that a study's rule of disclosure lets pass; only such
        notebooks are run for a study that has a rule.
    blinded : bool
        Whether it shows nothing of how arms differ, so that it is made of a blinded study; other
        notebooks are not run for one.
    evidence : bool
        Whether it reports published evidence, so that it is made only of a study that names some.
    tables : tuple of str
        Tables that the evidence on a topic must have for this report of it.
    see : mapping of str to str
        By report of a topic, what stands on the page as a link to it.
    optional : bool
        Whether a new study file leaves it out, for it is about more than the study.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    question: Text
    of: Literal["study", "topic"] = "study"
    designs: tuple[Design, ...] = ()
    needs: tuple[ReportName, ...] = ()
    sections: Mapping[SectionId, Text] = Field(default_factory=dict)
    folded: tuple[SectionId, ...] = ()
    tables: tuple[TableName, ...] = ()
    see: Mapping[ReportName, Text] = Field(default_factory=dict)
    protected: bool = False
    blinded: bool = False
    evidence: bool = False
    optional: bool = False

    def suits(self, design: str) -> bool:
        """Whether the notebook can report a study of this design."""
        return not self.designs or design in self.designs


def read_front_matter(cells: Sequence[Mapping[str, Any]], place: str) -> FrontMatter:
    """Read the front matter of a notebook.

    Parameters
    ----------
    cells : sequence of mapping
        The notebook's cells, as they are stored.
    place : str
        What the notebook is called in faults.

    Raises
    ------
    NotebookError
        With every fault, and the line of the first cell that each is on.
    """
    text = _yaml_of(cells)
    if not text:
        fix = (
            "Make its first cell a raw cell with YAML between two lines `---`: title, question. "
            f"{_GUIDE}"
        )
        raise NotebookError([Fault("The notebook does not say what it is.", fix, place, 1)])
    values = _load(text, place)
    faults = list(_check(values, cells, place))
    if faults:
        raise NotebookError(faults)
    return FrontMatter.model_validate(values)


def locate_fault(
    cells: Sequence[Mapping[str, Any]],
    place: str,
    path: Sequence[str | int],
    message: str,
    fix: str,
) -> Fault:
    """Return a fault at a path of a front matter that can be read, with its line and value."""
    return _fault(_load(_yaml_of(cells), place), path, message, fix, place)


def _yaml_of(cells: Sequence[Mapping[str, Any]]) -> str:
    """Return the YAML of the first cell, the line ``---`` before it included; empty if none."""
    source = "".join(cells[0]["source"]) if cells and cells[0].get("cell_type") == "raw" else ""
    lines = source.rstrip().splitlines()
    fenced = len(lines) > 1 and lines[0].strip() == lines[-1].strip() == "---"
    return "\n".join(lines[:-1]) if fenced else ""


def _load(text: str, place: str) -> CommentedMap:
    try:
        values = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "it cannot be read").splitlines()[0]
        line = 1 if mark is None else mark.line + 1
        fault = Fault(f"This is not YAML: {problem}.", "Correct this line.", place, line)
        raise NotebookError([fault]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        fault = Fault("The front matter cannot be read as YAML.", _GUIDE, place, 1)
        raise NotebookError([fault]) from error
    if not isinstance(values, CommentedMap):
        fault = Fault("The front matter has no `key: value` lines.", _GUIDE, place, 1)
        raise NotebookError([fault])
    return values


def _check(values: CommentedMap, cells: Sequence[Mapping[str, Any]], place: str) -> Iterator[Fault]:
    try:
        front = FrontMatter.model_validate(values)
    except ValidationError as failure:
        for error in failure.errors():
            yield _describe(error, values, place)
        return
    known = FIELDS if front.of == "study" else ()
    for field in list_fields(front.question):
        if field not in known:
            yield _fault(
                values,
                ("question",),
                f"No {front.of} has a field {{{field}}}.",
                f"There are: {', '.join(f'{{{name}}}' for name in known) or 'none'}.",
                place,
            )
    for key in _OF_STUDIES if front.of == "topic" else ():
        if getattr(front, key):
            message = "This is of a study, and the report is of a topic."
            yield _fault(values, (key,), message, "Remove it, or `of: topic`.", place)
    if front.of == "study" and front.tables:
        message = "Only a report of a topic can ask for tables."
        yield _fault(values, ("tables",), message, "Remove it, or add `of: topic`.", place)
    for number, name in enumerate(front.needs):
        if name in front.needs[:number]:
            yield _fault(
                values, ("needs", number), "This report is named twice.", "Keep one.", place
            )
    headings = set(list_headings(cells))
    for number, section in enumerate(front.folded):
        if section not in front.sections:
            message, fix = "There is no such section.", "Name an id that stands under `sections`."
            yield _fault(values, ("folded", number), message, fix, place)
    for section, heading in front.sections.items():
        if section in FRAME_IDS:
            yield _fault(
                values,
                ("sections", section),
                f"The page uses the id `{section}` itself.",
                "Give the section another id.",
                place,
            )
        if plain_heading(heading) not in headings:
            yield _fault(
                values,
                ("sections", section),
                "The notebook has no such heading.",
                "Write the heading as it stands in the notebook, or remove the line.",
                place,
            )


def list_headings(cells: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the headings of a notebook's text cells, without marks of emphasis."""
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        fenced = False
        for line in "".join(cell["source"]).splitlines():
            fenced ^= bool(_FENCE.match(line.lstrip()))
            found = None if fenced else _HEADING.match(line)
            if found:
                yield plain_heading(found["text"])


def _fault(values: Any, path: Sequence[str | int], message: str, fix: str, place: str) -> Fault:
    line, found = _find(values, path)
    dotted = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    return Fault(message, fix, place, line, dotted or None, found)


def _describe(error: ErrorDetails, values: CommentedMap, place: str) -> Fault:
    path = tuple(step for step in error["loc"] if step != "[key]")
    name = str(path[-1])
    match error["type"]:
        case "missing":
            message, fix = f"The key `{name}` is missing.", f"Add it. {_GUIDE}"
        case "extra_forbidden":
            message = f"The key `{name}` is not known."
            fix = f"There are: {', '.join(FrontMatter.model_fields)}."
        case "literal_error":
            key = str(path[0])
            message = _NO_SUCH[key]
            fix = f"There are: {', '.join(_list_words(key))}."
        case _:
            message, fix = _describe_value(str(path[0])), _GUIDE
    return _fault(values, path, message, fix, place)


_NO_SUCH = {
    "designs": "There is no such design.",
    "of": "No report is of this.",
    "tables": "There is no such table of evidence.",
}


def _list_words(key: str) -> tuple[str, ...]:
    words = {"designs": get_args(Design), "of": ("study", "topic"), "tables": get_args(TableName)}
    return words[key]


def _describe_value(key: str) -> str:
    wanted = {
        "title": "a text",
        "question": "a text",
        "designs": "a list of designs, as [parallel]",
        "protected": "true or false",
        "blinded": "true or false",
        "evidence": "true or false",
        "optional": "true or false",
        "of": "study or topic",
        "tables": "a list of tables of evidence, as [claims]",
        "see": "lines `report: what stands on the page`",
        "needs": "a list of reports, as [my-report]",
        "folded": "a list of ids of sections, as [methods]",
        "sections": "lines `id: heading`, ids in small letters, digits and hyphens",
    }
    return f"`{key}` must be {wanted[key]}."


def _find(values: Any, path: Sequence[str | int]) -> tuple[int, str | None]:
    """Return the line of a path, or of the nearest part there is, and the value there."""
    line, here = 1, values
    for step in path:
        try:
            at = here.lc.item(step) if isinstance(step, int) else here.lc.key(step)
            here = here[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            return line, None
        line = at[0] + 1
    return line, None if isinstance(here, dict | list) else str(here)
