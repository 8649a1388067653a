-- What each way out has been told: everything up to and with the cursor, but what waits below.
create table outbox_channel (
  name   text    not null primary key,
  cursor bigint not null check (cursor >= 0)
);

-- Notices that could not be told at once, and those that were refused for good.
create table outbox_delivery (
  outbox_id bigint not null references outbox (id),
  channel   text    not null references outbox_channel (name),
  tries     bigint not null check (tries > 0),
  state     text    not null check (state in ('LATER', 'REFUSED')),
  why       text    not null,
  retry_at  bigint,
  primary key (outbox_id, channel),
  constraint outbox_delivery_retried_exactly_when_later check (
    (retry_at is not null) = (state = 'LATER'))
);

create index outbox_delivery_due on outbox_delivery (channel, retry_at) where state = 'LATER';
create index outbox_task on outbox (task_id, visit);
