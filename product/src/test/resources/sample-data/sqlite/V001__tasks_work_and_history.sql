-- What a server of this version leaves: a task in each status, every column filled somewhere.
insert into pipeline (digest, yaml) values ('sha256:01', 'stages: []');
insert into incarnation (host, pid, pid_start, os_boot_id, started_at)
values ('host', 4711, 123456, '2f1c', 1767323045678);
insert into task_number (project, last) values ('SHOP', 6);

insert into task (project, key, title, body, source_id, source_url, author, priority, status,
  stage, visit, epoch, owner_incarnation, owner_activity, owner_actor, owner_since, step,
  setback_why, setback_count, setback_retry_at, pipeline_digest, branch, base, base_sha, head_sha,
  created_at, updated_at, stage_since)
values ('SHOP', 'SHOP-1', 'Greet', 'Say hello', 'card-1', 'http://tracker/1', 'ann', 2, 'LIVE',
  'merge', 3, 17, 1, 5, 'monitor', 1767323045678, 'merge',
  'remote does not answer', 2, 1767323055678, 'sha256:01', 'baton/SHOP-1', 'main',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
  1767323045678, 1767323045678, 1767323045678);
insert into task (project, key, title, body, author, priority, status, stage, visit, epoch,
  awaiting, awaiting_since, awaiting_until, awaiting_who, parked_by, parked_why,
  pipeline_digest, branch, base, created_at, updated_at, stage_since)
values
  ('SHOP', 'SHOP-2', 'Pause', '', 'ann', 0, 'PAUSED', 'development', 1, 4,
    'a person resumes', 1767323045678, 1767323055678, 'ann', null, null,
    'sha256:01', 'baton/SHOP-2', 'main', 1767323045678, 1767323045678, 1767323045678),
  ('SHOP', 'SHOP-3', 'Park', '', 'ann', 0, 'PARKED', 'development', 1, 4,
    null, null, null, null, 'ann', 'attempts used up',
    'sha256:01', 'baton/SHOP-3', 'main', 1767323045678, 1767323045678, 1767323045678),
  ('SHOP', 'SHOP-4', 'Stop', '', 'ann', 0, 'CANCELLING', 'development', 1, 4,
    null, null, null, null, null, null,
    'sha256:01', 'baton/SHOP-4', 'main', 1767323045678, 1767323045678, 1767323045678),
  ('SHOP', 'SHOP-5', 'Stopped', '', 'ann', 0, 'CANCELLED', 'development', 1, 5,
    null, null, null, null, null, null,
    'sha256:01', 'baton/SHOP-5', 'main', 1767323045678, 1767323045678, 1767323045678),
  ('SHOP', 'SHOP-6', 'Done', '', 'ann', 0, 'DONE', 'done', 4, 21,
    null, null, null, null, null, null,
    'sha256:01', 'baton/SHOP-6', 'main', 1767323045678, 1767323045678, 1767323045678);

insert into stage_visit (task_id, visit, stage, entered_at)
values (1, 0, 'created', 1767323045678), (1, 1, 'development', 1767323045678),
  (1, 2, 'review', 1767323045678), (1, 3, 'merge', 1767323045678);

insert into job (task_id, visit, kind, name, subject, status, attempt, max_attempts, infra_lost,
  granted_at, run_after, priority)
values
  (1, 1, 'AGENT', 'developer', null, 'DONE', 1, 2, 1, 1767323045678, 1767323045678, 2),
  (1, 3, 'GATE', 'merge-test', 'cccccccccccccccccccccccccccccccccccccccc', 'RUNNING', 0, 2, 0,
    1767323045678, 1767323045678, 2);

insert into run (job_id, ordinal, unit, pid, pid_start, os_boot_id, state, consumed, watched_ms,
  limit_ms, exit_code, reason, head_before, head_after, started_at, finished_at)
