#!/bin/sh
# Many tasks at once through `quick`, with agents that do next to nothing: what the machinery costs.
#   benchmarks/crowd.sh [TASKS] [AGENTS AT ONCE]
# Real server, real repository, real processes: four runs a task (developer, tests, reviewer, merge
# test). Ends with 1 if a task is not done, something is still owned or queued, or the base does not
# hold exactly one merge per task. Linux; needs curl and a build.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
tasks=${1:-200}
at_once=${2:-8}
port=${PORT:-8498}
folder=$(mktemp -d)
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    [ -n "${KEEP-}" ] && echo "kept: $folder" || rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

git init -q --bare -b main shop.git
git clone -q shop.git seed 2>/dev/null
(
    cd seed
    git checkout -q -b main
    echo "# Shop" >README.md
    git add README.md
    git -c user.name=Shop -c user.email=shop@localhost commit -q -m "A shop"
    git push -q origin main
)
cat >developer.sh <<'SH'
#!/bin/sh
echo "$BATON_TASK" >"$BATON_TASK.txt"
SH
cat >reviewer.sh <<'SH'
#!/bin/sh
printf -- '---\nverdict: approved\nsubject: %s\n---\n' "$BATON_HEAD_SHA" >"$BATON_OUT/review.md"
SH
chmod +x developer.sh reviewer.sh
cat >baton.yaml <<YAML
server: {listen: "127.0.0.1:$port"}
jobs: {max-concurrency: $at_once, max-commands: $at_once}
agents:
  dev: {profile: command, command: [./developer.sh]}
  checker: {profile: command, command: [./reviewer.sh]}
projects:
  SHOP: {repository: ./shop.git, test: "true", pipeline: quick, agents: {developer: dev, reviewer: checker}}
YAML

"$root/baton" version
"$root/baton" up >server.log 2>&1 &
server=$!
url=http://127.0.0.1:$port
until curl -fs -o /dev/null "$url/readyz"; do
    kill -0 "$server"
    sleep 0.1
done
token=$(cat .baton/token)
figure() {
    curl -fs -H "Authorization: Bearer $token" "$url/metrics" | awk -v name="$1" '$1 == name {print int($2)}'
}

begun=$(date +%s)
n=0
while [ "$n" -lt "$tasks" ]; do
    n=$((n + 1))
    printf 'next\nurl = "%s/api/v1/tasks"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\noutput = /dev/null\ndata = "{\\"project\\":\\"SHOP\\",\\"title\\":\\"Item %s\\"}"\n' \
        "$url" "$token" "$n"
done | sed 1d | curl -fsS -K -
echo "filed $tasks tasks in $(($(date +%s) - begun)) s"

# The list is bounded; the figures are not.
done_tasks=0
while [ "$done_tasks" -lt "$tasks" ]; do
    sleep 2
    kill -0 "$server"
    done_tasks=$(figure 'baton_tasks{status="DONE"}')
    [ ! -t 1 ] || printf '\r%s of %s done, %s s' "${done_tasks:=0}" "$tasks" "$(($(date +%s) - begun))"
    [ $(($(date +%s) - begun)) -lt "${SECONDS_MAX:-1800}" ] || break
done
seconds=$(($(date +%s) - begun))
[ ! -t 1 ] || echo

committed=$(figure 'baton_store_writes_total{result="committed"}')
owned=$(figure 'baton_owners{kind="transition"}')
queued=$(figure 'baton_jobs{status="QUEUED"}')
running=$(figure 'baton_jobs{status="RUNNING"}')
merges=$(git -C shop.git rev-list --count --merges main)
items=$(git -C shop.git ls-tree --name-only main | grep -c '^SHOP-' || true)
echo "done $done_tasks of $tasks in $seconds s, $at_once agents and $at_once commands at once"
echo "transactions $committed, $((committed / tasks)) per task, $((committed / (seconds > 0 ? seconds : 1))) per second"
echo "runs $((tasks * 4)), $((tasks * 4 * 10 / (seconds > 0 ? seconds : 1))) per 10 s"
echo "left: owned $owned, jobs queued $queued, running $running; merges on main $merges, items $items"
[ "$done_tasks" = "$tasks" ] && [ "$owned" = 0 ] && [ "$queued" = 0 ] && [ "$running" = 0 ] &&
    [ "$merges" = "$tasks" ] && [ "$items" = "$tasks" ]
