"""What drf-spectacular's OpenAPI document says of errors.

In the settings::

    HTTPLINGO = {"problems": True}
    SPECTACULAR_SETTINGS = {
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enums",
            "httplingo.integrations.django.spectacular.postprocess_problems",
        ],
    }
"""

from __future__ import annotations

from typing import Any

from httplingo.integrations._core.openapi import describe_problems

from .site import site


def postprocess_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Let each operation answer its errors with one shared component, as the site does.

    What a view describes with content of its own stays. Without ``problems`` nothing changes.

    Args:
        result: The document of drf-spectacular.

    >>> postprocess_problems({"paths": {}})
    {'paths': {}}
    """
    return describe_problems(result, lambda *_: False) if site().problems else result
