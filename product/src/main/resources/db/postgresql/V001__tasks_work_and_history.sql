-- Instants are milliseconds since 1970 UTC, durations milliseconds (*_ms), truth is 0 or 1.
-- The checks repeat what the types of dev.baton.model say; a test compares the enums.

create table pipeline (
  digest text not null primary key,
  yaml   text not null
);

-- identity: the number of a start is never handed out again, not even after a delete.
create table incarnation (
  id         bigint generated always as identity primary key,
  host       text    not null,
  pid        bigint not null,
  pid_start  bigint not null,
  os_boot_id text    not null,
  started_at bigint not null
);

-- The last number given to a task of a project; it only rises, so a key never means two tasks.
create table task_number (
  project text    not null primary key,
  last    bigint not null check (last > 0)
);

create table task (
  id                bigint generated always as identity primary key,
  project           text    not null,
  key               text    not null unique,
  title             text    not null,
  source_id         text,
  source_url        text,
  author            text    not null,
  priority          bigint not null,
  status            text    not null check (
    status in ('LIVE', 'PAUSED', 'PARKED', 'CANCELLING', 'CANCELLED', 'DONE')),
  stage             text    not null,
  visit             bigint not null check (visit >= 0),
  epoch             bigint not null check (epoch >= 0),
  owner_incarnation bigint references incarnation (id),
  owner_activity    bigint,
  owner_actor       text,
  owner_since       bigint,
  step              text,
  awaiting          text,
  awaiting_since    bigint,
  awaiting_until    bigint,
  awaiting_who      text,
  setback_why       text,
  setback_count     bigint check (setback_count > 0),
  setback_retry_at  bigint,
  parked_by         text check (trim(parked_by) <> ''),
  parked_why        text check (trim(parked_why) <> ''),
  pipeline_digest   text    not null references pipeline (digest),
  branch            text    not null,
  base              text    not null,
  base_sha          text,
  head_sha          text,
  created_at        bigint not null,
  updated_at        bigint not null,
  stage_since       bigint not null,
  -- Up to 1 MiB: last, so that nobody reads past it to get at another column.
  body              text    not null,
  constraint task_owner_whole check (
    (owner_incarnation is null) = (owner_activity is null)
    and (owner_activity is null) = (owner_actor is null)
    and (owner_activity is null) = (owner_since is null)
    and (owner_activity is null) = (step is null)),
  constraint task_owner_only_of_a_moving_task check (
    owner_activity is null or status in ('LIVE', 'CANCELLING')),
  constraint task_awaiting_whole check (
    (awaiting is null) = (awaiting_since is null)
    and (awaiting is not null or (awaiting_until is null and awaiting_who is null))),
  constraint task_setback_whole check (
    (setback_why is null) = (setback_count is null)
    and (setback_why is null) = (setback_retry_at is null)),
  constraint task_parked_says_who_and_why check (
    (status = 'PARKED') = (parked_by is not null)
    and (status = 'PARKED') = (parked_why is not null)),
  constraint task_done_in_stage_done check ((status = 'DONE') = (stage = 'done')),
  constraint task_head_has_base check ((base_sha is null) = (head_sha is null))
);

create unique index task_source on task (project, source_id) where source_id is not null;
create index task_project on task (project, id);
create index task_status on task (status);
create index task_open on task (updated_at, id) where status <> 'DONE' and status <> 'CANCELLED';
create index task_owned on task (owner_incarnation, id) where owner_activity is not null;

-- Each entry of a stage. Budgets count these; events are for people.
create table stage_visit (
  task_id    bigint not null references task (id),
  visit      bigint not null check (visit >= 0),
  stage      text    not null,
  entered_at bigint not null,
  primary key (task_id, visit)
);

