"""The article's findings beside the study's own figures, and where the two differ in scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.links import name_keys
from outcomes.displays.passage import Paragraph, Passage
from outcomes.evidence import Pack, find_claims
from outcomes.evidence.claims import VERDICTS
from outcomes.prose.banner import cite_calibration
from outcomes.prose.change import say_change, say_mean, say_shares
from outcomes.prose.difference import say_difference
from outcomes.prose.harms import is_recorded, say_harms
from outcomes.prose.secondary import find_at_primary_visit
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_side, say_arm
from outcomes.vocabulary.sentences import join_words, mid_sentence
from outcomes.vocabulary.visits import name_time, say_visit

if TYPE_CHECKING:
    import pandas as pd

TIMES = ("days", "weeks", "months", "years")
SILENT = "This study has no figure of its own to set beside it."


def write_published(study: Study, estimates: pd.DataFrame) -> tuple[Passage, ...]:
    """Write each finding of the article beside the study's own figure with its interval.

    Parameters
    ----------
    study : Study
        A loaded study; findings are matched by its joint.
    estimates : pandas.DataFrame
        An estimates frame; ``difference``, ``change`` and ``share`` rows are set beside findings of
        the same domain, ``risk`` rows beside those on harms.

    Returns
    -------
    tuple of Passage
        Of kind ``note``; none for a study that names no evidence, or evidence without claims.
        Otherwise one a finding: what the article says, what its sources say, the study's
        own figure, where the two differ in scope, and, for simulated data, that
        agreement with what they were made from adds nothing.
    """
    pack = study.evidence
    if pack is None:
        return ()
    passages = []
    seen: list[list[str]] = []
    for claim in find_claims(pack, study.file.joint).to_dict("records"):
        figures = find_own_figures(study, estimates, claim)
        passages.append(_set_beside(study, pack, claim, figures, again=figures in seen))
        seen.append(figures)
    return tuple(passages)


def find_own_figures(study: Study, estimates: pd.DataFrame, claim: dict[Any, Any]) -> list[str]:
    """Return the study's own figures for a finding, one sentence each, with their intervals.

    A finding about a domain meets the endpoints of that domain; one about a length of time, or
    about everything, meets the primary endpoint; one about harm, the participants with an event.
    """
    if claim["domain"] == "harm":
        return [say_harms(estimates, study)] if is_recorded(Lookup.of(estimates), study) else []
    sentences = []
    for name in study.endpoints:
        if not _meets(study, name, claim):
            continue
        for contrast in find_at_primary_visit(estimates, study, name):
            if contrast.has_interval:
                sentences.append(say_difference(contrast, study.labels, brief=True))
        sentences += _say_within(study, estimates, name)
    return sentences


def _set_beside(
    study: Study,
    pack: Pack,
    claim: dict[Any, Any],
    figures: list[str],
    *,
    again: bool,
) -> Passage:
    keys = _keys(claim, "cited") + _keys(claim, "citations")
    paragraphs: list[Paragraph] = [
        f"The article says: {claim['claim']} (cited: {_cite(pack, _keys(claim, 'cited'))})",
        f"Its sources say: {name_keys(claim['sources_say'], pack)} "
        f"Read in: {name_keys(claim['locator'], pack)}.",
        _say_verdict(pack, claim),
        *_count_published(pack, keys, claim),
    ]
    if figures and again:
        paragraphs.append("This study's own figures on this stand above.")
    elif figures:
        paragraphs += ["This study's own figures:", tuple(figures)]
    else:
        paragraphs.append(SILENT)
    paragraphs.append(
        f"Where claim and study differ in scope: {name_keys(claim['scope_mismatch'], pack)}"
        f"{_say_reach(study, claim, figures)}"
    )
    if figures:
        paragraphs += _say_standing(study, keys)
    return Passage("note", f"Beside the article: {_name_subject(claim)}", tuple(paragraphs))


def _meets(study: Study, name: str, claim: dict[Any, Any]) -> bool:
    primary = study.file.plan.primary.endpoint
    if claim["unit"] in TIMES:
        return name == primary or study.endpoints[name].unit == claim["unit"]
    if claim["domain"] == "any":
        return name == primary
    return bool(study.endpoints[name].domain == claim["domain"])


def _say_within(study: Study, estimates: pd.DataFrame, name: str) -> list[str]:
    """State what each arm did by itself at the primary visit, or the last that has scores."""
    primary = study.file.plan.primary.visit
    rows = estimates[(estimates["endpoint"] == name) & (estimates["subgroup"] == "")]
    rows = rows[(rows["week"] > 0) & rows["estimate"].notna()]
    changes: dict[tuple[str, str], list[str]] = {}
    shares: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    means = []
    # A mean stands alone only where there is no baseline to take a change from.
    ratings = ["change", "share"]
    wanted = ratings if rows["quantity"].isin(ratings).any() else ["mean"]
    rows = rows[rows["quantity"].isin(wanted)]
    for _, own in rows.groupby(["arm", "side", "quantity"], sort=False):
        at_primary = own[own["visit"] == primary]
        row = (at_primary if len(at_primary) else own).iloc[-1].to_dict()
        if row["quantity"] == "share":
            shares.setdefault((row["visit"], row["side"]), []).append(row)
        elif row["quantity"] == "mean":
            means.append(say_mean(row, study.labels))
        else:
            whose = f"with {say_arm(study.labels, row['arm'])}"
            said = say_change(row, study.labels, whose=whose)
            changes.setdefault((row["visit"], row["side"]), []).append(said)
    label = mid_sentence(study.endpoints[name].label)
    said_of_shares = [say_shares(rows, study.labels) for rows in shares.values()]
    said_of_changes = []
    for (visit, side), clauses in changes.items():
        what = f"{label}, {name_side(side)}," if side else label
        said_of_changes.append(
            f"From baseline to {say_visit(visit)}, mean {what} {join_words(clauses)}."
        )
    return said_of_changes + said_of_shares + means


def _count_published(pack: Pack, keys: list[str], claim: dict[Any, Any]) -> list[str]:
    published = pack.tables["published"]
    rows = published[published["citation"].isin(keys)]
    rows = rows[rows["endpoint_domain"] == claim["domain"]]
    if rows.empty:
        return []
    trials = join_words([pack.name_citation(key) for key in dict.fromkeys(rows["citation"])])
    number = "One published number" if len(rows) == 1 else f"{len(rows)} published numbers"
    return [f"{number} on this could be read, from {trials}."]


def _say_reach(study: Study, claim: dict[Any, Any], figures: list[str]) -> str:
    """Say what a study's design keeps its own figures from answering."""
    parts = []
    if figures and not study.comparisons:
        parts.append(
            " This study has no arm to compare with, so its own figure cannot bear the claim out "
            "either."
        )
    if claim["unit"] in TIMES and study.follow_ups:
        last = study.follow_ups[-1]
        size = format_count(float(len(study.participants)))
        parts.append(
            f" This study looks at {size} participants at set times, the last of them "
            f"{name_time(last)}; it does not measure how long a benefit lasts."
        )
    return "".join(parts)


