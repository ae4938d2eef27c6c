"""Notebooks executed with papermill, for every unit, year and project, into a folder of pages that open offline.

from perfkit.reports.batch import run
from perfkit.reports.choice import Choice
result = run(workspace, Choice(units=["lusong"], years=[2021]))
"""

import sys

from perfkit.reports.quick_imports import SLOW_IMPORT

# Before anything here imports jsonschema (papermill and nbconvert do), in every process: see quick_imports.
sys.modules.setdefault(SLOW_IMPORT, None)  # type: ignore[arg-type] # None = "do not import", Python's own convention
