-- The person behind an account. A row comes into being with the account, and is never deleted:
-- what somebody signed keeps its name (P1.03).
create table public.profiles (
  id uuid primary key references auth.users (id),
  full_name text not null
    constraint "full name has 1 to 120 characters" check (length(full_name) between 1 and 120),
  active boolean not null default true,
  created_at timestamptz not null default app.now()
);
comment on table public.profiles is 'The person behind an account (P1.03, P1.07).';
comment on column public.profiles.active is 'Somebody who has left has no permission any more, whatever his memberships (P1.03).';
create trigger audit after insert or update or delete on public.profiles
  for each row execute function audit.record();
alter table public.profiles enable row level security;

-- What an administrator has asked for and Auth has still to do. Auth's change and ours have to be one:
-- whatever dies in between, there is no account without its roles, and no password that nobody has set.
-- So the command writes down what it wants, Auth changes the account, and triggers on auth.users take
-- the plan and carry out the rest in Auth's own transaction.
create table app.user_plans (
  request_id uuid primary key references app.requests (id),
  user_id uuid not null,
  action text not null
    constraint "plan is for an action of Auth" check (action in ('create', 'invite', 'update', 'set_password')),
  email text,
  full_name text,
  memberships jsonb,
  invite boolean not null default false,
  planned_by uuid not null references public.profiles (id),
  planned_at timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table app.user_plans is 'Changes of accounts that are asked for and not yet made by Auth (P1.03); a row goes when its change comes.';
comment on column app.user_plans.user_id is 'The account; one that is to be created has its id already.';
comment on column app.user_plans.invite is 'Whether an invitation is to be mailed afterwards.';
create index user_plans_user_id_idx on app.user_plans (user_id, action);
create index user_plans_planned_by_idx on app.user_plans (planned_by);

-- Who changes an account is known where that was planned a moment ago. An older plan was broken off, and
-- what comes now is somebody else's doing; but an account that was planned never comes without its roles.
create function app.take_user_plan(user_id uuid, action text, email text) returns app.user_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan app.user_plans;
begin
  select * into plan from app.user_plans
  where user_plans.user_id = take_user_plan.user_id and user_plans.action = take_user_plan.action
    and user_plans.email is not distinct from take_user_plan.email
    and (
      user_plans.action = 'create'
      or user_plans.planned_at > pg_catalog.clock_timestamp() - interval '3 minutes'
    )
  order by user_plans.planned_at desc limit 1
  for update;
  if plan.request_id is not null then
    perform app.act_for(plan.planned_by);
    perform app.end_command(plan.request_id, pg_catalog.jsonb_build_object('id', plan.user_id));
    if plan.invite then
      update app.user_plans set action = 'invite', email = null, invite = false where request_id = plan.request_id;
    else
      delete from app.user_plans where request_id = plan.request_id;
    end if;
  end if;
  return plan;
end $$;
comment on function app.take_user_plan(uuid, text, text) is
  'Takes the plan that a change of an account carries out, ends its request, and makes who has planned it the caller for the rest of the transaction. email: the planned one, null for what has none. Null when nothing was planned.';

create function app.users_create_profile() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan app.user_plans := app.take_user_plan(new.id, 'create', new.email);
begin
  insert into public.profiles (id, full_name)
  values (
    new.id,
    coalesce(
      plan.full_name,
      left(coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Unnamed'), 120)
    )
  );
  if plan.request_id is not null then
    insert into public.memberships (user_id, site_id, role)
    select new.id, given.site_id, given.role
    from pg_catalog.jsonb_to_recordset(plan.memberships) as given (site_id uuid, role public.role);
  end if;
  return new;
end $$;
comment on function app.users_create_profile() is
  'Gives each new account its profile: with the name and the roles that were planned for it (P1.03), else with the name given with it or the name part of its e-mail.';

create trigger users_create_profile
  after insert on auth.users
  for each row execute function app.users_create_profile();
