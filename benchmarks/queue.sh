#!/bin/sh
# A queue of tasks that do not all fit together, through `quick`: of ten, one changes the same line
# as the others of its kind (conflict), and one is green by itself and red beside another of its
# kind (red only in combination). The agents mend both once they are sent back.
#   benchmarks/queue.sh [TASKS] [AGENTS AT ONCE]
# Ends with 1 unless all are merged once, in the order in which they came to the queue, and main is
# green at every commit. Linux; needs curl and a build.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
tasks=${1:-50}
at_once=${2:-4}
port=${PORT:-8497}
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
    echo "nobody" >owner.txt
    # Two heavy features are one too many.
    cat >check.sh <<'SH'
#!/bin/sh
[ "$(ls heavy-* 2>/dev/null | wc -l)" -le 1 ]
SH
    chmod +x check.sh
    git add -A
    git -c user.name=Shop -c user.email=shop@localhost commit -q -m "A shop"
    git push -q origin main
)
cat >developer.sh <<'SH'
#!/bin/sh
git="git -c user.name=dev -c user.email=dev@localhost"
n=${BATON_TASK#SHOP-}
if [ -e "$BATON_TASK.txt" ]; then
    # Sent back: the task's files as they are, on the base as it is now.
    $git merge -q -m "Merge main" main >/dev/null 2>&1 || {
        echo "$BATON_TASK" >owner.txt
        $git add -A
        $git commit -q -m "Merge main"
    }
    [ ! -e "heavy-$n" ] || git mv "heavy-$n" "light-$n"
fi
echo "$BATON_VISIT" >>"$BATON_TASK.txt"
case $n in
*3) echo "$BATON_TASK" >owner.txt ;;
*7) [ -e "light-$n" ] || echo heavy >"heavy-$n" ;;
esac
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
  dev: {profile: command, command: [./developer.sh], sandbox: none}
  checker: {profile: command, command: [./reviewer.sh], sandbox: none}
projects:
  SHOP:
    repository: ./shop.git
    test: ./check.sh
    pipeline: quick
    sandbox: none
    agents: {developer: dev, reviewer: checker}
YAML

"$root/baton" version
"$root/baton" up >server.log 2>&1 &
server=$!
url=http://127.0.0.1:$port
get() {
    curl -fs -H "Authorization: Bearer $(cat .baton/token)" "$url$1"
}
until curl -fs -o /dev/null "$url/readyz"; do
    kill -0 "$server"
    sleep 0.1
done

begun=$(date +%s)
n=0
while [ "$n" -lt "$tasks" ]; do
    n=$((n + 1))
    printf 'next\nurl = "%s/api/v1/tasks"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\noutput = /dev/null\ndata = "{\\"project\\":\\"SHOP\\",\\"title\\":\\"Item %s\\"}"\n' \
        "$url" "$(cat .baton/token)" "$n"
done | sed 1d | curl -fsS -K -
count() {
    get "/metrics" | awk -v name="baton_tasks{status=\"$1\"}" '$1 == name {print int($2)}'
}
done_tasks=0
while [ "$done_tasks" -lt "$tasks" ]; do
    sleep 1
    kill -0 "$server"
    done_tasks=$(count DONE)
    [ ! -t 1 ] || printf '\r%s of %s done, %s s' "${done_tasks:=0}" "$tasks" "$(($(date +%s) - begun))"
    [ $(($(date +%s) - begun)) -lt "${SECONDS_MAX:-1200}" ] || break
done
seconds=$(($(date +%s) - begun))
[ ! -t 1 ] || echo

# By the newest time each task came to the queue, and by the base.
n=0
: >joined
: >back
while [ "$n" -lt "$tasks" ]; do
    n=$((n + 1))
    get "/api/v1/tasks/SHOP-$n/events" | tr '{' '\n' >events
    grep '"type":"joined-queue"' events | tail -n 1 |
        sed "s/.*\"seq\":\([0-9]*\).*/\1 SHOP-$n/" >>joined
    grep -c '"type":"returned"' events >>back || true
done
sort -n joined | cut -d' ' -f2 >order
git -C shop.git log --first-parent --reverse --format=%b main |
    sed -n 's|^Baton-Candidate: \(SHOP-[0-9]*\)/.*|\1|p' >landed
ls -d .baton/runs/*-merge-test-* | wc -l >merge_tests
ls -d .baton/runs/*-tests-* | wc -l >tests
red=0
git -C seed fetch -q origin main
for commit in $(git -C shop.git rev-list --first-parent main); do
    git -C seed checkout -q --detach "$commit"
    (cd seed && ./check.sh) || red=$((red + 1))
done
merges=$(sort -u landed | wc -l)
in_order=no
! cmp -s order landed || in_order=yes
echo "done $done_tasks of $tasks in $seconds s, $at_once agents and $at_once commands at once"
echo "merged $merges, each once: $([ "$merges" = "$(wc -l <landed)" ] && echo yes || echo no), in the order of the queue: $in_order"
echo "sent back $(awk '{s += $1} END {print s}' back) times by $(grep -cv '^0$' back) tasks; red commits on main: $red"
echo "test runs: $(cat tests) of heads, $(cat merge_tests) of candidates, $((($(cat merge_tests) * 100 + tasks / 2) / tasks)) per 100 merges"
[ "$done_tasks" = "$tasks" ] && [ "$merges" = "$tasks" ] && [ "$(wc -l <landed)" = "$tasks" ] &&
    [ "$in_order" = yes ] && [ "$red" = 0 ]
