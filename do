#!/bin/sh
# Everything a developer or a new user does, from a machine that has python3 (3.11 or newer), pip and git.
#
#   ./do demo            set up, build the embedded casebook, show what it holds and open the desk
#   ./do check           set up, then lock, format, lint, types, tests
#   ./do setup           only set up: uv, then the locked environment in .venv
#   ./do fmt             format the code and mend what the linter can mend
#   ./do bench           the benchmarks, on the real files in ../shared/data
#   ./do COMMAND …       any other word is a kronika command: ./do status, ./do show NAME
set -eu
cd "$(dirname "$0")"

setup() {
    if command -v uv >/dev/null 2>&1; then
        UV=uv
    else
        # pip alone may not install into the system's python, so uv gets a small environment of its own.
        UV=.uv/bin/uv
        if [ ! -x "$UV" ]; then
            python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
                echo "do: python3 is older than 3.11; install a newer one and try again" >&2
                exit 2
            }
            python3 -m venv .uv || {
                echo "do: python3 cannot make environments; on Debian: apt-get install python3-venv" >&2
                exit 2
            }
            .uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5'
        fi
    fi
    "$UV" sync --quiet --locked
}

run() {
    "$UV" run --no-sync "$@"
}

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
help | -h | --help)
    sed -n '2,10s/^# \{0,1\}//p' do
    ;;
setup)
    setup
    ;;
check)
    setup
    "$UV" lock --quiet --check
    run ruff format --check --quiet .
    run ruff check --quiet .
    run mypy
    run pytest -q "$@"
    ;;
fmt)
    setup
    run ruff format .
    run ruff check --fix .
    run python tests/test_vocabulary.py
    run python tests/test_labels.py
    run python tests/test_docs.py
    ;;
bench)
    setup
    run python -m bench "$@"
    ;;
*)
    setup
    run kronika "$command" "$@"
    ;;
esac
