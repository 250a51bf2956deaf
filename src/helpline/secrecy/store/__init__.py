"""SQL of secrecy, by what is kept."""
