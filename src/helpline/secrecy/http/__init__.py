"""Doors of secrecy."""
