-- One stage of one batch: what went in, what came out, where, by whom and when. The log keeps the limits
-- it was judged by.
create extension if not exists btree_gist with schema extensions;

create table public.stage_logs (
  id uuid primary key default gen_random_uuid(),
  batch_id uuid not null references public.batches (id),
  site_id uuid not null references public.sites (id),
  position integer not null,
  stage_id uuid not null references public.stages (id),
  machine_id uuid not null references public.machines (id),
  operator_name text not null
    constraint "operator name has 1 to 100 characters" check (btrim(operator_name) <> '' and length(operator_name) <= 100),
  carried_quantity numeric not null
    constraint "carried quantity is not below zero" check (carried_quantity >= 0),
  added_quantity numeric not null default 0
    constraint "added quantity is not below zero" check (added_quantity >= 0),
  input_quantity numeric not null generated always as (carried_quantity + added_quantity) stored,
  output_quantity numeric
    constraint "output is above zero" check (output_quantity > 0 and output_quantity < 1e9),
  loss_limit_percent numeric,
  yield_min_percent numeric,
  yield_max_percent numeric,
  qc_gate boolean not null,
  parameters jsonb not null default '{}',
  qc_status text not null default 'not_required'
    constraint "QC status of a stage is known" check (qc_status in ('not_required', 'pending', 'pass', 'fail', 'hold')),
  started_at timestamptz not null,
  ended_at timestamptz,
  start_run_id uuid references public.shift_runs (id),
  end_run_id uuid references public.shift_runs (id),
  started_by uuid not null references public.profiles (id),
  ended_by uuid references public.profiles (id),
  remarks text
    constraint "stage remarks have at most 2000 characters" check (length(remarks) <= 2000),
  created_at timestamptz not null default app.now(),
  end_logged_at timestamptz,
  constraint "a stage is logged once for a batch" unique (batch_id, position),
  constraint "something goes into a stage" check (carried_quantity + added_quantity > 0),
  constraint "no more comes out than went in" check (output_quantity <= carried_quantity + added_quantity),
  constraint "a stage starts before it ends" check (started_at < ended_at),
  constraint "a stage that has ended has its output and who ended it" check (
    (ended_at is null) = (output_quantity is null) and (ended_at is null) = (ended_by is null)
  ),
  constraint "a machine runs one stage at a time" exclude using gist (
    machine_id with =, tstzrange(started_at, ended_at) with &&
  )
);
comment on table public.stage_logs is 'Stages of batches as they were run (P3.02); written by commands alone. Quantities in the product''s base unit.';
comment on column public.stage_logs.carried_quantity is 'The output of the stage before (P3.03); zero for the first.';
comment on column public.stage_logs.added_quantity is 'Material that was consumed at this stage (P5.05).';
comment on column public.stage_logs.end_logged_at is 'When its end was written down, which may be later than it was; as created_at for its start.';
comment on column public.stage_logs.parameters is 'Values of the stage''s form with the unit and limits of the field at that time (P3.04).';
create index stage_logs_stage_id_idx on public.stage_logs (stage_id, started_at desc);
create index stage_logs_machine_id_idx on public.stage_logs (machine_id, started_at desc);
create index stage_logs_site_id_idx on public.stage_logs (site_id, started_at desc);
create index stage_logs_running_idx on public.stage_logs (site_id) where ended_at is null;
create index stage_logs_qc_idx on public.stage_logs (site_id, qc_status) where qc_status in ('pending', 'hold') and ended_at is not null;
create index stage_logs_start_run_id_idx on public.stage_logs (start_run_id);
create index stage_logs_end_run_id_idx on public.stage_logs (end_run_id);
create index stage_logs_started_by_idx on public.stage_logs (started_by);
create index stage_logs_ended_by_idx on public.stage_logs (ended_by);
create trigger audit after insert or update or delete on public.stage_logs
  for each row execute function audit.record();
alter table public.stage_logs enable row level security;

create function app.my_runs() returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(run_id), '{}')
    from public.shift_assignments where user_id = (select auth.uid()) and active
  );
end $$;
comment on function app.my_runs() is 'The runs of shifts that the caller is assigned to.';
grant execute on function app.my_runs() to authenticated;

create function app.my_shift_bound_sites() returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(site.id), '{}')
    from pg_catalog.unnest(app.my_sites()) as site (id)
    where app.is_bound_to_shift(site.id)
  );
