"""Backup and restore: the database at one moment, the files it names, and a manifest by which both are checked."""
