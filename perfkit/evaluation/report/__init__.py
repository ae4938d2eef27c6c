"""The written self-evaluation report: ten sections, every figure computed, scoped and listed with its source."""

from perfkit.evaluation.report.places import open_places
from perfkit.evaluation.report.sections import self_evaluation_report
from perfkit.evaluation.report.words import findings_of_narrative

__all__ = ["findings_of_narrative", "open_places", "self_evaluation_report"]
