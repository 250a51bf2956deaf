"""Reads a register out of a CSV file of unknown make: its encoding, its headings, its rows. Writes nothing."""
