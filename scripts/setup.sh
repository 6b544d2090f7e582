#!/bin/sh
# Makes the virtual environment and installs what the project needs: sh scripts/setup.sh .venv
set -eu

venv=$1
python=${PYTHON:-python3}

say() { printf 'setup: %s\n' "$*" >&2; }

# A command that the tests use, and the Debian package that has it.
system_packages() {
    missing=""
    while read -r command package; do
        command -v "$command" >/dev/null 2>&1 || missing="$missing $package"
    done <<LIST
msgfmt gettext
i18nspector i18nspector
chromium chromium
java default-jre-headless
npm npm
LIST
    [ -z "$missing" ] && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing$missing"
        # shellcheck disable=SC2086 # one word a package
        if apt-get update -q >/dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing >/dev/null; then
            return
        fi
    fi
    say "could not install$missing; as root: apt-get install$missing"
    say "without them 'make run' works, and the tests that need them fail"
}

environment() {
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "Python 3.11 or newer is needed; PYTHON=/path/to/python make … names another one"
        exit 1
    fi
    [ -x "$venv/bin/pip" ] && return
    # Debian keeps ensurepip in a package of its own.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "installing python$version-venv"
            apt-get update -q >/dev/null
            DEBIAN_FRONTEND=noninteractive apt-get install -qy "python$version-venv" >/dev/null
        else
            say "could not install python$version-venv; as root: apt-get install python$version-venv"
            exit 1
        fi
    fi
    "$python" -m venv "$venv"
}

system_packages
environment
pip="$venv/bin/python -m pip --quiet --disable-pip-version-check"
# The pinned pip first: an older one knows no dependency groups.
$pip install --constraint constraints.txt pip
$pip install --constraint constraints.txt --group dev
# What builds the package is pinned too, so it is not fetched anew into an isolated environment.
$pip install --constraint constraints.txt --no-build-isolation --editable '.[all]'
# What checks the pages is JavaScript and Java; the tests that need it fail without it.
if command -v npm >/dev/null 2>&1; then
    npm install --prefix tests --no-save --no-package-lock --no-audit --no-fund --loglevel=error >&2
fi
