#!/bin/sh
# Kills a server in the middle of an agent, starts another, and says how soon it watches the agent and
# how soon it notices its end.
#   benchmarks/adopt.sh [SECONDS]     how long the agent works, default 300
# Needs JAVA_HOME as ./mvnw does. Rounds of the monitor are a minute apart meanwhile.
set -eu
cd "$(dirname "$0")/.."
./baton version
./mvnw -q -Pquick -Dmaven.test.skip=false -pl product test -Dtest=AdoptedTest \
    "-Dtest.jvm.args=-Dbaton.agent.seconds=${1:-300} -Djunit.jupiter.execution.timeout.default=30m" \
    -Dsurefire.failIfNoSpecifiedTests=false
grep "adopted" product/target/quick/surefire-reports/dev.baton.main.AdoptedTest-output.txt
