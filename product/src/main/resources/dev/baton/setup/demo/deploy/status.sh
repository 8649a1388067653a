#!/bin/sh
# Says what became of the deploy BATON_DEPLOY_ID, where nobody saw deploy.sh end.
set -eu
site=$(cd "$(dirname "$0")/.." && pwd)/sites/$BATON_ENVIRONMENT
state=absent
if grep -q "^$BATON_DEPLOY_ID " "$site/deploys.log" 2>/dev/null; then
    state=running
    ! grep -q "\"id\":\"$BATON_DEPLOY_ID\"" "$site/version.json" 2>/dev/null || state=healthy
fi
printf '{"id":"%s","sha":"%s","state":"%s"}\n' "$BATON_DEPLOY_ID" "$BATON_SHA" "$state"
