#!/bin/sh
# Deploys the commit in the current folder to one of the two sample servers, which answer with what
# is installed in the folder of their environment. First of all the arrival is written down, so that
# deploys are counted where they arrive: one line each, never changed afterwards.
set -eu
site=$(cd "$(dirname "$0")/.." && pwd)/sites/$BATON_ENVIRONMENT
echo "$BATON_DEPLOY_ID $BATON_SHA" >>"$site/deploys.log"

mkdir -p "$site/$BATON_SHA"
cp Greet.java "$site/$BATON_SHA/"
# In one step: whoever asks sees the old commit or the new one.
printf '{"id":"%s","sha":"%s"}\n' "$BATON_DEPLOY_ID" "$BATON_SHA" >"$site/version.json.new"
mv "$site/version.json.new" "$site/version.json"
echo "deployed $BATON_SHA to $BATON_ENVIRONMENT as $BATON_DEPLOY_ID"
