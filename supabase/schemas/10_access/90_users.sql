-- Users are managed by the edge function `users`, because only Auth makes accounts, mails invitations
-- and bans (P1.03). What it may do is decided here, in the name of the person who has called it, and
-- each time it is called: what follows happens in Auth, which asks nobody.
create function app.begin_user_command(request_id uuid, person uuid, command text, body jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.act_for(begin_user_command.person);
  perform app.require_everywhere('access.manage_users');
  return app.begin_command(begin_user_command.request_id, begin_user_command.command, begin_user_command.body);
end $$;
comment on function app.begin_user_command(uuid, uuid, text, jsonb) is
  'Begins a command about users for a person: null when it is new or was begun and not ended, else the stored answer. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_ID_MISSING, REQUEST_REUSED.';

-- Whatever passes here is an address to Auth, which takes ASCII only.
create function app.check_email(email text) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  address text := lower(btrim(email));
begin
  if app.is_blank(address) then
    perform app.fail('VALUE_INVALID', 'There is no e-mail address.', 'email');
  end if;
  if length(address) > 254 or split_part(address, '@', 1) ~ '^.{65}'
    or address !~ '^[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no e-mail address.', left(email, 60)), 'email');
  end if;
  return address;
end $$;
comment on function app.check_email(text) is 'The address in lower case, or VALUE_INVALID at the field email (P1.02).';

create function app.check_full_name(full_name text) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  name text := btrim(full_name);
begin
  if app.is_blank(name) then
    perform app.fail('VALUE_INVALID', 'There is no full name.', 'full_name');
  end if;
  if length(name) > 120 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('The full name has %s characters; 120 is the most.', length(name)), 'full_name');
  end if;
  return name;
end $$;
comment on function app.check_full_name(text) is 'The name without spaces around it, or VALUE_INVALID at the field full_name.';

create function app.check_email_free(email text, user_id uuid default null) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if exists (
    select from auth.users
    where users.email = check_email_free.email and users.id is distinct from check_email_free.user_id
  ) then
    perform app.fail('EMAIL_TAKEN', pg_catalog.format('%s is the address of another user already.', check_email_free.email), 'email');
  end if;
end $$;
comment on function app.check_email_free(text, uuid) is 'Refuses with EMAIL_TAKEN an address that another account has (P1.02).';

create function app.check_memberships(memberships jsonb) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  known text[] := pg_catalog.enum_range(null::public.role)::text[];
  line record;
  site uuid;
begin
  perform app.check_lines(memberships, 'memberships', 1, 50);
  for line in
    select given, pg_catalog.format('memberships.%s', turn) as field
    from pg_catalog.jsonb_array_elements(memberships) with ordinality as lines (given, turn)
    order by turn
  loop
    if line.given ->> 'role' is null then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s.role is missing.', line.field), line.field || '.role');
    end if;
    if line.given ->> 'role' <> all (known) then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('"%s" is no role; one is %s.', left(line.given ->> 'role', 60), pg_catalog.array_to_string(known, ', ')),
        line.field || '.role'
      );
    end if;
    if line.given ->> 'site_id' is not null then
      site := app.line_id(line.given, 'site_id', line.field || '.site_id');
      if not exists (select from public.sites where sites.id = site and active) then
        perform app.fail('NOT_FOUND', pg_catalog.format('There is no site %s in use.', site), line.field || '.site_id');
      end if;
    end if;
  end loop;
  if exists (
    select from pg_catalog.jsonb_to_recordset(memberships) as given (site_id uuid, role text)
    group by given.site_id, given.role having count(*) > 1
  ) then
    perform app.fail('VALUE_INVALID', 'A role is given twice at the same site.', 'memberships');
  end if;
end $$;
comment on function app.check_memberships(jsonb) is
  'Refuses what is no list of 1 to 50 {role, site_id}, each once; site_id null stands for every site. Codes: VALUE_INVALID, FIELD_MISSING, NOT_FOUND, at memberships.<n>.<key>.';

