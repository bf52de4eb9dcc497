-- The clock of an escalation may stand still at night and on Sundays.
create function app.business_time(site_id uuid, out zone text, out opens time, out closes time, out days integer[])
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  hours text[] := pg_catalog.regexp_match(app.setting('alerts.business_hours') #>> '{}', '^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$');
  named text := app.setting('alerts.business_days') #>> '{}';
begin
  zone := coalesce((select sites.time_zone from public.sites where sites.id = business_time.site_id), 'Asia/Kolkata');
  opens := coalesce((hours[1] || ':' || hours[2])::time, '09:00');
  closes := coalesce((hours[3] || ':' || hours[4])::time, '18:00');
  days := case when named ~ '^[1-7](,[1-7])*$' then pg_catalog.string_to_array(named, ',')::integer[] else '{1,2,3,4,5,6}' end;
  if opens >= closes then
    opens := '00:00';
    closes := '24:00';
  end if;
end $$;
comment on function app.business_time(uuid) is
  'The clock, hours and days (1 Monday to 7 Sunday) in which a site works in the office, by the settings alerts.business_hours and alerts.business_days.';

create function app.add_business_minutes(at timestamptz, minutes integer, site_id uuid) returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  rules record := app.business_time(add_business_minutes.site_id);
  today date := (add_business_minutes.at at time zone rules.zone)::date;
  missing interval := add_business_minutes.minutes * interval '1 minute';
  opens timestamptz;
  closes timestamptz;
  holidays date[] := array(
    select holidays.day from public.holidays
    where holidays.site_id = add_business_minutes.site_id and holidays.day >= today and not holidays.works
  );
begin
  for ahead in 0..3700 loop
    if extract(isodow from today)::integer = any (rules.days) and today <> all (holidays) then
      opens := greatest((today + rules.opens) at time zone rules.zone, add_business_minutes.at);
      closes := case when rules.closes = '24:00' then (today + 1)::timestamp else today + rules.closes end at time zone rules.zone;
      if closes > opens then
        if opens + missing <= closes then
          return opens + missing;
        end if;
        missing := missing - (closes - opens);
      end if;
    end if;
    today := today + 1;
  end loop;
  return add_business_minutes.at + add_business_minutes.minutes * interval '1 minute';
end $$;
comment on function app.add_business_minutes(timestamptz, integer, uuid) is
  'An instant so many minutes of the office''s hours later; on a holiday of the site on which it does not work the office is closed (P9.04).';

create function app.step_at(started_at timestamptz, after_minutes integer, business_hours boolean, site_id uuid) returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case when step_at.business_hours then app.add_business_minutes(step_at.started_at, step_at.after_minutes, step_at.site_id)
    else step_at.started_at + step_at.after_minutes * interval '1 minute' end;
end $$;
comment on function app.step_at(timestamptz, integer, boolean, uuid) is 'When a step of a policy is due.';

create function app.people_named(people uuid[]) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', profiles.id, 'name', profiles.full_name) order by profiles.full_name, profiles.id), '[]')
    from public.profiles where profiles.id = any (people_named.people) and profiles.active
  );
end $$;
comment on function app.people_named(uuid[]) is 'People as [{id, name}]; who has left is not among them.';

create function app.start_escalation(alert public.alerts) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  policy public.escalation_policies;
  step public.escalation_steps;
  escalation uuid;
begin
  -- What the system says of itself has no next level, and what is over already needs none.
  if alert.event_code like 'system.%' or alert.state = 'resolved' then
    return;
  end if;
  select * into policy from public.escalation_policies
  where active
    and (event_code is null or event_code = alert.event_code)
    and (severity is null or severity = alert.severity)
    and (site_id is null or site_id = alert.site_id)
    and exists (select from public.escalation_steps where policy_id = escalation_policies.id)
  order by event_code is null, site_id is null, severity is null, created_at, id
  limit 1;
  if not found then
    return;
  end if;
  select * into strict step from public.escalation_steps where policy_id = policy.id order by position limit 1;
  insert into public.escalations (alert_id, policy_id, started_at, next_position, next_at)
  values (alert.id, policy.id, app.now(), step.position, app.step_at(app.now(), step.after_minutes, policy.business_hours, alert.site_id))
  returning id into escalation;
  insert into public.escalation_events (escalation_id, at, what, people)
  values (escalation, app.now(), 'started', app.people_named(array(select user_id from public.notifications where alert_id = alert.id)));
  if alert.site_id is not null then
    perform app.announce(alert.site_id, 'alerts', 'escalation', pg_catalog.jsonb_build_object('alert', alert.id, 'position', 0));
  end if;
end $$;
comment on function app.start_escalation(public.alerts) is
  'Starts the clock of the policy that fits an alert most exactly: by event, then site, then severity; nothing when there is none (P9.04).';

