"""What a report asks, filled in from the study, and of whom and how: what a reader sees first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.intercurrent import name_events
from outcomes.prose.methods import say_method
from outcomes.prose.population import say_population
from outcomes.prose.primary import find_primary
from outcomes.study.plan import Arm
from outcomes.study.study import Study
from outcomes.vocabulary.names import describe_scale, name_arm
from outcomes.vocabulary.sentences import capitalise, join_words, mid_sentence
from outcomes.vocabulary.visits import at_visit, say_visit

if TYPE_CHECKING:
    import pandas as pd

_NO_JOINT = ("none", "any")
_FIELD = re.compile(r"\{([^{}]*)\}")

PROVENANCES = {
    "collected": "collected from participants",
    "open": "open data, collected by others",
    "simulated": "simulated from published summaries; nobody was treated",
    "published": "taken from publications",
}
"""Where a study's data come from, in words."""


def list_fields(template: str) -> tuple[str, ...]:
    """Return the fields of a question: ``arms`` of ``How do {arms} compare?``."""
    return tuple(_FIELD.findall(template))


def fill_question(template: str, study: Study) -> str:
    """Fill the fields of a question from a study.

    Parameters
    ----------
    template : str
        As a notebook's front matter gives it; its fields are those of `FIELDS`.
    study : Study
        A loaded study.

    Returns
    -------
    str
        A sentence, whatever the number of arms and comparisons.
    """
    return capitalise(_FIELD.sub(lambda field: FIELDS[field[1]](study), template))


def _name_primary(study: Study) -> str:
    return mid_sentence(study.endpoints[study.file.plan.primary.endpoint].label)


def _name_compared(study: Study) -> str:
    """Name the arms that the plan compares; of a single arm, what is before and after it."""
    planned = study.file.plan.primary.comparison
    pairs = [tuple(planned)] if planned else list(study.comparisons)
    if not pairs and study.is_blinded:
        return _name_arms(study)
    if not pairs:
        return f"the time before and the time after {_name_arms(study)}"
    arms = {arm for pair in pairs for arm in pair}
    actives = [arm for arm in study.treatments if arm in {pair[0] for pair in pairs}]
    others = [arm for arm in study.treatments if arm in arms and arm not in actives]
    return _join_arms(study, [*actives, *others])


def _name_arms(study: Study) -> str:
    return _join_arms(study, list(study.arms))


def _join_arms(study: Study, arms: Sequence[str]) -> str:
    """Join the names of arms so that a name of several words, or with a comma, stays one."""
    names = [mid_sentence(name_arm(study.labels, arm)) for arm in arms]
    mark = ";" if any("," in name for name in names) else ","
    if len(names) > 1 and (mark == ";" or any(" and " in name for name in names)):
        return f"{f'{mark} '.join(names[:-1])}{mark} and {names[-1]}"
    return join_words(names)


def _name_joint(study: Study) -> str:
    joint = study.file.joint
    return "any joint" if joint.lower() in _NO_JOINT else f"the {mid_sentence(joint)}"


def _name_condition(study: Study) -> str:
    return mid_sentence(study.file.condition) or f"complaints of {_name_joint(study)}"


FIELDS: Mapping[str, Callable[[Study], str]] = {
    "primary endpoint": _name_primary,
    "primary visit": lambda study: say_visit(study.file.plan.primary.visit),
    "at the primary visit": lambda study: at_visit(study.file.plan.primary.visit),
    "arms compared": _name_compared,
    "arms": _name_arms,
    "joint": _name_joint,
    "condition": _name_condition,
}
"""By name, what may stand between braces in a question."""


def write_design(study: Study, estimates: pd.DataFrame) -> Passage:
    """Write who was studied, the arms, the primary endpoint and visit, the method and the data.

    Parameters
    ----------
    study : Study
        A loaded study.
    estimates : pandas.DataFrame
        The estimates that answer the report's question: the method that made them is stated. Where
        they name none, none is.

    Returns
    -------
    Passage
        Of kind ``question``.
    """
    points = (Headed(head, f"{capitalise(text)}.") for head, text in _points(study, estimates))
    return Passage("question", "", (tuple(points),))


def _points(study: Study, estimates: pd.DataFrame) -> list[tuple[str, str]]:
    plan = study.file.plan
    endpoint = study.endpoints[plan.primary.endpoint]
    method = say_method(estimates, study)
    events = name_events(estimates, study)
    visits = list(study.labels.counterparts.get(plan.primary.visit, (plan.primary.visit,)))
    analysed = say_population(find_primary(estimates, study) if study.comparisons else [], study)
    if study.file.has_several_treatments and analysed:
        analysed += ", each counted under every treatment that they had"
    return [
        ("Population", "; ".join(filter(None, (_name_population(study), analysed)))),
        *([("Treatments", _say_treatments(study))] if study.file.has_several_treatments else []),
        (_head_arms(study), "; ".join(_say_arm(study, arm) for arm in study.arms)),
        ("Primary endpoint", f"{endpoint.label} ({describe_scale(endpoint)})"),
        ("Primary visit", join_words(visits)),
        *([("Intercurrent events", events)] if events else []),
        *([("Method", method)] if method else []),
        ("Data", PROVENANCES[study.file.provenance]),
    ]


def _head_arms(study: Study) -> str:
    if study.file.asks_once:
        return "Groups" if len(study.arms) > 1 else "Group"
    return "Participants" if study.file.is_within_person else f"{study.file.group_word.title()}s"


def _name_population(study: Study) -> str:
    condition = study.file.condition or f"complaints of the {study.file.joint}"
    joint = study.file.joint.lower()
    if joint not in _NO_JOINT and joint not in condition.lower():
        condition += f" ({study.file.joint})"
    return condition


def _say_treatments(study: Study) -> str:
    return "; ".join(f"{arm.label} ({_say_role(arm)})" for arm in study.treatments.values())


def _say_arm(study: Study, arm: str) -> str:
    n = int((study.participants["arm"] == arm).sum())
    role = "" if study.file.has_several_treatments else f" ({_say_role(study.arms[arm])})"
    return f"{name_arm(study.labels, arm)}{role}, n = {n}"


def _say_role(arm: Arm) -> str:
    return arm.role.replace("-", " ")
