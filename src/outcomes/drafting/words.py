"""Words by which tables are recognised, in English and the languages spoken around it."""

from __future__ import annotations

PARTICIPANT = (
    frozenset({"participant", "usubjid", "subjid", "record_id", "patient_id", "subject_id"}),
    frozenset({
        "subject", "patient", "person", "pid", "proband", "teilnehmer", "patientin", "pat",
        "patiënt", "paciente", "paziente", "participante", "partecipante", "sujet", "deelnemer",
    }),
    frozenset({"id", "record", "nr", "case", "code", "caso", "cas"}),
)  # fmt: skip
"""What a column of ids is called, the surest words first."""

VISIT = (
    frozenset({
        "visit", "redcap_event_name", "timepoint", "occasion", "measurement", "wave",
        "visite", "besuch", "visita", "bezoek", "zeitpunkt", "messzeitpunkt", "messung",
        "moment", "meting", "tijdstip",
    }),
    frozenset({
        "month", "months", "week", "weeks", "day", "days", "year", "years", "time",
        "monat", "woche", "tag", "jahr", "zeit", "mois", "semaine", "jour", "temps", "mes",
        "semana", "día", "dia", "tiempo", "mese", "settimana", "giorno", "tempo", "maand", "dag",
    }),
    frozenset({"minute", "minutes", "hour", "hours", "session", "assessment", "phase", "period"}),
)  # fmt: skip
"""What a column of visits is called."""

ARM = (
    frozenset({"arm", "trt", "trta", "allocation", "randomisation", "randomization"}),
    frozenset({
        "group", "treatment", "treat", "intervention", "behandlung", "gruppe", "therapie",
        "groupe", "traitement", "grupo", "tratamiento", "tratamento", "gruppo", "trattamento",
        "groep", "behandeling",
    }),
)  # fmt: skip
"""What a column of arms is called."""

SIDES = frozenset({
    "left", "right", "l", "r", "links", "rechts", "gauche", "droite", "izquierda", "derecha",
    "sinistra", "destra",
})  # fmt: skip
"""What a column of sides holds."""

BASELINE = frozenset({
    "baseline", "base", "bl", "pre", "before", "t0", "v0", "screening", "start", "pretest",
    "beginn", "anfang", "vorher", "ausgangswert", "inclusion", "début", "avant", "inicio", "antes",
    "basal", "inizio", "prima", "begin", "voor", "nulmeting",
})  # fmt: skip
"""What the first visit is called."""

AFTER = frozenset({
    "post", "after", "followup", "follow-up", "end", "posttest", "fu", "final", "nachher", "ende",
    "nachuntersuchung", "après", "fin", "después", "dopo", "fine", "einde",
})  # fmt: skip
"""What a last visit is called."""

UNITS = {
    "minute": ("minute", "minutes", "min", "minuten", "minutos", "minuti"),
    "hour": ("hour", "hours", "h", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora",
             "ore", "uur"),
    "day": ("day", "days", "d", "tag", "tage", "tagen", "jour", "jours", "día", "días", "dia",
            "dias", "giorno", "giorni", "dag", "dagen"),
    "week": ("week", "weeks", "w", "wk", "wks", "woche", "wochen", "semaine", "semaines", "semana",
             "semanas", "settimana", "settimane", "weken"),
    "month": ("month", "months", "m", "mo", "mth", "monat", "monate", "monaten", "mois", "mes",
              "meses", "mese", "mesi", "maand", "maanden"),
    "year": ("year", "years", "y", "yr", "yrs", "jahr", "jahre", "jahren", "ans", "année",
             "années", "año", "años", "ano", "anos", "anno", "anni", "jaar"),
}  # fmt: skip
"""By unit of time, its words."""

UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
"""The unit that a word is of."""
