#!/usr/bin/env bash
# eng/proof.sh [--data DIR]: measures anew what the project says of accuracy and tolerance on Fashion-MNIST and prints it as a Markdown table
# (15 to 40 minutes on 2 cores; eng/measurements.md keeps a dated copy). Models and the tool's answers stay in artifacts/proof/.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
out=$root/artifacts/proof
data=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -nE '2,/^[^#]/s/^# ?//p' "$0"; exit ;;
    --data) data=${2:?--data needs a folder}; shift 2 ;;
    *) echo "$1 is not known here: give --data DIR" >&2; exit 2 ;;
  esac
done
data=${data:-$(bash "$root/eng/fashion-mnist")}
mkdir -p "$out"
small=C32-MP2-C64-MP2-FC128

# field FILE NAME: the first number of that name in a JSON line
field() { sed -nE "s/.*\"$2\":([-0-9.e]+).*/\1/p" "$1"; }

# mean_at FILE BER: the mean accuracy at that rate
mean_at() { sed -nE "s/.*\"ber\":$2,\"mean\":([0-9.]+),\"sd\":([0-9.]+).*/\1 (sd \2)/p" "$1"; }

# train NAME ARGS...: a model and the tool's answer
train() { local name=$1; shift; bash "$root/eng/bnnml.sh" train --data "$data" "$@" --json --out "$out/$name.bnn" | tail -n 1 >"$out/$name.json"; }

row() { printf '| %s | %s | %s | %s |\n' "$@"; }

echo "CPU: $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores; load at the start $(cut -d' ' -f1 /proc/loadavg); commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
echo
row what command accuracy time; row --- --- --- ---
train small --network $small --epochs 4 --seed 1
row "$small, $(field "$out/small.json" bytes) bytes, trained clean" "train --network $small --epochs 4 --seed 1" "$(field "$out/small.json" test_accuracy)" "$(field "$out/small.json" seconds) s"
train flips --network $small --epochs 4 --seed 1 --train-ber 0.1
row "the same, trained with 10 % flips" "… --train-ber 0.1" "$(field "$out/flips.json" test_accuracy)" "$(field "$out/flips.json" seconds) s"
for name in small flips; do
  bash "$root/eng/bnnml.sh" evaluate "$out/$name.bnn" --data "$data" --ber 0.1 --chips 50 --json | tail -n 1 >"$out/$name.curve.json"
  row "$name.bnn at 10 % BER, weights, 50 chips, 10,000 images" "evaluate --ber 0.1 --chips 50" "$(mean_at "$out/$name.curve.json" 0.1)" ""
done
train vgg3 --network VGG3 --epochs 6 --seed 1
row "VGG3, cross-entropy" "train --network VGG3 --epochs 6 --seed 1" "$(field "$out/vgg3.json" test_accuracy)" "$(field "$out/vgg3.json" seconds) s"
