-- What a red deployment leaves behind: a deployment that brings back what was healthy before, and
-- holds that those who mend it may pass.

-- A check cannot be changed in place.
create table deployment_with_rollback (
  id               integer primary key autoincrement,
  project          text    not null,
  environment      text    not null,
  n                integer not null check (n > 0),
  task_id          integer not null references task (id),
  visit            integer not null check (visit > 0),
  sha              text    not null,
  previous_sha     text,
  rolls_back       integer check (rolls_back > 0 and rolls_back < n),
  unit             text    not null unique references run (unit),
  state            text    not null check (
    state in ('INTENDED', 'STARTED', 'VERIFYING', 'RED', 'HEALTHY', 'FAILED', 'ROLLED_BACK',
      'CANCELLED', 'IN_DOUBT')),
  healthy_in_a_row integer not null default 0 check (healthy_in_a_row >= 0),
  watched_ms       integer not null default 0 check (watched_ms >= 0),
  found            text,
  started_at       integer not null,
  finished_at      integer,
  unique (project, environment, n),
  foreign key (project, environment) references environment (project, name),
  constraint deployment_rollback_is_never_rolled_back check (
    rolls_back is null or state not in ('RED', 'ROLLED_BACK')),
  constraint deployment_finished_exactly_when_decided check (
    (finished_at is not null) = (state in ('HEALTHY', 'FAILED', 'ROLLED_BACK', 'CANCELLED')))
) strict;

insert into deployment_with_rollback
  (id, project, environment, n, task_id, visit, sha, previous_sha, unit, state, healthy_in_a_row,
   watched_ms, found, started_at, finished_at)
select id, project, environment, n, task_id, visit, sha, previous_sha, unit, state,
  healthy_in_a_row, watched_ms, found, started_at, finished_at
from deployment;

drop table deployment;
alter table deployment_with_rollback rename to deployment;
create index deployment_task on deployment (task_id, id);
create index deployment_healthy on deployment (project, environment, n) where state = 'HEALTHY';
create index deployment_verifying on deployment (id) where state = 'VERIFYING';
create index deployment_sha on deployment (project, sha) where state = 'HEALTHY';
-- Who deploys has the environment to itself until somebody knows what came of it; what is red keeps
-- it for its own rollback.
create unique index deployment_open on deployment (project, environment)
  where finished_at is null and state <> 'RED';
create unique index deployment_red on deployment (project, environment) where state = 'RED';

-- The tasks that mend what is held: for them it is not.
create table hold_pass (
  hold_id integer not null references hold (id),
  task_id integer not null references task (id),
  primary key (hold_id, task_id)
) strict;

create index hold_pass_task on hold_pass (task_id);
