"""What an OpenAPI document says of errors that are problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from httplingo.documents.document import PROBLEM_JSON

#: A response of an operation, by its key → whether problems take its place.
Gone = Callable[[str, dict[str, Any]], bool]

#: The names of the component, the first that a document does not use for something else.
NAMES = ("Problem", "ProblemDetails", "HttplingoProblem")

#: What the package sends as ``application/problem+json``.
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Problem details (RFC 9457). Texts are in the language of Content-Language.",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "default": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "advice": {"type": "string", "description": "What the reader can do"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string"},
        "code": {"type": "string", "description": "The name of a problem of the site's own"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "format": "json-pointer"},
                    "type": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}


def describe_problems(document: dict[str, Any], gone: Gone, *, bare: bool = True) -> dict[str, Any]:
    """Let each operation of a document answer its errors with one shared component.

    It may be called again with the same document.

    Args:
        document: An OpenAPI document, which is changed.
        gone: Says which responses that the framework has described with content are problems.
        bare: Whether what is described without content, or not at all, is a problem as well.

    Returns:
        The document.

    >>> document = {"paths": {"/": {"get": {"responses": {"200": {}, "404": {"description": ""}}}}}}
    >>> responses = describe_problems(document, lambda *_: False)["paths"]["/"]["get"]["responses"]
    >>> responses["404"]["content"]
    {'application/problem+json': {'schema': {'$ref': '#/components/schemas/Problem'}}}
    >>> list(responses)
    ['200', '404', 'default']
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    name = next((name for name in NAMES if schemas.get(name, PROBLEM) == PROBLEM), NAMES[-1])
    schemas[name] = deepcopy(PROBLEM)
    content = {PROBLEM_JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    for operation in _operations(document):
        responses = operation.setdefault("responses", {})
        for key, response in responses.items():
            if not (key == "default" or key[:1] in {"4", "5"}) or "$ref" in response:
                continue
            if gone(key, response) if response.get("content") else bare:
                response["content"] = deepcopy(content)
        if bare:
            responses.setdefault("default", {"description": "Error", "content": deepcopy(content)})
    return document


def drop_unused(document: dict[str, Any], names: Iterable[str]) -> None:
    """Take components out that nothing refers to any longer.

    >>> document = {"components": {"schemas": {"Old": {}, "New": {}}}, "paths": {}}
    >>> drop_unused(document, ["Old"])
    >>> document["components"]["schemas"]
    {'New': {}}
    """
    schemas = document["components"]["schemas"]
    for name in names:
        if f'"#/components/schemas/{name}"' not in json.dumps(document):
            schemas.pop(name, None)


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document.get("paths", {}).values():
        for method, operation in item.items():
            if method in {"get", "put", "post", "delete", "options", "head", "patch", "trace"}:
                yield operation
