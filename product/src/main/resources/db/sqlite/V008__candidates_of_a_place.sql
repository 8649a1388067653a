-- How many merge candidates were built in this place: who is outrun by others too often is parked.
alter table merge_queue add column candidates integer not null default 0
  constraint merge_queue_candidates check (candidates >= 0);

update merge_queue set candidates = (
  select count(*)
  from merge_candidate
  where merge_candidate.task_id = merge_queue.task_id
    and merge_candidate.visit = merge_queue.visit);
