"""The process that leads a telephone system: one at a time for each node, a spare waits."""
