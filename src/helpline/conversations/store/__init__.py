"""SQL of conversations, by what is kept."""
