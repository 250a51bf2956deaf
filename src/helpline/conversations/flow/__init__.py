"""The dialogue as a state machine without I/O, by chapter: talk, queue, silence, ending."""
