-- The roles that a hosted project has. They belong to the cluster, so this runs once per cluster;
-- it is written to be run again.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('postgres',                   'login createrole createdb replication bypassrls'),
      ('anon',                       'nologin noinherit'),
      ('authenticated',              'nologin noinherit'),
      ('service_role',               'nologin noinherit bypassrls'),
      ('authenticator',              'login noinherit'),
      ('dashboard_user',             'nologin createrole createdb replication'),
      ('pgbouncer',                  'login'),
      ('supabase_auth_admin',        'login noinherit createrole'),
      ('supabase_storage_admin',     'login noinherit createrole'),
      ('supabase_functions_admin',   'login noinherit createrole'),
      ('supabase_realtime_admin',    'nologin noinherit'),
      ('supabase_replication_admin', 'login replication'),
      ('supabase_etl_admin',         'login replication'),
      ('supabase_read_only_user',    'login bypassrls')
    ) as role (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I', wanted.name);
    end if;
    execute format('alter role %I %s', wanted.name, wanted.attributes);
  end loop;
end $$;

-- The Data API signs in as authenticator and becomes one of these for each request.
grant anon, authenticated, service_role to authenticator;
-- Storage does the same.
grant anon, authenticated, service_role to supabase_storage_admin;
-- Migrations run as postgres: it may become the API roles, and owns what it needs of the platform.
grant anon, authenticated, service_role, authenticator, supabase_auth_admin, supabase_storage_admin,
  supabase_realtime_admin, supabase_functions_admin, dashboard_user to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
do $$
begin
  -- Since Postgres 16.
  if exists (select from pg_roles where rolname = 'pg_create_subscription') then
    grant pg_create_subscription to postgres;
  end if;
end $$;
grant pg_read_all_data, pg_monitor to supabase_read_only_user;
grant set on parameter session_replication_role to postgres;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres set search_path = '$user', public, extensions;
alter role supabase_admin set search_path = '$user', public, auth, extensions;
alter role supabase_auth_admin set search_path = 'auth';
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role supabase_storage_admin set search_path = 'storage';
