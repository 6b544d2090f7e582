#!/bin/sh
# The environment of the project, in two steps, and what the machine has not:
#   sh scripts/setup.sh .venv run      what turns tables into catalogs: a few Python packages
#   sh scripts/setup.sh .venv test     the rest: linters, frameworks, a browser, Java, gettext's commands
#   sh scripts/setup.sh .venv missing  says what the tests will not find, and how to leave them out
set -eu

venv=$1
step=$2
python=${PYTHON:-python3}

say() { printf 'setup: %s\n' "$*" >&2; }

pip() { "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }

# A command or file that the tests use, the Debian package that has it, the marker of the tests.
COMMANDS='msgfmt gettext system
i18nspector i18nspector system
curl curl system
chromium chromium browser
/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf fonts-noto-core browser
java default-jre-headless java
npm npm browser
nginx nginx system
/usr/lib/nginx/modules/ngx_http_brotli_static_module.so libnginx-mod-http-brotli-static system
apache2 apache2 system
caddy caddy system
haproxy haproxy system
lighttpd lighttpd system
/usr/lib/lighttpd/mod_magnet.so lighttpd-modules-lua system'
SERVICES='nginx apache2 caddy haproxy lighttpd'

have() {
    # Other systems and CHROMIUM=/path/to/it have other names for the browser.
    if [ "$1" = chromium ]; then
        for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
            command -v "$name" >/dev/null 2>&1 && return
        done
        return 1
    fi
    case $1 in
    /*) [ -e "$1" ] ;;
    # Servers are where only root's PATH looks.
    *) command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] ;;
    esac
}

apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=1 \
            -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=120 "$@" >/dev/null
}

# Installs without starting a web server, now or with the machine: the tests start their own.
apt_install() {
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT INT TERM
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    apt install -y --no-install-recommends "$@" || return
    command -v systemctl >/dev/null 2>&1 || return 0
    for service in $SERVICES; do
        case " $* " in
        *" $service "*) systemctl --quiet disable "$service" >/dev/null 2>&1 || true ;;
        esac
    done
}

environment() {
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "Python 3.11 or newer is needed; make PYTHON=/path/to/python … names another one"
        exit 1
    fi
    [ -x "$venv/bin/pip" ] && return
    # Debian keeps ensurepip in a package of its own.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        say "installing $package"
        if ! { apt update && apt install -y "$package"; }; then
            say "could not install $package; as root: apt-get install $package"
            exit 1
        fi
    fi
    "$python" -m venv "$venv"
}

run() {
    environment
    # The pinned pip first: an older one knows no dependency groups. What builds the package
    # is pinned too, so it is not fetched anew into an isolated environment.
    pip install --constraint constraints.txt pip
    pip install --constraint constraints.txt --group editable
    pip install --constraint constraints.txt --no-build-isolation --editable '.[catalog]'
}

# What is no Python package may fail, and stops nothing: `missing` says what is not there.
system_packages() {
    missing=$(printf '%s\n' "$COMMANDS" | while read -r command package _; do
        have "$command" || printf '%s ' "$package"
    done)
    [ -n "$missing" ] || return 0
    say "installing $missing"
    apt update || return 0
    # shellcheck disable=SC2086 # one word a package
    apt_install $missing && return
    for package in $missing; do # one that is not to be had does not keep the others away
        apt_install "$package" || true
    done
}

node_packages() {
    have npm || return 0
    npm install --prefix tests --no-save --no-package-lock --no-audit --no-fund \
        --loglevel=error --fetch-retries=1 --fetch-timeout=60000 >&2 ||
        say "npm could not install what tests/package.json names"
}

missing() {
    lacking=$(
        printf '%s\n' "$COMMANDS" | while read -r command package marker; do
            have "$command" || printf '%s %s\n' "$command" "$marker"
        done
        [ -d tests/node_modules/axe-core ] || echo 'axe-core(npm) browser'
        [ -d tests/node_modules/vnu-jar ] || echo 'vnu-jar(npm) java'
    )
    [ -n "$lacking" ] || return 0
    markers=$(printf '%s\n' "$lacking" | cut -d' ' -f2 | sort -u | sed 's/^/not /' | paste -sd_ - | sed 's/_/ and /g')
    say "not on this machine: $(printf '%s\n' "$lacking" | cut -d' ' -f1 | paste -sd' ' -)"
    say "the tests that need these fail; to leave them out: make test OPTIONS='-m \"$markers\"'"
}

case $step in
run) run ;;
test)
    pip install --constraint constraints.txt --group dev
    pip install --constraint constraints.txt --no-build-isolation --editable '.[all]'
    system_packages
    node_packages
    ;;
missing) missing ;;
*)
    say "run, test or missing?"
    exit 2
    ;;
esac
