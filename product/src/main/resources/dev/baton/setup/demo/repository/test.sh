#!/bin/sh
# Says which commit it runs on, so that its log can be compared with what was merged.
echo "testing ${BATON_RUN:-by-hand} at $(git rev-parse --verify -q HEAD || echo an-export)"
exec "${JAVA:-java}" -XX:TieredStopAtLevel=1 GreetTest.java
