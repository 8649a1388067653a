-- Why the files of a candidate without a commit may not change at all; null = they do not merge.
alter table merge_candidate add column refused text
  constraint merge_candidate_refused_is_no_commit check (refused is null or sha is null);
