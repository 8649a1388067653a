-- Deployments, and the kind of effect that starts one.

-- The last number given to a deployment of an environment; it only rises.
create table environment (
  project text    not null,
  name    text    not null,
  last    bigint not null check (last > 0),
  primary key (project, name)
);

create table deployment (
  id               bigint generated always as identity primary key,
  project          text    not null,
  environment      text    not null,
  n                bigint not null check (n > 0),
  task_id          bigint not null references task (id),
  visit            bigint not null check (visit > 0),
  sha              text    not null,
  previous_sha     text,
  unit             text    not null unique references run (unit),
  state            text    not null check (
    state in ('INTENDED', 'STARTED', 'VERIFYING', 'HEALTHY', 'FAILED', 'CANCELLED', 'IN_DOUBT')),
  healthy_in_a_row bigint not null default 0 check (healthy_in_a_row >= 0),
  watched_ms       bigint not null default 0 check (watched_ms >= 0),
  found            text,
  started_at       bigint not null,
  finished_at      bigint,
  unique (project, environment, n),
  foreign key (project, environment) references environment (project, name),
  constraint deployment_finished_exactly_when_decided check (
    (finished_at is not null) = (state in ('HEALTHY', 'FAILED', 'CANCELLED')))
);

create index deployment_task on deployment (task_id, id);
create index deployment_healthy on deployment (project, environment, n) where state = 'HEALTHY';
create index deployment_verifying on deployment (id) where state = 'VERIFYING';
-- Who deploys has the environment to itself until somebody knows what came of it.
create unique index deployment_open on deployment (project, environment)
  where finished_at is null;

alter table effect
  drop constraint effect_kind_check,
  add constraint effect_kind_check check (
    kind in ('RUN', 'PUSH', 'CHANGE_REQUEST', 'MERGE', 'DEPLOY'));
