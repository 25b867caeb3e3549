"""The page of one study: what was planned, and its reports with what each found."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.prose import write_banner
from outcomes.report.banner import make_banner
from outcomes.report.cards import ReportCard, TopicCard
from outcomes.report.frame import render
from outcomes.report.study_details import list_details, list_treatments
from outcomes.rounding import format_printed
from outcomes.study.blinding import HIDDEN
from outcomes.study.disclosure import say_rule
from outcomes.study.study import Study
from outcomes.vocabulary.hypotheses import name_adjustment
from outcomes.vocabulary.intercurrent import name_intercurrent
from outcomes.vocabulary.names import name_covariate
from outcomes.vocabulary.population import declared_population


def render_study_page(
    study: Study,
    cards: Sequence[ReportCard],
    *,
    has_summary: bool = False,
    has_checklist: bool = False,
    topic: TopicCard | None = None,
) -> str:
    """Render a study's page.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    cards : sequence of ReportCard
        Its reports, in the order of the notebooks.
    has_summary : bool
        Whether ``summary/index.html`` stands beside the page.
    has_checklist : bool
        Whether ``checklist/index.html`` stands beside the page.
    topic : TopicCard, optional
        The evidence that it names, with the reports of that.

    Returns
    -------
    str
        A whole HTML document: same study and cards, same bytes.
    """
    sizes = study.participants["arm"].value_counts()
    arms = [
        (arm.label, arm.role.replace("-", " "), _say_size(study, int(sizes.get(name, 0))))
        for name, arm in study.arms.items()
    ]
    return render(
        "study.html.j2",
        study=study,
        file=study.file,
        banner=make_banner(study.file.provenance, write_banner(study)),
        cards=cards,
        troubled=[card for card in cards if card.is_bad or card.state == "stale"],
        has_summary=has_summary,
        has_checklist=has_checklist,
        topic=topic,
        arms=arms,
        participants=study.published_size,
        protection=say_rule(study.file),
        plan=_plan(study),
        treatments=list_treatments(study.file),
        details=list_details(study.file),
    )


def _say_size(study: Study, size: int) -> str:
    published = size if study.disclosure is None else study.disclosure.publish_count(size)
    return "not shown" if published is None else str(published)


def _plan(study: Study) -> list[tuple[str, str]]:
    """List the plan as declared, a line a part."""
    plan = study.file.plan
    primary = plan.primary
    labels = {name: endpoint.label for name, endpoint in study.endpoints.items()}
    arms = {name: arm.label for name, arm in study.treatments.items()}
    lines = [
        ("Primary endpoint", f"{labels.get(primary.endpoint, primary.endpoint)}, {primary.visit}"),
    ]
    if population := declared_population(study.file):
        lines.append(("Population", population))
    if primary.comparison:
        arm, other = (arms.get(name, name) for name in primary.comparison)
        lines.append(("Comparison", f"{arm} against {other}"))
    if primary.method:
        lines.append(("Method", primary.method.upper()))
    if plan.secondary:
        lines.append(("Secondary endpoints", ", ".join(labels.get(n, n) for n in plan.secondary)))
    if study.file.covariates:
        named = ", ".join(name_covariate(study.labels, name) for name in study.file.covariates)
        lines.append(("Covariates", named))
    for event, strategy in name_intercurrent(study.file).items():
        lines.append((f"Intercurrent event: {event}", strategy))
    if study.locked is not None:
        lines.append(("Plan", study.locked.say()))
        for change in study.locked.changes:
            lines.append((f"Changed: {change.key}", f"{change.locked} \u2192 {change.now}"))
    lines.append(("Significance level", format_printed(plan.alpha)))
    lines.append(("Multiplicity", name_adjustment(plan.multiplicity.method) or "none"))
    if study.is_blinded:
        lines.append(("Comparison, and the rest of the plan", HIDDEN))
    return lines
