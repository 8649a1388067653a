# Runs inside the run, as the agent's user. It cannot protect the clone from the agent, which can do
# all this itself; it is careful so that a clone in any state is brought in order, and so that what
# an agent planted does not make it work somewhere else, or run something.
#
# Everything in a repository that can point elsewhere is set here, not unset: what is only unset is
# looked for in the repository. Its configuration cannot be set from outside, so it is written anew
# before any git runs.
set -eu
unset GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE \
    GIT_LITERAL_PATHSPECS GIT_EXTERNAL_DIFF GIT_TEMPLATE_DIR GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE
GIT_DIR=$CLONE/.git
GIT_COMMON_DIR=$CLONE/.git
GIT_WORK_TREE=$CLONE
GIT_OBJECT_DIRECTORY=$CLONE/.git/objects
GIT_INDEX_FILE=$CLONE/.git/index
GIT_GRAFT_FILE=/dev/null
GIT_NO_REPLACE_OBJECTS=1
GIT_NO_LAZY_FETCH=1
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_SYSTEM=/dev/null
GIT_CONFIG_GLOBAL=/dev/null
GIT_ATTR_NOSYSTEM=1
GIT_ALLOW_PROTOCOL=
GIT_AUTHOR_NAME=$AUTHOR_NAME
GIT_AUTHOR_EMAIL=$AUTHOR_EMAIL
GIT_COMMITTER_NAME=$AUTHOR_NAME
GIT_COMMITTER_EMAIL=$AUTHOR_EMAIL
export GIT_DIR GIT_COMMON_DIR GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_INDEX_FILE GIT_GRAFT_FILE \
    GIT_NO_REPLACE_OBJECTS GIT_NO_LAZY_FETCH GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM \
    GIT_CONFIG_GLOBAL GIT_ATTR_NOSYSTEM GIT_ALLOW_PROTOCOL \
    GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

g() {
    git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.worktree="$CLONE" \
        -c core.bare=false -c core.sparseCheckout=false -c commit.gpgSign=false -c gc.auto=0 -c maintenance.auto=false \
        -c core.quotePath=false -c core.attributesFile=/dev/null -c core.excludesFile=/dev/null \
        -c core.commitGraph=false -c submodule.recurse=false -c diff.ignoreSubmodules=all \
        -c advice.detachedHead=false -c advice.graftFileDeprecated=false --no-replace-objects "$@"
}

die() {
    printf 'baton: run %s: clone %s: %s\n' "$UNIT" "$CLONE" "$1" >&2
    exit 81
}

# A step that fails ends the script, and always in the same way.
trap 'code=$?; if [ "$code" -ne 0 ] && [ "$code" -ne 81 ]; then
    printf "baton: run %s: clone %s: could not be brought in order (%s)\n" "$UNIT" "$CLONE" "$code" >&2
    exit 81
fi' EXIT

# Everything in the work tree that is not ignored, except Baton's folders and repositories that were
# made inside this one (git would record them as an empty pointer).
pathspecs() {
    printf '.\0:(top,exclude,literal).baton/in\0:(top,exclude,literal).baton/out\0'
    find . -path ./.git -prune -o -mindepth 2 -name .git -exec sh -c \
        'for p; do p=${p#./}; printf ":(top,exclude,literal)%s\0" "${p%/.git}"; done' sh {} +
}

stage_all() {
    pathspecs | g add --all --ignore-errors --pathspec-from-file=- --pathspec-file-nul >/dev/null 2>&1 || :
}

# What an agent configured would work in here, and for the next attempt: programs, hooks, filters by
# attributes, another repository, replaced commits, files hidden from git.
renew_config() {
    rm -rf .git/config .git/config.worktree .git/commondir .git/gitdir .git/hooks .git/info .git/shallow
    mkdir .git/info
    printf '%s' "$EXCLUDED" >.git/info/exclude
    printf '%s' "$CONFIG" >.git/config
}

# keep_tree NAME: the work tree as a commit on top of HEAD under refs/baton/kept/NAME, if it differs.
keep_tree() {
    parent=$(g rev-parse --verify --quiet 'HEAD^{commit}') || parent=
    GIT_INDEX_FILE=$CLONE/.git/baton-index
    rm -f "$GIT_INDEX_FILE" "$GIT_INDEX_FILE.lock"
    if [ -n "$parent" ]; then g read-tree "$parent"; else g read-tree --empty; fi
    stage_all
    tree=$(g write-tree)
    rm -f "$GIT_INDEX_FILE"
    GIT_INDEX_FILE=$CLONE/.git/index
    if [ -n "$parent" ] && [ "$tree" = "$(g rev-parse "$parent^{tree}")" ]; then
        return 0
    fi
    commit=$(printf 'Left uncommitted\n\nBaton-Run: %s\n' "$UNIT" |
        g commit-tree ${parent:+-p "$parent"} "$tree")
    g update-ref "refs/baton/kept/$1" "$commit"
}

# keep_commit NAME REVISION: under refs/baton/kept/NAME, unless the head that counts contains it.
keep_commit() {
    commit=$(g rev-parse --verify --quiet "$2^{commit}") || return 0
    if ! g merge-base --is-ancestor "$commit" "$HEAD_SHA"; then
        g update-ref "refs/baton/kept/$1" "$commit"
    fi
}

# The work tree on the task's branch at the head that counts, whatever it was before.
restore() {
    rm -rf .git/rebase-merge .git/rebase-apply .git/sequencer
    rm -f .git/MERGE_HEAD .git/CHERRY_PICK_HEAD .git/REVERT_HEAD .git/index
    g symbolic-ref HEAD "refs/heads/$BRANCH"
    g update-ref "refs/heads/$BRANCH" "$HEAD_SHA"
    g reset --quiet --hard "$HEAD_SHA"
    # One -f only: a repository made inside this one stays, with its work. What is ignored stays too.
    g clean -d --force --quiet --exclude=/.baton/
}

# Only one agent lives in a clone, and it is gone: its locks are nobody's.
unlock() {
    find .git -name '*.lock' -type f -exec rm -f {} +
}

cd -- "$CLONE" 2>/dev/null || die 'expected a folder, found none'
for part in .git .git/objects .git/objects/info .git/objects/pack .git/refs .git/refs/heads .git/logs; do
    [ ! -L "$part" ] || die 'expected its .git as Baton made it, found something else in its place'
done
{ [ -d .git ] && [ -d .git/objects ]; } ||
    die 'expected its .git as Baton made it, found something else in its place'
rm -f .git/baton-clean
