"""Raw export -> tidy frame; every row is kept or set aside with its reason."""

from perfkit.readers.layouts.mappings import Mapping, load_mapping
from perfkit.readers.read import Export, read_export

__all__ = ["Export", "Mapping", "load_mapping", "read_export"]
