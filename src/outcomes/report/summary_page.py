"""The summary of one study on two sheets: what a colleague, an editor or a patient is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from outcomes.analysis import gather_evidence_for, summarise_findings
from outcomes.displays.answer import Answer
from outcomes.displays.figure import Figure
from outcomes.displays.table import Table
from outcomes.figures import draw_result, plot_profile
from outcomes.prose import (
    write_answer,
    write_attrition,
    write_banner,
    write_harms,
    write_limits,
    write_primary_result,
)
from outcomes.report.banner import make_banner
from outcomes.report.cards import ReportCard
from outcomes.report.frame import render
from outcomes.report.headline import has_primary_result
from outcomes.report.study_details import list_treatments
from outcomes.study.disclosure import say_rule
from outcomes.study.study import Study
from outcomes.tables import table_findings, tables_summary

if TYPE_CHECKING:
    from outcomes.analysis.findings import Finding

_MOST_TABLES = 3
_MOST_FINDINGS = 3


@dataclass(frozen=True)
class Known:
    """What is published on one outcome: ``outcome``, ``difference`` and ``certainty`` in words."""

    outcome: str
    difference: str
    certainty: str


@dataclass(frozen=True)
class Summary:
    """What the summary of a study shows.

    Parameters
    ----------
    answer : Answer
        The first screen.
    tables : tuple of Table
        Every outcome at the primary visit.
    course : Figure or None
        The primary endpoint over time.
    flow : str
        Who was enrolled and seen.
    harms : tuple of str
        Who was harmed, and how far the arms differ.
    published : tuple of Known
        What is published on the question.
    """

    answer: Answer
    tables: tuple[Table, ...]
    course: Figure | None
    flow: str
    harms: tuple[str, ...]
    published: tuple[Known, ...]


def summarise(study: Study, results: Mapping[str, pd.DataFrame]) -> Summary | None:
    """Put together what the reports of a study found.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    results : mapping of str to pandas.DataFrame
        The estimates of its own reports, by report; none of published evidence.

    Returns
    -------
    Summary or None
        None where no report has the primary result, and where the study is blinded or has a rule of
        disclosure: then the reports made for that show what may be shown.
    """
    if study.is_blinded or study.disclosure is not None:
        return None
    main = next((each for each in results.values() if has_primary_result(each, study)), None)
    if main is None:
        return None
    every = pd.concat(results.values(), ignore_index=True)
    harms = write_harms(main, study)
    answer = write_answer(
        write_primary_result(main, study),
        drawing=draw_result(main, study),
        limits=write_limits(main, study),
        harms=harms,
    )
    told = [text for text in harms.paragraphs if isinstance(text, str)]
    return Summary(
        answer,
        tables_summary(every, study)[:_MOST_TABLES],
        None
        if study.file.asks_once
        else plot_profile(main, study.labels, study.file.plan.primary.endpoint),
        _say_flow(every, study),
        tuple(told[1:2]),
        _list_published(study),
    )


def _say_flow(estimates: pd.DataFrame, study: Study) -> str:
    """Say who was enrolled and seen; empty where no report has counted that."""
    counted = estimates[
        (estimates["quantity"] == "n") & (estimates["endpoint"] == "") & (estimates["visit"] == "")
    ]
    if not set(study.arms) <= set(counted["arm"]):
        return ""
    return " ".join(list(write_attrition(estimates, study).sentences)[:2])


def _list_published(study: Study) -> tuple[Known, ...]:
    if study.evidence is None:
        return ()
    found = summarise_findings(gather_evidence_for(study), study)
    shown: list[Finding] = [each for each in found if each.pool is not None or each.review]
    rows = table_findings(shown[:_MOST_FINDINGS], study.evidence).rows
    return tuple(Known(row[0], row[1], row[4]) for row in rows)


def render_summary(
    study: Study, cards: Sequence[ReportCard], results: Mapping[str, pd.DataFrame], made_from: str
) -> str:
    """Render the summary of a study.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    cards : sequence of ReportCard
        Its reports.
    results : mapping of str to pandas.DataFrame
        As for `summarise`.
    made_from : str
        What the page was made from, to know later whether it is to be made again.

    Returns
    -------
    str
        A whole HTML document, to stand in ``reports/<study>/summary/index.html``; empty where there
        is nothing to sum up.
    """
    summary = summarise(study, results)
    if summary is None:
        return ""
    return render(
        "summary.html.j2",
        study=study,
        file=study.file,
        banner=make_banner(study.file.provenance, write_banner(study)),
        summary=summary,
        answer=Markup(summary.answer.write_html()),
        tables=[Markup(each.write_html()) for each in summary.tables],
        course=Markup(summary.course.write_html()) if summary.course else "",
        treatments=list_treatments(study.file),
        cards=[card for card in cards if card.has_page],
        participants=study.published_size,
        protection=say_rule(study.file),
        made_from=made_from,
    )
