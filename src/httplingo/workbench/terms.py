"""A locale's term list, ``locale/LOCALE/terms.md``: one English term, one translation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text
from httplingo.workbench.source.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

GUIDE_HEAD = ("English term", "Meaning")
TERMS_HEAD = ("English", "Translation", "Found as", "Note")

#: The terms of the texts for visitors; the same words mean something else to a developer.
VISITOR_TERMS = frozenset({"page", "site", "address", "home page", "sign in", "reload"})


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
        folded = text.casefold()
        return any(stem.casefold() in folded for stem in self.stems)


def read_terms(path: Path, name: str) -> tuple[Term, ...]:
    """Return a locale's terms, the longest first.

    Args:
        path: The Markdown file, with a table of the columns English, Translation, Found as and
            Note; what it holds beside that is for people.
        name: What errors call it.

    A row with neither translation nor stem waits for a decision and is passed over.

    Raises:
        FaultsError: It cannot be read, has no such table, or a row lacks one of them.
    """
    tables = [
        table for table in read_tables(read_text(path, name), name) if table.head == TERMS_HEAD
    ]
    if not tables:
        text = f"no table with the columns {', '.join(TERMS_HEAD)}"
        raise FaultsError([Fault(name, 0, text)])
    terms = []
    faults = []
    for table in tables:
        for line, (english, translation, found_as, _) in table.rows:
            stems = tuple(stem.strip() for stem in found_as.split(";") if stem.strip())
            if english and not translation and not stems:
                continue  # not decided yet
            if not english or not stems:
                faults.append(Fault(name, line, "a term without English or without a stem"))
            terms.append(Term(line, english, translation, stems))
    if faults:
        raise FaultsError(faults)
    return tuple(sorted(terms, key=lambda term: -len(term.english)))


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
