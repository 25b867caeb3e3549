"""Which arm is under study and which it is compared with, from what the arms are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

TO_FILL_IN = '"<active, placebo, control or active-comparator>"'
"""The role of an arm whose name does not say it, as YAML."""

_COMPARATOR = re.compile(
    r"(active|aktive?|actieve) (control|kontroll|comparator|vergleich)|contr[oô]le actif|"
    r"control activo|controllo attivo|comparator|comparateur|comparador|comparatore|"
    r"vergleichs(behandlung|arm|gruppe|therapie)",
    re.IGNORECASE,
)
_PLACEBO = re.compile(
    r"pla[cz]ebo|sham|schein|simul(ad[oa]|at[oa]|ée?)(?!\w)|ficti[cft]|fittizi|fint[ao](?!\w)|"
    r"schijn|(?<!\w)nep(?!h)|dummy|vehi[ck]|salin|kochsalz|(?<!\w)nacl|fisiol[oó]gic|"
    r"physiologi[sq]|fysiologisch|zoutoplossing",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"control|kontroll|contr[oô]le|t[ée]moin|standard|standaard|est[áa]ndar|usual|üblich|habitu|"
    r"abituale|gebruikelijk|wait|warteliste|wachtlijst|attente|espera|attesa|untreated|unbehandelt|"
    r"onbehandeld|no treatment|non trait|sin tratamiento|non trattat|(?<!\w)(care|none|keine|aucun|"
    r"ningun|nessun|geen)(?!\w)",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"verum|(?<!\w)(acti[fv]|actief|aktiv|attiv)|interven|experiment|esperiment|sperimental|"
    r"treatment|treated|behandlung|behandelt|behandel(ing|d)|traitement|trait[ée]|tratamiento|"
    r"tratad[oa]|trattament|trattat[oa]",
    re.IGNORECASE,
)
_BY_WORD = (
    (_COMPARATOR, "active-comparator"),
    (_PLACEBO, "placebo"),
    (_CONTROL, "control"),
    (_ACTIVE, "active"),
)
"""By how sure the words are: an untreated control is treated in no language."""


def guess_roles(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Return the role of each arm as YAML and what it was guessed from, to be filled in if unknown.

    An arm that is not called anything is taken for the one under study only beside one that is
    called placebo or control: which of two drugs is under study no name says.

    Examples
    --------
    >>> [role for role, _ in guess_roles(["Plazebo", "Verum"])]
    ['placebo', 'active']
    >>> guess_roles(["A", "B"]) == [(TO_FILL_IN, "")] * 2
    True
    """
    named = [_role(label) for label in labels]
    has_comparator = any(role not in ("", "active") for role in named)
    roles = [role or ("active" if has_comparator else "") for role in named]
    if "active" not in roles or set(roles) == {"active"}:
        return [(TO_FILL_IN, "")] * len(roles)
    return [
        (role or TO_FILL_IN, _why(known) if role else "")
        for role, known in zip(roles, named, strict=True)
    ]


def _role(label: str) -> str:
    """Return the role that an arm's name says, ``""`` if it says none."""
    if label == "0":
        return "control"
    return next((role for words, role in _BY_WORD if words.search(label)), "")


def _why(known: str) -> str:
    return "the role, from its name" if known else "the role: it is not called placebo or control"
