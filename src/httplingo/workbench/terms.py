"""A locale's term list, ``locale/LOCALE/terms.md``: one English term, one translation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from httplingo._state import folded
from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text
from httplingo.workbench.source.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

GUIDE_HEAD = ("English term", "Meaning")
TERMS_HEAD = ("English", "Translation", "Found as", "Note")

#: The terms of the texts for visitors; the same words mean something else to a developer.
VISITOR_TERMS = frozenset(
    {
        "address",
        "go back",
        "home page",
        "open the page again",
        "page",
        "private window",
        "reload",
        "sign in",
        "site",
        "try again",
    }
)


#: The words of RFC 2119 that a translation must not lose; a term list may have rows for them.
REQUIREMENTS = ("must", "should")


class Term(NamedTuple):
    """A term: the English, the translation, and the stems of which each use has one."""

    line: int
    english: str
    translation: str
    stems: tuple[str, ...]

    def is_in_english(self, text: str) -> bool:
        """Say whether an English text has the term as a word of its own, in the plural too.

        >>> Term(3, "gateway", "Gateway", ("Gateway",)).is_in_english("Bad Gateways")
        True
        """
        return bool(_whole(self.english).search(text))

    def is_in_translation(self, text: str) -> bool:
        """Say whether a translation has one of the stems, without regard to case.

        >>> Term(3, "gateway", "Gateway", ("Gateway",)).is_in_translation("am gateway")
        True
        """
        searched = folded(text)
        return any(folded(stem) in searched for stem in self.stems)


class TermList(NamedTuple):
    """The terms that are decided, the longest first, and what is wrong or not decided yet."""

    terms: tuple[Term, ...]
    faults: tuple[Fault, ...]


def read_terms(path: Path, name: str) -> TermList:
    """Return a locale's terms.

    Where *Found as* is empty the translation is the stem. A row without a translation waits for
    a decision; nothing in a term list keeps a catalog from being checked or used.

    Args:
        path: The Markdown file, with a table of the columns English, Translation, Found as and
            Note; what it holds beside that is for people.
        name: What errors call it.
    """
    faults: list[Fault] = []
    try:
        text = read_text(path, name)
        tables = [table for table in read_tables(text, name) if table.head == TERMS_HEAD]
    except FaultsError as error:
        return TermList((), error.faults)
    if not tables:
        faults.append(Fault(name, 0, f"no table with the columns {', '.join(TERMS_HEAD)}"))
    if not re.search(r"^## Register\b", text, re.MULTILINE):
        faults.append(Fault(name, 0, "no decisions under ## Register"))
    terms: dict[str, Term] = {}
    undecided: list[Fault] = []
    for line, (english, translation, found_as, _) in (row for t in tables for row in t.rows):
        stems = tuple(stem.strip() for stem in (found_as or translation).split(";"))
        stems = tuple(filter(None, stems))
        if not english:
            faults.append(Fault(name, line, "a term without its English"))
        elif english in terms:
            other = f"{english!r} has another translation in line {terms[english].line}"
            faults.append(Fault(name, line, other))
        elif not stems:
            undecided.append(Fault(name, line, f"{english!r} has no translation yet"))
        else:
            terms[english] = Term(line, english, translation, stems)
    if len(undecided) > 1:
        first = undecided[0]
        undecided = [first._replace(text=f"{first.text}, nor have {len(undecided) - 1} more")]
    faults += undecided
    decided = sorted(terms.values(), key=lambda term: -len(term.english))
    return TermList(tuple(decided), tuple(faults))


def new_term_list(language: str, guide: str, name: str) -> str:
    r"""Return a term list to fill in, with the English terms of the translator's guide.

    Args:
        language: The language's name, for the heading.
        guide: The guide, with a table of the columns English term and Meaning.
        name: What errors call the guide.

    Raises:
        FaultsError: A table of the guide is damaged.

    >>> guide = "| English term | Meaning |\n| --- | --- |\n| page | What the browser shows |\n"
    >>> print(new_term_list("Dutch", guide, "README.md").splitlines()[-1])
    | page |  |  | What the browser shows |
    """
    rows = [
        f"| {term} |  |  | {meaning} |"
        for table in read_tables(guide, name)
        if table.head == GUIDE_HEAD
        for _, (term, meaning) in table.rows
    ]
    head = f"# Terms: {language}\n\n## Register\n\n- \n\n## Terms\n\n"
    columns = f"| {' | '.join(TERMS_HEAD)} |\n| :--- | :--- | :--- | :--- |\n"
    return head + columns + "\n".join(rows) + "\n"


def terms_in(text: str, terms: tuple[Term, ...]) -> list[Term]:
    """Return the terms that an English text has, longer ones before the shorter they contain.

    >>> both = (Term(3, "target resource", "", ()), Term(4, "resource", "", ()))
    >>> [term.english for term in terms_in("The target resource is locked.", both)]
    ['target resource']
    """
    found = []
    for term in terms:
        if term.is_in_english(text):
            found.append(term)
            text = _whole(term.english).sub("\N{BULLET}", text)
    return found


@lru_cache(maxsize=1024)
def _whole(term: str) -> re.Pattern[str]:
    # Not within the name of a header field: Content-Type has no content.
    return re.compile(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", re.IGNORECASE)