end $$;
comment on function app.my_shift_bound_sites() is 'The sites at which the caller is a supervisor only, and so bound to his shifts (P1.05).';
grant execute on function app.my_shift_bound_sites() to authenticated;

-- A supervisor looks up the logs of his own shifts (P1.09); the flow of a batch is everybody's, by
-- batch_journey (P3.08).
create policy "members see the stages of their sites, supervisors those of their shifts" on public.stage_logs
  for select to authenticated
  using (
    site_id = any ((select app.my_sites())::uuid[])
    and (
      not site_id = any ((select app.my_shift_bound_sites())::uuid[])
      or start_run_id = any ((select app.my_runs())::uuid[])
      or end_run_id = any ((select app.my_runs())::uuid[])
    )
  );
grant select on public.stage_logs to authenticated, service_role;

-- Refuses a stage that may not begin: out of the route's order, logged already, before the gate of the
-- stage before, on hold. Asked by the commands, and by the trigger below for every other path (P4.05).
create function app.assert_stage_may_begin(batch public.batches, "position" integer, started_at timestamptz) returns public.stage_logs
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  stage_name text;
  prior_position integer;
  prior_name text;
  prior public.stage_logs;
begin
  if batch.state <> 'running' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s and takes no more stages.', batch.code, batch.state), 'batch');
  end if;
  if exists (select from public.lot_holds where lot_holds.lot_id = batch.lot_id and released_at is null) then
    perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Batch %s is on hold and may not go on.', batch.code), 'batch');
  end if;
  select stages.name into stage_name
  from public.route_stages join public.stages on stages.id = route_stages.stage_id
  where route_stages.route_id = batch.route_id and route_stages.position = assert_stage_may_begin.position;
  if not found then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s.', batch.code, assert_stage_may_begin.position), 'position');
  end if;
  if exists (
    select from public.stage_logs
    where stage_logs.batch_id = batch.id and stage_logs.position = assert_stage_may_begin.position
  ) then
    perform app.fail('STAGE_DONE', pg_catalog.format('%s of batch %s has been logged already.', stage_name, batch.code), 'position');
  end if;
  select route_stages.position, stages.name into prior_position, prior_name
  from public.route_stages join public.stages on stages.id = route_stages.stage_id
  where route_stages.route_id = batch.route_id and route_stages.position < assert_stage_may_begin.position
  order by route_stages.position desc limit 1;
  if not found then
    return null;
  end if;
  select * into prior from public.stage_logs where batch_id = batch.id and stage_logs.position = prior_position;
  if not found then
    perform app.fail('STAGE_ORDER', pg_catalog.format('%s comes before %s and has not been logged for batch %s.', prior_name, stage_name, batch.code), 'position');
  end if;
  if prior.ended_at is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('%s of batch %s is still running.', prior_name, batch.code), 'position');
  end if;
  if prior.qc_status not in ('pass', 'not_required') then
    perform app.fail(
      'QC_GATE_CLOSED',
      pg_catalog.format('%s of batch %s %s; %s may not begin.', prior_name, batch.code,
        case prior.qc_status when 'pending' then 'waits for QC' when 'hold' then 'is on hold' else 'has failed QC' end, stage_name),
      'position',
      pg_catalog.jsonb_build_object('batch', batch.code, 'stage', prior_name, 'qc_status', prior.qc_status)
    );
  end if;
  if assert_stage_may_begin.started_at < prior.ended_at then
    perform app.fail(
      'TIME_ORDER',
      pg_catalog.format('%s cannot begin at %s: %s ended at %s.', stage_name, app.site_clock(batch.site_id, assert_stage_may_begin.started_at),
        prior_name, app.site_clock(batch.site_id, prior.ended_at)),
      'started_at'
    );
  end if;
  return prior;
end $$;
comment on function app.assert_stage_may_begin(public.batches, integer, timestamptz) is
  'The log of the stage before, null for the first. Refuses with BATCH_OVER, LOT_NOT_USABLE, STAGE_ORDER, STAGE_DONE, QC_GATE_CLOSED, TIME_ORDER (P3.02, P4.05).';

-- The last line of every path. The input is the output of the stage before, and the limits are the
-- route's: nobody brings his own.
create function app.stage_logs_guard() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  batch public.batches;
  step public.route_stages;
  open text[] := array['qc_status', 'input_quantity'];
  corrected constant text[] := array['carried_quantity', 'added_quantity', 'output_quantity', 'machine_id', 'operator_name',
    'parameters', 'started_at', 'ended_at', 'remarks'];
