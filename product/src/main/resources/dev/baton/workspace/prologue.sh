# --- before the agent ---------------------------------------------------------------------------
unlock
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
