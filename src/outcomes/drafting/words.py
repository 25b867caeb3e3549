"""Words by which tables are recognised, in English and the languages spoken around it."""

from __future__ import annotations

import re

PARTICIPANT = (
    frozenset({"participant", "usubjid", "subjid", "record_id", "patient_id", "subject_id"}),
    frozenset({
        "subject", "patient", "person", "pid", "proband", "teilnehmer", "patientin", "patienten",
        "pat", "patientennummer", "patiënt", "patiënten", "patiëntnummer", "paciente", "pacientes",
        "paziente", "pazienti", "participante", "partecipante", "sujet", "sujeto", "soggetto",
        "deelnemer", "proefpersoon",
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
    "beginn", "anfang", "vor", "vorher", "ausgang", "ausgangswert", "inclusion", "début", "avant",
    "initial", "initiale", "inicio", "inicial", "antes", "basal", "inizio", "iniziale", "prima",
    "basale", "begin", "voor", "nulmeting",
})  # fmt: skip
"""What the first visit is called."""

AFTER = frozenset({
    "post", "after", "followup", "follow-up", "end", "posttest", "fu", "final", "nachher", "ende",
    "nachuntersuchung", "après", "fin", "después", "dopo", "fine", "einde",
})  # fmt: skip
"""What a last visit is called."""

AT = re.compile(
    r"^(at|after|nach|bei|après|au bout de|à|a las|a los|a|tras|después de|dopo|na|op)\s+(?=.*\d)"
)
"""What stands before a time."""

UNITS = {
    "minute": ("minute", "minutes", "min", "minuten", "minutos", "minuti"),
    "hour": ("hour", "hours", "h", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora",
             "ore", "uur"),
    "day": ("day", "days", "d", "tag", "tage", "tagen", "jour", "jours", "j", "día", "días", "dia",
            "dias", "giorno", "giorni", "dag", "dagen"),
    "week": ("week", "weeks", "w", "wk", "wks", "woche", "wochen", "semaine", "semaines", "sem",
             "semana", "semanas", "settimana", "settimane", "weken"),
    "month": ("month", "months", "m", "mo", "mth", "monat", "monate", "monaten", "mois", "mes",
              "meses", "mese", "mesi", "maand", "maanden"),
    "year": ("year", "years", "y", "yr", "yrs", "jahr", "jahre", "jahren", "ans", "année",
             "années", "año", "años", "ano", "anos", "anno", "anni", "jaar"),
}  # fmt: skip
"""By unit of time, its words."""

UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
"""The unit that a word is of."""

MISSING = frozenset({"ka", "nb", "nd", "sd", "nr", "nv"})
"""What stands for a missing value among numbers, beside what does anywhere."""

PAIN = re.compile(r"pain|schmerz|douleur|dolor|pijn", re.IGNORECASE)
"""What pain is called."""

NUMERICAL_RATING = re.compile(
    r"(?<![^\W\d_])(nrs|nprs|evn)(?![^\W\d_])|num[eé]ri[ck]", re.IGNORECASE
)
"""What a numerical rating scale is called."""

VISUAL_ANALOGUE = re.compile(
    r"(?<![^\W\d_])(vas|eva)(?![^\W\d_])|visual analog|visuelle? analog|visuele analo|"
    r"visual analógica|visiva analogica|analogique visuelle|analogica visiva",
    re.IGNORECASE,
)
"""What a visual analogue scale is called."""

DEGREES = frozenset({"°", "deg", "degree", "degrees", "grad", "degré", "degrés", "grado", "grados",
                     "gradi", "graad", "graden"})  # fmt: skip
"""What degrees are called."""

NUMBERS = frozenset({
    "age", "alter", "âge", "edad", "età", "leeftijd", "bmi", "imc", "height", "größe",
    "körpergröße", "taille", "talla", "estatura", "altezza", "lengte", "weight", "gewicht",
    "poids", "peso",
})  # fmt: skip
"""What amounts that describe participants are called."""

CODES = frozenset({
    "sex", "gender", "geschlecht", "sexe", "genre", "sexo", "género", "sesso", "genere", "geslacht",
    "site", "centre", "center", "zentrum", "prüfzentrum", "klinik", "clinic", "centro", "clinique",
    "clínica", "clinica", "sede", "centrum", "kliniek",
})  # fmt: skip
"""What describes participants and is no amount, even where it is a number, is called."""

JOINTS = {
    joint: re.compile(rf"(?<![^\W\d_])({words})", re.IGNORECASE)
    for joint, words in {
        "knee": r"knee(?![a-z])|knie|genou|rodilla|ginocchi",
        "ankle": r"ankle(?![a-z])|sprunggelenk|cheville|tobillo|caviglia|enkel",
        "hip": r"hip(?![a-z])|hüft|hueft|hanche|cadera|anca(?![a-z])|heup",
        "shoulder": r"shoulder(?![a-z])|schulter|épaule|hombro|spalla|schouder",
        "foot": r"foot(?![a-z])|fuß|fuss|pied(?![a-z])|piede|voet",
        "elbow": r"elbow(?![a-z])|ellenbogen|coude(?![a-z])|codo(?![a-z])|gomito|elleboog",
        "wrist": r"wrist(?![a-z])|handgelenk|poignet|muñeca|polso(?![a-z])",
        "spine": r"spine(?![a-z])|wirbelsäule|rachis|columna|colonna|wervelkolom",
        "neck": r"neck(?![a-z])|nacken|nuque|cuello|collo(?![a-z])|nek(?![a-z])",
        "back": r"back(?![a-z])|rücken|ruecken|espalda|schiena|rug(?![a-z])",
    }.items()
}
"""By joint or part of the body, what it is called."""

MOTIONS = {
    motion: re.compile(words, re.IGNORECASE)
    for motion, words in {
        "dorsiflexion": r"dors\w*[ -]?(fle[xk]|extension)|fle(x|ss)\w+ dors",
        "plantarflexion": r"planta\w*[ -]?fle[xk]|fle(x|ss)\w+ planta",
        "flexion": r"flexion|flexión|flessione|flexie|beugung|buiging",
        "abduction": r"abdu[ck]tion|abducción|abduzione|abductie|abspreizung",
        "adduction": r"addu[ck]tion|aducción|adduzione|adductie",
    }.items()
}
"""By motion, what it is called, those that hold another one's name first."""
