"""Whether data fits a JSON Schema: by jsonschema where it is installed.

Elsewhere by the part of JSON Schema that is written out here, which is all that flows.schema uses.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any

NAMES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": int | float,
}
UNDERSTOOD = {
    *("$schema", "$defs", "$ref", "title", "description", "default", "examples"),
    *("type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("minItems", "maxItems", "items", "minProperties", "properties", "patternProperties"),
    *("additionalProperties", "required", "anyOf", "oneOf"),
}


def is_valid(schema: dict[str, Any], data: object) -> bool:
    """Whether the data fits."""
    if find_spec("jsonschema") is None:
        return _fits(schema, data, schema)
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(schema)
    found = jsonschema.Draft202012Validator(schema).is_valid(data)
    assert found == _fits(schema, data, schema)
    return bool(found)


def _fits(part: dict[str, Any], data: Any, whole: dict[str, Any]) -> bool:
    assert set(part) <= UNDERSTOOD, set(part) - UNDERSTOOD
    return (
        ("$ref" not in part or _fits(whole["$defs"][part["$ref"].split("/")[-1]], data, whole))
        and ("type" not in part or _is_a(part["type"], data))
        and data in part.get("enum", [data])
        and data == part.get("const", data)
        and ("anyOf" not in part or any(_fits(one, data, whole) for one in part["anyOf"]))
        and ("oneOf" not in part or sum(_fits(one, data, whole) for one in part["oneOf"]) == 1)
        and _has_fitting_parts(part, data, whole)
    )


def _is_a(kind: str, data: object) -> bool:
    return isinstance(data, NAMES[kind]) and (kind == "boolean" or not isinstance(data, bool))


def _has_fitting_parts(part: dict[str, Any], data: Any, whole: dict[str, Any]) -> bool:
    if isinstance(data, str):
        long_enough = part.get("minLength", 0) <= len(data) <= part.get("maxLength", len(data))
        return long_enough and bool(re.search(part.get("pattern", ""), data))
    if isinstance(data, int | float):
        return bool(part.get("minimum", data) <= data <= part.get("maximum", data))
    if isinstance(data, list):
        fits = part.get("minItems", 0) <= len(data) <= part.get("maxItems", len(data))
        return fits and all(_fits(part.get("items", {}), one, whole) for one in data)
    return not isinstance(data, dict) or _object(part, data, whole)


def _object(part: dict[str, Any], data: dict[str, Any], whole: dict[str, Any]) -> bool:
    if len(data) < part.get("minProperties", 0) or set(part.get("required", ())) - set(data):
        return False
    for key, value in data.items():
        known = [part["properties"][key]] if key in part.get("properties", {}) else []
        patterns = part.get("patternProperties", {})
        known += [told for pattern, told in patterns.items() if re.search(pattern, key)]
        if not known and part.get("additionalProperties") is False:
            return False
        if not known and isinstance(part.get("additionalProperties"), dict):
            known = [part["additionalProperties"]]
        if not all(_fits(one, value, whole) for one in known):
            return False
    return True
