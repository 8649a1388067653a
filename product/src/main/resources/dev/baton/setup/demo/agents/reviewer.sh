#!/bin/sh
# A reviewer who needs no model: it takes the examples from the work item in its prompt, runs the
# program for each, and believes what it sees. Usage: reviewer.sh [JAVA]
set -eu
echo "started $BATON_RUN: $BATON_ROLE, visit $BATON_VISIT, attempt $BATON_ATTEMPT"
sleep @PACE@ # a little, when the demo kills its server on the way

java=${1:-java}

# Lines of the work item like: java Greet.java fr = Bonjour
examples=$(sed -n 's/.*java Greet\.java \([a-z]*\) = \([A-Za-z]*\).*/\1 \2/p' .baton/in/task.md)
if [ -z "$examples" ]; then
    echo "no example in .baton/in/task.md: cannot review" >&2
    exit 1
fi

verdict=approved
findings=
while read -r language expected; do
    found=$("$java" -XX:TieredStopAtLevel=1 Greet.java "$language" 2>&1) || true
    echo "greet $language: expected $expected, found $found"
    if [ "$found" != "$expected" ]; then
        verdict=changes-requested
        line=$(grep -n "\"$language\"" Greet.java | head -n 1 | cut -d : -f 1)
        said=$(printf '%s\n' "$found" | head -n 1 | tr -d '"\\')
        text="greet $language prints \\\"$said\\\", expected \\\"$expected\\\""
        findings="  - {file: Greet.java, line: ${line:-1}, severity: major, text: \"$text\"}"
        break
    fi
done <<EXAMPLES
$examples
EXAMPLES

{
    printf '%s\n' --- "verdict: $verdict" "subject: $BATON_HEAD_SHA"
    if [ -n "$findings" ]; then
        printf '%s\n' findings: "$findings"
    fi
    printf '%s\n' --- "Ran the program for the examples of the work item."
} > "$BATON_OUT/review.md.new"
mv "$BATON_OUT/review.md.new" "$BATON_OUT/review.md"
echo "reviewed $BATON_RUN at $BATON_HEAD_SHA: $verdict"
