#!/usr/bin/env bash
# Installs what the tests need from Debian and npm when it can, builds, and runs every test.
# A test whose part cannot be had is skipped by name; with CI=true a skipped test fails the run.
#
#   ./test.sh                      everything
#   ./test.sh --no-install         do not install anything
#   ./test.sh -class A.B.CTests    any option of the xunit v3 runner (-class, -method, -namespace, -trait …)
set -euo pipefail
cd "$(dirname "$0")"

install=true
if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 0
fi
if [ "${1:-}" = "--no-install" ]; then
  install=false
  shift
fi

say() { printf '\n== %s\n' "$*"; }

# Debian packages, each with a file that shows it is already there.
debian_parts() {
  cat <<'PARTS'
postgresql /usr/lib/postgresql/*/bin/initdb
redis-server /usr/bin/redis-server
chromium /usr/bin/chromium
poppler-utils /usr/bin/pdftotext
bubblewrap /usr/bin/bwrap
tmux /usr/bin/tmux
python3 /usr/bin/python3
git /usr/bin/git
PARTS
}

install_debian() {
  local missing=()
  while read -r package file; do
    # shellcheck disable=SC2086 # the file may be a pattern
    compgen -G $file >/dev/null || missing+=("$package")
  done < <(debian_parts)
  [ ${#missing[@]} -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    say "Not a Debian machine; tests that need these are skipped: ${missing[*]}"
  elif [ "$(id -u)" -ne 0 ]; then
    say "For all tests, run: sudo apt-get install --no-install-recommends ${missing[*]}"
  else
    say "Installing ${missing[*]}"
    # The tests start their own servers; the packages' own must not start.
    local policy=/usr/sbin/policy-rc.d made=false
    if [ ! -e $policy ]; then
      printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && made=true
    fi
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; } ||
      say "Some packages could not be installed; tests that need them are skipped."
    if $made; then rm -f $policy; fi
  fi
}

install_npm() {
  if ! command -v npm >/dev/null; then
    say "npm is not on this machine; tests that need Node are skipped."
    return
  fi
  if [ -f Inference/install.mjs ]; then
    node Inference/install.mjs || say "Inference could not be installed; its tests are skipped."
  fi
  local lock folder
  for lock in Tests/Npm/*/package-lock.json; do
    [ -e "$lock" ] || continue
    folder=$(dirname "$lock")
    if [ ! -e "$folder/node_modules/.package-lock.json" ] || [ "$lock" -nt "$folder/node_modules/.package-lock.json" ]; then
      say "npm ci in $folder"
      (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || say "$folder could not be installed; its tests are skipped."
    fi
  done
}

if $install; then
  install_debian
  install_npm
fi

say "Building"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
dotnet build LocalAi.sln -nodeReuse:false -v:quiet

say "Testing"
runner=Tests/bin/Debug/net10.0/LocalAi.Tests
log=$(mktemp)
second=$(mktemp)
trap 'rm -f "$log" "$second"' EXIT
status=0
"$runner" -noColor -nologo "$@" 2>&1 | tee "$log" || status=$?

# "   LocalAi.Tests  Total: 12, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 3.1s"
summary=$(grep -aE 'Total: [0-9]+, Errors: ' "$log" | tail -n 1)
if [ -z "$summary" ]; then
  echo "The test runner ended without a summary (exit code $status)."
  exit 1
fi
number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
failed=$(($(number Failed) + $(number Errors)))
skipped=$(number Skipped)
passed=$(($(number Total) - $(number Failed) - skipped))

# Hundreds of real processes on two cores: a few tests that failed get one more try alone. They are named, so that somebody mends them.
mapfile -t again < <(grep -aE '^ +[A-Za-z].* \[FAIL\]$' "$log" | sed -E 's/^ +//; s/ \[FAIL\]$//; s/\(.*$//' | sort -u)
if [ "$failed" -gt 0 ] && [ "$(number Errors)" -eq 0 ] && [ ${#again[@]} -gt 0 ] && [ ${#again[@]} -le 5 ]; then
  say "Once more, alone: ${again[*]}"
  options=()
  for name in "${again[@]}"; do options+=(-method "$name"); done
  if "$runner" -noColor -nologo "${options[@]}" 2>&1 | tee "$second" && grep -aqE 'Total: [1-9][0-9]*, Errors: 0, Failed: 0, Skipped: 0' "$second"; then
    say "Unsteady, passed only on the second try: ${again[*]}"
    passed=$((passed + failed))
    failed=0
    status=0
  fi
fi
[ "$failed" -eq 0 ] || status=1
if [ "$passed" -eq 0 ]; then
  echo "No test ran."
  status=1
fi
if [ "$skipped" -gt 0 ]; then
  say "Skipped, with what would bring them:"
  grep -aE '\[SKIP\]' -A 1 "$log" || true
  if [ "${CI:-}" = "true" ]; then
    echo "On CI nothing may be skipped."
    status=1
  fi
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
