-- The first verified call: people, sessions, consents, the chain, readings, audit, thresholds.
-- Tables that only grow are partitioned by day; store.Partitions makes tomorrow's partitions in time.

create table wards (
  id          uuid primary key default gen_random_uuid(),
  name        text not null unique check (length(name) between 1 and 100),
  created_at  timestamptz not null default now()
);

create table users (
  id             uuid primary key default gen_random_uuid(),
  email          text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name           text not null check (length(name) between 1 and 100),
  role           text not null check (role in ('admin', 'doctor', 'patient', 'nurse', 'viewer', 'display')),
  password_hash  text not null,
  ward_id        uuid references wards (id) on delete set null,
  is_active      boolean not null default true,
  -- doctors only: nobody is verified before an admin has approved
  enrollment_status text not null default 'approved'
    check (enrollment_status in ('pending_enrollment', 'pending_admin_approval', 'approved', 'suspended')),
  profile        jsonb not null default '{}',
  token_epoch    integer not null default 0,
  created_at     timestamptz not null default now(),
  last_login     timestamptz
);

create table refresh_tokens (
  id           uuid primary key default gen_random_uuid(),
  family       uuid not null,
  user_id      uuid not null references users (id) on delete cascade,
  token_hash   bytea not null unique,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  revoked_at   timestamptz,
  created_at   timestamptz not null default now()
);
create index refresh_tokens_family on refresh_tokens (family);
create index refresh_tokens_user on refresh_tokens (user_id);

create table sessions (
  id          uuid primary key default gen_random_uuid(),
  doctor_id   uuid not null references users (id),
  patient_id  uuid references users (id),
  ward_id     uuid references wards (id) on delete set null,
  icu_room    text not null default 'ICU-Room-01' check (length(icu_room) between 1 and 100),
  status      text not null check (status in ('pending', 'doctor_verifying', 'active', 'paused', 'ended', 'blocked')),
  created_at  timestamptz not null default now(),
  started_at  timestamptz,
  ended_at    timestamptz,
  ended_by    uuid references users (id)
);
create index sessions_open on sessions (status, created_at desc) where status not in ('ended', 'blocked');
create index sessions_doctor on sessions (doctor_id, created_at desc);
create index sessions_patient on sessions (patient_id, created_at desc);

-- A participant's id is also the id of its verification.
create table participants (
  id          uuid primary key default gen_random_uuid(),
  session_id  uuid not null references sessions (id),
  user_id     uuid not null references users (id),
  role        text not null,
  verified    boolean not null default false,
  -- null until the first time in the room
  joined_at   timestamptz,
  left_at     timestamptz,
  unique (session_id, user_id)
);

-- Consent to analysis as it was shown; withdrawing fills withdrawn_at, a new consent is a new row.
create table consents (
  id            uuid primary key default gen_random_uuid(),
  session_id    uuid not null references sessions (id),
  user_id       uuid not null references users (id),
  participant_id uuid not null references participants (id),
  version       text not null,
  text_hash     text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  given_at      timestamptz not null default now(),
  withdrawn_at  timestamptz
);
create unique index consents_one_open on consents (participant_id) where withdrawn_at is null;

-- One row per verification and second: its blocks of the hash chain, immutable.
-- Block hash: SHA-256 of "prev:timestamp:trust"; texts holds the "timestamp:trust" parts in order, marks the first
-- 4 bytes of each block's hash, so that a changed block can be named. content_hash covers the whole row.
create table segments (
  day            date not null,
  verification   uuid not null,
  session_id     uuid not null,
  second         bigint not null,
  first_block    bigint not null check (first_block >= 1),
  epoch          bigint not null,
  written_at     timestamptz not null,
  blocks         integer not null check (blocks between 1 and 1000),
  prev_hash      text not null check (prev_hash ~ '^[0-9a-f]{64}$'),
  head_hash      text not null check (head_hash ~ '^[0-9a-f]{64}$'),
  content_hash   bytea not null check (length(content_hash) = 32),
  marks          bytea not null check (length(marks) = 4 * blocks),
  texts          text[] not null,
  primary key (verification, first_block, day),
  unique (verification, second, day),
  check (cardinality(texts) = blocks),
  check (day = date '1970-01-01' + (second / 86400)::integer)
) partition by range (day);

