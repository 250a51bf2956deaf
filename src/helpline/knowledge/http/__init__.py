"""Doors of knowledge."""
