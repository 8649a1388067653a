#!/bin/sh
# Start to ready, with and without the JVM's cache, in turn; and memory at rest.
#   benchmarks/start.sh [ROUNDS]
# From the command to the first 200 of /readyz, as curl sees it every 10 ms. Linux; needs a build.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-5}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
git init -q --bare -b main shop.git
cat >baton.yaml <<'YAML'
server: {listen: 127.0.0.1:8499}
agents: {nobody: {profile: command, command: ["true"]}}
projects:
  SHOP: {repository: ./shop.git, test: "true", pipeline: quick, agents: {developer: nobody, reviewer: nobody}}
YAML

round() {
    begun=$(date +%s%N)
    BATON_JAVA_OPTS=$2 "$root/baton" up >log 2>&1 &
    server=$!
    until curl -fs -o /dev/null http://127.0.0.1:8499/readyz; do
        kill -0 "$server"
        sleep 0.01
    done
    millis=$((($(date +%s%N) - begun) / 1000000))
    sleep 2
    echo "$1 $millis ms, at rest $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$server/status") MiB"
    kill "$server"
    wait "$server" || true
    server=
}

"$root/baton" version
round first ""
n=0
while [ "$n" -lt "$rounds" ]; do
    round "with cache   " ""
    round "without cache" "-XX:AOTMode=off"
    n=$((n + 1))
done
