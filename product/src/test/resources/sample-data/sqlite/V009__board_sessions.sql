-- A browser with its key, one without, and one that was signed out.
insert into board_session (secret, origin_key, person, holder, holder_mark, role, means, device,
  created_at, last_seen_at, expires_at, revoked_at)
values
  ('aa', 'bb', 'admin', 'admin', 'cc', 'ADMIN', 'LINK', 'Firefox on Linux', 1767323045678,
    1767323055678, 1767366255678, null),
  ('dd', null, 'ann', 'ann', 'ee', 'APPROVER', 'CODE', 'Safari on iPhone', 1767323045678,
    1767323045678, 1767366245678, null),
  ('ff', 'aa', 'ann', 'admin', 'cc', 'VIEWER', 'CODE', '', 1767323045678, 1767323045678,
    1767366245678, 1767323055678);
