"""papermill's engine `perfkit`: the cells run in a process of their own, and a process that dies is told.

papermill finds this class by the entry point `papermill.engine` when it is itself imported; hence papermill is
imported here only when a notebook is run.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from nbformat import NotebookNode
from nbformat.v4 import new_output

from perfkit.reports.engines.bounds import GRACE_SECONDS, MEMORY_BYTES, OUTPUT_BYTES, START_SECONDS
from perfkit.reports.engines.child import Child, start
from perfkit.reports.engines.environment import reads_file
from perfkit.reports.engines.frames import BEGUN, DONE, FAILED, Frame, OutputTooLarge
from perfkit.reports.engines.outputs import STREAMS, Outputs
from perfkit.reports.engines.session import Job
from perfkit.workspace import reads

#: Where papermill's own engines write their log.
logger = logging.getLogger("papermill")
#: As a kernel of this Python tells it.
_LANGUAGE: Final = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class ProcessEngine:
    """papermill's engine `perfkit`. It leaves saving to papermill, which does so at the end and after a failure."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = True,
        log_output: bool = False,
        **options: Any,
    ) -> NotebookNode:
        """Run `nb`, as papermill asks for it.

        Args:
            nb: the notebook, changed in place.
            kernel_name: of no account; the process is this Python.
            output_path: where to save it if papermill is interrupted; None = nowhere.
            progress_bar, log_output: as papermill has them.
            options: `execution_timeout` (seconds per cell), `memory_bytes`, `stdout_file`, `stderr_file`; `edition` of
                the data; `executed`, a list that gets the notebook also if a cell fails.
        """
        from papermill.engines import NotebookExecutionManager

        manager = NotebookExecutionManager(nb, progress_bar=progress_bar, log_output=log_output)
        options.get("executed", []).append(nb)
        manager.notebook_start()
        try:
            cls._execute(manager, options)
        except BaseException:
            manager.output_path = output_path  # what there is by now is kept
            raise
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return nb

    @classmethod
    def _execute(cls, manager: Any, options: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True) as scratch:
            cells = [(cell.source, _may_fail(cell)) for cell in manager.nb.cells if _runs(cell)]
            edition = options.get("edition", "")
            job = Job(cells, str(Path.cwd()), scratch, options.get("memory_bytes") or MEMORY_BYTES, edition)
            with contextlib.closing(start(job)) as child:
                _Keeper(manager, child, options).run()
                child.end()
            for name in reads.noted_in(reads_file(scratch)):
                reads.note(name)
        manager.nb.metadata["language_info"] = dict(_LANGUAGE)

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """As papermill's own engines do."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """As papermill's own engines do."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


class _Fault(Exception):
    """Why a cell did not come to its end: name and message of the error that the record gets."""


class _Keeper:
    """Keeps the record of a notebook while its process runs."""

    def __init__(self, manager: Any, child: Child, options: dict[str, Any]) -> None:
        self._manager = manager
        self._child = child
        self._outputs = Outputs()
        self._seconds: float | None = options.get("execution_timeout")
        self._files = {name: options.get(f"{name}_file") for name in ("stdout", "stderr")}

    def run(self) -> None:
        """Follow the notebook to its end, or to the first cell that fails."""
        for index, cell in enumerate(self._manager.nb.cells):
            self._manager.cell_start(cell, index)
            try:
                if _runs(cell) and self._fails(cell):
                    self._manager.cell_exception(cell, cell_index=index)
                    return
            finally:
                self._manager.cell_complete(cell, cell_index=index)

    def _fails(self, cell: NotebookNode) -> bool:
        """Follow one cell to its end; whether nothing may come after it."""
        self._outputs.begin(cell)
        try:
            return self._follow(cell) and not _may_fail(cell)
        except _Fault as fault:
            name, message = fault.args
            self._outputs.end()
            # Before the KeyboardInterrupt that stopping a slow cell leaves behind.
            cell.outputs.insert(0, new_output("error", ename=name, evalue=message, traceback=[message]))
            return True
        finally:
            self._outputs.end()

    def _follow(self, cell: NotebookNode) -> bool:
        """Take what the cell tells until it is done; whether it failed.

        Raises:
            _Fault: it will never be done.
        """
        try:
            return self._heard_of(cell)
        except EOFError:
            raise self._death() from None
        except OutputTooLarge:
            self._child.kill()
            self._outputs.end()
            cell.outputs = []
            raise _Fault("OutputTooLarge", f"more than {OUTPUT_BYTES // 2**20} MiB") from None

    def _heard_of(self, cell: NotebookNode) -> bool:
        deadline: float | None = time.monotonic() + START_SECONDS  # a fresh process has to import first
        while frame := self._child.frames.next(deadline):
            if frame.kind == DONE:
                return frame.content == FAILED
            if frame.kind == BEGUN:
                cell.execution_count = int(frame.content)
                deadline = time.monotonic() + self._seconds if self._seconds else None
            self._take(frame)
        raise self._stopped((cell.execution_count and self._seconds) or START_SECONDS)

    def _take(self, frame: Frame) -> None:
        self._outputs.take(frame)
        if frame.kind in STREAMS:
            self._pass_on(STREAMS[frame.kind], frame.content.decode("utf-8", "replace"))

    def _pass_on(self, name: str, text: str) -> None:
        """What papermill's options --log-output, --stdout-file and --stderr-file ask for."""
        if self._manager.log_output:
            logger.log(logging.WARNING if name == "stderr" else logging.INFO, text)
        file = self._files[name]
        if file:
            file.write(text)
            file.flush()

    def _stopped(self, seconds: float) -> _Fault:
        """Ask a slow cell to stop, take what it still tells, end the process."""
        deadline = time.monotonic() + GRACE_SECONDS
        self._child.interrupt()
        with contextlib.suppress(EOFError, OutputTooLarge):
            while (frame := self._child.frames.next(deadline)) and frame.kind != DONE:
                self._outputs.take(frame)
        self._child.kill()
        return _Fault("CellTimeoutError", f"{seconds} s")

    def _death(self) -> _Fault:
        code = self._child.end()
        for frame in self._child.leftovers():
            self._outputs.take(frame)
        return _Fault("DeadKernelError", f"signal {_signal_name(-code)}" if code < 0 else f"exit code {code}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return str(number)


def _runs(cell: NotebookNode) -> bool:
    """Whether a cell is one that a kernel is given, as nbclient has it."""
    is_skipped = "skip-execution" in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not is_skipped


def _may_fail(cell: NotebookNode) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])
