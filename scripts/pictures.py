"""Draw the pictures of the documentation from the real pages, through Chromium.

python scripts/pictures.py [DIR]    # docs/pictures by default; CHROMIUM names another browser
"""

from __future__ import annotations

import argparse
import os
import shutil
from base64 import b64encode
from pathlib import Path
from typing import Literal, TypeAlias

from playwright.sync_api import Browser, sync_playwright

from httplingo.documents import BUILT_IN, Theme, render

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
#: The window that each page is shown in.
WIDTH, HEIGHT = 900, 640

Scheme: TypeAlias = Literal["light", "dark"]

#: How much smaller a picture has its pages, in how many columns, and the theme, locale and colour
#: scheme of each.
PICTURES: dict[str, tuple[float, int, list[tuple[str, str, Scheme]]]] = {
    "pages": (
        0.5,
        2,
        [
            ("quiet", "en", "light"),
            ("split", "de", "light"),
            ("night", "ar", "dark"),
            ("paper", "zh_CN", "light"),
        ],
    ),
    "themes": (0.34, 3, [(theme, "en", "light") for theme in BUILT_IN] + [("night", "en", "dark")]),
}

STYLE = """
body {{ margin: 0; padding: 8px; background: #d8dade; display: grid; gap: 8px;
  grid-template-columns: repeat({columns}, {width:g}px); width: max-content }}
img {{ width: {width:g}px; border-radius: 5px; display: block }}
"""


def page_of(theme: str, locale: str) -> str:
    """Return a page as a site would send it.

    >>> 'lang="zh-CN"' in page_of("quiet", "zh_CN")
    True
    """
    look = Theme(theme, site_name="Example")
    return render(404, locale, theme=look, home_url="/").body.decode()


def photographed(browser: Browser, theme: str, locale: str, scheme: Scheme) -> bytes:
    """Return a picture of a page."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, color_scheme=scheme
    )
    page.set_content(page_of(theme, locale), wait_until="load")
    picture = page.screenshot(animations="disabled")
    page.close()
    return picture


def sheet(scale: float, columns: int, pictures: list[bytes]) -> str:
    """Return a page that shows pictures side by side.

    >>> sheet(0.5, 1, [b"PNG"]).count("<img")
    1
    """
    style = STYLE.format(columns=columns, width=WIDTH * scale)
    shown = "".join(
        f'<img src="data:image/png;base64,{b64encode(picture).decode()}">' for picture in pictures
    )
    return f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{shown}"


def draw(browser: Browser, folder: Path) -> list[Path]:
    """Write the pictures into a folder; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (scale, columns, pages) in PICTURES.items():
        pictures = [photographed(browser, *page) for page in pages]
        shown = browser.new_page(viewport={"width": 1, "height": 1}, device_scale_factor=1.25)
        shown.set_content(sheet(scale, columns, pictures), wait_until="load")
        path = folder / f"{name}.png"
        shown.locator("body").screenshot(path=path)
        shown.close()
        written.append(path)
    return written


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    options = parser.parse_args()
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        parser.error("no Chromium: set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for written in draw(browser, options.folder):
            print(written)
        browser.close()


if __name__ == "__main__":
    main()
