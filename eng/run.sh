#!/usr/bin/env bash
# eng/run.sh [--data DIR] [--budget 5m] [ARGS of `bnnml search`]: the main job. Sets up, finds the images, searches small architectures
# for accuracy x tolerance x bytes, retrains, exports and simulates the winner. Leaves everything in artifacts/run (or --out DIR).
set -euo pipefail
. "$(dirname "$0")/environment.sh"
data='' out=$root/artifacts/run budget=4m30s study='' rest=()
# the other options of `bnnml search`: known here, so that a slip is found before minutes of building
counts=' --max-macs --trials --workers --trial-samples '
values="$counts--max-bytes --seed --tuner --winner --trial-epochs --label-column --test-data --image-shape --delimiter --header --missing --data-seed "
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -nE '2,/^[^#]/s/^# ?//p' "$0"; exit ;;
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
    --json | --verbose) rest+=("$1"); shift; continue ;;
    --data | --out | --budget | --study) ;;
    *) [[ $values == *" $1 "* ]] || refuse "there is no option $1; there are --data, --out, --budget, --study,${values% }, --json and --verbose" ;;
  esac
  [ $# -ge 2 ] && [[ $2 != --* ]] || refuse "$1 needs a value, such as --data ../shared/data/fashion-mnist, --out artifacts/run, --budget 5m"
  case $1 in
    --data | --out | --budget | --study) printf -v "${1#--}" %s "$2" ;;
    *) [[ " ${rest[*]} " != *" $1 "* ]] || refuse "$1 is given twice"
       [[ $counts != *" $1 "* || $2 =~ ^[1-9][0-9]*$ ]] || refuse "$1 $2: give a whole number from 1"
       rest+=("$1" "$2") ;;
  esac
  shift 2
done
[[ $budget =~ ^([0-9.]+h)?([0-9.]+m)?([0-9.]+s)?$ && -n $budget ]] || refuse "--budget $budget: write 90s, 5m, 2h or 1h30m"
[ -z "$data" ] || [ "$data" = synthetic ] || [ -e "$data" ] || refuse "--data $data: there is no such folder or file"
[ "$PWD" != "$root" ] || out=${out#"$root/"}            # what is printed stays short
[ ! -e "$out" ] || [ -d "$out" ] || refuse "--out $out: is a file; give a folder"

need_sdk
phase 'asking the package feeds' bash "$root/eng/feeds"
say_left_out
bash "$root/eng/setup" src/BnnMl.Cli
[ -n "$data" ] || data=$(bash "$root/eng/fashion-mnist")
echo "images: $data"

code=0
# a study belongs to its data and options: the same command goes on with its own, another one begins another
study=${study:-$out/study-$(printf '%s\n' "$data" "$budget" "${rest[@]}" | sha256sum | cut -c1-8).db}
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
