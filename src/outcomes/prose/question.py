"""What a report asks, of whom, and how: the first thing a reader sees under the title."""

from __future__ import annotations

from outcomes.displays.passage import Headed, Passage
from outcomes.study.study import Study
from outcomes.vocabulary.names import METHODS, describe_scale, name_arm
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, join_words

_NO_JOINT = ("none", "any")

PROVENANCES = {
    "collected": "collected from participants",
    "simulated": "simulated from published summaries; nobody was treated",
    "published": "taken from publications",
}
"""Where a study's data come from, in words."""


def write_question(study: Study, report_name: str) -> Passage:
    """Write the question of a report, with population, arms, endpoint, visit, method, provenance.

    Parameters
    ----------
    study : Study
        A loaded study.
    report_name : str
        ``data-quality``, ``treatment-effect``, ``before-after``, ``evidence``, ``claims``;
        any other is asked in general.

    Returns
    -------
    Passage
        Of kind ``question``.
    """
    points = tuple(Headed(head, f"{text}.") for head, text in _points(study, report_name))
    return Passage("question", "", (_ask(study, report_name), points))


def _ask(study: Study, report_name: str) -> str:
    primary = study.file.plan.primary
    endpoint = inside(study.endpoints[primary.endpoint].label)
    when = at_visit(primary.visit)
    if report_name == "data-quality":
        return "Who came into this study, who was seen when, and how alike were the arms?"
    if report_name == "treatment-effect" and study.comparisons:
        pairs = [primary.comparison] if primary.comparison else list(study.comparisons)
        named = join_words([_name_pair(study, arm, other) for arm, other in pairs])
        return f"How does {endpoint} {when} differ between {named}?"
    if report_name == "before-after":
        return (
            f"How had {endpoint} changed {when}, and what can that show without an arm to compare "
            "with?"
        )
    if report_name == "evidence":
        return (
            f"What do published trials of dextrose injections say about the {study.file.joint}, "
            "and what does this study add?"
        )
    if report_name == "claims":
        return "Does what the article claims agree with what its sources report?"
    return f"What does this study show about {endpoint} {when}?"


def _points(study: Study, report_name: str) -> list[tuple[str, str]]:
    plan = study.file.plan
    endpoint = study.endpoints[plan.primary.endpoint]
    condition = study.file.condition or f"complaints of the {study.file.joint}"
    joint = study.file.joint.lower()
    if joint not in _NO_JOINT and joint not in condition.lower():
        condition += f" ({study.file.joint})"
    points = [
        ("Population", f"{condition}; {plan.population}, as declared"),
        ("Arms", "; ".join(_say_arm(study, arm) for arm in study.arms)),
        ("Primary endpoint", f"{endpoint.label} ({describe_scale(endpoint)})"),
        ("Primary visit", plan.primary.visit),
        ("Method", _say_method(study, report_name)),
        ("Data", PROVENANCES[study.file.provenance]),
    ]
    return [(head, capitalise(text)) for head, text in points]


def _say_arm(study: Study, arm: str) -> str:
    n = int((study.participants["arm"] == arm).sum())
    role = study.arms[arm].role.replace("-", " ")
    return f"{name_arm(study.labels, arm)} ({role}), n = {n}"


def _say_method(study: Study, report_name: str) -> str:
    if report_name == "data-quality":
        return "counts and standardised differences; no p values"
    if report_name == "evidence":
        return (
            "random-effects meta-analysis (REML) by comparator and time, with Knapp-Hartung and "
            "normal intervals"
        )
    if report_name == "claims":
        return "figures recomputed from the published numbers; verdicts by one rule"
    if report_name == "before-after" or not study.comparisons:
        return "change within the arm with a t interval; shares with a Wilson interval"
    method = study.file.plan.primary.method
    return METHODS.get(method or "mmrm", str(method))


def _name_pair(study: Study, arm: str, other: str) -> str:
    return f"{inside(name_arm(study.labels, arm))} and {inside(name_arm(study.labels, other))}"
