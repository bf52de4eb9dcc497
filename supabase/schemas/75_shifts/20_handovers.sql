-- What one supervisor tells the next: the facts are filled in, and stay as they were when he said it.
create table public.shift_handovers (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null unique,
  site_id uuid not null,
  next_run_id uuid,
  facts jsonb not null,
  note text
    constraint "handover note has at most 4000 characters" check (length(note) <= 4000),
  given_by uuid not null references public.profiles (id),
  given_at timestamptz not null default app.now(),
  received_by uuid references public.profiles (id),
  received_at timestamptz,
  received_note text
    constraint "note of who takes over has at most 2000 characters" check (length(received_note) <= 2000),
  constraint "handover is of a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id),
  constraint "handover is to a run of its site" foreign key (next_run_id, site_id) references public.shift_runs (id, site_id),
  constraint "who takes over does so at a time" check ((received_by is null) = (received_at is null)),
  constraint "only who takes over answers with a note" check (received_note is null or received_by is not null)
);
comment on table public.shift_handovers is 'Handovers from a run to the next, kept as they were given and received (P3.10); written by commands alone.';
comment on column public.shift_handovers.next_run_id is 'The run that takes over; null when none was planned.';
comment on column public.shift_handovers.facts is 'What ran, waited, was held, stood still and was undone when it was given: {running, waiting_qc, holds, downtimes, gaps}.';
create index shift_handovers_run_id_site_id_idx on public.shift_handovers (run_id, site_id);
create index shift_handovers_next_run_id_site_id_idx on public.shift_handovers (next_run_id, site_id);
create index shift_handovers_given_by_idx on public.shift_handovers (given_by);
create index shift_handovers_received_by_idx on public.shift_handovers (received_by);
create trigger audit after insert or update or delete on public.shift_handovers
  for each row execute function audit.record();
create trigger keep before update or delete on public.shift_handovers
  for each row execute function audit.keep_but('received_by', 'received_at', 'received_note');
create trigger keep_received before update on public.shift_handovers
  for each row when (old.received_at is not null) execute function audit.keep();
alter table public.shift_handovers enable row level security;
create policy "members see the handovers of their sites" on public.shift_handovers for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_handovers to authenticated, service_role;

create function app.shift_handovers_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'handover', pg_catalog.jsonb_build_object(
    'run', new.run_id, 'next_run', new.next_run_id, 'handover', new.id, 'received', new.received_at is not null));
  return null;
end $$;
comment on function app.shift_handovers_announce() is 'Tells the site that a shift was handed over, or taken over.';
create trigger announce after insert or update on public.shift_handovers
  for each row execute function app.shift_handovers_announce();

create function app.next_run(run public.shift_runs) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select shift_runs.id
    from public.shift_runs
    join public.shifts on shifts.id = shift_runs.shift_id
    where shift_runs.site_id = run.site_id and shift_runs.starts_at >= run.ends_at
      and (shifts.active or shift_runs.state <> 'scheduled')
    order by shift_runs.starts_at, shifts.code limit 1
  );
end $$;
comment on function app.next_run(public.shift_runs) is 'The run of the site that begins first after the end of another; null when none is planned.';

create function app.handover_facts(run public.shift_runs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return pg_catalog.jsonb_build_object(
    'running', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'batch_id', batches.id, 'batch', batches.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
          'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'started_at', stage_logs.started_at,
          'next_stage', (
            select following.name from public.route_stages join public.stages as following on following.id = route_stages.stage_id
            where route_stages.route_id = batches.route_id and route_stages.position = app.next_position(batches)
          )
        ) order by stage_logs.started_at, batches.code), '[]')
      from public.batches
      join public.items on items.id = batches.item_id
      left join public.stage_logs on stage_logs.batch_id = batches.id and stage_logs.ended_at is null
      left join public.stages on stages.id = stage_logs.stage_id
      left join public.machines on machines.id = stage_logs.machine_id
      where batches.site_id = run.site_id and batches.state = 'running'
    ),
    'waiting_qc', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
          'stage', waiting.stage, 'qc_status', waiting.qc_status, 'since', waiting.since
        ) order by waiting.since, waiting.lot), '[]')
      from (
        select batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.code as item, stages.name as stage,
          stage_logs.qc_status, stage_logs.ended_at as since
        from public.stage_logs
        join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
        join public.items on items.id = batches.item_id
        join public.stages on stages.id = stage_logs.stage_id
        where stage_logs.site_id = run.site_id and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
        union all
        select lots.id, null, lots.code, items.code, null, lots.qc_status, coalesce(batches.ended_at, lots.created_at)
        from public.lots
        join public.items on items.id = lots.item_id
        left join public.batches on batches.lot_id = lots.id
        where lots.site_id = run.site_id and lots.qc_status in ('pending', 'hold') and lots.initial_quantity is not null
      ) as waiting
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at, lots.code), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = run.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'downtimes', (
      select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
      from public.downtimes where downtimes.site_id = run.site_id and downtimes.ended_at is null
    ),
    'gaps', app.shift_gaps(run.id)
  );
end $$;
comment on function app.handover_facts(public.shift_runs) is
  'What the next shift has to know of a site now: batches in work with the stage that runs (null between two), what waits for QC, holds, machines that stand still, what the run leaves undone. Quantities in the unit beside them.';

