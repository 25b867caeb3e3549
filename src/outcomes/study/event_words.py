"""What the words of a table of adverse events mean, and what its columns may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd

from outcomes.study.events_file import EventValues
from outcomes.study.spelling import spelling_key
from outcomes.study.times import WEEKS_PER

_YES = ("yes", "y", "true", "1", "ja", "j", "oui", "sí", "sì", "si")
_NO = ("no", "n", "false", "0", "nein", "non", "nee")
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "serious": {
        "yes": (*_YES, "serious", "schwerwiegend"),
        "no": (*_NO, "not serious", "non-serious", "nicht schwerwiegend", "no grave", "non grave"),
    },
    "severity": {
        "mild": ("mild", "leicht", "gering", "léger", "légère", "leve", "lieve", "licht"),
        "moderate": (
            "moderate", "mittel", "mittelschwer", "mässig", "moderat", "modéré", "modérée",
            "moderado", "moderada", "moderato", "moderata", "matig",
        ),
        "severe": (
            "severe", "life-threatening", "life threatening", "fatal", "schwer",
            "lebensbedrohlich", "tödlich", "sévère", "grave", "severo", "severa", "ernstig",
        ),
    },
    "related": {
        "yes": (
            *_YES, "related", "definite", "definitely", "certain", "probable", "probably",
            "possible", "possibly", "likely", "möglich", "wahrscheinlich", "sicher", "certaine",
            "posible", "seguro", "possibile", "probabile", "certo", "mogelijk", "waarschijnlijk",
            "zeker",
        ),
        "no": (
            *_NO, "none", "not related", "unrelated", "unlikely", "remote", "unwahrscheinlich",
            "kein zusammenhang", "improbable", "non lié", "no relacionado", "improbabile",
            "non correlato", "onwaarschijnlijk", "niet gerelateerd",
        ),
    },
}  # fmt: skip
"""By column, the words of each answer that are read without being declared."""

NOT_STATED = (
    "", "unknown", "not known", "not stated", "not recorded", "not assessed", "not assessable",
    "unassessable",
)  # fmt: skip
"""Words that state nothing."""

NO_TERM = "under no term"
"""What stands for what happened where the study file has no term for it."""

_NOTHING = re.compile(
    r"(none|no|nil|n/?\.?a\.?|nothing|not applicable|0|-|\.|keine?s?|aucune?|ningun[oa]|"
    r"nessun[oa]|geen)"
    r"|(no|none|nil|without) (.* )?(aes?|events?|effects?|reactions?|complaints?|problems?)\b.*"
    r"|(none|nothing) (reported|recorded|noted|observed|known)"
    r"|(keine|aucune?|ning[uú]na?|nessuna?|geen) (.* )?(nebenwirkung|ereignis|[ée]v[ée]nement|"
    r"effet|evento?s?|efecto|effetto|bijwerking|voorval)\w*"
)
_NAMES: Mapping[str, frozenset[str]] = {
    "event": frozenset({
        "event", "events", "term", "ae", "aeterm", "aedecod", "ereignis", "ereignisse", "ue",
        "nebenwirkung", "nebenwirkungen", "événement", "événements", "évènement", "évènements",
        "evento", "eventos", "eventi", "gebeurtenis", "voorval", "bijwerking",
    }),
    "serious": frozenset({
        "serious", "seriousness", "sae", "aeser", "schwerwiegend", "sue", "grave", "gravité",
        "ernstig",
    }),
    "severity": frozenset({
        "severity", "severe", "grade", "intensity", "aesev", "aetoxgr", "schwere", "schwer",
        "schweregrad", "intensität", "sévérité", "intensité", "gravedad", "severidad", "intensidad",
        "gravità", "severità", "intensità", "ernst", "ernstgraad", "intensiteit",
    }),
    "related": frozenset({
        "related", "relatedness", "relationship", "causality", "aerel", "zusammenhang",
        "kausalität", "lien", "causalité", "imputabilité", "relación", "relacionado", "causalidad",
        "correlato", "correlazione", "causalità", "gerelateerd", "verband", "causaliteit",
    }),
    **{unit: frozenset({unit, f"{unit}s"}) for unit in WEEKS_PER},
}  # fmt: skip
"""By what a column holds, the words in a header that say so."""

_BESIDE = frozenset({
    "ae", "event", "adverse", "study", "name", "of", "the", "onset", "start", "since", "after",
    "baseline", "treatment", "number", "no", "at", "unerwünschte", "unerwünschtes", "indésirable",
    "indésirables", "adverso", "adversos", "avverso", "avversi", "ongewenst", "ongewenste",
})  # fmt: skip
"""Words that may stand beside those for a time or the event itself, and change nothing."""


_ELSEWHERE = _BESIDE | {
    "id", "nr", "nummer", "seq", "row", "record", "visit", "visite", "besuch", "visita", "bezoek",
    "arm", "group", "gruppe", "groupe", "grupo", "gruppo", "groep", "site", "center", "centre",
    "zentrum", "centro", "sede", "centrum", "side", "seite",
}  # fmt: skip
"""Words of headers that say who, where, at which visit or on which side: nothing of the event."""


def meanings(column: str, values: EventValues) -> dict[str, str]:
    """Return what each word of a column means, those that the study file declares included.

    Parameters
    ----------
    column : str
        ``serious``, ``severity`` or ``related``.
    values : EventValues
        What the study file declares; it wins over what is read otherwise.

    Returns
    -------
    dict of str to str
        By `outcomes.study.spelling.spelling_key` of the word: ``yes``, ``no``, ``mild``,
        ``moderate``, ``severe``, or ``""`` where it states nothing.
    """
    known = dict.fromkeys(NOT_STATED, "")
    known |= {word: answer for answer, words in WORDS[column].items() for word in words}
    for answer, words in getattr(values, column):
        known |= dict.fromkeys(map(spelling_key, words), answer)
    return known


def name_by_terms(texts: pd.Series, terms: Mapping[str, Iterable[str]]) -> pd.Series:
    """Return the term that each text of what happened stands for.

    Parameters
    ----------
    texts : pandas.Series of str
        As they stand in the table.
    terms : mapping of str to iterable of str
        By term of the study file, the texts that it stands for beside itself; spellings that
        `outcomes.study.spelling.spelling_key` makes alike are the same.

    Returns
    -------
    pandas.Series of str
        ``""`` where nothing is said, `NO_TERM` where no term stands for it.
    """
    known = {spelling_key(text): term for term, others in terms.items() for text in others}
    known |= {spelling_key(term): term for term in terms} | {"": ""}
    return texts.map({text: known.get(spelling_key(text), NO_TERM) for text in texts.unique()})


def says_nothing_happened(text: str) -> bool:
    """Whether what an event was reads as if there was none.

    Examples
    --------
    >>> says_nothing_happened("No adverse event"), says_nothing_happened("No sleep for a week")
    (True, False)
    """
    return _NOTHING.fullmatch(spelling_key(text)) is not None


def stands_elsewhere(header: str) -> bool:
    """Whether a header says who, where or at which visit, and nothing of the event.

    Examples
    --------
    >>> stands_elsewhere("row number"), stands_elsewhere("site_id"), stands_elsewhere("Ausgang")
    (True, True, False)
    """
    return _list_words(header) <= _ELSEWHERE


def is_called(header: str, column: str) -> bool:
    """Whether a header reads as if the column held what ``column`` is for.

    Examples
    --------
    >>> is_called("Serious (Y/N)", "serious"), is_called("duration_weeks", "week")
    (True, False)
    """
    words = _list_words(header)
    told = bool(words & _NAMES[column])
    if column == "event" or column in WEEKS_PER:
        return told and words <= _NAMES[column] | _BESIDE
    return told


def _list_words(header: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", header))
    return set(re.findall(r"[^\W\d_]+", spaced.casefold()))
