create function app.downtime_answer(downtime_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', downtimes.id, 'machine', machines.code, 'machine_name', machines.name, 'reason', reason_codes.name,
      'batch', batches.code, 'started_at', downtimes.started_at, 'ended_at', downtimes.ended_at, 'note', downtimes.note,
      'minutes', pg_catalog.round(extract(epoch from coalesce(downtimes.ended_at, app.now()) - downtimes.started_at) / 60, 1)
    )
    from public.downtimes
    join public.machines on machines.id = downtimes.machine_id
    join public.reason_codes on reason_codes.id = downtimes.reason_id
    left join public.stage_logs on stage_logs.id = downtimes.stage_log_id
    left join public.batches on batches.id = stage_logs.batch_id
    where downtimes.id = downtime_answer.downtime_id
  );
end $$;
comment on function app.downtime_answer(uuid) is 'A downtime as screens show it; minutes until now while it lasts.';

-- The stage that a machine ran when it stood still.
create function app.stage_on_machine(machine_id uuid, began timestamptz, done timestamptz) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select stage_logs.id from public.stage_logs
    where stage_logs.machine_id = stage_on_machine.machine_id
      and pg_catalog.tstzrange(stage_logs.started_at, stage_logs.ended_at) && pg_catalog.tstzrange(began, done)
    order by stage_logs.started_at limit 1
  );
end $$;
comment on function app.stage_on_machine(uuid, timestamptz, timestamptz) is
  'The first stage that a machine ran within a time; null when it ran none.';

-- Refuses times in which a machine stands still already.
create function app.assert_machine_not_down(
  machine public.machines, began timestamptz, done timestamptz, but_downtime_id uuid default null
) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  other public.downtimes;
begin
  select * into other from public.downtimes
  where downtimes.machine_id = machine.id
    and downtimes.id is distinct from but_downtime_id
    and pg_catalog.tstzrange(downtimes.started_at, downtimes.ended_at) && pg_catalog.tstzrange(began, done)
  order by downtimes.started_at limit 1;
  if found then
    perform app.fail('MACHINE_BUSY', pg_catalog.format('%s stands still already from %s%s.', machine.code, app.site_clock(machine.site_id, other.started_at),
      coalesce(' to ' || app.site_clock(machine.site_id, other.ended_at), '')), 'machine');
  end if;
end $$;
comment on function app.assert_machine_not_down(public.machines, timestamptz, timestamptz, uuid) is
  'Refuses with MACHINE_BUSY times in which a machine stands still, but for the downtime named; without an end, from then on.';

create function public.log_downtime(
  request_id uuid, machine_id uuid, reason_id uuid, started_at timestamptz default null, ended_at timestamptz default null, note text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'log_downtime', pg_catalog.jsonb_build_object(
    'machine', machine_id, 'reason', reason_id, 'started', started_at, 'ended', ended_at, 'note', note));
  machine public.machines;
  run uuid;
  began timestamptz;
  done timestamptz;
  made uuid;
begin
  if answer is not null then
    return answer;
  end if;
  select * into machine from public.machines where id = log_downtime.machine_id and active for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine in use.', 'machine');
  end if;
  run := app.require_shift('production.log_downtime', machine.site_id);
  if not exists (select from public.reason_codes where id = log_downtime.reason_id and purpose = 'downtime' and active) then
    perform app.fail('NOT_FOUND', 'A downtime needs one of the reasons for downtimes.', 'reason');
  end if;
  began := app.past_time(coalesce(log_downtime.started_at, app.entered_at()), 'started_at', machine.site_id);
  done := app.past_time(log_downtime.ended_at, 'ended_at', machine.site_id);
  if began < app.entered_at() - interval '24 hours' then
    perform app.fail('TIME_ORDER', pg_catalog.format('A downtime that began more than 24 hours ago is no longer logged: %s.',
      pg_catalog.to_char(began at time zone (select time_zone from public.sites where id = machine.site_id), 'DD Mon YYYY HH24:MI')), 'started_at');
  end if;
  if done <= began then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(machine.site_id, began), app.site_clock(machine.site_id, done)), 'ended_at');
  end if;
  perform app.assert_machine_not_down(machine, began, done);
  insert into public.downtimes (site_id, machine_id, stage_log_id, run_id, reason_id, started_at, ended_at, note, logged_by, ended_by)
  values (
    machine.site_id, machine.id,
    app.stage_on_machine(machine.id, began, done),
    run, log_downtime.reason_id, began, done, log_downtime.note, auth.uid(), case when done is not null then auth.uid() end
  )
  returning id into made;
  return app.end_command(request_id, app.downtime_answer(made));
end $$;
comment on function public.log_downtime(uuid, uuid, uuid, timestamptz, timestamptz, text) is
  'Records that a machine stands still, or stood, and in which stage (P3.05). Answers the downtime with its minutes. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, VALUE_INVALID, TIME_ORDER, MACHINE_BUSY.';
grant execute on function public.log_downtime(uuid, uuid, uuid, timestamptz, timestamptz, text) to authenticated;

create function public.end_downtime(request_id uuid, downtime_id uuid, ended_at timestamptz default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'end_downtime', pg_catalog.jsonb_build_object('downtime', downtime_id, 'ended', ended_at));
  downtime public.downtimes;
  done timestamptz;
begin
  if answer is not null then
    return answer;
  end if;
  select * into downtime from public.downtimes where id = end_downtime.downtime_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such downtime.', 'downtime');
  end if;
  perform app.require_shift('production.log_downtime', downtime.site_id);
  if downtime.ended_at is not null then
    perform app.fail('DOWNTIME_ENDED', pg_catalog.format('This downtime ended at %s.', app.site_clock(downtime.site_id, downtime.ended_at)), 'downtime');
  end if;
  done := app.past_time(coalesce(end_downtime.ended_at, app.entered_at()), 'ended_at', downtime.site_id);
  if done <= downtime.started_at then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(downtime.site_id, downtime.started_at), app.site_clock(downtime.site_id, done)), 'ended_at');
  end if;
  update public.downtimes set ended_at = done, ended_by = auth.uid() where id = downtime.id;
  return app.end_command(request_id, app.downtime_answer(downtime.id));
end $$;
comment on function public.end_downtime(uuid, uuid, timestamptz) is
  'Records that a machine runs again (P3.05). Answers the downtime. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, DOWNTIME_ENDED, VALUE_INVALID, TIME_ORDER.';
grant execute on function public.end_downtime(uuid, uuid, timestamptz) to authenticated;
