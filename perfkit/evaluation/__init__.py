"""Targets, evidence and the measured ledger -> scores, grades, forms, the written report, and the review of one."""

from perfkit.evaluation.evaluate import Evaluation, evaluate_project, evaluate_projects, evaluate_unit, scores_of
from perfkit.evaluation.forms.attachments import all_forms, unit_forms
from perfkit.evaluation.forms.monitoring import form_of, monitoring_form
from perfkit.evaluation.forms.self_evaluation import project_form
from perfkit.evaluation.index import unit_index
from perfkit.evaluation.monitoring import Monitoring, monitor
from perfkit.evaluation.monitoring_findings import findings_of_monitoring
from perfkit.evaluation.overview import evaluation_overview, points_by_indicator, points_by_subject, subject_name
from perfkit.evaluation.report.places import open_places
from perfkit.evaluation.report.sections import self_evaluation_report
from perfkit.evaluation.review import remarks_frame, review_figures, review_summary, reviews

__all__ = [
    "Evaluation",
    "Monitoring",
    "all_forms",
    "evaluate_project",
    "evaluate_projects",
    "evaluate_unit",
    "evaluation_overview",
    "findings_of_monitoring",
    "form_of",
    "monitor",
    "monitoring_form",
    "open_places",
    "points_by_indicator",
    "points_by_subject",
    "project_form",
    "remarks_frame",
    "review_figures",
    "review_summary",
    "reviews",
    "scores_of",
    "self_evaluation_report",
    "subject_name",
    "unit_forms",
    "unit_index",
]
