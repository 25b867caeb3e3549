"""The page of one report: an executed notebook in the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nbformat
from markupsafe import Markup

from outcomes.prose import Passage
from outcomes.report.banner import make_banner
from outcomes.report.frame import render
from outcomes.report.glossary import find_terms, read_words
from outcomes.report.notebook_body import prepare_cells, render_cells
from outcomes.report.outline import set_outline, split_title
from outcomes.report.section_ids import SECTION_IDS
from outcomes.report.states import describe_state

_CONTENTS = "<!-- contents -->"
"""Parts what stands before the list of contents from what follows it."""


@dataclass(frozen=True)
class Page:
    """What the frame of a report says; nothing here depends on when or where it was made.

    Parameters
    ----------
    study_id, study_title : str
        The study.
    report : str
        The report's name, its title if the notebook gives none.
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
    """

    study_id: str
    study_title: str
    report: str
    provenance: str
    banner: Passage | None = None
    details: tuple[tuple[str, str], ...] = ()
    failure: str = ""
    failing_cell: int | None = None
    state: str = ""


def render_report(notebook: Any, page: Page) -> str:
    """Render an executed notebook as one HTML page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed, as far as it came. Its first cell opens with the title as a ``# heading``; what
        else that cell says stands before the list of contents.
    page : Page
        What the frame says.

    Returns
    -------
    str
        A whole HTML document: same notebook and page, same bytes.
    """
    title, lead = split_title(notebook)
    opens_with_text = bool(notebook.cells) and notebook.cells[0].cell_type == "markdown"
    rest = notebook.cells[1:] if opens_with_text else notebook.cells
    cells = prepare_cells(rest, page.failing_cell)
    opening = render_cells([nbformat.v4.new_markdown_cell(lead)]) if lead.strip() else ""
    whole, headings = set_outline(f"{opening}{_CONTENTS}{render_cells(cells)}", SECTION_IDS)
    opening, _, body = whole.partition(_CONTENTS)
    state = describe_state(page.state or ("failed" if page.failure else "succeeded"))
    return render(
        "report.html.j2",
        page=page,
        banner=make_banner(page.provenance, page.banner),
        title=title or page.report.replace("-", " ").capitalize(),
        lead=Markup(opening),
        body=Markup(body),
        contents=[heading for heading in headings if heading.level == 2],
        terms=find_terms(read_words(whole)),
        state=state if state.title else None,
        shows_failing_cell=any("failed_as" in cell.metadata for cell in cells),
    )