begin
  select * into strict batch from public.batches where id = coalesce(new.batch_id, old.batch_id) for no key update;
  if tg_op = 'DELETE' then
    perform app.fail('APPEND_ONLY', pg_catalog.format('A stage of batch %s was begun and is not removed.', batch.code));
  elsif tg_op = 'INSERT' then
    -- A hold that is set at this moment waits, or is seen.
    perform from public.lots where id = batch.lot_id for share;
    new.carried_quantity := coalesce((app.assert_stage_may_begin(batch, new.position, new.started_at)).output_quantity, 0);
    select * into strict step from public.route_stages where route_id = batch.route_id and position = new.position;
    new.site_id := batch.site_id;
    new.stage_id := step.stage_id;
    new.loss_limit_percent := step.loss_limit_percent;
    new.yield_min_percent := step.yield_min_percent;
    new.yield_max_percent := step.yield_max_percent;
    new.qc_gate := step.qc_gate;
    new.qc_status := case when step.qc_gate then 'pending' else 'not_required' end;
  else
    if old.ended_at is null then
      open := open || array['output_quantity', 'ended_at', 'ended_by', 'end_run_id', 'parameters', 'remarks'];
    end if;
    -- Whether a correction is being applied is asked only where it matters.
    if pg_catalog.to_jsonb(new) - open <> pg_catalog.to_jsonb(old) - open
      and not (
        pg_catalog.to_jsonb(new) - open - corrected = pg_catalog.to_jsonb(old) - open - corrected
        and (app.applied_correction()).kind is not distinct from 'change'
      ) then
      perform app.fail(
        'STAGE_DONE',
        pg_catalog.format(case when old.ended_at is null then 'What this stage of batch %s began with stays as it is.'
          else 'This stage of batch %s has been logged and stays as it is.' end, batch.code),
        'position'
      );
    end if;
  end if;
  return new;
end $$;
comment on function app.stage_logs_guard() is
  'Asks app.assert_stage_may_begin, takes the input from the stage before and the limits from the route, and keeps what a stage began with and, when it has ended, all of it but the verdict of QC, unless an approved correction is being applied (P3.02, P3.03, P3.07, P4.05).';
create trigger guard before insert or update or delete on public.stage_logs
  for each row execute function app.stage_logs_guard();

create function app.stage_logs_note_end() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.end_logged_at := app.now();
  return new;
end $$;
comment on function app.stage_logs_note_end() is 'Keeps when the end of a stage was written down: a shift counts what came late (P3.09).';
create trigger note_end_at_once before insert on public.stage_logs
  for each row when (new.ended_at is not null) execute function app.stage_logs_note_end();
create trigger note_end before update on public.stage_logs
  for each row when (old.ended_at is null and new.ended_at is not null) execute function app.stage_logs_note_end();

create function app.stage_logs_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'production', 'stage', pg_catalog.jsonb_build_object(
    'batch', (select code from public.batches where id = new.batch_id), 'stage', new.position,
    'running', new.ended_at is null, 'output', new.output_quantity, 'qc_status', new.qc_status));
  return null;
end $$;
comment on function app.stage_logs_announce() is 'Tells the site that a stage has started, ended or been judged.';
create trigger announce after insert or update on public.stage_logs
  for each row execute function app.stage_logs_announce();

-- The share of the input that was lost, and what of the limits it breaks; null while the stage runs.
create function app.stage_flags(log public.stage_logs) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  share numeric;
begin
  if (log).output_quantity is null then
    return null;
  end if;
  share := 100 * (log).output_quantity / (log).input_quantity;
  return pg_catalog.jsonb_build_object(
    'loss', (log).input_quantity - (log).output_quantity,
    'loss_percent', pg_catalog.round(100 - share, 3),
    'yield_percent', pg_catalog.round(share, 3),
    'loss_above_limit', coalesce(100 - share > (log).loss_limit_percent, false),
    'yield_out_of_band', coalesce(share < (log).yield_min_percent, false) or coalesce(share > (log).yield_max_percent, false)
  );
end $$;
comment on function app.stage_flags(public.stage_logs) is
  'Loss and yield of a stage in the product''s unit and in % of its input, and whether they break the limits it keeps (P3.03).';
grant execute on function app.stage_flags(public.stage_logs) to authenticated;
