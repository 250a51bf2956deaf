"""One file per process, and the settings they read."""
