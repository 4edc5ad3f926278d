-- Accounts: roles and permissions that the checks read, profiles, password resets, second factors, signing keys,
-- what every node must hear at once, and an audit log that nobody changes.

create table roles (
  name         text primary key check (name ~ '^[a-z][a-z_]{0,29}$'),
  description  text not null
);

-- '*' is every permission.
create table permissions (
  name         text primary key check (length(name) between 1 and 50),
  description  text not null
);

create table role_permissions (
  role        text not null references roles (name) on delete cascade,
  permission  text not null references permissions (name) on delete cascade,
  primary key (role, permission)
);

-- All roles of a user. users.role is the main one: it decides what sessions allow; the others add permissions.
create table user_roles (
  user_id     uuid not null references users (id) on delete cascade,
  role        text not null references roles (name),
  granted_by  uuid references users (id) on delete set null,
  granted_at  timestamptz not null default now(),
  primary key (user_id, role)
);

insert into roles (name, description) values
  ('admin',   'Administers accounts and may see everything'),
  ('doctor',  'Holds sessions; its identity is verified'),
  ('patient', 'Takes part in its own sessions'),
  ('nurse',   'Sees the sessions of its ward'),
  ('viewer',  'May read what it is given access to'),
  ('display', 'A wall display: receives only');

insert into permissions (name, description) values
  ('*',               'Everything'),
  ('stream:read',     'See sessions'),
  ('stream:write',    'Start sessions'),
  ('session:read',    'See one''s own sessions and their reports'),
  ('analysis:read',   'See the evidence of detectors'),
  ('blockchain:read', 'See the chain of a session'),
  ('trust:read',      'See trust'),
  ('users:manage',    'Administer accounts'),
  ('roles:manage',    'Change what roles may'),
  ('audit:read',      'Read the audit log'),
  ('stats:read',      'Read the figures of the deployment');

insert into role_permissions (role, permission)
  select 'admin', '*'
  union all select 'doctor',  unnest(array['stream:read', 'stream:write', 'analysis:read', 'blockchain:read', 'trust:read'])
  union all select 'patient', unnest(array['stream:read', 'trust:read', 'session:read'])
  union all select 'nurse',   unnest(array['stream:read', 'analysis:read', 'trust:read'])
  union all select 'viewer',  unnest(array['stream:read', 'trust:read'])
  union all select 'display', unnest(array['stream:read', 'analysis:read', 'trust:read']);

alter table users
  -- why an account is not active: null for deactivated
  add column inactive_reason          text check (inactive_reason in ('suspended', 'blocked', 'deleted')),
  add column biometric_enrolled       boolean not null default false,
  add column risk_score               numeric(5, 2) not null default 0 check (risk_score between 0 and 100),
  add column suspicious_session_count integer not null default 0 check (suspicious_session_count >= 0);
create index users_listed on users (created_at desc, id) where inactive_reason is distinct from 'deleted';

create table doctor_profiles (
  user_id              uuid primary key references users (id) on delete cascade,
  specialization       text check (length(specialization) <= 100),
  department           text check (length(department) <= 100),
  license_number       text not null unique check (length(license_number) between 1 and 50),
  hospital_name        text check (length(hospital_name) <= 200),
  years_experience     integer not null default 0 check (years_experience between 0 and 80),
  photo_url            text check (length(photo_url) <= 500),
  -- how an admin made sure who this is, before the approval
  identity_check       text check (identity_check in ('in_person', 'supervised_call')),
  identity_checked_by  uuid references users (id) on delete set null,
  identity_checked_at  timestamptz,
  created_at           timestamptz not null default now()
);

create table patient_profiles (
  user_id             uuid primary key references users (id) on delete cascade,
  assigned_doctor_id  uuid references users (id) on delete set null,
  health_id           text not null unique check (length(health_id) between 1 and 50),
  condition_notes     text check (length(condition_notes) <= 4000),
  created_at          timestamptz not null default now()
);

-- Every doctor and patient has its profile row and every user its main role, whoever made the user.
create function users_complete() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.role <> new.role then
    delete from user_roles where user_id = new.id and role = old.role;
  end if;
  insert into user_roles (user_id, role) values (new.id, new.role) on conflict do nothing;
  if new.role = 'doctor' then
    insert into doctor_profiles (user_id, specialization, department, license_number, hospital_name, years_experience, photo_url)
    values (new.id, new.profile ->> 'specialization', new.profile ->> 'department',
            coalesce(new.profile ->> 'license_number', 'PENDING-' || upper(left(md5(new.id::text), 8))),
            new.profile ->> 'hospital_name', coalesce((new.profile ->> 'years_experience')::integer, 0),
            new.profile ->> 'photo_url')
    on conflict (user_id) do nothing;
  elsif new.role = 'patient' then
    insert into patient_profiles (user_id, assigned_doctor_id, health_id, condition_notes)
    values (new.id, (new.profile ->> 'assigned_doctor_id')::uuid,
            coalesce(new.profile ->> 'health_id', 'PAT-' || upper(left(md5(new.id::text), 8))),
            new.profile ->> 'condition_notes')
    on conflict (user_id) do nothing;
  end if;
  return null;
