# --- before the agent ---------------------------------------------------------------------------

# What an earlier attempt of the same job left. In a clone made just now there is nothing.
bring_in_order() {
    unlock
    renew_config
    for ref in $(g for-each-ref --format='%(refname)' refs/replace); do
        g update-ref -d "$ref"
    done
    g cat-file -e "$HEAD_SHA^{commit}" 2>/dev/null || die "expected commit $HEAD_SHA, found none"
    keep_tree "before-$UNIT-tree"
    keep_commit "before-$UNIT-head" HEAD
    keep_commit "before-$UNIT-branch" "refs/heads/$BRANCH"
    restore
}

# A base may have files there, of a time before Baton or by mistake. The run does not see them, and
# git takes no notice that they are away.
hide_tracked() {
    for part in .baton .baton/in .baton/out; do
        if [ -L "$part" ] || { [ -e "$part" ] && { [ "$part" != .baton ] || [ ! -d .baton ]; }; }; then
            g ls-files -z -- .baton/in .baton/out ':(top,literal).baton' >.git/baton-hidden
            g update-index -z --skip-worktree --stdin <.git/baton-hidden
            rm -f .git/baton-hidden
            return 0
        fi
    done
}

if [ -z "$FRESH" ]; then bring_in_order; fi
hide_tracked
if [ -L .baton ] || { [ -e .baton ] && [ ! -d .baton ]; }; then rm -f .baton; fi
rm -rf .baton/in .baton/out
mkdir -p .baton/in
# Shut in, the out folder cannot be written from here: it is mounted for the command alone. A run
# that is not shut in gets a link.
if [ -w "$OUT" ]; then ln -s "$OUT" .baton/out; else mkdir .baton/out; fi
cp -- "$PROMPT" .baton/in/task.md || die 'the prompt could not be read'
