"""A status as something that can be sent: a page, problem details, or plain text.

>>> from httplingo.documents import negotiate_document, render
>>> render(404, "zh_CN", "text/plain").body.decode().splitlines()[0]
'404 未找到'
>>> document = negotiate_document(404, "application/problem+json", "zh-CN,en;q=0.5")
>>> document.media_type, document.locale, document.status
('application/problem+json', 'zh_CN', 404)

Importing this package loads neither Jinja2 nor Babel: the first page does.
"""

from __future__ import annotations

from .context import FieldError, LanguageLink, PageContext, Text
from .details import Details, PageRenderer
from .document import MEDIA_TYPES, Document, DocumentError
from .render import negotiate_document, page_context, render
from .theme import BUILT_IN, Theme

__all__ = [
    "BUILT_IN",
    "MEDIA_TYPES",
    "Details",
    "Document",
    "DocumentError",
    "FieldError",
    "LanguageLink",
    "PageContext",
    "PageRenderer",
    "Text",
    "Theme",
    "negotiate_document",
    "page_context",
    "render",
]
