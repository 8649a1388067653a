#!/bin/sh
# An analyst who needs no model: it writes down what the work item asks for and where the program
# has to change, commits that, and finds the task ready. Every step may be done again.
set -eu
echo "started $BATON_RUN: $BATON_ROLE, visit $BATON_VISIT, attempt $BATON_ATTEMPT"
sleep @PACE@ # a little, when the demo kills its server on the way

artifact=docs/tasks/$(printf '%s' "$BATON_TASK" | tr '[:upper:]' '[:lower:]')/analysis.md
if [ -z "$(git log -1 --format=%h -- "$artifact")" ]; then
    mkdir -p "$(dirname "$artifact")"
    {
        echo "# What $BATON_TASK asks for"
        echo
        echo 'Callers name their language; these examples are checked:'
        echo
        sed -n 's/.*\(java Greet\.java [a-z]* = [A-Za-z]*\).*/    \1/p' .baton/in/task.md
        echo
        echo "Today the program answers $(grep -c 'return "' Greet.java) greeting, in Greet.java."
        echo 'Without a language, or with an unknown one, nothing changes.'
    } >"$artifact"
    git add "$artifact"
    git -c user.name='Demo analyst' -c user.email=analyst@demo.invalid commit -q \
        -m "Analyse $BATON_TASK"
fi

printf '%s\n' --- 'verdict: ready' "subject: $(git rev-parse HEAD)" --- \
    'The examples of the work item say what to check.' >"$BATON_OUT/analysis.md.new"
mv "$BATON_OUT/analysis.md.new" "$BATON_OUT/analysis.md"
echo "analysed at $(git rev-parse HEAD): ready"
