#!/usr/bin/env bash
# eng/bench.sh [--only ROW[,ROW]] [--minutes N] [--out FILE]: sets up, then measures the engine against its peers (ONNX Runtime, libtorch) in turns
# on this machine, in about 9 minutes, and writes one Markdown table to standard output and to tests/BnnMl.Benchmarks/results/PROCESSOR.md.
#   --only ROW[,ROW]  only these rows (their names: below, once built, or by naming one that is not there), and no file without --out
#   --minutes N       about how long to measure
#   --out FILE        the table's file, in the place of the one named by the processor
# Progress goes to standard error. A row whose peer is not here is left out, by name. Exit code 1: a row failed; goals that are missed are results.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
project=BnnMl.Benchmarks
program=$root/artifacts/bin/$project/release/$project.dll
for argument in "$@"; do
  case $argument in
    -h | --help)
      sed -nE '2,/^[^#]/s/^# ?//p' "$0"
      [ ! -e "$program" ] || dotnet exec "$program" --help
      exit ;;
  esac
done

need_sdk
bash "$root/eng/feeds" >&2
{ say_left_out; echo 'setting up: restore and build ...'; } >&2
! grep -q "^$project$(printf '\t')" "$feeds/left-out.txt" || fail "$(say_left_out | grep "$project:")"
bash "$root/eng/setup" "tests/$project" >&2
[ -n "${BNNML_DATA:-}" ] || BNNML_DATA=$(bash "$root/eng/fashion-mnist")
export BNNML_DATA
exec dotnet exec "$program" compare "$@" </dev/null
