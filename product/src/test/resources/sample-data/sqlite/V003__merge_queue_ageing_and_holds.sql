-- A head that has to make room, one that was sent to the tail, and holds of every kind.
update merge_queue
set turn = 1, head_watched_ms = 3600000, overdue = 1
where task_id = 1;
update merge_queue
set turn = 2, watched_ms = 1800000, raised = 1, demotions = 1
where task_id = 2;

insert into hold (kind, project, name, why, held_by, pid, pid_start, os_boot_id, created_at,
  released_at, released_by)
values
  ('BASE', 'SHOP', 'main', 'release freeze', 'ann', null, null, null, 1767323045678, null, null),
  ('BASE', 'SHOP', 'main', './release.sh', 'ann', 4711, 123456, '2f1c', 1767323045678,
    1767323055678, 'its process ended'),
  ('ENVIRONMENT', 'SHOP', 'production', 'database upgrade', 'ann', null, null, null,
    1767323045678, null, null);