end $$;
create trigger users_complete after insert or update of role on users
  for each row execute function users_complete();
-- those who are there already
update users set role = role;

-- What every node must hear within a second. Nodes are told by Redis to look here, and look by themselves as well.
create table account_events (
  id       uuid primary key default gen_random_uuid(),
  at       timestamptz not null default clock_timestamp(),
  kind     text not null check (kind in ('revoked', 'roles', 'keys')),
  user_id  uuid,
  jti      text,
  family   uuid
);
create index account_events_at on account_events (at);

-- A user who is deactivated, suspended, given another main role or whose epoch is raised loses all tokens, whoever
-- changed the row.
create function users_revoke() returns trigger language plpgsql as $$
begin
  if (old.is_active and not new.is_active)
     or old.role <> new.role
     or (old.enrollment_status = 'approved' and new.enrollment_status <> 'approved')
     or (old.enrollment_status <> 'suspended' and new.enrollment_status = 'suspended') then
    new.token_epoch := greatest(new.token_epoch, old.token_epoch + 1);
    update refresh_tokens set revoked_at = now() where user_id = new.id and revoked_at is null;
  end if;
  if new.token_epoch <> old.token_epoch then
    insert into account_events (kind, user_id) values ('revoked', new.id);
  end if;
  return new;
end $$;
create trigger users_revoke before update on users for each row execute function users_revoke();

create function roles_changed() returns trigger language plpgsql as $$
begin
  insert into account_events (kind) values ('roles');
  return null;
end $$;
create trigger roles_changed after insert or update or delete on role_permissions
  for each statement execute function roles_changed();
create trigger roles_changed after insert or update or delete on user_roles
  for each statement execute function roles_changed();

-- One-time tokens by which an admin lets a user choose a new password; only the SHA-256 is kept.
create table password_resets (
  token_hash  bytea primary key check (length(token_hash) = 32),
  user_id     uuid not null references users (id) on delete cascade,
  created_by  uuid references users (id) on delete set null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);
create index password_resets_user on password_resets (user_id);

-- Second factor by time (RFC 6238). The secret is sealed by the key provider; last_step makes each code good once.
create table user_totp (
  user_id       uuid primary key references users (id) on delete cascade,
  secret        bytea not null,
  confirmed_at  timestamptz,
  last_step     bigint not null default 0,
  created_at    timestamptz not null default now()
);

create table recovery_codes (
  user_id    uuid not null references users (id) on delete cascade,
  code_hash  bytea not null check (length(code_hash) = 32),
  used_at    timestamptz,
  primary key (user_id, code_hash)
);

-- The password was right and the second factor is awaited.
create table login_challenges (
  token_hash  bytea primary key check (length(token_hash) = 32),
  user_id     uuid not null references users (id) on delete cascade,
  attempts    integer not null default 0,
  expires_at  timestamptz not null
);
create index login_challenges_expiry on login_challenges (expires_at);

-- Ed25519 keys that tokens are signed with; the private half is sealed by the key provider. The newest whose time has
-- come signs. A new one is published some seconds before it signs, so that no node meets a token of a key it has not read.
create table signing_keys (
  kid           text primary key check (length(kid) between 1 and 64),
  public_key    bytea not null check (length(public_key) = 32),
  private_key   bytea not null,
  created_at    timestamptz not null default now(),
  signs_from    timestamptz not null,
  -- null for the newest; then until the longest token signed with it is over
  verify_until  timestamptz
);

create function keys_changed() returns trigger language plpgsql as $$
begin
  insert into account_events (kind) values ('keys');
  return null;
end $$;
create trigger keys_changed after insert or update or delete on signing_keys
  for each statement execute function keys_changed();

-- The audit log is append-only. Old days leave as whole partitions.
create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = '42501';
end $$;
create trigger audit_append_only before update or delete on audit_events
  for each row execute function audit_refuse();
create trigger audit_no_truncate before truncate on audit_events
  for each statement execute function audit_refuse();
create index audit_events_actor on audit_events (actor, at desc) where actor is not null;
create index audit_events_subject on audit_events (subject, at desc) where subject is not null;
create index audit_events_severe on audit_events (severity, at desc) where severity <> 'info';
