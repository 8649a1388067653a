-- What a merge candidate changes of what is protected, and which of those changes a person's word
-- is about. A candidate without it was built before anybody looked.
alter table merge_candidate add column changes text
  constraint merge_candidate_changes check (changes is null or changes is json);
alter table command add column changes text;
