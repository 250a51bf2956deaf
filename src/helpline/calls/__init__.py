"""The hotline: what callers and consultants do on the telephone, as rules and as a record.

The room decides and remembers; an engine behind the port of `engine` carries out. It knows no telephone system by name.
"""
