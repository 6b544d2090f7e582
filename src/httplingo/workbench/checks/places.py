"""Checks of where catalogs stand in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo import tags
from httplingo._matching import subtags
from httplingo.catalogs import DOMAIN
from httplingo.errors import InvalidLocaleError
from httplingo.workbench.faults import Fault

if TYPE_CHECKING:
    from httplingo.workbench.project import Project


def misplaced(project: Project) -> list[Fault]:
    """Return the .po files that nothing reads, and the folders that mean what another one means.

    Args:
        project: The project's catalogs or a site's.
    """
    faults = []
    read = {project.catalog(locale) for locale in project.locales()}
    for path in sorted(project.folder.rglob("*.po")):
        if path not in read:
            text = f"is not read: a catalog is LOCALE/LC_MESSAGES/{DOMAIN}.po"
            faults.append(Fault(project.name(path), 0, text))
    first: dict[tuple[str, ...], str] = {}
    for locale in project.locales():
        path = project.catalog(locale)
        try:
            name = tags.canonical(locale)
        except InvalidLocaleError:
            faults.append(Fault(project.name(path), 0, f"{locale} is no locale, and is not read"))
            continue
        if name != locale:
            faults.append(Fault(project.name(path), 0, f"the folder's name is {name}"))
        other = first.setdefault(meaning(name), locale)
        if other != locale:
            text = f"{locale} means the same as {other}, which is there too"
            faults.append(Fault(project.name(path), 0, text))
    return faults


def meaning(locale: str) -> tuple[str, ...]:
    """Return a locale with script and region, as CLDR's likely subtags have them.

    >>> meaning("zh") == meaning("zh_CN"), meaning("pt_PT") == meaning("pt")
    (True, False)
    """
    parts = locale.split("_")
    script = next((part for part in parts[1:] if len(part) == 4), "")
    region = next((part for part in parts[1:] if len(part) in (2, 3)), "")
    others = [part for part in parts[1:] if part not in (script, region)]
    return (*subtags.maximize(parts[0], script, region), *others)
