"""Generated sentences about a study, claiming no more than its intervals allow."""

from outcomes.prose.banner import write_banner
from outcomes.prose.claims import write_arithmetic, write_chapter, write_verdict_rule
from outcomes.prose.echo import write_echo, write_echoes
from outcomes.prose.passage import Passage
from outcomes.prose.pooling import (
    write_added,
    write_evidence,
    write_rebuilt,
    write_small_studies,
)
from outcomes.prose.primary import write_primary_result
from outcomes.prose.published import write_published
from outcomes.prose.question import write_question
from outcomes.prose.secondary import write_secondary_results, write_undeclared
from outcomes.prose.single_arm import write_no_control

__all__ = [
    "Passage",
    "write_added",
    "write_arithmetic",
    "write_banner",
    "write_chapter",
    "write_echo",
    "write_echoes",
    "write_evidence",
    "write_no_control",
    "write_primary_result",
    "write_published",
    "write_question",
    "write_rebuilt",
    "write_secondary_results",
    "write_small_studies",
    "write_undeclared",
    "write_verdict_rule",
]
