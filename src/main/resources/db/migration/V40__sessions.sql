-- The session's way from request to end, what the gate measured, and the report on the end.

alter table sessions drop constraint sessions_status_check;
alter table sessions
  -- paused, completed and error are only read: older data may hold them
  add constraint sessions_status_check check (status in
    ('pending', 'doctor_verifying', 'active', 'paused', 'ended', 'completed', 'blocked', 'error')),
  -- of the gate when it passed
  add column trust_score         smallint check (trust_score between 0 and 100),
  add column break_glass_by      uuid references users (id),
  add column break_glass_at      timestamptz,
  add column break_glass_reason  text check (length(break_glass_reason) between 10 and 1000);
create unique index sessions_one_request on sessions (patient_id, doctor_id) where status = 'pending';

-- One report per session. Null where nothing was measured.
create table session_reports (
  id                 uuid primary key default gen_random_uuid(),
  stream_id          uuid not null unique references sessions (id),
  avg_trust_score    numeric(5, 2) check (avg_trust_score between 0 and 100),
  min_trust_score    smallint check (min_trust_score between 0 and 100),
  max_trust_score    smallint check (max_trust_score between 0 and 100),
  alert_count        integer not null,
  blockchain_valid   boolean,
  impersonation_risk text check (impersonation_risk in ('HIGH', 'LOW')),
  total_frames       integer not null,
  report_data        jsonb not null,
  generated_at       timestamptz not null default now()
);

-- What the gate measured when it decided; null where it did not know.
create table verification_logs (
  id               uuid primary key default gen_random_uuid(),
  stream_id        uuid not null references sessions (id),
  user_id          uuid not null references users (id),
  face_score       smallint check (face_score between 0 and 100),
  voice_score      smallint check (voice_score between 0 and 100),
  biometric_score  smallint check (biometric_score between 0 and 100),
  liveness_score   smallint check (liveness_score between 0 and 100),
  motion_score     smallint check (motion_score between 0 and 100),
  final_trust      smallint check (final_trust between 0 and 100),
  passed           boolean not null,
  outcome          text not null,
  created_at       timestamptz not null default now()
);
create index verification_logs_newest on verification_logs (created_at desc);
create index verification_logs_of on verification_logs (stream_id, created_at desc);

create table security_logs (
  id              uuid primary key default gen_random_uuid(),
  session_id      uuid,
  user_id         uuid,
  role            text,
  violation_type  text not null,
  risk_score      numeric(5, 2),
  location        jsonb,
  metadata        jsonb not null default '{}',
  created_at      timestamptz not null default now()
);
create index security_logs_newest on security_logs (created_at desc);
