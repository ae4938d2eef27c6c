"""Structured formats, each taken apart into records: SIE, SAF-T, GB/T 24589, XBRL GL, plain-text accounting."""
