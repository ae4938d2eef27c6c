"""What a batch cannot do without: the cells' own time in a warm process, and the pages of their records.

    python -m bench.floor WORKSPACE PART PARTS

Runs every `PARTS`th run of a batch that was made before, from the `PART`th on, in IPython without a kernel. Imports and
a first run are done before the clock starts: it prints `ready`, waits for a line, and prints the seconds it took.
"""

from __future__ import annotations

import os
import resource
import sys
import time

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from perfkit.reports.checked_page import checked_page
from perfkit.reports.choice import Choice
from perfkit.reports.plan import plan
from perfkit.reports.run import Run
from perfkit.workspace import open_workspace


def do(run: Run, shell: InteractiveShell) -> None:
    """Run the cells of the record of `run` and make its page."""
    record = nbformat.read(run.outputs[1], as_version=4)
    for cell in record.cells:
        if cell.cell_type == "code":
            with capture_output():
                shell.run_cell(cell.source).raise_error()
    checked_page(record, run)


def main(workspace: str, part: str, parts: str) -> None:
    """Do one part of the runs and tell how long it took."""
    os.chdir(workspace)
    runs = [run for dossier in plan(open_workspace(workspace), Choice()) for run in dossier.runs]
    shell = InteractiveShell.instance()
    do(runs[0], shell)
    print("ready", flush=True)
    sys.stdin.readline()
    start, cpu = time.perf_counter(), time.process_time()
    for run in runs[int(part) :: int(parts)]:
        do(run, shell)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.perf_counter() - start, time.process_time() - cpu, peak)


if __name__ == "__main__":
    main(*sys.argv[1:])
