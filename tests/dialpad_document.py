"""Dialpad's own document as a judge of the bodies we send: stricter than published, since nothing unknown may pass."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30WriteValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

DOCUMENT = Path(__file__).parent / "data" / "dialpad_openapi.json"
UPDATE = "schemas.group.UpdateCallCenterMessage"
CREATE = "schemas.group.CreateCallCenterMessage"

CONTENT: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = CONTENT["components"]["schemas"]


def problems(body: dict[str, Any], schema: str) -> list[str]:
    """What is wrong with a request body, each as `path: message`; an empty list means nothing."""
    errors = _validator(schema).iter_errors(body)
    return sorted(f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors)


def hardened(value: Any) -> Any:
    """The same document, in which no object with known properties takes others."""
    if isinstance(value, list):
        return [hardened(each) for each in value]
    if not isinstance(value, dict):
        return value
    closed = {"additionalProperties": False} if isinstance(value.get("properties"), dict) else {}
    return {key: hardened(each) for key, each in value.items()} | closed


@cache
def _validator(schema: str) -> Any:
    if schema not in SCHEMAS:
        message = f"the excerpt has no {schema}"
        raise LookupError(message)
    resource = Resource.from_contents(hardened(CONTENT), default_specification=DRAFT4)
    registry: Registry[Any] = Registry().with_resource("urn:dialpad", resource)
    return OAS30WriteValidator({"$ref": f"urn:dialpad#/components/schemas/{schema}"}, registry=registry)
