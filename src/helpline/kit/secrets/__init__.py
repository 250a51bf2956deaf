"""Secrets at rest: values sealed under data keys, data keys wrapped by a master key that is kept outside the database."""
