"""What ``httplingo serve`` can be told, by options or by the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from httplingo import Lingo, tags
from httplingo.documents import Theme

#: What a page can show of a request.
SHOWN = ("request-id", "host", "path")

LogFormat = Literal["text", "json"]


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.replace(",", " ").split()))


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError("a port is a number from 0 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError("at least one is needed")
    return count


@dataclass(frozen=True)
class Settings:
    """What the backend shows and how it runs.

    Attributes:
        host: The address to listen at.
        port: The port to listen at; 0 for any that is free.
        workers: How many processes.
        theme: One of the package's themes, or the path of a folder.
        locales: The locales to choose from; all that there are if empty.
        default_locale: The one where nothing matches.
        catalogs: Folders of the site's own texts, the last on top.
        show: What a page shows of a request: of `SHOWN`.
        log_format: ``text`` or ``json``.
        home_url: Where the page links to; empty for nowhere.

    Raises:
        ValueError: A value is malformed; the message names it.

    >>> Settings(show=("path",)).port
    8080
    >>> Settings(show=("cookies",))
    Traceback (most recent call last):
    ValueError: show: there is no 'cookies'; there are request-id, host, path
    """

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    theme: str = "quiet"
    locales: tuple[str, ...] = ()
    default_locale: str = "en"
    catalogs: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    log_format: LogFormat = "text"
    home_url: str = ""
    lingo: Lingo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in self.show:
            if name not in SHOWN:
                raise ValueError(f"show: there is no {name!r}; there are {', '.join(SHOWN)}")
        if self.log_format not in {"text", "json"}:
            raise ValueError(f"log_format: text or json, not {self.log_format!r}")
        Theme(self.theme).check()
        lingo = Lingo(self.catalogs, default_locale=self.default_locale)
        available = lingo.available_locales()
        for name in self.locales:
            if tags.canonical(name) not in available:
                raise ValueError(f"locales: there is no {name!r}; there are {', '.join(available)}")
        object.__setattr__(self, "lingo", lingo)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Return the settings that variables such as ``HTTPLINGO_PORT`` give.

        Raises:
            ValueError: A variable is malformed; the message names it.

        >>> Settings.of_environment({"HTTPLINGO_PORT": "8081", "HTTPLINGO_SHOW": "host,path"}).show
        ('host', 'path')
        >>> Settings.of_environment({"HTTPLINGO_PORT": "http"})
        Traceback (most recent call last):
        ValueError: HTTPLINGO_PORT: invalid literal for int() with base 10: 'http'
        """
        given = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for name, read in READERS.items():
            variable = f"HTTPLINGO_{name.upper()}"
            if given.get(variable):
                try:
                    values[name] = read(given[variable])
                except ValueError as error:
                    raise ValueError(f"{variable}: {error}") from None
        return cls(**values)

    def environment(self) -> dict[str, str]:
        """Return the variables that give these settings, for the processes of a server.

        >>> Settings(show=("path",)).environment()["HTTPLINGO_SHOW"]
        'path'
        """
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.init}
        return {
            f"HTTPLINGO_{name.upper()}": (
                (os.pathsep if name == "catalogs" else ",").join(value)
                if isinstance(value, tuple)
                else str(value)
            )
            for name, value in values.items()
            if value != ()
        }


#: How each setting is read from text.
READERS: dict[str, Callable[[str], Any]] = {
    "host": str,
    "port": _port,
    "workers": _count,
    "theme": str,
    "locales": _names,
    "default_locale": str,
    "catalogs": lambda text: tuple(filter(None, text.split(os.pathsep))),
    "show": _names,
    "log_format": str,
    "home_url": str,
}
