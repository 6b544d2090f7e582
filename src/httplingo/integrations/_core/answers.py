"""What adapters share whose framework hands them a request and a response, not a protocol.

An adapter knows where its framework keeps status, headers and body. `Answers` knows the rest: the
locale of a request, whether a response says nothing of its own, and what is sent in its place.
"""

from __future__ import annotations

from httplingo.locales import LazyLocale

from . import defaults
from .locale import Selection, in_force
from .log import report
from .policy import Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Unpack

    from httplingo.documents import Document

    from .headers import Headers
    from .locale import ReadHeader, Selector
    from .policy import Choices


class Answers:
    """A site's choices, asked with a framework's own request objects.

    Args:
        read_language: Returns the ``Accept-Language`` of a request.
        framework_locale: Returns the framework's active locale for a request, or None.
        **choices: The keywords of `Policy`.

    >>> answers = Answers(lambda request: request["language"], api="/api/")
    >>> answers.locale({"language": "zh-CN"}).resolve()
    'zh_CN'
    """

    __slots__ = ("choose", "policy")

    def __init__(
        self,
        read_language: ReadHeader,
        framework_locale: Selector | None = None,
        **choices: Unpack[Choices],
    ) -> None:
        self.policy = Policy(**choices)
        self.choose = Selection(read_language, framework_locale, self.policy.selector)

    def locale(self, request: object) -> LazyLocale:
        """Return what stands for a request's locale while it is handled.

        >>> Answers(lambda request: request).locale("de").resolve()
        'de'
        """
        return LazyLocale(self.choose, request)

    def instead(
        self,
        request: object,
        status: int,
        headers: Iterable[tuple[str, str]],
        *,
        path: str,
        accept: str | None,
        body: bytes = b"",
        bare: bool | None = None,
        locale: Any = None,
    ) -> tuple[Document, Headers] | None:
        """Return what is sent in the place of a response; None where that stays as it is.

        Nothing is raised: where an error page fails, the framework's own answer goes out.

        Args:
            request: What the site's callables are called with.
            status: The status code.
            headers: Those of the response.
            path: The request's path.
            accept: The request's ``Accept``.
            body: The whole body of the response, as it is before any compression.
            bare: Whether the response says nothing of the application's own, where the adapter
                knows it; None: the body tells.
            locale: The request's `LazyLocale` or a locale, unless the application has set one
                since. None: a new one, for a request that failed before it had any.

        >>> answers = Answers(lambda request: "zh-CN")
        >>> document, headers = answers.instead(None, 404, [], path="/", accept="text/plain")
        >>> document.body.decode()[:7], dict(headers)["Content-Language"]
        ('404 未找到', 'zh-CN')
        >>> answers.instead(None, 404, [], path="/", accept=None, body=b"No such user") is None
        True
        """
        if not 400 <= status < 600:
            return None
        try:
            pairs = list(headers)
            verdict = self.policy.replaces(request, status, pairs)
            if verdict is None:
                verdict = bare if bare is not None else _is_bare(status, pairs, body)
            if not verdict:
                return None
            if locale is None or isinstance(locale, LazyLocale):
                locale = in_force(locale or self.locale(request))
            return self.policy.answer(
                request, status, pairs, path=path, accept=accept, locale=locale
            )
        except Exception as error:  # whatever fails, the framework's own answer goes out
            report("an error page failed", error)
            return None


def _is_bare(status: int, headers: Headers, body: bytes) -> bool:
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    return defaults.is_default(status, content_type, body)
