-- Whoever waits has built some.
update merge_queue set candidates = 2;
