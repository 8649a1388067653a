-- Twice on the same base, in another order than the tasks were filed.
insert into landing (project, base, task_id, visit, sha)
values
  ('SHOP', 'main', 2, 3, 'dddddddddddddddddddddddddddddddddddddddd'),
  ('SHOP', 'main', 1, 3, 'cccccccccccccccccccccccccccccccccccccccc');
