"""The command line: parse, call, print. Nothing here computes; each command imports what it needs when it runs."""

from perfkit.cli.program import main

__all__ = ["main"]
