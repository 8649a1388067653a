-- What Baton moved each base to, in the order in which it did: times of a wall clock say nothing
-- of an order.
create table landing (
  n       bigint generated always as identity primary key,
  project text   not null,
  base    text   not null,
  task_id bigint not null references task (id),
  visit   bigint not null check (visit > 0),
  sha     text   not null unique
);

create index landing_task on landing (task_id, n);

insert into landing (project, base, task_id, visit, sha)
select t.project, t.base, e.task_id, e.visit, e.params::json ->> 'sha'
from effect e
join task t on t.id = e.task_id
where e.kind = 'MERGE'
  and e.state = 'CONFIRMED'
order by e.settled_at, e.intended_at;

create index deployment_sha on deployment (project, sha) where state = 'HEALTHY';
