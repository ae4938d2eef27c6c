"""The vocabulary: columns, frames, money, periods, scopes, units, classifications, findings. Every stage speaks it."""
