"""SQL of the register."""
