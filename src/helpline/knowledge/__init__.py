"""The knowledge base: the catalogue of systems, reviewed and dated entries, their revisions, their search."""
