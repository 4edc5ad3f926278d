-- A small picture of the doctor with an alarm, if the doctor agreed to that: sealed, and kept for pictures.retention_days.
create table picture_consents (
  id             bigint generated always as identity primary key,
  participant_id uuid not null references participants (id),
  version        text not null,
  text_hash      text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  given_at       timestamptz not null default now(),
  withdrawn_at   timestamptz
);
create unique index picture_consents_one_open on picture_consents (participant_id) where withdrawn_at is null;

create table alert_pictures (
  alert_id       uuid primary key,
  session_id     uuid not null references sessions (id),
  participant_id uuid not null references participants (id),
  trigger        text not null check (length(trigger) between 1 and 60),
  -- when the alarm was raised, and when the picture was taken
  at             timestamptz not null,
  media_time     timestamptz not null,
  -- the JPEG, sealed by the node's key provider; the alert's id is authenticated with it
  sealed         bytea not null check (length(sealed) between 30 and 20000)
);
create index alert_pictures_of on alert_pictures (participant_id, at);
create index alert_pictures_session on alert_pictures (session_id, at);
create index alert_pictures_age on alert_pictures (at);
