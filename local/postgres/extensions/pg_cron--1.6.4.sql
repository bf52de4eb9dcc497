-- pg_cron's interface for a Postgres without its library: the same schema, tables, functions and
-- errors. The scheduler is the stack's process (local/workers/cron.ts), which listens on pg_cron.
create schema cron;

create sequence cron.jobid_seq;
create sequence cron.runid_seq;

-- What is to run, when, where and as whom.
create table cron.job (
  jobid bigint primary key default pg_catalog.nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default pg_catalog.inet_server_port(),
  database text not null default pg_catalog.current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text collate "C",
  constraint jobname_username_uniq unique (jobname, username)
);

-- What ran, and how it went. Nothing purges it.
create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default pg_catalog.nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);

-- Everyone sees his own jobs and runs, and no others.
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

-- The scheduler learns of a change when it is committed.
create function cron.job_cache_invalidate() returns trigger
language plpgsql
as $$
begin
  perform pg_catalog.pg_notify('pg_cron', '');
  return null;
end $$;
comment on function cron.job_cache_invalidate() is 'invalidate job cache';

create trigger cron_job_cache_invalidate
  after insert or update or delete or truncate on cron.job
  for each statement execute function cron.job_cache_invalidate();

-- The functions below write through this view. It writes with its owner's right, so nobody needs
-- one on the table, and current_user in it is the caller, so everyone reaches his own jobs only; a
-- security definer function could not tell who called it.
create view cron._job with (security_barrier) as
  select * from cron.job
  where username = current_user
    or (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
  with local check option;

-- One comma-separated field of a schedule: "*", a value, a range, and steps of the first and last.
-- Stricter than pg_cron where that takes what can never run ("10-5") or overlooks a rest ("5;").
create function cron._is_field(
  field text, low int, high int, longest_step int, names text[] default '{}'
) returns boolean
language plpgsql immutable
as $$
declare
  part text;
  bound text[];
  first int;
  last int;
begin
  foreach part in array pg_catalog.string_to_array(pg_catalog.lower(field), ',') loop
    bound := pg_catalog.regexp_match(
      part, '^(?:\*|(\d{1,4}|[a-z]{3})(?:-(\d{1,4}|[a-z]{3}))?)(?:/(\d{1,4}))?$');
    if bound is null then
      return false;
    end if;
    first := coalesce(pg_catalog.array_position(names, bound[1]) - 1 + low,
      case when bound[1] ~ '\d' then bound[1]::int when bound[1] is null then low end);
    last := coalesce(pg_catalog.array_position(names, bound[2]) - 1 + low,
      case
        when bound[2] ~ '\d' then bound[2]::int
        when bound[2] is not null then null
        when bound[1] is null then high
        else first
      end);
    if (low <= first and first <= last and last <= high) is not true then
      return false;
    end if;
    if bound[3] is not null then
      if bound[3]::int not between 1 and longest_step
          or (bound[1] is not null and bound[2] is null) then
        return false;
      end if;
    end if;
  end loop;
  return true;
end $$;

-- Whether the scheduler understands a schedule; local/workers/cron-schedule.ts is its counterpart.
create function cron._is_schedule(schedule text) returns boolean
language plpgsql immutable strict
as $$
declare
  trimmed text := pg_catalog.btrim(schedule, E' \t\n');
  field text[] := pg_catalog.regexp_split_to_array(trimmed, '[ \t]+');
begin
  if pg_catalog.length(schedule) >= 1000 then
    return false;
  end if;
  if schedule ~* '^[ \t]*0*([1-9]|[1-5]\d)[ \t]*second(s[ \t]*)?$' then
    return true;
  end if;
  if trimmed in ('@reboot', '@restart', '@yearly', '@annually', '@monthly', '@weekly', '@daily',
      '@midnight', '@hourly') then
    return true;
  end if;
  return pg_catalog.cardinality(field) = 5
    and cron._is_field(field[1], 0, 59, 60)
    and cron._is_field(field[2], 0, 23, 24)
    and (field[3] = '$' or cron._is_field(field[3], 1, 31, 31))
    and cron._is_field(field[4], 1, 12, 12,
      '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}')
    and cron._is_field(field[5], 0, 7, 7, '{sun,mon,tue,wed,thu,fri,sat}');
end $$;

-- The database whose jobs are run, and in which they run unless they say otherwise (pg_cron's
-- setting cron.database_name): the same in a copy of it, so that a diff of two copies is empty.
create function cron._database_name() returns text
language sql immutable
as $$ select 'postgres' $$;

-- Refuses what could never run: a bad schedule, a role that is unknown or cannot sign in, a
-- database that the role cannot enter. Arguments that are null are not looked at.
create function cron._assert_can_run(schedule text, database text, role_name text) returns void
language plpgsql stable
as $$
declare
  runner name := coalesce(role_name, current_user);
  can_login boolean;
begin
  if not cron._is_schedule(schedule) then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = pg_catalog.format('invalid schedule: %s', schedule),
      hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
  if role_name is not null then
    select rolcanlogin into can_login from pg_catalog.pg_roles where rolname = role_name;
    if can_login is null then
      raise exception 'role "%" does not exist', role_name using errcode = 'internal_error';
    end if;
    if not can_login then
      raise exception using
        errcode = 'internal_error',
        message = pg_catalog.format('role "%s" can not log in', role_name),
        detail = 'Jobs may only be run by roles that have the LOGIN attribute.';
    end if;
  end if;
  if not pg_catalog.has_database_privilege(runner, database, 'connect') then
    raise exception 'User % does not have CONNECT privilege on %', runner, database
      using errcode = 'internal_error';
  end if;
end $$;

-- Only a superuser may name another role.
create function cron._assert_may_name(role_name text, purpose text) returns void
language plpgsql stable
as $$
begin
  if role_name is not null
      and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    raise exception 'must be superuser to %', purpose using errcode = 'internal_error';
  end if;
end $$;

create function cron.schedule(schedule text, command text) returns bigint
language plpgsql strict
as $$
declare
  id bigint;
begin
  perform cron._assert_can_run(schedule, cron._database_name(), null);
  insert into cron._job (schedule, command, nodeport, database, username, active)
  values (schedule, command, pg_catalog.current_setting('port')::int,
    cron._database_name(), current_user, true)
  returning jobid into id;
  return id;
end $$;
comment on function cron.schedule(text, text) is 'schedule a pg_cron job';

-- A job of the same name and user is changed instead of made again; one that was switched off
-- stays off.
create function cron._schedule_named(
  job_name text, schedule text, command text, database text, username text, active boolean
) returns bigint
language plpgsql
as $$
#variable_conflict use_column
declare
  wanted alias for $2;
  target text := coalesce($4, cron._database_name());
  missing text := case
    when $1 is null then 'job_name'
    when $2 is null then 'schedule'
    when $3 is null then 'command'
  end;
  id bigint;
begin
  if missing is not null then
    raise exception '% can not be NULL', missing using errcode = 'internal_error';
  end if;
  perform cron._assert_may_name($5, 'create a job for another role');
  perform cron._assert_can_run(wanted, target, $5);
  insert into cron._job (jobname, schedule, command, nodeport, database, username, active)
  values ($1, wanted, $3, pg_catalog.current_setting('port')::int, target,
    coalesce($5, current_user), coalesce($6, true))
  on conflict (jobname, username) do update set
    schedule = excluded.schedule,
    command = excluded.command,
    database = excluded.database
  returning jobid into id;
  return id;
end $$;

create function cron.schedule(job_name text, schedule text, command text) returns bigint
language sql
as $$ select cron._schedule_named(job_name, schedule, command, null, null, true) $$;
comment on function cron.schedule(text, text, text) is 'schedule a pg_cron job';

create function cron.schedule_in_database(
  job_name text,
  schedule text,
  command text,
  database text,
  username text default null,
  active boolean default true
) returns bigint
language sql
as $$ select cron._schedule_named(job_name, schedule, command, database, username, active) $$;
comment on function cron.schedule_in_database(text, text, text, text, text, boolean)
  is 'schedule a pg_cron job';

create function cron.unschedule(job_id bigint) returns boolean
language plpgsql strict
as $$
begin
  delete from cron._job where jobid = job_id;
  if not found then
    if exists (select from cron.job where jobid = job_id) then
      raise exception 'permission denied for table job' using errcode = 'insufficient_privilege';
    end if;
    raise exception 'could not find valid entry for job %', job_id using errcode = 'internal_error';
  end if;
  return true;
end $$;
comment on function cron.unschedule(bigint) is 'unschedule a pg_cron job';

create function cron.unschedule(job_name text) returns boolean
language plpgsql strict
as $$
begin
  delete from cron._job where jobname = job_name and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name
      using errcode = 'internal_error';
  end if;
  return true;
end $$;
comment on function cron.unschedule(text) is 'unschedule a pg_cron job';

create function cron.alter_job(
  job_id bigint,
  schedule text default null,
  command text default null,
  database text default null,
  username text default null,
  active boolean default null
) returns void
language plpgsql
as $$
#variable_conflict use_column
begin
  if job_id is null then
    raise exception 'job_id can not be NULL' using errcode = 'internal_error';
  end if;
  perform cron._assert_may_name($5, 'alter username');
  perform cron._assert_can_run($2, $4, $5);
  if pg_catalog.num_nonnulls($2, $3, $4, $5, $6) = 0 then
    raise exception using
      errcode = 'internal_error',
      message = 'no updates specified',
      hint = 'You must specify at least one job attribute to change when calling alter_job';
  end if;
  update cron._job set
    schedule = coalesce($2, schedule),
    command = coalesce($3, command),
    database = coalesce($4, database),
    username = coalesce($5, username),
    active = coalesce($6, active)
  where jobid = job_id;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', job_id
      using errcode = 'internal_error';
  end if;
end $$;
comment on function cron.alter_job(bigint, text, text, text, text, boolean)
  is 'Alter the job identified by job_id. Any option left as NULL will not be modified.';

-- Whoever is let into the schema may schedule; changing a job and choosing its database are for
-- those who are granted it.
revoke all on function cron.alter_job(bigint, text, text, text, text, boolean) from public;
revoke all on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;
grant select on cron.job, cron.job_run_details to public;
grant select, insert, update, delete on cron._job to public;
grant usage, select on sequence cron.jobid_seq to public;
grant select on sequence cron.runid_seq to public;

-- What a hosted project gives postgres: to schedule, to read, and to clear the runs; no writing to
-- cron.job itself, and no triggers, which would run as the scheduler.
grant usage on schema cron to postgres with grant option;
grant execute on all functions in schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
revoke trigger on cron.job_run_details from postgres;

-- Jobs and runs belong to a dump.
select pg_catalog.pg_extension_config_dump('cron.job', '');
select pg_catalog.pg_extension_config_dump('cron.jobid_seq', '');
select pg_catalog.pg_extension_config_dump('cron.job_run_details', '');
select pg_catalog.pg_extension_config_dump('cron.runid_seq', '');
