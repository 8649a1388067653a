-- A red deployment that is being taken back, one that was, and a hold with a pass.
insert into run (job_id, ordinal, unit, state, consumed, limit_ms, reason, started_at, finished_at)
select max(j.id), n.i, 'shop-6-v3-deploy-' || n.i, 'CANCELLED', 1, 600000, 'sample', 1767323045678,
  1767323045678
from job j
cross join (
  select 9 as i union all select 10 union all select 11 union all select 12) n
group by n.i;

insert into environment (project, name, last)
values ('SHOP', 'asia', 2), ('SHOP', 'africa', 2);

insert into deployment (project, environment, n, task_id, visit, sha, previous_sha, rolls_back,
  unit, state, healthy_in_a_row, watched_ms, found, started_at, finished_at)
values
  ('SHOP', 'asia', 1, 6, 3, 'dddddddddddddddddddddddddddddddddddddddd',
    'cccccccccccccccccccccccccccccccccccccccc', null, 'shop-6-v3-deploy-9', 'RED', 0, 60000,
    'status 503', 1767323045678, null),
  ('SHOP', 'asia', 2, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc',
    'cccccccccccccccccccccccccccccccccccccccc', 1, 'shop-6-v3-deploy-10', 'VERIFYING', 1, 2000,
    'exit code 0', 1767323045678, null),
  ('SHOP', 'africa', 1, 6, 3, 'dddddddddddddddddddddddddddddddddddddddd',
    'cccccccccccccccccccccccccccccccccccccccc', null, 'shop-6-v3-deploy-11', 'ROLLED_BACK', 0,
    60000, 'status 503', 1767323045678, 1767323055678),
  ('SHOP', 'africa', 2, 6, 3, 'cccccccccccccccccccccccccccccccccccccccc',
    'cccccccccccccccccccccccccccccccccccccccc', 1, 'shop-6-v3-deploy-12', 'HEALTHY', 3, 2000,
    '200 with the commit', 1767323045678, 1767323055678);

insert into hold_pass (hold_id, task_id)
select min(id), 6
from hold;