create function app.end_escalation(alert uuid, reason text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  escalation uuid;
begin
  update public.escalations
  set state = case when end_escalation.reason = 'resolved' then 'ended' else 'stopped' end,
    ended_at = app.now(), ended_by = auth.uid(), end_reason = end_escalation.reason, next_position = null, next_at = null
  from public.escalation_policies
  where escalations.alert_id = end_escalation.alert and escalations.state = 'running'
    and escalation_policies.id = escalations.policy_id
    and case escalation_policies.condition
      when 'unseen' then true
      when 'unacknowledged' then end_escalation.reason <> 'seen'
      else end_escalation.reason = 'resolved'
    end
  returning escalations.id into escalation;
  if found then
    insert into public.escalation_events (escalation_id, at, what, people)
    values (escalation, app.now(), end_escalation.reason, app.people_named(array[auth.uid()]));
  end if;
end $$;
comment on function app.end_escalation(uuid, text) is
  'Ends the clock of an alert that was seen, acknowledged or resolved, where that is what its policy waits for (P9.04).';

create function app.run_escalations() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  escalation public.escalations;
  policy public.escalation_policies;
  step public.escalation_steps;
  later public.escalation_steps;
  alert public.alerts;
  told uuid[];
  reached integer := 0;
begin
  loop
    -- One after the other: a level that is long overdue is told before the one after it.
    select escalations.* into escalation from public.escalations
    where state = 'running' and next_at <= app.now()
    order by next_at, id limit 1 for no key update skip locked;
    exit when not found;
    select * into strict alert from public.alerts where id = escalation.alert_id;
    select * into strict policy from public.escalation_policies where id = escalation.policy_id;
    select * into step from public.escalation_steps
    where policy_id = policy.id and position >= escalation.next_position order by position limit 1;
    if step.id is not null then
      told := array(
        select distinct person.id
        from app.people_of(step.kind, step.role, step.group_id, step.user_id, false, alert.site_id, null) as person (id)
      );
      perform app.tell(alert, told, step.channels, pg_catalog.jsonb_build_object(
        'level', (select count(*) from public.escalation_steps as lower where lower.policy_id = policy.id and lower.position <= step.position),
        'minutes', step.after_minutes, 'policy', policy.name
      ));
      insert into public.escalation_events (escalation_id, position, at, what, people)
      values (escalation.id, step.position, app.now(), 'step', app.people_named(told));
      reached := reached + 1;
    end if;
    select * into later from public.escalation_steps
    where policy_id = policy.id and position > coalesce(step.position, escalation.next_position) order by position limit 1;
    update public.escalations
    set next_position = later.position,
      next_at = case when later.id is not null
        then greatest(app.step_at(escalation.started_at, later.after_minutes, policy.business_hours, alert.site_id), escalation.next_at) end
    where id = escalation.id;
    if alert.site_id is not null then
      perform app.announce(alert.site_id, 'alerts', 'escalation', pg_catalog.jsonb_build_object('alert', alert.id, 'position', step.position));
    end if;
  end loop;
  return reached;
end $$;
comment on function app.run_escalations() is
  'Tells the levels whose time has come and sets the clocks of the next ones; returns how many levels were told (P9.04).';

-- Plans change while clocks run: what counts is which minutes have been told, not what a level was called.
create function app.minutes_told(escalation public.escalations) returns integer
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(max(after_minutes), 0) from public.escalation_steps
    where policy_id = escalation.policy_id and position < escalation.next_position
  );
end $$;
comment on function app.minutes_told(public.escalations) is 'After how many minutes the last level that was told of a clock comes; 0 before the first.';

create function app.set_clock(escalation public.escalations, told integer) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  step public.escalation_steps;
begin
  select * into step from public.escalation_steps
  where policy_id = escalation.policy_id and after_minutes > set_clock.told order by position limit 1;
  update public.escalations
  set next_position = step.position,
    next_at = case when step.id is not null then (
      select app.step_at(escalation.started_at, step.after_minutes, escalation_policies.business_hours, alerts.site_id)
      from public.escalation_policies, public.alerts
      where escalation_policies.id = escalation.policy_id and alerts.id = escalation.alert_id
    ) end
  where escalations.id = escalation.id;
end $$;
comment on function app.set_clock(public.escalations, integer) is
  'Sets a running clock to the first level of its policy that comes later than the minutes told (P9.04).';

-- A holiday that is entered while a clock runs counts for that clock too.
create function app.holidays_move_clocks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  running public.escalations;
begin
  for running in
    select escalations.* from public.escalations
    join public.escalation_policies on escalation_policies.id = escalations.policy_id and escalation_policies.business_hours
    join public.alerts on alerts.id = escalations.alert_id and alerts.site_id = coalesce(new.site_id, old.site_id)
    -- What is due already is the job's.
    where escalations.state = 'running' and escalations.next_at > app.now()
    order by escalations.id for no key update of escalations
  loop
    perform app.set_clock(running, app.minutes_told(running));
  end loop;
  return null;
end $$;
comment on function app.holidays_move_clocks() is 'Sets the clocks of a site that run in business hours by its holidays as they are now (P9.04).';
create trigger move_clocks after insert or delete or update of works on public.holidays
  for each row execute function app.holidays_move_clocks();
