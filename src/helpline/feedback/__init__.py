"""What taxpayers say of the service: their rating of a conversation, changeable for a day, every version kept."""
