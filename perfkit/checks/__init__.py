"""Tidy and measured frames -> findings: values that are collected and shown, never exceptions."""