values
  (1, 1, 'shop-1-v1-developer-1', 100, 200, '2f1c', 'LOST_INFRA', 1, 0, 2700000, null, 'reboot',
    null, null, 1767323045678, 1767323045678),
  (1, 2, 'shop-1-v1-developer-2', 101, 201, '2f1c', 'EXITED', 1, 0, 2700000, 0, 'exit 0',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    1767323045678, 1767323045678),
  (2, 1, 'shop-1-v3-merge-test-1', 102, 202, '2f1c', 'RUNNING', 0, 5000, 1200000, null, null,
    null, null, 1767323045678, null);

insert into effect (key, task_id, visit, kind, params, state, epoch, result, intended_at,
  settled_at)
values
  ('1/1/run/developer/2', 1, 1, 'RUN',
    '{"kind":"run","unit":"shop-1-v1-developer-2","job":"developer","ordinal":2}',
    'CONFIRMED', 4, 'pid 101', 1767323045678, 1767323045678),
  ('1/1/push', 1, 1, 'PUSH',
    '{"kind":"push","branch":"baton/SHOP-1","sha":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","last_pushed":null}',
    'CONFIRMED', 6, null, 1767323045678, 1767323045678),
  ('1/1/change-request', 1, 1, 'CHANGE_REQUEST',
    '{"kind":"change-request","branch":"baton/SHOP-1","base":"main","head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","title":"Greet"}',
    'IN_DOUBT', 7, null, 1767323045678, null),
  ('1/3/merge/cccccccccccccccccccccccccccccccccccccccc', 1, 3, 'MERGE',
    '{"kind":"merge","candidate":1,"base":"main","base_sha":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","sha":"cccccccccccccccccccccccccccccccccccccccc"}',
    'INTENT', 17, null, 1767323045678, null);

insert into evidence (task_id, name, subject, run_unit, data, at)
values
  (1, 'work', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'shop-1-v1-developer-2',
    '{"kind":"work","visit_start":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","changed_files":["Greet.java"],"uncommitted":[]}',
    1767323045678),
  (1, 'out:review.md', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'shop-1-v1-developer-2',
    '{"kind":"out-file","path":"review.md","text":null,"problem":"missing"}', 1767323045678),
  (1, 'tests', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'shop-1-v1-developer-2',
    '{"kind":"command-end","state":"EXITED","exit_code":0,"reason":"exit 0","log_tail":"ok"}',
    1767323045678);

insert into verdict (task_id, gate, subject, digest, run_unit, outcome, summary, findings, voided,
  at)
values
  (1, 'tests', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'sha256:02', 'shop-1-v1-developer-2',
    'GREEN', 'green', '[]', 0, 1767323045678),
  (1, 'verdict', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'sha256:03', null,
    'RED', 'changes requested', '["Greet.java:3: greets nobody"]', 1, 1767323045678);

insert into merge_candidate (task_id, visit, n, base_sha, head_sha, sha, conflicts)
values
  (1, 3, 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    'cccccccccccccccccccccccccccccccccccccccc', '[]'),
  (6, 3, 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    null, '["Greet.java"]');

insert into merge_queue (task_id, project, base, visit, priority, joined_at, head_at)
values (1, 'SHOP', 'main', 3, 2, 1767323045678, 1767323045678),
  (2, 'SHOP', 'main', 1, 0, 1767323045678, null);

insert into command (id, task_id, kind, stage, text, actor, epoch_seen, at, consumed_at)
values
  ('web/1', 1, 'MOVE', 'development', null, 'ann', 3, 1767323045678, 1767323045678),
  ('web/2', 2, 'REJECT', null, 'not like this', 'ann', 3, 1767323045678, null);

insert into outbox (task_id, visit, kind, text, at)
values (3, 1, 'parked', 'attempts used up', 1767323045678);

insert into event (task_id, epoch, visit, stage, transition, actor, type, data, at)
values
  (1, 0, 0, 'created', 1, 'ann', 'created', 'Greet', 1767323045678),
  (1, 1, 0, 'created', 0, 'scan', 'verdict', 'green', 1767323045678);
