-- First entries of a sign-in that asks twice. user_id is null when the first entry was wrong: nobody is told before the
-- second. bound is the SHA-256 of the client's network, its name and the e-mail.
create table login_entries (
  token_hash  bytea primary key check (length(token_hash) = 32),
  user_id     uuid references users (id) on delete cascade,
  bound       bytea not null check (length(bound) = 32),
  expires_at  timestamptz not null
);
create index login_entries_expiry on login_entries (expires_at);
