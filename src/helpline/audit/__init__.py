"""Audit 审计: who did what to whom, when, why and from where. Lines are only ever added, and sealed into a keyed chain."""
