"""Words against figures: a written report -> its figures, bound to what they say they are, and what does not hold."""

from perfkit.evaluation.review.frames import remarks_frame, review_figures, review_summary
from perfkit.evaluation.review.report import Review, review, reviews, year_of_report

__all__ = ["Review", "remarks_frame", "review", "review_figures", "review_summary", "reviews", "year_of_report"]
