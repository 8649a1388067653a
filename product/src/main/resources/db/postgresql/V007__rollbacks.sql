-- What a red deployment leaves behind: a deployment that brings back what was healthy before, and
-- holds that those who mend it may pass.

alter table deployment
  add column rolls_back bigint check (rolls_back > 0 and rolls_back < n),
  drop constraint deployment_state_check,
  add constraint deployment_state_check check (
    state in ('INTENDED', 'STARTED', 'VERIFYING', 'RED', 'HEALTHY', 'FAILED', 'ROLLED_BACK',
      'CANCELLED', 'IN_DOUBT')),
  drop constraint deployment_finished_exactly_when_decided,
  add constraint deployment_finished_exactly_when_decided check (
    (finished_at is not null) = (state in ('HEALTHY', 'FAILED', 'ROLLED_BACK', 'CANCELLED'))),
  add constraint deployment_rollback_is_never_rolled_back check (
    rolls_back is null or state not in ('RED', 'ROLLED_BACK'));

drop index deployment_open;
-- Who deploys has the environment to itself until somebody knows what came of it; what is red keeps
-- it for its own rollback.
create unique index deployment_open on deployment (project, environment)
  where finished_at is null and state <> 'RED';
create unique index deployment_red on deployment (project, environment) where state = 'RED';

-- The tasks that mend what is held: for them it is not.
create table hold_pass (
  hold_id bigint not null references hold (id),
  task_id bigint not null references task (id),
  primary key (hold_id, task_id)
);

create index hold_pass_task on hold_pass (task_id);
