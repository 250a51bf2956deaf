"""SQL of knowledge."""