create table job (
  id           bigint generated always as identity primary key,
  task_id      bigint not null references task (id),
  visit        bigint not null check (visit >= 0),
  kind         text    not null check (kind in ('AGENT', 'GATE', 'BUILD', 'DEPLOY')),
  name         text    not null,
  subject      text,
  status       text    not null check (
    status in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  attempt      bigint not null check (attempt >= 0),
  max_attempts bigint not null check (max_attempts > 0),
  infra_lost   bigint not null check (infra_lost >= 0),
  granted_at   bigint,
  run_after    bigint not null,
  priority     bigint not null,
  constraint job_runs_only_with_a_grant check (status <> 'RUNNING' or granted_at is not null)
);

create index job_task on job (task_id, visit);
create unique index job_live on job (task_id, visit, name)
  where status = 'QUEUED' or status = 'RUNNING';
create index job_queued on job (priority desc, id) where status = 'QUEUED';
create index job_running on job (id) where status = 'RUNNING';

create table run (
  id          bigint generated always as identity primary key,
  job_id      bigint not null references job (id),
  ordinal     bigint not null check (ordinal > 0),
  unit        text    not null unique,
  pid         bigint,
  pid_start   bigint,
  os_boot_id  text,
  state       text    not null check (
    state in ('INTENDED', 'RUNNING', 'EXITED', 'LOST', 'LOST_INFRA', 'TIMED_OUT', 'KILLED',
      'SUPERSEDED', 'CANCELLED', 'IN_DOUBT')),
  consumed    bigint not null default 0 check (consumed in (0, 1)),
  watched_ms  bigint not null default 0 check (watched_ms >= 0),
  limit_ms    bigint not null check (limit_ms > 0),
  exit_code   bigint,
  reason      text,
  head_before text,
  head_after  text,
  started_at  bigint not null,
  finished_at bigint,
  unique (job_id, ordinal),
  constraint run_process_whole check (
    (pid is null) = (pid_start is null) and (pid is null) = (os_boot_id is null)),
  constraint run_running_has_a_process check (state <> 'RUNNING' or pid is not null),
  constraint run_finished_exactly_when_terminal check (
    (finished_at is null) = (state in ('INTENDED', 'RUNNING'))),
  constraint run_exit_code_exactly_when_exited check (
    (exit_code is not null) = (state = 'EXITED')),
  constraint run_reason_exactly_when_finished check (
    (reason is null) = (finished_at is null)),
  constraint run_consumed_only_when_finished check (consumed = 0 or finished_at is not null)
);

create unique index run_live on run (job_id) where finished_at is null;
create index run_unconsumed on run (job_id) where consumed = 0;

create table effect (
  key         text    not null primary key,
  task_id     bigint not null references task (id),
  visit       bigint not null check (visit >= 0),
  kind        text    not null check (kind in ('RUN', 'PUSH', 'CHANGE_REQUEST', 'MERGE')),
  params      text    not null check (params is json),
  state       text    not null check (state in ('INTENT', 'CONFIRMED', 'POISONED', 'IN_DOUBT')),
  epoch       bigint not null check (epoch > 0),
  result      text,
  intended_at bigint not null,
  settled_at  bigint,
  constraint effect_settled_exactly_when_certain check (
    (settled_at is not null) = (state in ('CONFIRMED', 'POISONED')))
);

create index effect_task on effect (task_id, intended_at);

create table evidence (
  id      bigint generated always as identity primary key,
  task_id bigint not null references task (id),
  name    text    not null,
  subject text    not null,
  run_unit text   not null references run (unit),
  data    text    not null check (data is json),
  at      bigint not null,
  unique (task_id, name, subject, run_unit)
);

create index evidence_run on evidence (run_unit);

create table verdict (
  seq      bigint generated always as identity primary key,
  task_id  bigint not null references task (id),
  gate     text    not null,
  subject  text    not null,
  digest   text    not null,
  run_unit text    references run (unit),
  outcome  text    not null check (outcome in ('GREEN', 'RED', 'ERROR', 'PENDING', 'INVALID')),
  summary  text    not null,
  findings text    not null check (findings is json),
  voided   bigint not null default 0 check (voided in (0, 1)),
  at       bigint not null
);

create index verdict_task on verdict (task_id, seq);

create table merge_candidate (
  task_id   bigint not null references task (id),
  visit     bigint not null check (visit > 0),
  n         bigint not null check (n > 0),
  base_sha  text    not null,
  head_sha  text    not null,
  sha       text,
  conflicts text    not null check (conflicts is json),
  primary key (task_id, visit, n),
  constraint merge_candidate_commit_or_conflicts check (
    (sha is null) = (json_array_length(conflicts::json) > 0))
);

-- The trailer in its message makes every candidate a commit of its own.
create unique index merge_candidate_sha on merge_candidate (sha) where sha is not null;

-- The head of a queue is the holder of the merge lease of its base.
create table merge_queue (
  task_id   bigint not null primary key references task (id),
  project   text    not null,
  base      text    not null,
  visit     bigint not null check (visit > 0),
  priority  bigint not null,
  joined_at bigint not null,
  head_at   bigint
);

create index merge_queue_order on merge_queue (project, base, priority desc, joined_at, task_id);
create unique index merge_queue_head on merge_queue (project, base) where head_at is not null;

-- seq is the order of arrival; the clock of a command may have been set back.
create table command (
  seq         bigint generated always as identity primary key,
  id          text    not null unique,
  task_id     bigint not null references task (id),
  kind        text    not null check (
    kind in ('STOP', 'PAUSE', 'RESUME', 'RETRY', 'APPROVE', 'REJECT', 'MOVE')),
  stage       text,
  text        text,
  actor       text    not null,
  epoch_seen  bigint not null check (epoch_seen >= 0),
  at          bigint not null,
  consumed_at bigint,
  constraint command_stage_exactly_of_move check ((kind = 'MOVE') = (stage is not null)),
  constraint command_text_only_of_an_opinion check (
    text is null or kind in ('APPROVE', 'REJECT'))
);

create index command_pending on command (task_id, seq) where consumed_at is null;

create table outbox (
  id      bigint generated always as identity primary key,
  task_id bigint not null references task (id),
  visit   bigint not null check (visit >= 0),
  kind    text    not null,
  text    text    not null,
  at      bigint not null
);

create table event (
  seq        bigint generated always as identity primary key,
  task_id    bigint not null references task (id),
  epoch      bigint not null check (epoch >= 0),
  visit      bigint not null check (visit >= 0),
  stage      text    not null,
  transition bigint not null check (transition in (0, 1)),
  actor      text    not null,
  type       text    not null,
  data       text    not null,
  at         bigint not null
);

create index event_task on event (task_id, seq);
-- What makes an epoch is told exactly once.
create unique index event_transition on event (task_id, epoch) where transition = 1;
