-- A deployment in each state, every column filled somewhere.
insert into environment (project, name, last)
values ('SHOP', 'staging', 4), ('SHOP', 'production', 1), ('SHOP', 'canary', 1), ('SHOP', 'eu', 1),
  ('SHOP', 'us', 1);

insert into job (task_id, visit, kind, name, subject, status, attempt, max_attempts, infra_lost,
  granted_at, run_after, priority)
values (6, 3, 'DEPLOY', 'deploy-staging', 'dddddddddddddddddddddddddddddddddddddddd', 'DONE', 0, 1,
  0, 1767323045678, 1767323045678, 0);

insert into run (job_id, ordinal, unit, state, consumed, limit_ms, reason, started_at, finished_at)
select max(j.id), n.i, 'shop-6-v3-deploy-' || n.i, 'CANCELLED', 1, 600000, 'sample', 1767323045678,
  1767323045678
from job j
cross join (
  select 1 as i union all select 2 union all select 3 union all select 4 union all select 5
  union all select 6 union all select 7 union all select 8) n
group by n.i;

insert into deployment (project, environment, n, task_id, visit, sha, previous_sha, unit, state,
  healthy_in_a_row, watched_ms, found, started_at, finished_at)
values
  ('SHOP', 'staging', 1, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc', null,
    'shop-6-v3-deploy-1', 'HEALTHY', 3, 6000, '200 with the commit', 1767323045678, 1767323055678),
  ('SHOP', 'staging', 2, 6, 3, 'dddddddddddddddddddddddddddddddddddddddd',
    'cccccccccccccccccccccccccccccccccccccccc',
    'shop-6-v3-deploy-2', 'FAILED', 0, 0, 'exit code 1', 1767323045678, 1767323055678),
  ('SHOP', 'staging', 3, 6, 3, 'dddddddddddddddddddddddddddddddddddddddd',
    'cccccccccccccccccccccccccccccccccccccccc',
    'shop-6-v3-deploy-3', 'CANCELLED', 0, 0, 'never started', 1767323045678, 1767323055678),
  ('SHOP', 'staging', 4, 6, 3, 'dddddddddddddddddddddddddddddddddddddddd',
    'cccccccccccccccccccccccccccccccccccccccc',
    'shop-6-v3-deploy-4', 'INTENDED', 0, 0, null, 1767323045678, null),
  ('SHOP', 'production', 1, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc', null,
    'shop-6-v3-deploy-5', 'STARTED', 0, 0, null, 1767323045678, null),
  ('SHOP', 'canary', 1, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc', null,
    'shop-6-v3-deploy-6', 'VERIFYING', 1, 2000, '200 with the commit', 1767323045678, null),
  ('SHOP', 'eu', 1, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc', null,
    'shop-6-v3-deploy-7', 'IN_DOUBT', 0, 0, 'nobody saw it end', 1767323045678, null),
  ('SHOP', 'us', 1, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc', null,
    'shop-6-v3-deploy-8', 'CANCELLED', 0, 0, 'never started', 1767323045678, 1767323055678);

insert into effect (key, task_id, visit, kind, params, state, epoch, result, intended_at,
  settled_at)
values
  ('6/3/deploy/staging/cccccccccccccccccccccccccccccccccccccccc/1', 6, 3, 'DEPLOY',
    '{"kind":"deploy","unit":"shop-6-v3-deploy-1","job":"deploy-staging","ordinal":1,"environment":"staging","sha":"cccccccccccccccccccccccccccccccccccccccc","n":1}',
    'CONFIRMED', 4, 'run shop-6-v3-deploy-1', 1767323045678, 1767323045678);
