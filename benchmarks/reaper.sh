#!/bin/sh
# One round of run monitor and reaper over 10,000 running runs, 1 % of them dead, on a SQLite file.
#   benchmarks/reaper.sh
# Needs JAVA_HOME as ./mvnw does. Aim: a round of the reaper within 0.3 s. What it costs to look at a
# process (0.08 ms each) is not in it; units here answer at once.
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -Pquick -Dmaven.test.skip=false -pl product test -Dtest=ReaperBenchmark \
    -Dsurefire.failIfNoSpecifiedTests=false
grep -E "monitor|reaper" product/target/quick/surefire-reports/dev.baton.jobs.ReaperBenchmark-output.txt