create function app.show_handover(handover public.shift_handovers) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case when handover.id is not null then pg_catalog.jsonb_build_object(
    'id', handover.id, 'run', handover.run_id, 'next_run', handover.next_run_id, 'note', handover.note, 'facts', handover.facts,
    'given_by', (select full_name from public.profiles where id = handover.given_by), 'given_at', handover.given_at,
    'received_by', (select full_name from public.profiles where id = handover.received_by), 'received_at', handover.received_at,
    'received_note', handover.received_note
  ) end;
end $$;
comment on function app.show_handover(public.shift_handovers) is 'A handover as screens show it; null when there is none.';

create function public.shift_handover(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  here public.shift_runs := app.visible_run(shift_handover.run);
  given public.shift_handovers;
  next_run uuid;
begin
  select * into given from public.shift_handovers where run_id = here.id;
  next_run := case when given.id is not null then given.next_run_id else app.next_run(here) end;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(here.id),
    'next', app.show_shift_run(next_run),
    'given', app.show_handover(given),
    'facts', coalesce(given.facts, app.handover_facts(here)),
    'incoming', (
      select coalesce(pg_catalog.jsonb_agg(
        app.show_handover(shift_handovers) || pg_catalog.jsonb_build_object('from', app.show_shift_run(shift_handovers.run_id))
        order by shift_handovers.given_at), '[]')
      from public.shift_handovers where shift_handovers.next_run_id = here.id
    )
  );
end $$;
comment on function public.shift_handover(uuid) is
  'The handover of a run to the next: as it was given, or before that with the facts as they are now; and those that it has received (P3.10). Refuses with NOT_FOUND.';
grant execute on function public.shift_handover(uuid) to authenticated;

-- It may be said after the close, on the way out; not when the next shift is over, too.
create function public.hand_over_shift(request_id uuid, run uuid, note text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(hand_over_shift.request_id, 'hand_over_shift', pg_catalog.jsonb_build_object(
    'run', hand_over_shift.run, 'note', hand_over_shift.note));
  here public.shift_runs;
  next_run public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  -- Two who hand over at once are served one after the other.
  select * into here from public.shift_runs where id = hand_over_shift.run for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.close', here.site_id);
  if app.is_bound_to_shift(here.site_id, 'shifts.close') and not exists (
    select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active
  ) then
    perform app.refuse_foreign_run(here);
  end if;
  perform app.assert_run_begun(here);
  if exists (select from public.shift_handovers where run_id = here.id) then
    perform app.fail('HANDOVER_GIVEN', pg_catalog.format('%s has been handed over.', app.shift_run_name(here)), 'run');
  end if;
  select * into next_run from public.shift_runs where id = app.next_run(here);
  if here.state = 'locked' and (next_run.id is null or next_run.state = 'locked') then
    perform app.assert_run_not_locked(here);
  end if;
  insert into public.shift_handovers (run_id, site_id, next_run_id, facts, note, given_by)
  values (here.id, here.site_id, next_run.id, app.handover_facts(here), case when not app.is_blank(hand_over_shift.note) then hand_over_shift.note end, auth.uid());
  return app.end_command(hand_over_shift.request_id, public.shift_handover(here.id));
end $$;
comment on function public.hand_over_shift(uuid, uuid, text) is
  'Hands a run over to the next with a note; what runs, waits, is held and undone is written down with it (P3.10). Once, from its start until the next run is locked. Answers what shift_handover does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, SHIFT_LOCKED, HANDOVER_GIVEN.';
grant execute on function public.hand_over_shift(uuid, uuid, text) to authenticated;

create function public.receive_handover(request_id uuid, handover uuid, note text default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(receive_handover.request_id, 'receive_handover', pg_catalog.jsonb_build_object(
    'handover', receive_handover.handover, 'note', receive_handover.note));
  given public.shift_handovers;
  taker public.shift_runs;
begin
  if answer is not null then
    return answer;
  end if;
  select * into given from public.shift_handovers where id = receive_handover.handover for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such handover.', 'handover');
  end if;
  perform app.require('shifts.close', given.site_id);
  if app.is_bound_to_shift(given.site_id, 'shifts.close') then
    select * into taker from public.shift_runs where id = given.next_run_id;
    if not exists (
      select from public.shift_assignments where run_id = taker.id and user_id = auth.uid() and active
    ) then
      if taker.id is null then
        perform app.fail('SHIFT_NOT_YOURS', 'This was handed over to no shift; a manager takes it over.', 'handover');
      end if;
      perform app.refuse_foreign_run(taker);
    end if;
  end if;
  if given.received_at is not null then
    perform app.fail('HANDOVER_RECEIVED', pg_catalog.format('%s has taken this over.',
      (select full_name from public.profiles where id = given.received_by)), 'handover');
  end if;
  update public.shift_handovers
  set received_by = auth.uid(), received_at = app.now(), received_note = case when not app.is_blank(receive_handover.note) then receive_handover.note end
  where id = given.id;
  return app.end_command(receive_handover.request_id, public.shift_handover(given.run_id));
end $$;
comment on function public.receive_handover(uuid, uuid, text) is
  'Takes over what was handed over to the own run, with a note where there is something to say (P3.10). Answers what shift_handover of the run that gave it does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_NOT_YOURS, HANDOVER_RECEIVED.';
grant execute on function public.receive_handover(uuid, uuid, text) to authenticated;
