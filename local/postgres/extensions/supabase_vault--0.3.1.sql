-- supabase_vault's interface for a Postgres without its library. Secrets are encrypted with
-- pgcrypto; the root key is a file that the stack writes beside the tables at every start
-- (local/workers/vault-key.ts). It is in no table and no setting, hence in no dump.

-- The key of one secret: derived from the root key, so that a ciphertext opens under its own id and
-- nonce only. Reading the file takes the right of a superuser, which is the owner's.
create function vault._key(additional bytea, key_id bigint, context bytea, nonce bytea)
returns text
language sql stable security definer set search_path = ''
as $$
  select pg_catalog.encode(@extschema:pgcrypto@.hmac(
    context || pg_catalog.int8send(key_id) || coalesce(nonce, '') || additional,
    pg_catalog.decode(pg_catalog.btrim(pg_catalog.pg_read_file('vault.key'), E' \n'), 'hex'),
    'sha256'
  ), 'hex')
$$;

-- s2k-mode 1: the key is random already and gains nothing from being stretched.
create function vault._crypto_aead_det_encrypt(
  message bytea,
  additional bytea,
  key_id bigint,
  context bytea default 'pgsodium',
  nonce bytea default null
) returns bytea
language sql volatile security definer set search_path = ''
as $$
  select @extschema:pgcrypto@.pgp_sym_encrypt_bytea(
    message,
    vault._key(additional, key_id, context, nonce),
    'cipher-algo=aes256, s2k-mode=1')
$$;

create function vault._crypto_aead_det_decrypt(
  message bytea,
  additional bytea,
  key_id bigint,
  context bytea default 'pgsodium',
  nonce bytea default null
) returns bytea
language sql stable security definer set search_path = ''
as $$
  select @extschema:pgcrypto@.pgp_sym_decrypt_bytea(
    message, vault._key(additional, key_id, context, nonce))
$$;

create function vault._crypto_aead_det_noncegen() returns bytea
language sql volatile
as $$ select @extschema:pgcrypto@.gen_random_bytes(16) $$;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default vault._crypto_aead_det_noncegen(),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
comment on table vault.secrets is
  'Table with encrypted `secret` column for storing sensitive information on disk.';
create unique index secrets_name_idx on vault.secrets (name) where name is not null;

-- The functions in a view are called by whoever reads it: without the right to decrypt, the right
-- to read the view gives nothing.
create view vault.decrypted_secrets as
select
  id,
  name,
  description,
  secret,
  pg_catalog.convert_from(
    vault._crypto_aead_det_decrypt(
      message => pg_catalog.decode(secret, 'base64'),
      additional => pg_catalog.convert_to(id::text, 'utf8'),
      key_id => 0,
      context => 'pgsodium'::bytea,
      nonce => nonce
    ),
    'utf8'
  ) as decrypted_secret,
  key_id,
  nonce,
  created_at,
  updated_at
from vault.secrets;

create function vault._encrypt_secret(id uuid, secret text, nonce bytea) returns text
language sql volatile
as $$
  select pg_catalog.encode(
    vault._crypto_aead_det_encrypt(
      message => pg_catalog.convert_to(secret, 'utf8'),
      additional => pg_catalog.convert_to(id::text, 'utf8'),
      key_id => 0,
      context => 'pgsodium'::bytea,
      nonce => nonce
    ),
    'base64')
$$;

-- Encrypts before it writes, so that the plain text reaches neither the table nor the log.
create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
) returns uuid
language sql volatile security definer set search_path = ''
as $$
  insert into vault.secrets (id, secret, name, description, nonce)
  select id, vault._encrypt_secret(id, new_secret, nonce), new_name, new_description, nonce
  from (select pg_catalog.gen_random_uuid(), vault._crypto_aead_det_noncegen()) as made (id, nonce)
  returning id
$$;

create function vault.update_secret(
  secret_id uuid,
  new_secret text default null,
  new_name text default null,
  new_description text default null,
  new_key_id uuid default null
) returns void
language sql volatile security definer set search_path = ''
as $$
  update vault.secrets set
    secret = case
      when new_secret is null then secret
      else vault._encrypt_secret(id, new_secret, nonce)
    end,
    name = coalesce(new_name, name),
    description = coalesce(new_description, description),
    updated_at = pg_catalog.now()
  where id = secret_id
$$;

-- Only those who are named may use any of it.
revoke all on all functions in schema vault from public;
grant usage on schema vault to postgres with grant option;
grant select, delete on vault.secrets, vault.decrypted_secrets to postgres with grant option;
grant execute on function vault.create_secret, vault.update_secret, vault._crypto_aead_det_decrypt
  to postgres with grant option;
grant usage on schema vault to service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
grant execute on function vault.create_secret, vault.update_secret, vault._crypto_aead_det_decrypt
  to service_role;

-- The secrets belong to a dump, encrypted as they are.
select pg_catalog.pg_extension_config_dump('vault.secrets', '');
