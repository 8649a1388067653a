#!/bin/sh
# A tester who needs no model: it tries what neither the tests nor the reviewer did, a language that
# the program does not know. Usage: tester.sh [JAVA]
set -eu
echo "started $BATON_RUN: $BATON_ROLE, visit $BATON_VISIT, attempt $BATON_ATTEMPT"
sleep @PACE@ # a little, when the demo kills its server on the way

java=${1:-java}
found=$("$java" -XX:TieredStopAtLevel=1 Greet.java xx 2>&1) || true
echo "greet xx: expected Hello, found $found"
{
    if [ "$found" = Hello ]; then
        printf '%s\n' --- 'verdict: pass' "subject: $BATON_HEAD_SHA"
    else
        text="greet xx prints \\\"$(printf '%s\n' "$found" | head -n 1 | tr -d '"\\')\\\", expected \\\"Hello\\\""
        printf '%s\n' --- 'verdict: fail' "subject: $BATON_HEAD_SHA" findings: \
            "  - {file: Greet.java, line: 1, severity: major, text: \"$text\"}"
    fi
    printf '%s\n' --- 'Asked for a language that nobody speaks.'
} >"$BATON_OUT/testing.md.new"
mv "$BATON_OUT/testing.md.new" "$BATON_OUT/testing.md"
echo "tested $BATON_RUN at $BATON_HEAD_SHA"
