# --- before the agent ---------------------------------------------------------------------------

# What an earlier agent configured would work for the next one: programs, hooks, replaced commits.
renew_config() {
    rm -rf .git/config .git/config.worktree .git/hooks .git/info/attributes .git/info/grafts
    git config --file .git/config core.repositoryFormatVersion 0
    git config --file .git/config core.fileMode true
    git config --file .git/config core.logAllRefUpdates true
    git config --file .git/config core.bare false
    git config --file .git/config user.name "$AUTHOR_NAME"
    git config --file .git/config user.email "$AUTHOR_EMAIL"
    for ref in $(g for-each-ref --format='%(refname)' refs/replace); do
        g update-ref -d "$ref"
    done
}

unlock
renew_config
g cat-file -e "$HEAD_SHA^{commit}" 2>/dev/null || die "expected commit $HEAD_SHA, found none"
keep_tree "before-$UNIT-tree"
keep_commit "before-$UNIT-head" HEAD
keep_commit "before-$UNIT-branch" "refs/heads/$BRANCH"
restore
if [ -n "$BUNDLE" ] && [ "$BASE" != "$BRANCH" ]; then
    g fetch --quiet --no-tags --no-write-fetch-head "$BUNDLE" "+refs/baton/*:refs/baton/news/*" ||
        die 'the newer commits of the base could not be read'
    for ref in $(g for-each-ref --format='%(refname)' refs/baton/news); do
        g update-ref "refs/heads/$BASE" "$ref"
        g update-ref -d "$ref"
    done
fi
if [ -L .baton ] || { [ -e .baton ] && [ ! -d .baton ]; }; then rm -f .baton; fi
rm -rf .baton/in .baton/out
mkdir -p .baton/in .baton/out
cp -- "$PROMPT" .baton/in/task.md || die 'the prompt could not be read'
