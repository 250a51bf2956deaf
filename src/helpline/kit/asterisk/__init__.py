"""An Asterisk of our own: packages unpacked into a folder, a tree of configuration, a launcher, the wire to it."""
