"""papermill's engine on a stock Jupyter kernel: for comparison, and for notebooks in other languages.

Two things differ from papermill's own engine:

- A Python kernel is always this very environment's Python. A `python3` kernel that somebody installed in the user's
  folder would otherwise win, and run the notebooks with another pandas or without perfkit. No user profile is read
  and nothing is written outside a folder of scratch.
- A timed-out cell and a dead kernel become an error output of that cell. papermill 2.7 saves such notebooks with
  every cell `completed` and no trace of the failure.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from perfkit.reports.engines.bounds import START_SECONDS
from perfkit.reports.engines.environment import environment, reads_file, scratch_environment
from perfkit.reports.quick_imports import SLOW_IMPORT
from perfkit.reports.run import PYTHON
from perfkit.workspace import reads

_PYTHON: Final = PYTHON[0]
_ARGUMENTS: Final = [
    "--HistoryManager.enabled=False",
    f"--IPKernelApp.exec_lines=import sys; sys.modules['{SLOW_IMPORT}'] = None; del sys",
]
#: A socket's path may have about 107 characters on Linux.
_LONGEST_SOCKET_FOLDER: Final = 60


class KernelEngine(NBClientEngine):  # type: ignore[misc] # papermill is not typed
    """papermill's engine on the kernel of `sys.executable`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: int | None = None,
        executed: list[NotebookNode] | None = None,
        edition: str = "",
        **_: Any,
    ) -> None:
        """Run the cells of `nb_man.nb` in the kernel `kernel_name`; `executed` gets the notebook, also if one fails."""
        if executed is not None:
            executed.append(nb_man.nb)
        with tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True) as scratch:
            client = PapermillNotebookClient(
                nb_man,
                km=_kernel_manager(Path(scratch), kernel_name),
                timeout=execution_timeout,
                startup_timeout=START_SECONDS,
                record_timing=False,
                # Nothing is left to tidy up, and one kernel in four takes three seconds over a graceful end.
                shutdown_kernel="immediate",
                extra_arguments=_ARGUMENTS if kernel_name == _PYTHON else [],
            )
            with_ours = environment(**scratch_environment(scratch, edition))
            try:
                client.execute(cleanup_kc=True, env=with_ours, stdout=DEVNULL, stderr=DEVNULL)
            except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
                _write_down(nb_man, error)
            for name in reads.noted_in(reads_file(scratch)):
                reads.note(name)


def _kernel_manager(scratch: Path, kernel: str) -> AsyncKernelManager:
    # Without folders to search, the specs fall back to ipykernel's own, which names sys.executable.
    specs = KernelSpecManager(kernel_dirs=[]) if kernel == _PYTHON else KernelSpecManager()
    # Parallel kernels now and then pick the same port (papermill #511); sockets in a private folder cannot collide.
    is_ipc = sys.platform == "linux" and len(str(scratch)) < _LONGEST_SOCKET_FOLDER
    return AsyncKernelManager(
        kernel_name=kernel,
        kernel_spec_manager=specs,
        transport="ipc" if is_ipc else "tcp",
        connection_file=str(scratch / "kernel.json"),
    )


def _write_down(nb_man: Any, error: Exception) -> None:
    """Give the cell that was running (the last one started, or the first) an error output, and mark it failed."""
    code = [cell for cell in nb_man.nb.cells if cell.cell_type == "code"]
    started = [cell for cell in code if cell.metadata.papermill["start_time"]]
    cell: NotebookNode = started[-1] if started else code[0]
    message = str(error).strip() or type(error).__name__
    told = new_output("error", ename=type(error).__name__, evalue=message.splitlines()[0], traceback=[message])
    cell.outputs.insert(0, told)  # before the KeyboardInterrupt that ending a slow cell leaves behind
    nb_man.cell_exception(cell)
