"""One site's catalogs and default locale: side by side, changed while in use, after a fork."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import httplingo
from httplingo import Lingo, add_messages, find_code, get_message, lazy_message
from httplingo.errors import UnknownStatusError

from .conftest import ROOT, MakeCatalog

GERMAN = "Nicht gefunden"


def test_two_sites_with_different_texts_answer_side_by_side(make_catalog: MakeCatalog) -> None:
    first = Lingo([make_catalog("de", {"404.phrase": "Haus A"})], default_locale="de")
    second = Lingo(default_locale="fr")
    second.add_messages("de", {"404.phrase": "Haus B"})
    assert [site.get_message(404, "de").phrase for site in (first, second)] == ["Haus A", "Haus B"]
    assert [site.get_message(404).locale for site in (first, second)] == ["de", "fr"]
    assert first.find_code("Haus A") == second.find_code("Haus B") == 404
    with pytest.raises(UnknownStatusError):
        second.find_code("Haus A")
    assert get_message(404, "de").phrase == GERMAN
    assert str(second.lazy_message(404, "de")) == "404 Haus B"


def test_messages_without_files_lie_over_those_there_are_entry_by_entry() -> None:
    add_messages("de", {"404.phrase": "Seite nicht gefunden", "520.phrase": "Unbekannter Fehler"})
    message = get_message(404, "de")
    assert message.phrase == "Seite nicht gefunden"
    assert message.description
    own = get_message(520, "de")
    assert own.phrase == "Unbekannter Fehler"
    assert own.advice == get_message(599, "de").advice
    assert own.description == get_message(599, "de").description
    with pytest.raises(TypeError, match="404"):
        add_messages("de", {"404.phrase": 404})  # type: ignore[dict-item]


def test_an_explicit_locale_that_nothing_matches_gives_the_default() -> None:
    assert Lingo(default_locale="de").get_message(404, "tlh").locale == "de"


def test_every_change_has_a_generation_of_its_own(make_catalog: MakeCatalog) -> None:
    site, other = Lingo(), Lingo()
    seen = [site.generation, other.generation]
    site.add_messages("de", {"404.phrase": "x"})
    seen.append(site.generation)
    site.add_catalogs(make_catalog("de", {"404.phrase": "y"}))
    seen.append(site.generation)
    site.set_default_locale("de")
    seen.append(site.generation)
    site.refresh()
    seen.append(site.generation)
    assert len(set(seen)) == len(seen)
    assert site.generation == seen[-1]


def test_a_client_that_shows_what_a_server_sent_needs_no_try() -> None:
    message = get_message(999, "de", lenient=True)
    assert (message.code, message.phrase) == (999, get_message(599, "de").phrase)
    assert get_message(404, lenient=True).phrase == "Not Found"
    assert get_message(600, default="?") == "?"


@pytest.mark.parametrize(
    "key", ["0404.phrase", "999.phrase", "٤٠٤.phrase", "4xx.phrase", ".phrase"]
)
def test_a_stray_key_finds_no_code_and_breaks_no_search(key: str) -> None:
    add_messages("en", {key: "Stray"})
    with pytest.raises(UnknownStatusError):
        find_code("Stray")
    assert find_code("Not Found") == 404


def test_a_relative_folder_keeps_its_meaning(
    make_catalog: MakeCatalog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = make_catalog("de", {"404.phrase": "Hier"})
    monkeypatch.chdir(folder.parent)
    site = Lingo([folder.name])
    monkeypatch.chdir(tmp_path.root)
    assert site.get_message(404, "de").phrase == "Hier"


def test_a_log_handler_and_a_locale_object_may_ask_for_messages_themselves(
    make_catalog: MakeCatalog,
) -> None:
    folder = make_catalog("de", {})
    (folder / "de" / "LC_MESSAGES" / "httplingo.mo").write_bytes(b"damaged")
    site = Lingo([folder])

    class Asks(logging.Handler):
        def emit(self, _record: logging.LogRecord) -> None:
            seen.append(site.get_message(404, "fr").locale)
            seen.append(site.get_message(404, "de").locale)

    class Locale:
        language = "de"

        def __str__(self) -> str:
            seen.append(site.get_message(410, "ja").locale)
            return "de"

    seen: list[str] = []
    handler = Asks()
    logger = logging.getLogger("httplingo.catalogs")
    logger.addHandler(handler)
    done = []
    try:
        thread = threading.Thread(
            target=lambda: done.append(site.get_message(404, Locale()).phrase), daemon=True
        )
        thread.start()
        thread.join(20)
    finally:
        logger.removeHandler(handler)
    assert done == [GERMAN]
    assert seen[0] == "ja"
    assert {"fr", "de"} <= set(seen)


FORK = """
import os, signal, threading
import httplingo
from httplingo.lingo import default_lingo
def look():
    while True:
        for locale in httplingo.available_locales():
            httplingo.get_message(404, locale)
        default_lingo().reset()
