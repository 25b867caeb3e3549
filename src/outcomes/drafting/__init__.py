"""From data to the draft of a study file, every guess in it marked as one."""

from outcomes.drafting.draft import draft_study
from outcomes.drafting.names import name_study

__all__ = ["draft_study", "name_study"]
