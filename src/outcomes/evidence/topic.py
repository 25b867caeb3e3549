"""What a pack of evidence is about, and what things are called in sentences of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from outcomes.errors import Fault
from outcomes.evidence.schema import COMPARATOR_ROLES

PACK_FILE = "pack.yaml"

PLAIN = {
    "placebo": "a dummy treatment (placebo)",
    "control": "usual care or no treatment",
    "active-comparator": "another treatment",
}
"""What comparators are called to patients, by role."""

Text = Annotated[str, Field(min_length=1)]


class Topic(BaseModel):
    """The whole of ``pack.yaml``.

    Parameters
    ----------
    title : str
        As a heading: ``Dextrose prolotherapy``.
    treatment : str
        As in a sentence: ``dextrose injections``.
    arm : str
        What the treated arm is called in short, as in ``favours dextrose``.
    dose : str
        What a dose is of, with its unit, ``dextrose, %``; empty where doses are not entered.
    comparators : mapping of str to str
        What the comparators of a role are called here; without it, as in
        `outcomes.evidence.schema.COMPARATOR_ROLES`.
    plain : mapping of str to str
        What they are called to patients; without it, as in `PLAIN`.
    bias : str
        What reviews say of the risk of bias of such trials, in a sentence that names the keys of
        their citations; empty where nothing was read.
    article : str
        Key of the citation whose claims are checked; empty if the pack has no claims.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    treatment: Text
    arm: Text
    dose: str = ""
    comparators: Mapping[str, Text] = Field(default_factory=dict)
    plain: Mapping[str, Text] = Field(default_factory=dict)
    bias: str = ""
    article: str = ""

    def name_comparator(self, role: str) -> str:
        """Return a kind of comparator in words, ``placebo injection``."""
        return self.comparators.get(role) or COMPARATOR_ROLES.get(role, role)

    def name_plainly(self, role: str) -> str:
        """Return a kind of comparator as patients are told of it."""
        return self.plain.get(role) or PLAIN.get(role, "something else")


def read_topic(folder: Path) -> tuple[Topic | None, list[Fault]]:
    """Return what ``pack.yaml`` says, None where that is nothing usable, and its faults."""
    try:
        values = YAML(typ="safe").load((folder / PACK_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        fix = "Write it with title, treatment and arm, or begin with `outcomes evidence new`."
        return None, [Fault("The pack has no such file.", fix, PACK_FILE)]
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        return None, [Fault(f"It cannot be read: {reason}.", "Correct the YAML.", PACK_FILE)]
    try:
        topic = Topic.model_validate(values)
    except ValidationError as error:
        return None, [*_list_faults(error)]
    return topic, [*_list_unfilled(topic), *_list_wrong_roles(topic)]


def _list_wrong_roles(topic: Topic) -> Iterator[Fault]:
    for key, named in (("comparators", topic.comparators), ("plain", topic.plain)):
        for role in named:
            if role not in COMPARATOR_ROLES:
                fix = f"Use one of {', '.join(COMPARATOR_ROLES)}."
                yield Fault("There is no such role.", fix, PACK_FILE, column=f"{key}.{role}")


def _list_unfilled(topic: Topic) -> Iterator[Fault]:
    for key, value in topic.model_dump().items():
        if isinstance(value, str) and value.startswith("<") and value.endswith(">"):
            yield Fault(
                "This is still to be filled in.", "Replace it.", PACK_FILE, column=key, value=value
            )


def _list_faults(error: ValidationError) -> Iterator[Fault]:
    for found in error.errors():
        key = ".".join(str(step) for step in found["loc"]) or None
        kind = found["type"]
        message, fix = _WORDS.get(kind, (f"{found['msg']}.", "Write a text."))
        yield Fault(message, fix, PACK_FILE, None, key, _show(kind, found["input"]))


_WORDS = {
    "model_type": ("It holds no keys.", "Write title, treatment and arm, each as `key: text`."),
    "missing": ("The key is missing.", "Add it."),
    "extra_forbidden": ("There is no such key.", f"Use one of {', '.join(Topic.model_fields)}."),
}


def _show(kind: str, value: Any) -> str | None:
    return None if kind == "missing" or isinstance(value, dict | list) else str(value)
