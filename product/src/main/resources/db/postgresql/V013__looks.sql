-- A task that waits is looked at only when something it waits for changed.

-- The epoch at which its driver left it waiting; any other is a reason to look. When it is time by
-- itself; and what was known then of what the tasks of its project share, if it waits for that.
alter table task add column rested_epoch bigint not null default -1
  constraint task_rested check (rested_epoch <= epoch);
alter table task add column look_at bigint;
alter table task add column shared_seen bigint;

-- How often a hold, an environment or a place in a held queue of the project changed.
alter table task_number add column shared bigint not null default 0;

-- A fact about a task that somebody else than its driver wrote. Only ever inserted, so that whoever
-- writes a fact never waits for the row of a task; the driver removes those it has seen.
create table mark (
  id      bigint generated always as identity primary key,
  task_id bigint not null references task (id)
);

create index mark_task on mark (task_id);

-- With the columns of their conditions, so that SQLite reads nothing else and prefers them.
create index task_moved on task (rested_epoch, epoch, status)
  where rested_epoch <> epoch and status <> 'DONE' and status <> 'CANCELLED';
create index task_look_at on task (look_at, rested_epoch, epoch)
  where look_at is not null and rested_epoch = epoch;
create index task_shared on task (project, shared_seen, rested_epoch, epoch)
  where shared_seen is not null and rested_epoch = epoch;
create index task_sweep on task (id) where status <> 'DONE' and status <> 'CANCELLED';

-- The board counts and orders open tasks without reading them.
drop index task_open;
create index task_open on task (stage, stage_since, id, status, project, pipeline_digest)
  where status <> 'DONE' and status <> 'CANCELLED';
-- How many there are of each status, and the newest ends of a project, without reading a task.
drop index task_status;
create index task_status on task (status, updated_at, id, project);

-- Who waits for a slot, by what bounds it: found without reading all who wait.
alter table job add column project text not null default '';
update job set project = (select project from task where task.id = job.task_id);
create index job_waiting on job (kind, project, name, priority desc, id, status, granted_at)
  where status = 'QUEUED' and granted_at is null;
