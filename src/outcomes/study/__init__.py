"""A study: its file and tables, read, checked in one pass, scored and loaded."""

from outcomes.study.beside import load_evidence
from outcomes.study.load import check_study, load_study
from outcomes.study.paths import find_root, list_studies
from outcomes.study.processed import write_scores
from outcomes.study.scaffold import new_study
from outcomes.study.study import Labels, Study, StudyVisit

__all__ = [
    "Labels",
    "Study",
    "StudyVisit",
    "check_study",
    "find_root",
    "list_studies",
    "load_evidence",
    "load_study",
    "new_study",
    "write_scores",
]
