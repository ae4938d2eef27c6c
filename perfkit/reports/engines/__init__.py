"""How the cells of a notebook are run: in a process of its own, started in one of three ways.

`perfkit` (the default): an IPython shell without sockets, in a process that is forked from a warm worker, which has
imported and tried everything before; where there is no safe fork (Windows, macOS, a foreign program), in a fresh
process with the same code and the same result. `jupyter`: a stock Jupyter kernel, for comparison, and for notebooks in
other languages. papermill knows the first one by the entry point `papermill.engine`.

    bounds       what a run may use at most
    environment  what every process of a run is started with
    shell        IPython's shell, its output handed to us             \
    streams      stdout and stderr, also of subprocesses               } in the process of the notebook
    session      the cells, one after the other                       /
    child        starting, watching and ending that process
    outputs      what it tells, as outputs of cells
    process      papermill's engine `perfkit`
    jupyter      papermill's engine on a stock kernel
    warm, worker the processes of a batch
"""
