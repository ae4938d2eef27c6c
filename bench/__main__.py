"""Print the table: what perfkit takes on this machine, beside other tools and beside the goals.

python -m bench [reports] [reading] [engines] [district] [pages] [--reports N N] [--lines N] [--sheet-lines N]
         [--repeat N] [--tools DIR]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from bench import district, engines, pages, reading, reports
from bench.measuring import head

TOPICS = ("reports", "reading", "engines", "district", "pages")


def main() -> None:
    """Measure what is asked for and print each line of the table when it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="topic", help=", ".join(TOPICS))
    parser.add_argument("--lines", type=int, default=1_000_000, help="of the CSV journals")
    parser.add_argument("--sheet-lines", type=int, default=100_000, help="of the workbook")
    parser.add_argument("--reports", type=int, nargs=2, default=[10, 50], help="of the small and the large batch")
    parser.add_argument("--units", type=int, nargs="+", default=[10, 30, 100], help="of the districts")
    parser.add_argument("--unit-lines", type=int, default=2_000, help="of a year of a unit of the districts")
    parser.add_argument("--pages", type=int, default=50, help="of the dossier that a browser opens")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--tools", type=Path, default=Path(".venv-bench/bin"), help="folder of the stock tools")
    options = parser.parse_args()
    unknown = [topic for topic in options.topics if topic not in TOPICS]
    if unknown:
        parser.error(f"no topic {', '.join(unknown)}; there are: {', '.join(TOPICS)}")
    # Where Python may not keep what it compiles, half of every start is compiling, and that is what would be compared.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(head(), flush=True)
    with tempfile.TemporaryDirectory(prefix="perfkit-bench-") as folder:
        scratch = Path(folder)
        made = {
            "reports": lambda: reports.rows(scratch, *options.reports, options.repeat, options.tools.absolute()),
            "reading": lambda: reading.rows(scratch, options.lines, options.sheet_lines, options.repeat),
            "engines": lambda: engines.rows(scratch, options.lines, options.tools.absolute()),
            "district": lambda: district.rows(scratch, options.units, options.unit_lines),
            "pages": lambda: pages.rows(scratch, options.pages, options.repeat),
        }
        for topic in options.topics or TOPICS:
            for line in made[topic]():
                print(line, flush=True)


if __name__ == "__main__":
    main()
