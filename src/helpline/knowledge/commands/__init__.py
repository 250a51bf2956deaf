"""Deeds of knowledge."""
