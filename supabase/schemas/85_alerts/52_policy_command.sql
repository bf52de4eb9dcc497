-- A policy and its steps are one thing: half of it would tell the wrong people, or nobody.
create function app.show_escalation_policy(policy uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.to_jsonb(policies) || pg_catalog.jsonb_build_object(
      'steps', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(steps) - 'policy_id' order by steps.position), '[]')
        from public.escalation_steps as steps where steps.policy_id = policies.id
      )
    )
    from public.escalation_policies as policies where policies.id = show_escalation_policy.policy
  );
end $$;
comment on function app.show_escalation_policy(uuid) is 'A policy with its steps, in their columns.';

create function app.policy_word(given jsonb, key text, words text[], field text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  if given ->> key is null then
    perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', policy_word.field), policy_word.field);
  elsif (given ->> key) <> all (words) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not among %s.', left(given ->> key, 60), pg_catalog.array_to_string(words, ', ')),
      policy_word.field);
  end if;
  return given ->> key;
end $$;
comment on function app.policy_word(jsonb, text, text[], text) is
  'A word out of what was given that is one of some; else FIELD_MISSING or VALUE_INVALID at the field.';

create function app.policy_flag(given jsonb, key text, usual boolean) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  if coalesce(pg_catalog.jsonb_typeof(given -> key), 'null') not in ('boolean', 'null') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is neither true nor false.', left(given ->> key, 60)), policy_flag.key);
  end if;
  return coalesce((given ->> key)::boolean, usual);
end $$;
comment on function app.policy_flag(jsonb, text, boolean) is 'True or false out of what was given, the usual where nothing was; else VALUE_INVALID.';

-- Whom a step goes to is one of three, and the columns of the two others stay empty.
create function app.policy_step(given jsonb, turn integer) returns public.escalation_steps
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  place text := 'steps.' || turn;
  step public.escalation_steps;
