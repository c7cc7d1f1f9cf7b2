#!/usr/bin/env bash
# eng/bench.sh [--only ROW[,ROW]] [--minutes N] [--out FILE] [--data DIR]: sets up, then measures the engine against its peers (ONNX Runtime,
# libtorch) in turns on this machine, and writes one Markdown table to standard output and to tests/BnnMl.Benchmarks/results/PROCESSOR.md.
#   --only ROW[,ROW]  only these rows, and no file without --out
#   --minutes N       about how long to measure: above 0, up to 600; by default 9 for all rows, with which all takes about 10 minutes after the
#                     first build, and their share of it for some
#   --out FILE        the table's file, in the place of the one named by the processor
#   --data DIR        the folder of Fashion-MNIST, or the word synthetic (built-in digits); else $BNNML_DATA, ../shared/data/fashion-mnist, a download
# The rows:
#   vgg3-fp32         VGG3, batch of 1,024, against ONNX Runtime in float32
#   vgg3-fp32-avx2    the same without AVX-512 on our side
#   vgg3-int8         VGG3, batch of 1,024, against ONNX Runtime in int8
#   vgg7-fp32         VGG7, batch of 256, against ONNX Runtime in float32
#   cnv-fp32          Cnv, batch of 256, against ONNX Runtime in float32
#   vgg3-latency      VGG3, one image, against ONNX Runtime in float32
#   vgg3-sweep        1,000 chips x 10,000 images at 1 % bit errors, against ONNX Runtime with patched sessions
#   vgg3-flips        what bit errors cost, against the same without
#   vgg3-training     a training step of VGG3, against libtorch
#   fc-training       a training step of Fc, against libtorch
#   vgg3-memory       peak memory of training, against libtorch
#   sliced-share      bit-sliced layers, against what a core can do at most
#   vgg3-flat         time per image over the number of images
#   linear            time per multiply-accumulate over networks
#   vgg3-threads      two threads against one
# For figures that mean something let nothing else run: the table says whether the machine was quiet. Progress goes to standard error. A row whose
# peer is not here is left out, by name. Exit code: 0, goals that are missed are results too; 1 where a row failed; 2 where an option can't be.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
project=BnnMl.Benchmarks
program=$root/artifacts/bin/$project/release/$project.dll
rows=$(sed -nE 's/^#   ([a-z0-9]+[-a-z0-9]*)  .*/\1/p' "$0")

# need_row_names LIST: every name of it is that of a row
need_row_names() {
  local name names
  read -ra names <<<"${1//,/ }"
  [ ${#names[@]} -gt 0 ] || refuse "--only $1 names no row; the rows are" $rows
  for name in "${names[@]}"; do
    grep -qxF -- "$name" <<<"$rows" || refuse "--only $1: there is no row $name; the rows are" $rows
  done
}

# need_images DIR: it has the four files of Fashion-MNIST
need_images() {
  local name
  [ "$1" != synthetic ] || return 0
  for name in {train,t10k}-{images-idx3,labels-idx1}-ubyte; do
    [ -e "$1/$name" ] || [ -e "$1/$name.gz" ] ||
      refuse "$1 has no $name[.gz]: name the folder of Fashion-MNIST by --data DIR or BNNML_DATA=DIR; with neither it is looked for in ../shared/data/fashion-mnist and downloaded; --data synthetic takes built-in digits"
  done
}

# need_place FILE: it can be written
need_place() {
  [ ! -d "$1" ] || refuse "--out $1 is a folder; give a file"
  { mkdir -p "$(dirname "$1")" && : >>"$1"; } 2>/dev/null || refuse "--out $1 can't be written; give a file in a folder that can"
}

only='' minutes='' out='' data=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -nE '2,/^[^#]/s/^# ?//p' "$0"; exit ;;
    --only=* | --minutes=* | --out=* | --data=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
    --only | --minutes | --out | --data)
      [ $# -ge 2 ] && [ -n "$2" ] || refuse "$1 needs a value, such as --only vgg3-fp32,vgg3-latency, --minutes 5, --out bench.md, --data ../shared/data/fashion-mnist"
      printf -v "${1#--}" %s "$2"; shift ;;
    *) refuse "$1 is not known here: give --only ROW[,ROW], --minutes N, --out FILE or --data DIR (--help lists the rows)" ;;
  esac
  shift
done
[ -z "$only" ] || need_row_names "$only"
[ -z "$minutes" ] || awk -v n="$minutes" 'BEGIN { exit !(n ~ /^[0-9]*[.]?[0-9]+$/ && n > 0 && n <= 600) }' || refuse "--minutes $minutes: give a number above 0, up to 600, such as 9"
: "${data:=${BNNML_DATA:-}}"
[ -z "$data" ] || need_images "$data"
[ -z "$out" ] || need_place "$out"

need_sdk
phase 'asking the package feeds' bash "$root/eng/feeds" >&2
say_left_out >&2
! grep -q "^$project$(printf '\t')" "$feeds/left-out.txt" || fail "$(say_left_out | grep "$project:")"
bash "$root/eng/setup" "tests/$project" >&2
[ -n "$data" ] || data=$(bash "$root/eng/fashion-mnist")
exec dotnet exec "$program" compare --data "$data" ${only:+--only "$only"} ${minutes:+--minutes "$minutes"} ${out:+--out "$out"} </dev/null
