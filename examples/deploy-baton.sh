#!/bin/sh
# Baton deploys Baton: the deploy command of an environment of Baton's own repository.
#   environments: {production: {start: ./deploy-baton.sh, health: …}}
# A copy of it lies beside baton.yaml, where no commit of an agent changes it. Puts the checkout of
# the commit beside the earlier ones, switches `current`, restarts the service, and waits for
# the new server. The server that started this ends in the middle of it; the new one takes the run
# over and finishes the task. Needs KillMode=process, see baton.service, which starts
# /opt/baton/current/baton, and a user who may restart it. A rollback is the same command.
set -eu
releases=/opt/baton
restart="systemctl restart baton"
ready=http://127.0.0.1:8420/readyz

mkdir -p "$releases/$BATON_SHA"
cp -a "$BATON_CHECKOUT/." "$releases/$BATON_SHA/"
if [ -x "$releases/$BATON_SHA/baton" ]; then
    "$releases/$BATON_SHA/baton" version # builds it while the old one still runs
fi
ln -sfn "$BATON_SHA" "$releases/next"
mv -T "$releases/next" "$releases/current"
$restart
until curl -fsS -o /dev/null "$ready"; do
    sleep 0.2
done
