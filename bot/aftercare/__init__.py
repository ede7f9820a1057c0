"""Aftercare: what must not be missed, who is told by when, and what is promised."""
