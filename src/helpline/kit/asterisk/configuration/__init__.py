"""The tree of configuration, written by a program: the same for our own Asterisk, the system's, a container's."""
