"""Recordings: from the telephone system's spool, checked and sealed, into the file store, and back to who may hear them.

Nothing leaves the spool before it was read back from the store, opened and found the same. Whatever ends in between is
done again: the row, its key and the place in the store are derived from the recording's name.
"""
