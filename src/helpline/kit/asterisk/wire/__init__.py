"""The wire to an Asterisk: one socket that tells events, a pool of connections that carries requests."""