create function app.renew_user_plan(request_id uuid, user_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan app.user_plans;
begin
  update app.user_plans set planned_at = pg_catalog.clock_timestamp()
  where user_plans.request_id = renew_user_plan.request_id
  returning * into plan;
  return pg_catalog.jsonb_build_object(
    'id', coalesce(plan.user_id, renew_user_plan.user_id),
    'email', coalesce(plan.email, (select users.email from auth.users where users.id = renew_user_plan.user_id)),
    'done', plan.request_id is null or plan.action = 'invite',
    'mail', plan.request_id is not null and plan.action = 'invite'
  );
end $$;
comment on function app.renew_user_plan(uuid, uuid) is
  'What Auth has still to do for a request: {id, email, done, mail}, done unless the account is still to be changed, mail when an invitation is to go out.';

create function public.plan_user(
  request_id uuid, person uuid, email text, full_name text, memberships jsonb, invite boolean
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  address text := app.check_email(plan_user.email);
  name text := app.check_full_name(plan_user.full_name);
  answer jsonb;
begin
  answer := app.begin_user_command(request_id, person, 'create_user', pg_catalog.jsonb_build_object(
    'email', address, 'full_name', name, 'memberships', memberships, 'invite', invite));
  if answer is null then
    perform app.check_memberships(memberships);
    perform app.check_email_free(address);
    insert into app.user_plans (request_id, user_id, action, email, full_name, memberships, invite, planned_by)
    values (
      plan_user.request_id, pg_catalog.gen_random_uuid(), 'create', address, name, plan_user.memberships,
      plan_user.invite, auth.uid()
    )
    -- Begun before and broken off: the account keeps the id that it was to have.
    on conflict on constraint user_plans_pkey do nothing;
  end if;
  return app.renew_user_plan(request_id, (answer ->> 'id')::uuid);
end $$;
comment on function public.plan_user(uuid, uuid, text, text, jsonb, boolean) is
  'Plans an account with its name and its roles, memberships [{role, site_id | null}], for the person who asks; invite: whether he is mailed an invitation (P1.03). Auth makes it under the id of the answer {id, email, done, mail}, and the triggers of auth.users do the rest. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_REUSED, VALUE_INVALID, FIELD_MISSING, NOT_FOUND, EMAIL_TAKEN. For the edge function `users`.';
grant execute on function public.plan_user(uuid, uuid, text, text, jsonb, boolean) to service_role;

create function app.find_user(user_id uuid) returns auth.users
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  account auth.users;
begin
  select users.* into account
  from auth.users join public.profiles using (id) where users.id = find_user.user_id;
  if account.id is null then
    perform app.fail('NOT_FOUND', 'There is no such user.', 'user_id');
  end if;
  return account;
end $$;
comment on function app.find_user(uuid) is 'The account of a user, or NOT_FOUND at the field user_id.';

create function public.plan_user_change(
  request_id uuid, person uuid, user_id uuid, action text, full_name text default null, email text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  address text := case when plan_user_change.email is not null then app.check_email(plan_user_change.email) end;
  name text := case when plan_user_change.full_name is not null then app.check_full_name(plan_user_change.full_name) end;
  account auth.users;
begin
  if app.begin_user_command(request_id, person, action || '_user', pg_catalog.jsonb_build_object(
    'user', user_id, 'full_name', name, 'email', address)) is null then
    account := app.find_user(plan_user_change.user_id);
    if action = 'invite' then
      if not (select active from public.profiles where id = account.id) then
        perform app.fail('USER_INACTIVE', pg_catalog.format('%s is deactivated and cannot be invited.', account.email), 'user_id');
      end if;
      if account.email_confirmed_at is not null then
        perform app.fail('INVITATION_OVER', pg_catalog.format('%s needs no invitation any more.', account.email), 'user_id');
      end if;
    elsif action = 'update' then
      if name is null and address is null then
        perform app.fail('FIELD_MISSING', 'There is neither a full_name nor an email to change.', 'full_name');
      end if;
      perform app.check_email_free(address, account.id);
    end if;
    if action = 'update' and coalesce(address, account.email) = account.email then
      -- Auth has no part in a name.
      update public.profiles set full_name = coalesce(name, profiles.full_name) where id = account.id;
      perform app.end_command(request_id, pg_catalog.jsonb_build_object('id', account.id));
    else
      insert into app.user_plans (request_id, user_id, action, email, full_name, invite, planned_by)
      values (
        plan_user_change.request_id, account.id, plan_user_change.action, address, name,
        -- The link of an open invitation went to the old address; a new invitation ends it.
        plan_user_change.action = 'update' and account.email_confirmed_at is null, auth.uid()
      )
      on conflict on constraint user_plans_pkey do nothing;
    end if;
  end if;
  return app.renew_user_plan(request_id, user_id);
end $$;
comment on function public.plan_user_change(uuid, uuid, uuid, text, text, text) is
  'Plans what Auth is to do with an account for the person who asks (P1.03): action invite, update (full_name, email; null leaves it) or set_password. Answers {id, email, done, mail}; a change that Auth has no part in is done at once. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_REUSED, VALUE_INVALID, FIELD_MISSING, NOT_FOUND, EMAIL_TAKEN, USER_INACTIVE, INVITATION_OVER. For the edge function `users`.';
grant execute on function public.plan_user_change(uuid, uuid, uuid, text, text, text) to service_role;

-- What Auth has refused is as if it had never been asked for: the corrected form may come under the same id.
create function public.withdraw_user_plan(request_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from app.user_plans
  where user_plans.request_id = withdraw_user_plan.request_id and action in ('create', 'update', 'set_password');
  if found then
    delete from app.requests where id = withdraw_user_plan.request_id;
  end if;
end $$;
comment on function public.withdraw_user_plan(uuid) is
  'Forgets a plan that Auth has refused to carry out, with its request; what Auth has done stays. For the edge function `users`.';
grant execute on function public.withdraw_user_plan(uuid) to service_role;

create function app.users_record_change() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  change text := case
    when new.email is distinct from old.email then 'update'
    when new.encrypted_password is distinct from old.encrypted_password then 'set_password'
    else 'invite'
  end;
  plan app.user_plans := app.take_user_plan(new.id, change, case when change = 'update' then new.email end);
begin
  update public.profiles set full_name = plan.full_name where id = new.id and plan.full_name is not null;
  insert into audit.log (relation, record_id, operation, before, after, actor, actor_role)
  values (
    'auth.users', new.id, 'update',
    case change
      when 'update' then pg_catalog.jsonb_build_object('email', old.email)
      when 'set_password' then '{"password": null}'
      else pg_catalog.jsonb_build_object('invited_at', old.invited_at)
    end,
    case change
      when 'update' then pg_catalog.jsonb_build_object('email', new.email)
      when 'set_password' then '{"password": "changed"}'
      else pg_catalog.jsonb_build_object('invited_at', new.invited_at)
    end,
    auth.uid(), coalesce(auth.role(), session_user)
  );
  return null;
end $$;
comment on function app.users_record_change() is
  'Writes a change of address or password, or an invitation, to audit.log, never the password itself, and carries out what was planned with it (P1.03, P11.01).';
create trigger users_record_change
  after update of email, encrypted_password, invited_at on auth.users
  for each row
  when (
    old.email is distinct from new.email
    or old.encrypted_password is distinct from new.encrypted_password
    or old.invited_at is distinct from new.invited_at
  )
  execute function app.users_record_change();

create function public.set_user_active(request_id uuid, person uuid, user_id uuid, active boolean) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  account auth.users;
begin
  if app.begin_user_command(
    request_id, person, case when set_user_active.active then 'activate_user' else 'deactivate_user' end,
    pg_catalog.jsonb_build_object('user', user_id)
  ) is null then
    account := app.find_user(set_user_active.user_id);
    if account.id = auth.uid() and not set_user_active.active then
      perform app.fail('NOT_ALLOWED', 'You may not deactivate your own account.', 'user_id');
    end if;
    update public.profiles set active = set_user_active.active where id = account.id;
    if not set_user_active.active then
      delete from auth.sessions where sessions.user_id = account.id;
      delete from app.user_plans where user_plans.user_id = account.id;
    end if;
    perform app.end_command(request_id, pg_catalog.jsonb_build_object('id', account.id));
  end if;
  return (
    select pg_catalog.jsonb_build_object('id', profiles.id, 'active', profiles.active)
    from public.profiles where id = set_user_active.user_id
  );
end $$;
comment on function public.set_user_active(uuid, uuid, uuid, boolean) is
  'Deactivates a user for the person who asks, ending all sessions, or activates him again; nothing is deleted (P1.03). Answers {id, active} as it is now, which Auth''s ban is to follow. Refuses with NOT_SIGNED_IN, NOT_ALLOWED (also one''s own account), LAST_ADMIN, REQUEST_REUSED, NOT_FOUND. For the edge function `users`.';
grant execute on function public.set_user_active(uuid, uuid, uuid, boolean) to service_role;
