-- Messages about alarms that leave the house. Written before they are sent, so that a kill loses none; a row that is being
-- sent is nobody else's until next_at, which is more than a minute away, so that a kill sends none twice within a minute.
create table outbox (
  id            uuid primary key default gen_random_uuid(),
  -- channel, recipient, verification and minute
  dedupe_key    text not null unique check (length(dedupe_key) between 1 and 300),
  channel       text not null check (channel in ('sms', 'email')),
  recipient     text not null check (length(recipient) between 1 and 254),
  body          text not null check (length(body) between 1 and 1000),
  session_id    uuid,
  verification  uuid,
  status        text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'dead')),
  attempts      integer not null default 0,
  next_at       timestamptz not null default now(),
  provider      text,
  provider_ref  text,
  last_error    text,
  created_at    timestamptz not null default now(),
  sent_at       timestamptz
);
create index outbox_due on outbox (next_at) where status in ('waiting', 'sending');
