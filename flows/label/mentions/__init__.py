"""Whom and what a text names: persons, places, organisations, laws, events, programmes, platforms."""
