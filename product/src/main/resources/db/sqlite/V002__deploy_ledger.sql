-- Deployments, and the kind of effect that starts one.

-- The last number given to a deployment of an environment; it only rises.
create table environment (
  project text    not null,
  name    text    not null,
  last    integer not null check (last > 0),
  primary key (project, name)
) strict;

create table deployment (
  id               integer primary key autoincrement,
  project          text    not null,
  environment      text    not null,
  n                integer not null check (n > 0),
  task_id          integer not null references task (id),
  visit            integer not null check (visit > 0),
  sha              text    not null,
  previous_sha     text,
  unit             text    not null unique references run (unit),
  state            text    not null check (
    state in ('INTENDED', 'STARTED', 'VERIFYING', 'HEALTHY', 'FAILED', 'CANCELLED', 'IN_DOUBT')),
  healthy_in_a_row integer not null default 0 check (healthy_in_a_row >= 0),
  watched_ms       integer not null default 0 check (watched_ms >= 0),
  found            text,
  started_at       integer not null,
  finished_at      integer,
  unique (project, environment, n),
  foreign key (project, environment) references environment (project, name),
  constraint deployment_finished_exactly_when_decided check (
    (finished_at is not null) = (state in ('HEALTHY', 'FAILED', 'CANCELLED')))
) strict;

create index deployment_task on deployment (task_id, id);
create index deployment_healthy on deployment (project, environment, n) where state = 'HEALTHY';
create index deployment_verifying on deployment (id) where state = 'VERIFYING';
-- Who deploys has the environment to itself until somebody knows what came of it.
create unique index deployment_open on deployment (project, environment)
  where finished_at is null;

-- A check cannot be changed in place.
create table effect_with_deploy (
  key         text    not null primary key,
  task_id     integer not null references task (id),
  visit       integer not null check (visit >= 0),
  kind        text    not null check (
    kind in ('RUN', 'PUSH', 'CHANGE_REQUEST', 'MERGE', 'DEPLOY')),
  params      text    not null check (json_valid(params)),
  state       text    not null check (state in ('INTENT', 'CONFIRMED', 'POISONED', 'IN_DOUBT')),
  epoch       integer not null check (epoch > 0),
  result      text,
  intended_at integer not null,
  settled_at  integer,
  constraint effect_settled_exactly_when_certain check (
    (settled_at is not null) = (state in ('CONFIRMED', 'POISONED')))
) strict;

insert into effect_with_deploy
  (key, task_id, visit, kind, params, state, epoch, result, intended_at, settled_at)
select key, task_id, visit, kind, params, state, epoch, result, intended_at, settled_at
from effect;

drop table effect;
alter table effect_with_deploy rename to effect;
create index effect_task on effect (task_id, intended_at);
