-- Waiting and being head are aged in watched time; what follows from an age is stored as a fact.
alter table merge_queue add column turn integer not null default 0;
alter table merge_queue add column watched_ms integer not null default 0
  check (watched_ms >= 0);
alter table merge_queue add column raised integer not null default 0 check (raised >= 0);
alter table merge_queue add column head_watched_ms integer not null default 0
  check (head_watched_ms >= 0);
alter table merge_queue add column demotions integer not null default 0 check (demotions >= 0);
alter table merge_queue add column overdue integer not null default 0 check (
  overdue = 0 or (overdue = 1 and head_at is not null));

drop index merge_queue_order;
create index merge_queue_turn on merge_queue (project, base, turn);

-- A released hold stays: who held what, and who let go of it.
create table hold (
  id          integer primary key autoincrement,
  kind        text    not null check (kind in ('BASE', 'ENVIRONMENT')),
  project     text    not null,
  name        text    not null,
  why         text    not null check (trim(why) <> ''),
  held_by     text    not null check (trim(held_by) <> ''),
  pid         integer,
  pid_start   integer,
  os_boot_id  text,
  created_at  integer not null,
  released_at integer,
  released_by text check (trim(released_by) <> ''),
  constraint hold_process_whole check (
    (pid is null) = (pid_start is null) and (pid is null) = (os_boot_id is null)),
  constraint hold_released_whole check ((released_at is null) = (released_by is null))
) strict;

create index hold_active on hold (project, name, kind) where released_at is null;
