"""Deeds of conversations, by chapter. All go through `moves.apply`: lock, step, save, announce."""
