"""Proof: a dossier against its manifest, its raw files, and what the raw files give when they are run again."""
