-- A task that waits for an hour and for what others do, one that somebody wrote about, and jobs.
update task_number set shared = 3;
update task set rested_epoch = epoch, look_at = 1767323055678, shared_seen = 2 where id = 2;
update task set rested_epoch = epoch where id = 3;
insert into mark (task_id) values (3), (3);
