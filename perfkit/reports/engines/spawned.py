"""The program of a fresh notebook process: what to do comes over the socket it is started with."""

from __future__ import annotations

import json

from perfkit.reports.engines.links import taken_over
from perfkit.reports.engines.session import Job, run


def main() -> None:
    """Do the job that is told."""
    link = taken_over()
    with link.makefile("rb") as told:
        job = json.loads(told.readline())
    run(Job(**job), link)


if __name__ == "__main__":
    main()
