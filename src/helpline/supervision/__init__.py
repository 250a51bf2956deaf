"""The team lead's wallboard: what burns, who waits, who serves, how the day goes. Nobody imports it."""