def _say_standing(study: Study, keys: list[str]) -> list[str]:
    """Say what agreement is worth where the data were not collected."""
    if study.file.provenance != "simulated":
        return []
    shared = [key for key in dict.fromkeys(keys) if key in study.file.calibrated_to]
    if shared:
        trials = join_words([study.beside.name_citation(key) for key in shared])
        return [
            f"These data were simulated to meet {trials} and what the study file lists as taken "
            "or assumed: where the figures agree, they agree by construction and add nothing."
        ]
    made = f" to meet {cite_calibration(study)}" if study.file.calibrated_to else ""
    return [f"These data were simulated{made}: their figures are not evidence for or against this."]


def _say_verdict(pack: Pack, claim: dict[Any, Any]) -> str:
    remark = f" ({name_keys(claim['notes'], pack)})" if claim["notes"] else ""
    verdict = VERDICTS.get(claim["verdict"], claim["verdict"])
    reason = f" {name_keys(claim['reason'], pack)}" if claim["reason"] else ""
    return f"Held against its sources, the claim {verdict}{remark}.{reason}"


def _name_subject(claim: dict[Any, Any]) -> str:
    if claim["unit"] in TIMES:
        return "how long it lasts"
    subjects = {"any": "in general", "global": "judged overall", "harm": "harms"}
    return subjects.get(claim["domain"], str(claim["domain"]))


def _keys(claim: dict[Any, Any], column: str) -> list[str]:
    return [key for key in str(claim[column]).split("; ") if key]


def _cite(pack: Pack, keys: list[str]) -> str:
    article = pack.topic.article
    return join_words(
        ["the article itself" if key == article else pack.name_citation(key) for key in keys]
    )
