# --- after the agent ----------------------------------------------------------------------------
unlock

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
