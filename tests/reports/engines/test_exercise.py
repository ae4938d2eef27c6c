"""What a warm process does before it forks, done here: it must not fail, nor leave a mark on what runs later."""

from __future__ import annotations

import sys
import warnings

import pandas as pd

from perfkit.reports.engines import exercise


def test_the_exercise_draws_prints_and_exports_without_a_warning() -> None:
    options = pd.options.display.max_rows
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # one told here would not be told again in the run that causes it
        exercise.warm_up()
    assert pd.options.display.max_rows == options
    for name in ("ipykernel.zmqshell", "papermill.execute", "nbconvert.exporters.html", "pyarrow.parquet"):
        assert name in sys.modules
