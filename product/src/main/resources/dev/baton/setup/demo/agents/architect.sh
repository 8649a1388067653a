#!/bin/sh
# An architect who needs no model: the smallest design for this program, committed. Every step may
# be done again.
set -eu
echo "started $BATON_RUN: $BATON_ROLE, visit $BATON_VISIT, attempt $BATON_ATTEMPT"
sleep @PACE@ # a little, when the demo kills its server on the way

folder=docs/tasks/$(printf '%s' "$BATON_TASK" | tr '[:upper:]' '[:lower:]')
if [ ! -s "$folder/analysis.md" ]; then
    echo "no analysis in $folder: cannot design" >&2
    exit 1
fi
artifact=$folder/architecture.md
if [ -z "$(git log -1 --format=%h -- "$artifact")" ]; then
    cat >"$artifact" <<'DESIGN'
# Design

One method in Greet.java, from a language to its greeting; main hands it the first argument. No
table and no resource file: three languages do not need one. GreetTest.java gets a test for each.
DESIGN
    git add "$artifact"
    git -c user.name='Demo architect' -c user.email=architect@demo.invalid commit -q \
        -m "Design $BATON_TASK"
fi

printf '%s\n' --- 'verdict: ready' "subject: $(git rev-parse HEAD)" --- \
    'One method, one argument.' >"$BATON_OUT/architecture.md.new"
mv "$BATON_OUT/architecture.md.new" "$BATON_OUT/architecture.md"
echo "designed at $(git rev-parse HEAD): ready"
