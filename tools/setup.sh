#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# Install what nabij needs into this folder; what is installed already is left alone, so a second
# run needs no network.
#
#   tools/setup.sh runtime   to run nabij
#   tools/setup.sh test      to run the tests as well (development tools, Chromium, LibreOffice)
#   tools/setup.sh linkage   to measure linking beside Splink, and to try it on Spark (400 MB more)
#   tools/setup.sh python    print the Python that would be used, and install nothing
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }

fail() {
    say "$@"
    exit 1
}

# A Python counts only if it really runs: pyenv leaves commands on the PATH that refuse to.
runs() { # PYTHON OLDEST NEWEST, versions as in '(3, 12)'
    "$1" -c "import sys; sys.exit(not $2 <= sys.version_info[:2] <= $3)" >/dev/null 2>&1
}

candidates() {
    local name folder
    for name in python3.14 python3.13 python3.12 python3 python; do
        command -v "$name" || true
    done
    folder="${PYENV_ROOT:-${HOME:-}/.pyenv}/versions"
    if [ -d "$folder" ]; then
        # Newest first; a folder name such as 3.13.0 sorts as a version, not as text.
        find "$folder" -mindepth 1 -maxdepth 1 | sort -rV | sed 's|$|/bin/python3|'
    fi
}

find_python() {
    local python
    # First those that every package in the lock file was tried on, then newer ones.
    for newest in '(3, 14)' '(9, 99)'; do
        while read -r python; do
            if runs "$python" '(3, 12)' "$newest"; then
                echo "$python"
                return
            fi
        done < <(candidates)
    done
    return 1
}

find_uv() {
    local uv
    for uv in "$(command -v uv || true)" .tools/bin/uv; do
        if [ -n "$uv" ] && "$uv" --version >/dev/null 2>&1; then
            echo "$uv"
            return
        fi
    done
    return 1
}

install_uv() { # prints where it is
    local python
    while read -r python; do
        if runs "$python" '(3, 9)' '(9, 99)' && "$python" -c 'import ensurepip' >/dev/null 2>&1; then
            say "installing uv into .tools"
            "$python" -m venv --clear .tools >&2
            .tools/bin/python -m pip install --quiet --disable-pip-version-check \
                --require-hashes --only-binary :all: --requirement requirements-tools.lock >&2
            echo .tools/bin/uv
            return
        fi
    done < <(candidates)
    fail "uv is not here, and there is no Python 3.9 or newer with venv to install it with." \
        "On Debian or Ubuntu: apt-get install python3-venv"
}

make_environment() {
    if runs .venv/bin/python '(3, 12)' '(9, 99)'; then
        return
    fi
    local python
    if ! python=$(find_python); then
        say "no Python 3.12 or newer on the PATH or in pyenv; asking uv for one"
        if ! "$uv" python install 3.13 >&2 || ! python=$("$uv" python find --managed-python 3.13); then
            fail "nabij needs Python 3.12 or newer and none was found or could be fetched." \
                "Install one and run this again: on Debian 13 or Ubuntu 24.04 apt-get install" \
                "python3, on a Mac brew install python@3.13, elsewhere pyenv install 3.13"
        fi
    fi
    say "making .venv with $python"
    rm -rf .venv
    "$uv" venv --quiet --python "$python" .venv
}

digest() { .venv/bin/python -c 'import hashlib, sys
print(hashlib.sha256(b"".join(open(name, "rb").read() for name in sys.argv[1:])).hexdigest())' "$@"; }

install_packages() { # LOCK, and the wider ones that hold all of it as well
    local wanted lock stamp=.venv/installed
    wanted="$1 $(digest "$1")"
    for lock in "$@"; do
        if [ "$(cat $stamp 2>/dev/null)" = "$lock $(digest "$lock")" ]; then
            return
        fi
    done
    say "installing Python packages from $1"
    rm -f $stamp .venv/installed-project
    "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$1"
    echo "$wanted" >$stamp
}

install_project() {
    local wanted stamp=.venv/installed-project
    wanted="$(digest pyproject.toml) $PWD"
    if [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    "$uv" pip install --quiet --python .venv/bin/python --no-build-isolation --no-deps --offline \
        --editable .
    echo "$wanted" >$stamp
}

install_chromium() {
    if command -v chromium >/dev/null; then
        return
    fi
    if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
        say "installing Chromium from Debian"
        if apt-get update -qq >&2 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >&2 &&
            chromium --version >/dev/null 2>&1; then
            return
        fi
        say "that did not work; fetching Playwright's own"
    fi
    # Does nothing when it is there.
    .venv/bin/playwright install chromium >&2
}

# Recalculates our spreadsheets in the tests; without it they say so and are skipped.
install_libreoffice() {
    if command -v soffice >/dev/null; then
        return
    fi
    if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
        say "installing LibreOffice Calc from Debian"
        if apt-get update -qq >&2 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
                libreoffice-calc >&2; then
            return
        fi
    fi
    say "LibreOffice is not here: the tests that recalculate spreadsheets are skipped"
}

case "${1:-}" in
python)
    find_python || fail "no Python 3.12 or newer on the PATH or in pyenv"
    ;;
runtime | test | linkage)
    uv=$(find_uv) || uv=$(install_uv)
    make_environment
    case "$1" in
    runtime) install_packages requirements.lock requirements-dev.lock requirements-linkage.lock ;;
    test) install_packages requirements-dev.lock requirements-linkage.lock ;;
    linkage) install_packages requirements-linkage.lock ;;
    esac
    install_project
    .venv/bin/python tools/messages.py compile
    if [ "$1" = test ]; then
        install_chromium
        install_libreoffice
    fi
    ;;
*)
    fail "usage: tools/setup.sh runtime|test|linkage|python"
    ;;
esac
