"""Who works here and what each may do: organisations, staff, skills, log-in, and the one policy."""
