"""Whether data fits a JSON Schema, which is itself checked."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator


def is_valid(schema: dict[str, Any], data: object) -> bool:
    """Whether the data fits."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema).is_valid(data)
