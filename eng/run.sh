#!/usr/bin/env bash
# eng/run.sh [--data DIR] [--budget 5m] [ARGS of `bnnml search`]: the main job. Sets up, finds the images, searches small architectures
# for accuracy x tolerance x bytes, retrains, exports and simulates the winner. Leaves everything in artifacts/run (or --out DIR).
set -euo pipefail
. "$(dirname "$0")/environment.sh"
data='' out=$root/artifacts/run budget=4m30s rest=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -nE '2,/^[^#]/s/^# ?//p' "$0"; exit ;;
    --data=* | --out=* | --budget=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
    --data | --out | --budget)
      [ $# -ge 2 ] || fail "$1 needs a value, such as --data ../shared/data/fashion-mnist, --out artifacts/run, --budget 5m"
      printf -v "${1#--}" %s "$2"; shift ;;
    *) rest+=("$1") ;;
  esac
  shift
done

need_sdk
phase 'asking the package feeds' bash "$root/eng/feeds"
say_left_out
bash "$root/eng/setup" src/BnnMl.Cli
[ -n "$data" ] || data=$(bash "$root/eng/fashion-mnist")
echo "images: $data"

code=0
# a study belongs to its data and options: the same command goes on with its own, another one begins another
study=$out/study-$(printf '%s\n' "$data" "$budget" "${rest[@]}" | sha256sum | cut -c1-8).db
bash "$root/eng/bnnml.sh" search --data "$data" --out "$out" --study "$study" --budget "$budget" "${rest[@]}" </dev/null || code=$?
echo
if [ $code = 0 ]; then
  for file in front.csv winner.bnn winner.onnx winner.faulty.onnx report.html; do
    [ -s "$out/$file" ] || { echo "missing: $out/$file" >&2; code=1; continue; }
    printf '%10s bytes  %s\n' "$(stat -c %s "$out/$file")" "$out/$file"
  done
else
  echo "bnnml search ended with exit code $code" >&2
fi
say_left_out
exit $code
