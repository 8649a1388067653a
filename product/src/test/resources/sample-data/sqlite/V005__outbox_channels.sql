-- One that waits for another try, and one that was refused.
insert into outbox_channel (name, cursor)
values ('log', 0), ('webhook http://127.0.0.1:9/', 1);

insert into outbox_delivery (outbox_id, channel, tries, state, why, retry_at)
select min(id), 'webhook http://127.0.0.1:9/', 2, 'LATER', 'connection refused', 1767323045678
from outbox;

insert into outbox_delivery (outbox_id, channel, tries, state, why, retry_at)
select max(id), 'log', 1, 'REFUSED', 'expected 2xx, found 410', null
from outbox;
