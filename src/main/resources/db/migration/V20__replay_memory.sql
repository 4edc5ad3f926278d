-- What makes media recognisable when it comes again: fingerprints of an account's calls, never pictures or sound.
-- Kept for replay.retention_days, and only while the consent that they were taken under stands.
create table media_fingerprints (
  id             bigint generated always as identity primary key,
  user_id        uuid not null references users (id) on delete cascade,
  session_id     uuid not null references sessions (id),
  participant_id uuid not null references participants (id),
  kind           text not null check (kind in ('video', 'sound')),
  form           text not null check (length(form) between 1 and 60),
  data           bytea not null check (length(data) between 1 and 4096),
  -- of the media, not of the writing
  at             timestamptz not null
);
create index media_fingerprints_newest on media_fingerprints (user_id, kind, at desc);
create index media_fingerprints_of on media_fingerprints (participant_id);
create index media_fingerprints_age on media_fingerprints (at);
