"""The one import that is kept out of every process of a batch."""

from typing import Final

#: JupyterLab brings a checker of IRIs that builds 35 grammars when it is imported: over a second in every process
#: that reads a notebook. Nothing here needs it, and jsonschema does without (python-jsonschema/jsonschema #1428).
SLOW_IMPORT: Final = "rfc3987_syntax"
