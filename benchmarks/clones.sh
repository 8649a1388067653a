#!/bin/bash
# What a clone costs: a repository of 20,000 files and 200 MB copied in four ways, processor time of
# git and its children (user + system), which other load on the machine changes least.
# Usage: benchmarks/clones.sh [ROUNDS]
set -eu
rounds=${1:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/baton-clones.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C
git init -q -b main big
for d in $(seq 200); do
    mkdir -p "big/d$d"
    for f in $(seq 100); do
        { head -c 6000 /dev/urandom; printf '%04200d' "$f"; } >"big/d$d/f$f"
    done
done
git -C big add -A
git -C big -c user.name=a -c user.email=a@b -c gc.auto=0 commit -qm base
git init -q --bare mirror.git
git --git-dir=mirror.git fetch -q --no-tags "$work/big" +refs/heads/main:refs/heads/main
sha=$(git --git-dir=mirror.git rev-parse refs/heads/main)

empty() { rm -rf one && git init -q --template= -b main one; }
fetch() {
    git --git-dir=one/.git fetch -q --no-tags --no-write-fetch-head --update-head-ok \
        "$work/mirror.git" "+$sha:refs/heads/main"
}
pack() {
    echo "$sha" | git --git-dir=mirror.git pack-objects -q --revs --delta-base-offset --window=0 \
        one/.git/objects/pack/pack >/dev/null
    echo "$sha" >one/.git/refs/heads/main
}
copy() {
    cp --reflink=auto mirror.git/objects/pack/* one/.git/objects/pack/
    echo "$sha" >one/.git/refs/heads/main
}
alternates() {
    mkdir -p one/.git/objects/info
    echo "$work/mirror.git/objects" >one/.git/objects/info/alternates
    echo "$sha" >one/.git/refs/heads/main
}
checkout() { git --git-dir=one/.git --work-tree=one reset -q --hard; }

TIMEFORMAT='%U %S %R'
for round in $(seq "$rounds"); do
    for way in fetch pack copy alternates; do
        empty
        took=$({ time "$way"; } 2>&1)
        files=$({ time checkout; } 2>&1)
        [ "$(git --git-dir=one/.git --work-tree=one status --porcelain | wc -l)" = 0 ]
        echo "$took $files" | awk -v way="$way" -v round="$round" \
            '{ printf "%d %-10s %5.2f s of processor, %5.2f s; checkout %5.2f s, %5.2f s\n",
               round, way, $1 + $2, $3, $4 + $5, $6 }'
    done
done
