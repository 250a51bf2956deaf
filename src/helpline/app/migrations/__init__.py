"""The database's history. Expand first, contract in a later release."""
