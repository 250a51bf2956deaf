"""Running clocks. A deadline is a row: it fires within a second, also after a restart, and its end is recorded."""
