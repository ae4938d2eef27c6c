"""A folder of raw exports -> a checked `Ledger`."""

from perfkit.workspace.folder import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
