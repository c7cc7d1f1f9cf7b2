# Sourced by the other scripts: where things are, an environment in which dotnet speaks and behaves the same everywhere, and how to say things.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
feeds=$root/artifacts/feeds

export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export MSBUILDDISABLENODEREUSE=1            # no build process outlives the script that started it,
export UseSharedCompilation=false           # nor a compiler server: either would hold a pipe open for ever
export BNNML_FEEDS=$feeds/feeds.json        # what `bnnml doctor` reads
export THP_MEM_ALLOC_ENABLE=1               # libtorch asks Linux for huge pages: a sixth less processor time per training step
if [ ! -d "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  export HOME=$root/artifacts/home          # NuGet and dotnet keep their caches under HOME
  mkdir -p "$HOME"
fi

fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# refuse TEXT: the same for an option that can't be, with exit code 2.
refuse() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# need_sdk: ends the script with what to do where the .NET 10 SDK is missing.
need_sdk() {
  local how='Install it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian 12: the package dotnet-sdk-10.0 of the feed that page names; without root: dotnet-install.sh --channel 10.0).'
  command -v dotnet >/dev/null || fail "no dotnet on PATH; the .NET 10 SDK is needed. $how"
  dotnet --list-sdks 2>/dev/null | awk -F. '$1 >= 10 { found = 1 } END { exit !found }' ||
    fail "the .NET 10 SDK is needed, but here are only: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -). $how"
}

# quietly LOG COMMAND...: runs COMMAND with its output in LOG; shows LOG on standard error only if it fails.
quietly() {
  local log=$1; shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null || { local code=$?; cat "$log" >&2; return $code; }
}

# phase TITLE COMMAND...: runs COMMAND; what takes longer than a second is said, with its seconds every 20 of them and at its end: nobody waits in silence.
phase() {
  local title=$1 begun=$SECONDS code=0 beat; shift
  # ends with the script that started it; what it waits with holds neither a pipe nor a lock open
  (pause=1; while sleep $pause >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do echo "setup: $title ... $((SECONDS - begun)) s"; pause=20; done) 9>&- &
  beat=$!
  "$@" || code=$?
  { kill $beat && wait $beat; } 2>/dev/null || true
  [ $code != 0 ] || [ $((SECONDS - begun)) -lt 2 ] || echo "setup: $title: done in $((SECONDS - begun)) s"
  return $code
}

# say_left_out: one line per package or project that cannot be had from the feeds; for the first and the last lines of a run.
say_left_out() {
  [ -s "$feeds/left-out.txt" ] || { echo "left out: nothing"; return; }
  awk -F'\t' '{ printf "left out: %s: %s; %s\n", $1, $2, $3 }' "$feeds/left-out.txt"
}
