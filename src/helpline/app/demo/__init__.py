"""A believable, invented city for a first look: people, taxpayers, thirty days of history, and actors who live in it."""
