"""Roles of arms from what they are called, in the languages whose tables are read."""

from __future__ import annotations

import pytest

from outcomes.drafting.arm_roles import TO_FILL_IN, guess_roles


@pytest.mark.parametrize(
    ("labels", "roles"),
    [
        ("Verum, Plazebo", "active, placebo"),
        ("Akupunktur, Scheinakupunktur", "active, placebo"),
        ("Dextrose, NaCl 0.9%", "active, placebo"),
        ("Übungen, Warteliste, Plazebo", "active, control, placebo"),
        ("Behandlung, Standardbehandlung", "active, control"),
        ("traité, non traité", "active, control"),
        ("Kinésithérapie, Témoin", "active, control"),
        ("Actif, Liste d'attente", "active, control"),
        ("Punción seca, Punción simulada", "active, placebo"),
        ("Tratamiento, Sin tratamiento", "active, control"),
        ("Destrosio, Trattamento finto", "active, placebo"),
        ("Esercizio, Lista d'attesa", "active, control"),
        ("Oefentherapie, Gebruikelijke zorg", "active, control"),
        ("Naald, Schijnbehandeling", "active, placebo"),
        ("Nephroxin, Nepbehandeling", "active, placebo"),
        ("New drug, Active comparator", "active, active-comparator"),
        ("Neu, aktive Kontrolle", "active, active-comparator"),
        ("usual_care, acupuncture", "control, active"),
        ("1, 0", "active, control"),
    ],
)
def test_words_say_the_role(labels: str, roles: str) -> None:
    assert ", ".join(role for role, _ in guess_roles(labels.split(", "))) == roles


@pytest.mark.parametrize("labels", ["A, B", "Verum, Aktiv", "Placebo, Control", "1, 2, 3"])
def test_nothing_is_guessed_where_no_word_says_which_arm_is_under_study(labels: str) -> None:
    assert guess_roles(labels.split(", ")) == [(TO_FILL_IN, "")] * len(labels.split(", "))


def test_beside_an_arm_that_is_called_active_another_is_not_guessed() -> None:
    assert guess_roles(["Verum", "B"])[1] == (TO_FILL_IN, "")
