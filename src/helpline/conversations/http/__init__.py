"""Doors of conversations: the taxpayer's, the consultant's, and those both use."""
