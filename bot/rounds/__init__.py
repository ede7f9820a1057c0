"""Rounds: a flow sent to a cohort."""
