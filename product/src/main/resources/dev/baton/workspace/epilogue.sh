# --- after the agent ----------------------------------------------------------------------------
unlock
# What the agent has git ignore stays ignored: that is its own affair, and nothing but patterns.
if [ -f .git/info/exclude ] && [ ! -L .git/info ] && [ ! -L .git/info/exclude ]; then
    EXCLUDED=$(cat .git/info/exclude && printf '\n%s' "$EXCLUDED")
fi
renew_config

# Committed only where it is clear what it belongs to: on the task's branch, with nothing in conflict.
committable() {
    [ "$(g symbolic-ref --quiet HEAD || :)" = "refs/heads/$BRANCH" ] &&
        g rev-parse --verify --quiet 'HEAD^{commit}' >/dev/null &&
        [ -z "$(g ls-files --unmerged)" ] &&
        [ ! -d .git/rebase-merge ] && [ ! -d .git/rebase-apply ]
}

commit_leftovers() {
    g reset --quiet -- .baton/in .baton/out 2>/dev/null || :
    stage_all
    if ! g diff --cached --quiet HEAD; then
        g commit --quiet --no-verify --message "Commit what the run left" \
            --message "Baton-Run: $UNIT"
    fi
}

case $LEFTOVERS in
commit)
    if committable; then commit_leftovers; else keep_tree "$UNIT"; fi
    ;;
keep)
    keep_tree "$UNIT"
    ;;
restore)
    keep_commit "$UNIT" HEAD
    keep_commit "$UNIT-branch" "refs/heads/$BRANCH"
    keep_tree "$UNIT"
    restore
    ;;
esac

# What has gone into refs can go with the clone; a repository made inside this one has not.
nested=$(find . -path ./.git -prune -o -mindepth 2 -name .git -type d -print | head -n 1)
[ -n "$nested" ] || : >.git/baton-clean
