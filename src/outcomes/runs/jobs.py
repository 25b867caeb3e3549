"""A job: one notebook to be run for a study or a topic, and where its report is published."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from outcomes.runs.notebooks import Notebook, name_results_parameter
from outcomes.runs.subjects import OfStudy, Subject
from outcomes.study.study import Study

REPORTS = "reports"
STAGING = f"{REPORTS}/.staging"
NEEDS = "needs"
"""In a report's staging folder, the folder with the results that it is given."""


LONGEST_VARIANT = 60
"""Characters of a variant's name that are shown of its parameters."""


@dataclass(frozen=True)
class Job:
    """One notebook to be run for one study or topic.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    notebook : Notebook
        What is run.
    parameters : mapping
        A value for every parameter of the notebook.
    seed : int
        What the notebook's random state is made from, beside all that the report depends on.
    variant : str
        Name of the set of parameters in a batch; empty for the report as the study asks for it.
    needs : tuple of str
        Names of the notebooks whose results it is given: those that it needs and the study asks
        for.
    links : mapping of str to str
        By report of the topic that its study names, what stands on its page as a link to it.
    """

    subject: Subject
    notebook: Notebook
    parameters: Mapping[str, object]
    seed: int = 0
    variant: str = ""
    needs: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_withheld(self) -> bool:
        """Whether the notebook is not run because the study is blinded."""
        return self.study is not None and is_withheld(self.study, self.notebook)

    @property
    def owner(self) -> str:
        """Id of the study or topic."""
        return self.subject.id

    @property
    def study(self) -> Study | None:
        """The study; None of a topic."""
        return self.subject.study if isinstance(self.subject, OfStudy) else None

    @property
    def report(self) -> str:
        """The report's name: the notebook's, and the variant's if there is one."""
        return name_report(self.notebook.name, self.variant)

    @property
    def shown_parameters(self) -> dict[str, object]:
        """The parameters that are a choice of the analysis; where files are staged is none."""
        staged = {"results_file", *map(name_results_parameter, self.notebook.front_matter.needs)}
        return {name: value for name, value in self.parameters.items() if name not in staged}

    @property
    def title(self) -> str:
        """The report's title: the notebook's, with the variant if there is one."""
        return title_report(self.notebook.front_matter.title, self.variant)

    @property
    def command(self) -> str:
        """What one types to make this report alone; a topic is reached by its report's name."""
        of = f" {self.owner}" if self.study is not None else ""
        return f"outcomes run{of} --only {self.notebook.name}"

    @property
    def needed_folders(self) -> Mapping[str, str]:
        """Where the reports that it needs are published, by notebook: those of the same variant."""
        return {
            need: f"{REPORTS}/{self.owner}/{name_report(need, self.variant)}" for need in self.needs
        }

    @property
    def folder(self) -> str:
        """Where the report is published, relative to the root."""
        return f"{REPORTS}/{self.owner}/{self.report}"

    @property
    def staging(self) -> str:
        """Where the report is made before it is published, relative to the root."""
        return f"{STAGING}/{self.owner}/{self.report}"

    def needed_file(self, need: str) -> str:
        """Return where it finds the results of a notebook that it needs, relative to the root."""
        return f"{self.staging}/{NEEDS}/{need}.json"


def is_withheld(study: Study, notebook: Notebook) -> bool:
    """Whether a notebook is not run for a study, because it is blinded."""
    return study.is_blinded and not notebook.front_matter.blinded


def name_report(notebook: str, variant: str) -> str:
    """Return a report's name, and its folder's: ``my-report--strict`` for a variant."""
    return f"{notebook}--{variant}" if variant else notebook


def name_variant(given: Mapping[str, str]) -> str:
    """Return the name of the variant that parameters from the command line make.

    Parameters
    ----------
    given : mapping of str to str
        Their values as typed; without any there is no variant.

    Examples
    --------
    >>> name_variant({"level": "0.9"})
    'level-0.9'
    """
    name = "-".join(f"{name}-{value}" for name, value in given.items())
    short = re.sub(r"[^a-z0-9.]+", "-", name.lower().replace("_", "-")).strip("-.")
    whole = short == name.replace("_", "-") and len(short) <= LONGEST_VARIANT
    return short if whole else f"{short[:LONGEST_VARIANT]}-{_digest(name)}"


def _digest(text: str) -> str:
    """Return a few letters that tell two names apart of which the same is shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def base_report(report: str) -> str:
    """Return the report that a variant is one of."""
    return report.partition("--")[0]


def variant_of(report: str) -> str:
    """Return the variant that a report is; empty if it is none."""
    return report.partition("--")[2]


def title_report(title: str, variant: str) -> str:
    """Return a report's title, with its variant if it is one."""
    return f"{title} ({variant})" if variant else title
