-- One that touches what is Baton's own.
insert into merge_candidate (task_id, visit, n, base_sha, head_sha, sha, conflicts, refused)
values
  (6, 3, 2, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    null, '[".baton/data"]', 'Baton''s own data folder or settings are there');
