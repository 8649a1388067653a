-- Who is signed in to the board, on which device. Secrets are kept as digests only.
create table board_session (
  id           bigint generated always as identity primary key,
  secret       text    not null unique,
  origin_key   text,
  person       text    not null check (trim(person) <> ''),
  holder       text    not null check (trim(holder) <> ''),
  holder_mark  text    not null,
  role         text    not null check (role in ('VIEWER', 'APPROVER', 'OPERATOR', 'ADMIN')),
  means        text    not null check (means in ('LINK', 'CODE')),
  device       text    not null,
  created_at   bigint not null,
  last_seen_at bigint not null,
  expires_at   bigint not null,
  revoked_at   bigint,
  constraint board_session_times check (
    created_at <= last_seen_at and last_seen_at <= expires_at)
);