-- Every writer of the ledger takes the next epoch under the advisory lock; an older writer can no longer commit.
create table ledger_epochs (
  epoch       bigint primary key,
  node        text not null,
  started_at  timestamptz not null default now()
);

create table readings (
  at            timestamptz not null,
  verification  uuid not null,
  session_id    uuid not null,
  detector      text not null,
  state         text not null check (state in ('ok', 'failed', 'unknown')),
  score         real check (score between 0 and 100),
  code          text not null,
  reason        text not null,
  evidence      jsonb not null default '{}',
  media_time    timestamptz,
  model         text,
  config        text
) partition by range (at);
create index readings_of on readings (verification, at desc);

create table trust_logs (
  at                timestamptz not null,
  verification      uuid not null,
  session_id        uuid not null,
  trust_score       smallint check (trust_score between 0 and 100),
  video_score       smallint check (video_score between 0 and 100),
  voice_score       smallint check (voice_score between 0 and 100),
  biometric_score   smallint check (biometric_score between 0 and 100),
  blockchain_score  smallint check (blockchain_score between 0 and 100),
  status            text not null check (status in ('safe', 'suspicious', 'alert', 'unknown')),
  coverage          real not null check (coverage between 0 and 1),
  calibration       text not null
) partition by range (at);
create index trust_logs_of on trust_logs (session_id, at desc);

create table audit_events (
  id          uuid not null default gen_random_uuid(),
  at          timestamptz not null default now(),
  type        text not null check (length(type) between 1 and 50),
  severity    text not null check (severity in ('info', 'warning', 'critical')),
  session_id  uuid,
  actor       uuid,
  subject     uuid,
  request_id  text,
  details     jsonb not null default '{}',
  primary key (at, id)
) partition by range (at);
create index audit_events_session on audit_events (session_id, at desc);
create index audit_events_type on audit_events (type, at desc);

create table ai_thresholds (
  key          text primary key,
  value        double precision not null,
  minimum      double precision not null,
  maximum      double precision not null,
  description  text not null,
  version      integer not null default 1,
  updated_by   uuid references users (id),
  updated_at   timestamptz not null default now(),
  check (value between minimum and maximum)
);

insert into ai_thresholds (key, value, minimum, maximum, description) values
  ('min_safe_score',            75,  0, 100, 'Trust at or above this is safe, once calibrated'),
  ('suspicious_score',          50,  0, 100, 'Trust at or above this is suspicious, below it alert'),
  ('alert_score',               50,  0, 100, 'Trust below this raises an alert, once calibrated'),
  ('video_drop_threshold',      30,  0, 100, 'A fall of the video score by more than this raises an alert'),
  ('biometric_variance_limit',  40,  0, 100, 'A biometric score below this raises an alert'),
  ('voice_flatness_limit',      40,  0, 100, 'A voice score below this raises an alert'),
  ('video_weight',             0.40, 0,   1, 'Weight of the video score in trust'),
  ('voice_weight',             0.30, 0,   1, 'Weight of the voice score in trust'),
  ('biometric_weight',         0.20, 0,   1, 'Weight of the biometric score in trust'),
  ('blockchain_weight',        0.10, 0,   1, 'Weight of log integrity in trust; it can only lower'),
  ('behavioral_weight',        0.00, 0,   1, 'Weight of the behavioural score in trust'),
  ('env_weight',               0.00, 0,   1, 'Weight of the environment score in trust'),
  ('failed_signal_floor',       35,  0, 100, 'A fusion input below this counts as failed'),
  ('kill_risk',                 30,  0, 100, 'Fusion risk below this, with kill_min_failed, trips the kill-switch'),
  ('kill_min_failed',            3,  1,   5, 'Failed inputs needed for the kill-switch'),
  ('gate_threshold',            70,  0, 100, 'Pre-session trust needed to pass the gate'),
  ('impersonation_threshold', 0.70,  0,   1, 'Similarity at or above this is the enrolled person');
