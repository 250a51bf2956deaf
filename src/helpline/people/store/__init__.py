"""SQL of people: organisations, staff, log-in."""