for _ in range(4):
    threading.Thread(target=look, daemon=True).start()
for number in range(40):
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        httplingo.add_messages("de", {"404.phrase": "x"})
        os._exit(0 if httplingo.get_message(404, "de").phrase == "x" else 1)
    assert os.waitpid(child, 0)[1] == 0, number
"""


def test_a_forked_child_looks_up_while_the_parents_threads_do() -> None:
    script = FORK.replace(
        "httplingo.default_lingo", "__import__('httplingo.lingo').lingo.default_lingo"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, timeout=60)


SUBINTERPRETERS = """
try:
    import _interpreters as interpreters
except ImportError:  # before Python 3.13
    import _xxsubinterpreters as interpreters
for number in range(8):
    made = interpreters.create()
    failed = interpreters.run_string(made, '''
import sys
sys.path[:] = {path!r}
import httplingo
assert httplingo.get_message(404, "zh_CN").locale == "zh_CN"
httplingo.add_messages("de", {{"404.phrase": "%d"}})
assert httplingo.get_message(404, "de").phrase == "%d"
''' % (number, number))
    assert failed is None, failed
    interpreters.destroy(made)
"""


def test_eight_subinterpreters_each_have_their_own_state() -> None:
    script = SUBINTERPRETERS.format(path=[str(ROOT / "src"), *sys.path])
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_threads_that_change_catalogs_while_others_look_up() -> None:
    site = Lingo()
    stop = threading.Event()

    def change() -> None:
        for number in range(200):
            site.add_messages("de", {"404.phrase": f"Nummer {number}"})
            site.set_default_locale("de" if number % 2 else "fr")
        stop.set()

    def look() -> Iterator[str]:
        while not stop.is_set():
            yield site.get_message(404, "de").phrase
            assert site.find_code("未找到") == 404

    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(lambda: list(look())) for _ in range(3)]
        pool.submit(change).result()
        for job in found:
            assert all(text == GERMAN or text.startswith("Nummer ") for text in job.result())
    assert site.get_message(404, "de").phrase == "Nummer 199"
    assert site.find_code("Nummer 199") == 404


def test_the_package_answers_from_a_zip_file(tmp_path: Path) -> None:
    archive = tmp_path / "packed.zip"
    package = ROOT / "src" / "httplingo"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in [*package.rglob("*.py"), *(package / "locale").rglob("*.mo")]:
            packed.write(path, path.relative_to(package.parent))
    script = "import httplingo; print(httplingo.get_message(404, 'de'), httplingo.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(archive), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("404 Nicht gefunden")
    assert str(archive) in done.stdout


def test_a_lazy_message_behaves_as_its_text() -> None:
    lazy = lazy_message(404, "de")
    assert "Fehler " + lazy + "!" == "Fehler 404 Nicht gefunden!"
    assert lazy == "404 Nicht gefunden"
    assert lazy == lazy_message(404, "de")
    assert hash(lazy) == hash("404 Nicht gefunden")
    assert (int(lazy), lazy.value, dict(lazy)["phrase"]) == (404, 404, GERMAN)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(lazy, protocol)) == lazy
    with pytest.raises(TypeError):
        lazy + 1


def test_the_version_is_there() -> None:
    assert httplingo.__version__
