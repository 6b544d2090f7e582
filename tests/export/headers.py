"""Headers of real browsers, and hard ones."""

from __future__ import annotations

# Chrome, Edge, Firefox, Safari and their kin, as they send their language settings.
BROWSERS = (
    "en-US,en;q=0.9",
    "en-GB,en;q=0.9,en-US;q=0.8",
    "en-US,en;q=0.5",
    "en-GB,en-US;q=0.9,en;q=0.8",
    "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
    "de,en-US;q=0.7,en;q=0.3",
    "de-AT",
    "de-CH,de;q=0.9,fr-CH;q=0.8,fr;q=0.7,it;q=0.6,en;q=0.5",
    "fr-FR,fr;q=0.9,en;q=0.8",
    "fr-CA,fr;q=0.8,en-CA;q=0.5,en;q=0.3",
    "es-ES,es;q=0.9",
    "es-MX,es-419;q=0.9,es;q=0.8,en;q=0.7",
    "es-419,es;q=0.9,en;q=0.8",
    "pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7",
    "pt-PT,pt;q=0.8,en;q=0.5,en-US;q=0.3",
    "zh-CN,zh;q=0.9",
    "zh-CN,zh;q=0.8,zh-TW;q=0.7,zh-HK;q=0.5,en-US;q=0.3,en;q=0.2",
    "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7",
    "zh-HK,zh-Hant;q=0.9",
    "zh-Hans-CN,zh-Hans;q=0.9",
    "ja,en-US;q=0.9,en;q=0.8",
    "ja-JP",
    "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7",
    "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7",
    "uk-UA,uk;q=0.9,ru;q=0.8,en-US;q=0.7,en;q=0.6",
    "ar-EG,ar;q=0.9,en-US;q=0.8,en;q=0.7",
    "hi-IN,hi;q=0.9,en-US;q=0.8,en;q=0.7",
    "nl-NL,nl;q=0.9,de;q=0.8,en;q=0.7",
    "ca,es-ES;q=0.9,es;q=0.8,en;q=0.7",
    "tr-TR,tr;q=0.9,az;q=0.8,en-US;q=0.7,en;q=0.6,de;q=0.5,fr;q=0.4,es;q=0.3,ru;q=0.2,ar;q=0.1",
)

# Of the tests of matching: weights out of order, scripts, neighbours, nonsense.
HARD = (
    "zh-HK,zh;q=0.8,en;q=0.5",
    "es;q=0.1, fr;q=0.2, ja;q=0.05, de;q=0.9, *;q=0.5",
    "sr-Latn, zh-Hant-MO;q=0.8, en;q=0.1",
    "de-Cyrl, az-Arab, hi-Deva;q=0.3",
    "yue, en;q=0.9",
    "gsw",
    "cmn-Hans, zh-yue;q=0.5",
    "fr;q=NaN, de;level=1;q=0.5, ../../etc/passwd, $$$",
    "en;q=0, fr;q=0.001",
    ", ,DE_at ; Q=0.9 , en;q=0.85",
    "*",
    "",
)

# What httplingo.export.preferences says that no server does, and what expressions cannot do.
NOT_DONE = {
    "zh, zh-CN;q=0": "zh_CN",
    "en;q=0.1, *": "en",
}
DIFFERENT = {
    "fr;q=0.81, de;q=0.85": "fr",
    "gl, tlh, tlh, tlh, tlh, tlh, de": "de",
}

#: Accept, and the media type of the answer.
ACCEPTS = {
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8": "html",
    "text/html, application/xhtml+xml, image/jxr, */*": "html",
    "*/*": "html",
    "": "html",
    "application/json": "json",
    "application/problem+json, application/json;q=0.9": "problem",
    "application/json, text/plain;q=0.5": "json",
    "application/json;q=0.2, text/plain;q=0.5": "txt",
    "text/plain": "txt",
    "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5": "html",
    "image/png": "txt",
    "nonsense": "html",
}