begin
  step.position := turn;
  if coalesce(given ->> 'after_minutes', '') !~ '^[0-9]{1,5}$' or (given ->> 'after_minutes')::integer not between 1 and 43200 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s comes after 1 to 43200 minutes, not "%s".', turn, left(given ->> 'after_minutes', 60)),
      place || '.after_minutes');
  end if;
  step.after_minutes := (given ->> 'after_minutes')::integer;
  step.kind := app.policy_word(given, 'kind', '{role,group,person}', place || '.kind');
  if step.kind = 'role' then
    step.role := app.policy_word(given, 'role', pg_catalog.enum_range(null::public.role)::text[], place || '.role')::public.role;
  elsif step.kind = 'group' then
    step.group_id := app.line_id(given, 'group_id', place || '.group');
    if not exists (select from public.alert_groups where id = step.group_id) then
      perform app.fail('NOT_FOUND', 'There is no such group.', place || '.group');
    end if;
  else
    step.user_id := app.line_id(given, 'user_id', place || '.person');
    if not exists (select from public.profiles where id = step.user_id) then
      perform app.fail('NOT_FOUND', 'There is no such person.', place || '.person');
    end if;
  end if;
  if coalesce(pg_catalog.jsonb_typeof(given -> 'channels'), '') <> 'array'
    or pg_catalog.jsonb_array_length(given -> 'channels') = 0
    or exists (
      select from pg_catalog.jsonb_array_elements_text(given -> 'channels') as channel where coalesce(channel, '') not in ('in_app', 'email', 'sms', 'push')
    ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s needs one or more of in_app, email, sms and push.', turn), place || '.channels');
  end if;
  step.channels := array(
    select channel from pg_catalog.unnest('{in_app,email,sms,push}'::text[]) as channel where given -> 'channels' ? channel
  );
  return step;
end $$;
comment on function app.policy_step(jsonb, integer) is
  'A step of a policy out of what was given {after_minutes, kind, role, group_id or user_id, channels}. Refuses with FIELD_MISSING, VALUE_INVALID, NOT_FOUND at steps.<turn>.<field>.';

create function public.save_escalation_policy(request_id uuid, policy jsonb, id uuid default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'save_escalation_policy', pg_catalog.jsonb_build_object('policy', policy, 'id', id));
  wanted public.escalation_policies;
  event public.alert_events;
  kept public.escalation_policies;
  steps public.escalation_steps[] := '{}';
  step public.escalation_steps;
  line jsonb;
  running public.escalations[] := '{}';
  clock public.escalations;
  told integer[];
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require_everywhere('alerts.configure');
  if coalesce(pg_catalog.jsonb_typeof(policy), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The policy is no object.', 'policy');
  end if;
  wanted.name := pg_catalog.btrim(policy ->> 'name');
  if app.is_blank(wanted.name) then
    perform app.fail('FIELD_MISSING', 'The policy has no name.', 'name');
  end if;
  if policy ->> 'event_code' is not null then
    select * into event from public.alert_events where code = policy ->> 'event_code';
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no event "%s".', left(policy ->> 'event_code', 60)), 'event_code');
    end if;
    if event.news or event.code like 'system.%' then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" asks nothing of anybody, so there is no next level.', event.name), 'event_code');
    end if;
    wanted.event_code := event.code;
  end if;
  if policy ->> 'severity' is not null then
    wanted.severity := app.policy_word(policy, 'severity', '{low,medium,high}', 'severity');
  end if;
  if policy ->> 'site_id' is not null then
    wanted.site_id := app.line_id(policy, 'site_id', 'site');
    if not exists (select from public.sites where sites.id = wanted.site_id) then
      perform app.fail('NOT_FOUND', 'There is no such site.', 'site');
    end if;
  end if;
  wanted.condition := app.policy_word(policy, 'condition', '{unseen,unacknowledged,unresolved}', 'condition');
  wanted.business_hours := app.policy_flag(policy, 'business_hours', false);
  wanted.active := app.policy_flag(policy, 'active', true);
  perform app.check_lines(policy -> 'steps', 'steps', 1, 20);
  for line in select * from pg_catalog.jsonb_array_elements(policy -> 'steps') loop
    step := app.policy_step(line, pg_catalog.cardinality(steps) + 1);
    -- Levels are told in their order: one that is due before the one before it would never be the next.
    if step.position > 1 and step.after_minutes <= (steps[step.position - 1]).after_minutes then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Level %s comes after %s minutes, so level %s must come later.',
        step.position - 1, (steps[step.position - 1]).after_minutes, step.position), pg_catalog.format('steps.%s.after_minutes', step.position));
    end if;
    steps := steps || step;
  end loop;
  if save_escalation_policy.id is null then
    insert into public.escalation_policies (name, event_code, severity, site_id, condition, business_hours, active)
    values (wanted.name, wanted.event_code, wanted.severity, wanted.site_id, wanted.condition, wanted.business_hours, wanted.active)
    returning * into kept;
  else
    select * into kept from public.escalation_policies where escalation_policies.id = save_escalation_policy.id for no key update;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such policy.', 'id');
    end if;
    if policy ->> 'version' is distinct from kept.version::text then
      perform app.fail('POLICY_CHANGED', pg_catalog.format('"%s" was saved by somebody else meanwhile.', kept.name), 'version',
        pg_catalog.jsonb_build_object('version', kept.version));
    end if;
    update public.escalation_policies
    set name = wanted.name, event_code = wanted.event_code, severity = wanted.severity, site_id = wanted.site_id, condition = wanted.condition,
      business_hours = wanted.business_hours, active = wanted.active, version = kept.version + 1
    where escalation_policies.id = kept.id;
    running := array(
      select escalations from public.escalations
      where policy_id = kept.id and state = 'running' and next_at is not null order by escalations.id for no key update
    );
    foreach clock in array running loop
      told := told || app.minutes_told(clock);
    end loop;
  end if;
  delete from public.escalation_steps where policy_id = kept.id and position > pg_catalog.cardinality(steps);
  foreach step in array steps loop
    insert into public.escalation_steps as known (policy_id, position, after_minutes, kind, role, group_id, user_id, channels)
    values (kept.id, step.position, step.after_minutes, step.kind, step.role, step.group_id, step.user_id, step.channels)
    on conflict on constraint "a policy has one step at a position" do update
    set after_minutes = excluded.after_minutes, kind = excluded.kind, role = excluded.role, group_id = excluded.group_id,
      user_id = excluded.user_id, channels = excluded.channels
    where (known.after_minutes, known.kind, known.role, known.group_id, known.user_id, known.channels)
      is distinct from (excluded.after_minutes, excluded.kind, excluded.role, excluded.group_id, excluded.user_id, excluded.channels);
  end loop;
  for turn in 1..pg_catalog.cardinality(running) loop
    perform app.set_clock(running[turn], told[turn]);
  end loop;
  return app.end_command(request_id, app.show_escalation_policy(kept.id));
end $$;
comment on function public.save_escalation_policy(uuid, jsonb, uuid) is
  'Adds a policy, or changes the one of the id, with all of its steps at once (P9.04): policy {name, event_code, severity, site_id (null for every one), condition, business_hours, active, version (as it was read, when it is changed), steps: [{after_minutes, kind, role, group_id or user_id, channels}]}, 1 to 20 steps, each later than the one before. A clock that runs goes on with the first step that comes later than what it has told. Answers the policy with its steps. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, POLICY_CHANGED; fields of a step as steps.<its number>.<field>.';
grant execute on function public.save_escalation_policy(uuid, jsonb, uuid) to authenticated;
