#!/bin/sh
# The demo with its server killed on the way, seed after seed; ends with the first that is not whole.
#   benchmarks/chaos.sh [SEEDS [FIRST [KILLS [OPTION …]]]]     e.g. 20 1 10 --pipeline quick
# Prints a row of a table for each seed. The folder of a seed that failed is kept. Needs a build.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
seeds=${1:-20}
first=${2:-1}
kills=${3:-10}
if [ $# -gt 3 ]; then shift 3; else set --; fi
folder=$(mktemp -d)
trap 'rmdir "$folder" 2>/dev/null || true' EXIT

# field NAME: a number or an object of numbers of the report
field() {
    sed -n "s/.*\"$1\":\({[^}]*}\|[0-9.]*\).*/\1/p" "$at.json" | tr -d '{"}'
}

"$root/baton" version
echo '| seed | seconds | kills | hit | adopted runs | repeated effects | result |'
echo '|---|---|---|---|---|---|---|'
seed=$first
while [ "$seed" -lt $((first + seeds)) ]; do
    at=$folder/$seed
    if ! "$root/baton" demo --dir "$at" --chaos "$kills" --seed "$seed" --json "$@" \
        >"$at.json" 2>"$at.log"; then
        cat "$at.log" "$at.json"
        echo "seed $seed failed; kept in $folder" >&2
        exit 1
    fi
    printf '| %s | %s | %s | %s | %s | %s | done |\n' "$seed" "$(field seconds)" "$(field kills)" \
        "$(field kill_points | sed 's/,/, /g; s/:/ /g')" "$(field adopted_runs)" \
        "$(field repeated_effects)"
    rm -rf "$at" "$at.json" "$at.log"
    seed=$((seed + 1))
done
