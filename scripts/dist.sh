#!/bin/sh
# sdist and wheel in dist/, with what they consist of and their hashes: PYTHON=python3 sh scripts/dist.sh
# The tools come by hash into an environment of their own; the dates are the commit's.
set -eu

environment=build/release
python=$environment/bin/python

if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    [ -z "$(git status --porcelain)" ] || echo "dist: files differ from the commit" >&2
fi
export SOURCE_DATE_EPOCH

rm -rf "$environment" dist
"${PYTHON:-python3}" -m venv "$environment"
$python -m pip --quiet --disable-pip-version-check install \
    --require-hashes --only-binary :all: --requirement requirements-build.txt
# The wheel is built from the unpacked sdist.
$python -m build --no-isolation
wheel=$(ls dist/*.whl)
$python scripts/sbom.py "$wheel" >"${wheel%-py3-none-any.whl}.cdx.json"
cd dist
sha256sum -- *.tar.gz *.whl *.json | tee SHA256SUMS
