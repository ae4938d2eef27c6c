"""Targets, evidence and the measured ledger -> scores, grades, forms, the written report, and the review of one."""
