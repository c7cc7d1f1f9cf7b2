#!/usr/bin/env bash
# eng/bnnml.sh ARGS: the tool, built the first time and again when a source is newer. Standard output belongs to the tool.
# BNNML_LIBTORCH=1: with libtorch (600 MB), for `bnnml train --engine torchsharp`.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
tool=$root/artifacts/bin/BnnMl.Cli/release/bnnml.dll

# is_current STAMP: a build ended well and nothing it is made of has changed since
is_current() {
  [ -e "$1" ] && [ -e "$tool" ] &&
    [ -z "$(find "$root/src" "$root/eng" "$root/NuGet.config" -newer "$1" -type f \( -name '*.cs' -o -name '*.*proj' -o -name '*.props' \
      -o -name '*.targets' -o -name '*.proto' -o -name '*.config' -o -name '*.js' -o -name '*.html' -o -name '*.css' \) -print -quit)" ]
}

# lacks_libtorch: it is asked for, but not beside the tool
lacks_libtorch() { [ "${BNNML_LIBTORCH:-}" = 1 ] && [ -z "$(find "$(dirname "$tool")" -name '*torch_cpu*' -print -quit 2>/dev/null)" ]; }

if lacks_libtorch || { ! is_current "$root/artifacts/setup/BnnMl.sln.built" && ! is_current "$root/artifacts/setup/BnnMl.Cli.built"; }; then
  echo 'bnnml.sh: building the tool (the first time, and when a source has changed): one to three minutes' 1>&2
  bash "$root/eng/setup" src/BnnMl.Cli 1>&2
fi
[ -e "$tool" ] || fail "the tool is left out of the build: $(say_left_out | grep 'BnnMl.Cli:')"
# what --help shows examples with: this script has no other name
BNNML_CALLED="bash $0" exec dotnet exec "$tool" "$@"
