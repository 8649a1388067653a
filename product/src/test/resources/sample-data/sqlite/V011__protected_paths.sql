-- One candidate was looked at, and somebody agreed to what it changes.
update merge_candidate
set changes = '{"kind":"protected-changes","digest":"0a1b","count":"1",'
  || '"names":["Jenkinsfile: added"],"problems":[]}'
where task_id = 1;

insert into command (id, task_id, kind, stage, text, changes, actor, epoch_seen, at, consumed_at)
values ('web/3', 1, 'APPROVE', null, null, '0a1b', 'ann', 3, 1767323045678, 1767323045678);
