"""``httplingo render --gallery``: every theme of the package as pages, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from httplingo.errors import HttplingoError

#: What the first line of a gallery's index is, so that another folder is not overwritten.
MARK = "<!DOCTYPE html><!-- httplingo render --gallery -->"

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem clamp(1rem, 4vw, 4rem); }
main { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }
div { overflow: hidden; aspect-ratio: 16 / 10; border: 1px solid #8886; }
iframe { width: 200%; height: 200%; border: 0; transform: scale(.5); transform-origin: 0 0; }
h2 { margin: 0 0 .5rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
"""


class GalleryError(HttplingoError, ValueError):
    """A folder that holds something else than a gallery."""


def write_gallery(folder: Path, codes: Sequence[int], locales: Sequence[str]) -> list[Path]:
    """Write each theme's pages and an index of them; return the files.

    Args:
        folder: Made if it is not there; only an empty one or an earlier gallery is written to.
        codes: The codes to show, the first on the index.
        locales: The locales, the first on the index.

    Raises:
        GalleryError: The folder holds something else.
        OSError: A file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(write_gallery(Path(folder), [404], ["en", "ar"])) > 16
    True
    """
    from httplingo.documents import BUILT_IN, render

    index = folder / "index.html"
    if folder.is_dir() and any(folder.iterdir()):
        start = index.read_text("utf-8")[: len(MARK)] if index.is_file() else ""
        if start != MARK:
            raise GalleryError(f"{folder}: holds something else than a gallery")
    written = []
    for theme in BUILT_IN:
        place = folder / theme
        place.mkdir(parents=True, exist_ok=True)
        for code in codes:
            for locale in locales:
                file = place / f"{code}.{locale}.html"
                page = render(
                    code,
                    locale,
                    theme=theme,
                    request_id="7f3a-91c2-04be",
                    home_url="#home",
                    retry_url="#again",
                )
                file.write_bytes(page.body)
                written.append(file)
    index.write_text(_index(BUILT_IN, codes, locales), "utf-8")
    return [*written, index]


def _index(themes: Iterable[str], codes: Sequence[int], locales: Sequence[str]) -> str:
    sections = ""
    for theme in themes:
        links = " ".join(
            f'<a href="{theme}/{code}.{locale}.html">{code} {locale}</a>'
            for code in codes
            for locale in locales
        )
        sections += (
            f"<section>\n<h2>{theme}</h2>\n"
            f'<div><iframe src="{theme}/{codes[0]}.{locales[0]}.html" title="{theme}"></iframe>'
            f"</div>\n<p>{links}</p>\n</section>\n"
        )
    return (
        f'{MARK}\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>httplingo: themes</title>\n'
        f"<style>{_STYLE}</style>\n<h1>Themes</h1>\n<main>\n{sections}</main>\n</html>\n"
    )
