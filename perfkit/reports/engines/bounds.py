"""What one run may use at most: generous, so that only a runaway notebook meets them. Nowhere else are they told."""

from typing import Final

#: Memory that the process of a notebook may ask for beyond what it starts with (where the system can bound it: Linux).
MEMORY_BYTES: Final = 8 * 2**30
#: Outputs of all cells together; a page of more could not be opened.
OUTPUT_BYTES: Final = 64 * 2**20
#: Seconds between asking a slow cell to stop (KeyboardInterrupt) and ending its process.
GRACE_SECONDS: Final = 2.0
#: Seconds a fresh process or kernel may take to answer for the first time, on a slow disk with a virus scanner.
START_SECONDS: Final = 120
