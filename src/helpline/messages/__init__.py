"""Left messages: read within one working day, answered within two, by whoever read first."""
