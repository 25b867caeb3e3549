"""The page of one report: an executed notebook in the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from outcomes.displays.passage import Passage
from outcomes.report.banner import make_banner
from outcomes.report.folds import fold_sections, list_folded
from outcomes.report.frame import render
from outcomes.report.glossary import find_terms, read_words
from outcomes.report.notebook_body import prepare_cells, render_cells
from outcomes.report.outline import set_outline
from outcomes.report.states import describe_state


@dataclass(frozen=True)
class Page:
    """What the frame of a report says; nothing here depends on when or where it was made.

    Parameters
    ----------
    study_title : str
        The study's, or the topic's.
    title : str
        The report's title.
    provenance : str
        ``collected``, ``simulated`` or ``published``; the latter two are bannered.
    banner : Passage, optional
        What `outcomes.prose.write_banner` says of the study.
    details : tuple of (str, str)
        Lines of the provenance footer: data fingerprint, versions, notebook hash, parameters.
    failure : str
        What went wrong, plain text; empty for a complete report.
    failing_cell : int, optional
        Which code cell failed, the first being 1.
    state : str
        As in the ledger; by default ``failed`` where there is a failure, else ``succeeded``.
    question : str
        What the report answers, plain text.
    sections : mapping of str to str
        By id, headings that get this id on the page.
    folded : tuple of str
        Ids of sections that readers open themselves.
    protected : bool
        Whether its numbers are rounded by a rule of disclosure.
    of_published : bool
        Whether it is about published trials, beside which the study stands.
    is_of_study : bool
        Whether it stands under the page of a study; else it is of a topic.
    see : tuple of (str, str)
        What stands as a link to another report, and where that is.
    """

    study_title: str
    title: str
    provenance: str
    banner: Passage | None = None
    details: tuple[tuple[str, str], ...] = ()
    failure: str = ""
    failing_cell: int | None = None
    state: str = ""
    question: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    folded: tuple[str, ...] = ()
    protected: bool = False
    of_published: bool = False
    is_of_study: bool = True
    see: tuple[tuple[str, str], ...] = ()


def render_report(notebook: Any, page: Page) -> str:
    """Render an executed notebook as one HTML page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed, as far as it came; its raw cells, the front matter among them, are not shown.
    page : Page
        What the frame says.

    Returns
    -------
    str
        A whole HTML document: same notebook and page, same bytes.
    """
    prepared = prepare_cells(notebook.cells, page.failing_cell)
    folds = [page.sections[section] for section in page.folded if section in page.sections]
    cells = fold_sections(prepared, folds)
    ids = {heading: section for section, heading in page.sections.items()}
    body, headings = set_outline(render_cells(cells), ids)
    state = describe_state(page.state or ("failed" if page.failure else "succeeded"))
    return render(
        "report.html.j2",
        page=page,
        banner=make_banner(page.provenance, page.banner, beside_published=page.of_published),
        body=Markup(body),
        contents=[heading for heading in headings if heading.level == 2],
        terms=find_terms(read_words(body)),
        state=state if state.title else None,
        folded=list_folded(cells),
        shows_failing_cell=any("failed_as" in cell.metadata for cell in cells),
    )
