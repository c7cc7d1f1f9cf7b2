#!/usr/bin/env bash
# eng/test.sh [--slow | --all] [--project NAME] [ARGS of dotnet test]: sets up and runs every test project, then the kernels' tests again
# with instruction sets switched off, then checks the format. The last line is `N passed, N failed, N skipped`, over all runs.
#   --slow            tests of category Slow too; --all: Slow and Gpu
#   --project NAME    only that project, such as BnnMl.Engine.Tests, and no format check
#   --filter EXPR     as dotnet test; narrows what is run
# Categories, [Trait("Category", "...")]: Property Golden Conformance Native Slow Gpu, and Kernels for what the re-runs repeat.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
results=$root/artifacts/test
categories='Category!=Slow&Category!=Gpu' not_run='categories Slow and Gpu (eng/test.sh --all)' only='' filter='' rest=()
# those of dotnet test: known here, so that a slip is found before minutes of building
flags=' --blame --blame-crash --blame-hang --list-tests -t ' values=' --blame-hang-timeout --collect --diag -d --environment -e --logger -l --settings -s --test-adapter-path '
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -nE '2,/^[^#]/s/^# ?//p' "$0"; exit ;;
    --slow) categories='Category!=Gpu' not_run='category Gpu (eng/test.sh --all)' ;;
    --all) categories='' not_run='' ;;
    --project | --filter) [ $# -ge 2 ] || refuse "$1 needs a value"; [ "$1" = --project ] && only=$2 || filter=$2; shift ;;
    --) rest+=("$@"); break ;;
    *)
      if [[ $values == *" $1 "* ]]; then [ $# -ge 2 ] || refuse "$1 needs a value"; rest+=("$1" "$2"); shift
      elif [[ $flags$values == *" ${1%%[=:]*} "* ]]; then rest+=("$1")
      else refuse "there is no option $1; there are --slow, --all, --project, --filter,$flags${values# }and -- for run settings"; fi ;;
  esac
  shift
done

[ -z "$only" ] || [ -d "$root/tests/$only" ] || refuse "--project $only: is not a folder in tests, such as BnnMl.Engine.Tests"

# both A B: a filter that holds where A and B do; an empty one holds everywhere
both() { if [ -n "$1" ] && [ -n "$2" ]; then echo "($1)&($2)"; else echo "$1$2"; fi; }

# run_tests LABEL PROJECT FILTER [NAME=VALUE...]: one run of one project in that environment; its counts go to counts.txt
run_tests() {
  local label=$1 dll=$root/artifacts/bin/$2/release/$2.dll trx=$results/$1.trx expression=$3; shift 3
  local begun=$SECONDS code=0 counts
  env "$@" dotnet test "$dll" ${expression:+--filter "$expression"} --logger "trx;LogFileName=$trx" --logger 'console;verbosity=minimal' \
    --results-directory "$results" "${rest[@]}" >"$results/$label.log" 2>&1 </dev/null || code=$?
  counts=$(awk -v RS='<' '
    /^UnitTestResult / { if (/ outcome="Passed"/) p++; else if (/ outcome="NotExecuted"/) s++; else f++ }
    END { print p + 0, f + 0, s + 0 }' "$trx" 2>/dev/null || echo '0 0 0')
  read -r passed failed skipped <<<"$counts"
  if [ $code != 0 ]; then
    cat "$results/$label.log"
    if [ "$failed" = 0 ]; then failed=1; echo "crashed: $label (exit code $code); it counts as one failure"; fi
  fi
  echo "$passed $failed $skipped $label" >>"$results/counts.txt"
  printf '%s: %d passed, %d failed, %d skipped (%d s)\n' "$label" "$passed" "$failed" "$skipped" $((SECONDS - begun))
}

# skipped_reasons: one line per reason, with the tests that gave it
skipped_reasons() {
  cat "$results"/*.trx 2>/dev/null | awk -v RS='<' '
    /^UnitTestResult / { skipped = / outcome="NotExecuted"/; match($0, /testName="[^"]*"/); name = substr($0, RSTART + 10, RLENGTH - 11) }
    /^(Message|StdOut)>/ && skipped { sub(/^[^>]*>/, ""); gsub(/[\r\n]+/, " "); tests[$0] = tests[$0] " " name; skipped = 0 }
    END { for (reason in tests) print "skipped: " reason ":" tests[reason] }' | sort
}

need_sdk
phase 'asking the package feeds' bash "$root/eng/feeds"
say_left_out
bash "$root/eng/setup" --tests ${only:+"tests/$only"}
rm -rf "$results"; mkdir -p "$results"

for folder in "$root"/tests/*.Tests; do
  project=$(basename "$folder")
  if [ -n "$only" ] && [ "$only" != "$project" ]; then continue; fi
  if grep -q "^$project$(printf '\t')" "$feeds/left-out.txt"; then continue; fi
  run_tests "$project" "$project" "$(both "$categories" "$filter")"
done
if [ -z "$only" ] || [ "$only" = BnnMl.Engine.Tests ]; then
  kernels=$(both 'Category=Kernels' "$(both "$categories" "$filter")")
  # .NET 10 reads EnableAVX512; the older EnableAVX512F alone changes nothing there
  run_tests kernels-without-avx512 BnnMl.Engine.Tests "$kernels" DOTNET_EnableAVX512F=0 DOTNET_EnableAVX512=0
  run_tests kernels-without-avx2 BnnMl.Engine.Tests "$kernels" DOTNET_EnableAVX2=0
  run_tests kernels-without-intrinsics BnnMl.Engine.Tests "$kernels" DOTNET_EnableHWIntrinsic=0
  run_tests kernels-vector128-sliced BnnMl.Engine.Tests "$kernels" BNNML_KERNEL=vector128-sliced
  run_tests kernels-popcount BnnMl.Engine.Tests "$kernels" BNNML_KERNEL=popcount
fi
code=0
if [ -z "$only$filter" ]; then
  if grep -q '^0 0 0 kernels-' "$results/counts.txt"; then code=1; echo 'kernels: FAILED, a re-run found no test of category Kernels'; fi
  if quietly "$results/format.log" dotnet format "$root/BnnMl.sln" --verify-no-changes --no-restore; then echo 'format: as it should be'
  else code=1; echo 'format: FAILED, see above; mend it with: dotnet format BnnMl.sln'; fi
fi

read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$results/counts.txt" 2>/dev/null)
echo
say_left_out
skipped_reasons
[ -z "$not_run" ] || echo "not asked for: $not_run"
if [ "$failed" != 0 ]; then code=1; fi
if [ $((passed + failed)) = 0 ]; then code=1; echo 'no test was run; that is a failure'; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $code
