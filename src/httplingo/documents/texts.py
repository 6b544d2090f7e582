"""The texts of a document: those of the catalogs, a site's own words, and a page's labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from httplingo import tags
from httplingo.lingo import Lingo

from .context import Choices, FieldError, LanguageLink, PageContext, Text, field_of
from .durations import duration, rounded_wait
from .sanitize import clean_text
from .template import Gap

#: The keys of a page's own words, without ``page.``.
WORDS = (
    "home",
    "retry",
    "request_id",
    "request_note",
    "errors",
    "details",
    "status",
    "host",
    "path",
    "reference",
    "languages",
)


def make_context(
    lingo: Lingo,
    code: int,
    locale: str,
    facts: Mapping[str, Any],
    choices: Choices,
    show: Callable[[str, Text], Text | Gap] = lambda _, text: text,
) -> PageContext:
    """Return everything that a document shows.

    Args:
        lingo: Where the texts come from.
        code: The status code, 100–599.
        locale: The locale that gives the phrase.
        facts: The details, as `sanitize.read_details` returns them, and ``retry_after`` as a
            sentence.
        choices: What the site chose.
        show: Returns what stands for a detail, such as a gap, from its name and its text.
    """
    own, nothing = choices.detail_locale, Text("", locale, locale)

    def shown(name: str, text: Text) -> Text | Gap:
        return show(name, text) if text else text

    def detail(name: str) -> Text | Gap:
        return shown(name, Text(facts[name])) if name in facts else nothing

    def words(name: str, otherwise: Text) -> Text | Gap:
        return shown(name, Text(facts[name], own, locale)) if name in facts else otherwise

    return PageContext(
        status=code,
        title=words("title", _title(lingo, code, locale)),
        detail=words("detail", nothing),
        advice=words("advice", _status_text(lingo, code, "advice", locale)),
        description=_status_text(lingo, code, "description", locale),
        errors=tuple(
            FieldError(
                shown(f"error_{number}_field", Text(field_of(error))),
                shown(f"error_{number}_detail", Text(str(error.get("detail", "")), own, locale)),
            )
            for number, error in enumerate(facts.get("errors", ()))
        ),
        retry_after=shown("retry_after", facts.get("retry_after", nothing)),
        reference=lingo.get_message(code, locale).reference,
        request_id=detail("request_id"),
        host=detail("host"),
        path=detail("path"),
        home_url=detail("home_url"),
        retry_url=detail("retry_url"),
        words=page_words(lingo, code, locale),
        languages=tuple(
            LanguageLink(
                shown(f"language_{name}", Text(url)),
                own_name(name),
                tags.language_tag(name),
                tags.direction(name),
            )
            for name, url in facts.get("languages", {}).items()
        ),
        locale=locale,
        lang=tags.language_tag(locale),
        dir=tags.direction(locale),
        audience=choices.audience,
        fragment=choices.fragment,
        theme=choices.theme,
    )


def find_text(lingo: Lingo, key: str, locale: str) -> Text:
    """Return the text of a key, fit for every format, on a page in this locale.

    >>> from httplingo.lingo import default_lingo
    >>> find_text(default_lingo(), "page.home", "en")
    'Home page'
    """
    text, source = lingo.find_text(key, locale)
    return Text(clean_text(text), source or locale, locale)


def _status_text(lingo: Lingo, code: int, field: str, locale: str) -> Text:
    """Return the code's own text, or else its class's."""
    own = find_text(lingo, f"{code}.{field}", locale)
    return own or find_text(lingo, f"{code // 100}xx.{field}", locale)


def _title(lingo: Lingo, code: int, locale: str) -> Text:
    """Return the phrase; of a code that IANA lists as "(Unused)", that of its class."""
    phrase = _status_text(lingo, code, "phrase", locale)
    # Each translation keeps the parentheses, which some scripts have in a wider form.
    unused = phrase[:1] in {"(", "（"} and phrase[-1:] in {")", "）"}
    return find_text(lingo, f"{code // 100}xx.phrase", locale) if unused else phrase


def page_words(lingo: Lingo, code: int, locale: str) -> dict[str, Text]:
    """Return a page's labels by key, ``{code}`` filled in; what no catalog has is empty.

    >>> from httplingo.lingo import default_lingo
    >>> page_words(default_lingo(), 404, "en")["status"]
    'HTTP status 404'
    """
    words = {name: find_text(lingo, f"page.{name}", locale) for name in WORDS}
    status = words["status"]
    # Never str.format: a translator's text is data.
    words["status"] = Text(status.replace("{code}", str(code)), status.locale, locale)
    return words


def retry_sentence(lingo: Lingo, seconds: int, locale: str) -> Text:
    """Return ``page.retry_after`` with the wait in it, such as "Try again in 2 minutes.".

    It is empty for no wait at all, and where Babel is not installed or lacks the language.

    >>> from httplingo.lingo import default_lingo
    >>> retry_sentence(default_lingo(), 3600, "en"), retry_sentence(default_lingo(), 0, "en")
    ('Try again in 1 hour.', '')
    """
    text = find_text(lingo, "page.retry_after", locale)
    if seconds > 0 and text:
        for name in dict.fromkeys((text.locale, text.locale.partition("_")[0])):
            wait = duration(*rounded_wait(seconds), name)
            if wait:
                return Text(text.replace("{duration}", wait), text.locale, locale)
    return Text("", locale, locale)


# Babel takes half a millisecond for each, and a page may link to fifty.
@lru_cache(maxsize=256)
def own_name(locale: str) -> str:
    """Return what a language calls itself; its tag where Babel does not know.

    >>> own_name("zh_CN"), own_name("pt_BR"), own_name("de")
    ('简体中文', 'Português (Brasil)', 'Deutsch')
    """
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        return tags.language_tag(locale)
    try:
        known = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return tags.language_tag(locale)
    # CLDR names some languages by a word of their own: "简体中文", "British English".
    names = [
        known.languages.get(f"{known.language}_{subtag}")
        for subtag in (known.territory, known.script)
    ]
    name = next(filter(None, (*names, known.get_display_name(locale))), "")
    return name[0].upper() + name[1:] if name else tags.language_tag(locale)
