-- One of each: counted, and only postponed.
update task
set setback_why = 'the checkout is dirty', setback_count = 1, setback_max = null,
  setback_retry_at = 1767323045678
where id = 1;

update task
set setback_why = 'disk full', setback_count = 2, setback_max = 8, setback_retry_at = 1767323045678
where id = 2;
