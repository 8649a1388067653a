-- How many setbacks in a row park the task; null = what was only postponed never does.
alter table task add column setback_max bigint
  constraint task_setback_max check (
    setback_max is null or (setback_max > 0 and setback_why is not null));

update task set setback_max = 8 where setback_why is not null;
