"""How good the published trials are that a result is set beside."""

from __future__ import annotations

from outcomes.displays.passage import Headed
from outcomes.evidence import Pack, find_matches
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.vocabulary.sentences import join_words


def say_published_trials(study: Study) -> list[str]:
    """Return points on the published trials beside the primary result, and on their certainty.

    Empty for a study that names no evidence, beside which no published number is set. Blinding
    and risk of bias are reported as they stand in the table of designs; nothing is judged here.
    """
    pack = study.evidence
    if pack is None:
        return []
    found = _find_trials(pack, study)
    described = [text for key in found if (text := _describe(pack, key))]
    points = []
    if described:
        points.append(Headed("Published for comparison", f"{'; '.join(described)}."))
    rated = [
        f"{domain.replace('-', ' ')} {judgement.rating}"
        for domain, judgement in study.file.certainty.items()
    ]
    certainty = (
        f"as the study file judges it: {join_words(rated)}."
        if rated
        else "not judged in the study file, so how far the published findings can be relied on is "
        "not known."
    )
    points.append(Headed("Certainty of the published evidence", certainty))
    return list(points)


def _find_trials(pack: Pack, study: Study) -> list[str]:
    """Return the trials whose numbers stand beside the primary result."""
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    week = next((visit.week for visit in study.visits if visit.name == primary.visit), None)
    if week is None:
        return []
    comparators = dict.fromkeys(other for _, other in study.comparisons) or {"": None}
    matches = [
        match
        for comparator in comparators
        for match in find_matches(
            pack,
            study.file.joint,
            endpoint.domain,
            week,
            study.treatments[comparator].role if comparator else "",
            condition=study.file.condition,
            outcome=endpoint.label,
        )
    ]
    return list(dict.fromkeys(match.trial for match in matches))


def _describe(pack: Pack, trial: str) -> str:
    row = pack.trials.get(trial)
    if row is None:
        return ""
    randomised = {"yes": "randomised", "no": "not randomised"}.get(row["randomised"], "")
    enrolled = row["n_enrolled"]
    parts = [
        randomised,
        {"": "blinding not stated", "not applicable": ""}.get(row["blinding"], row["blinding"]),
        f"{format_count(enrolled)} enrolled" if enrolled == enrolled else "number not stated",
        f"risk of bias {row['risk_of_bias']}" if row["risk_of_bias"] else "risk of bias not judged",
    ]
    return f"{pack.name_citation(trial)} ({'; '.join(part for part in parts if part)})"
