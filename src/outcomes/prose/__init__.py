"""Generated sentences about a study, claiming no more than its intervals allow."""

from outcomes.prose.banner import write_banner
from outcomes.prose.passage import Passage
from outcomes.prose.primary import write_primary_result
from outcomes.prose.published import write_published
from outcomes.prose.question import write_question
from outcomes.prose.secondary import write_secondary_results
from outcomes.prose.single_arm import write_no_control

__all__ = [
    "Passage",
    "write_banner",
    "write_no_control",
    "write_primary_result",
    "write_published",
    "write_question",
    "write_secondary_results",
]
