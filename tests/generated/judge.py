"""All that is asked of a generated study: that its reports are made, and say what is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outcomes.study import check_study
from tests.generated.claims import check_claims
from tests.generated.execute import Run, run_study
from tests.generated.make import write_study
from tests.generated.names import names_of
from tests.generated.page import ReportPage
from tests.generated.page_rules import check_words
from tests.generated.raw import read_raw
from tests.generated.recompute import check_results
from tests.generated.rows import read_rows
from tests.generated.sentences import check_sentences
from tests.generated.spec import Spec
from tests.generated.study_file import list_reports
from tests.generated.verdicts import check_verdicts

OF_THE_STUDY = ("data-quality", "treatment-effect", "responders", "before-after")
"""Reports whose numbers are the study's own."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what kind of thing, in which report, and the place."""

    kind: str
    report: str
    text: str

    @property
    def alike(self) -> str:
        """The kind with the place's own numbers and labels taken out, to count findings by."""
        head = re.split(r": | in: ", self.text)[0]
        return f"{self.report}: {self.kind}: {re.sub(r'[0-9]+', 'N', head)[:70]}"


class Refused(Exception):  # noqa: N818 - a refusal is no error here
    """The study is not valid after all: the check says why."""


def judge_study(spec: Spec, root: Path, only: Sequence[str] = ()) -> list[Finding]:
    """Write a study into a project, make its reports, and return all that is wrong with them.

    Parameters
    ----------
    spec : Spec
        The study.
    root : Path
        Root folder of a project that holds the notebooks, and best no other study.
    only : sequence of str
        Reports that are made, those of them that suit the design; none means all.

    Raises
    ------
    Refused
        If the check finds a fault.
    """
    folder = write_study(spec, root / "data" / "raw")
    if faults := check_study(folder):
        raise Refused(str(faults[0]))
    wanted = [name for name in list_reports(spec) if not only or name in only]
    found: list[Finding] = []
    for each in run_study(root, spec.id, wanted):
        found += _judge_report(each, folder)
    reports = root / "reports"
    study = reports / spec.id
    for name, path in (
        ("the index", reports),
        ("the study's page", study),
        ("the checklist", study / "checklist"),
    ):
        page = ReportPage((path / "index.html").read_text(encoding="utf-8"))
        for kind, texts in check_words(page).items():
            found += [Finding(kind, name, text) for text in texts]
    return found


def _judge_report(made: Run, folder: Path) -> Iterator[Finding]:
    report = made.job.report
    if made.error is not None:
        where = " > ".join(made.trace[-3:])
        name = f"{type(made.error).__name__} {made.trace[-1] if made.trace else ''}"
        yield Finding("died", report, f"{name}: {made.error} ({where})")
        return
    for text in made.warned:
        yield Finding("warning on the page", report, text)
    page = ReportPage(made.page)
    for kind, texts in check_words(page).items():
        yield from (Finding(kind, report, text) for text in texts)
    if report not in OF_THE_STUDY:
        return
    raw, rows = read_raw(folder), read_rows(made.folder / "results.json")
    yield from (Finding("wrong number", report, text) for text in check_results(raw, rows))
    names = names_of(made.job.study)
    for text in check_sentences(page, names, raw, rows):
        yield Finding("wrong sentence", report, text)
    for text in check_verdicts(page, names, raw, rows):
        yield Finding("wrong verdict", report, text)
    for text in dict.fromkeys(check_claims(page, raw.file)):
        yield Finding("claimed", report, text)
