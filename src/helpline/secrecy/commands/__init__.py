"""Deeds of secrecy, by what they do."""
