-- What a shift leaves undone is named before it closes. Each is finished where it is, or explained; the
-- explanation stays, whether or not it is finished afterwards.
create table public.shift_explanations (
  id bigint generated always as identity primary key,
  run_id uuid not null,
  site_id uuid not null,
  kind text not null
    constraint "kind of gap is known" check (
      kind in ('stage_running', 'field_missing', 'material_open', 'qc_missing', 'downtime_open', 'loss_unexplained')
    ),
  subject_type text not null,
  subject_id uuid not null,
  sentence text not null,
  reason text not null
    constraint "explanation has 1 to 2000 characters" check (not app.is_blank(reason) and length(reason) <= 2000),
  explained_by uuid not null references public.profiles (id),
  explained_at timestamptz not null default app.now(),
  constraint "explanation is for a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id)
);
comment on table public.shift_explanations is 'Why a shift closed with something undone, append-only; of several for one gap the latest counts (P3.09). Written by explain_gap alone.';
comment on column public.shift_explanations.subject_type is 'The table of the record that is not done: stage_logs, stage_materials, lots or downtimes.';
comment on column public.shift_explanations.sentence is 'What was undone, as it was said then.';
create index shift_explanations_run_id_site_id_idx on public.shift_explanations (run_id, site_id);
create index shift_explanations_subject_idx on public.shift_explanations (run_id, kind, subject_id, id desc);
create index shift_explanations_explained_by_idx on public.shift_explanations (explained_by);
create trigger audit after insert or update or delete on public.shift_explanations
  for each row execute function audit.record();
create trigger keep before update or delete on public.shift_explanations for each row execute function audit.keep();
alter table public.shift_explanations enable row level security;
create policy "members see the explanations of their sites" on public.shift_explanations for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.shift_explanations to authenticated, service_role;

create function app.shift_explanations_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'gap', pg_catalog.jsonb_build_object('run', new.run_id, 'kind', new.kind, 'subject', new.subject_id));
  return null;
end $$;
comment on function app.shift_explanations_announce() is 'Tells the site that somebody explained what is undone.';
create trigger announce after insert on public.shift_explanations
  for each row execute function app.shift_explanations_announce();

-- A stage, a material or a downtime that an earlier shift left open is this one's as well; what the next has
-- begun meanwhile is not. QC is asked for in the shift in which it became due; from then on it is in QA's queue.
create function app.shift_gaps(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  here public.shift_runs;
begin
  select * into here from public.shift_runs where id = shift_gaps.run;
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', gaps.kind, 'subject_type', gaps.subject_type, 'subject_id', gaps.subject_id, 'subject', gaps.subject,
        'sentence', gaps.sentence, 'link', gaps.link, 'since', gaps.since,
        'explained', (
          select pg_catalog.jsonb_build_object(
            'reason', shift_explanations.reason, 'by', profiles.full_name, 'at', shift_explanations.explained_at
          )
          from public.shift_explanations
          join public.profiles on profiles.id = shift_explanations.explained_by
          where shift_explanations.run_id = here.id and shift_explanations.kind = gaps.kind
            and shift_explanations.subject_id = gaps.subject_id
          order by shift_explanations.id desc limit 1
        )
      ) order by gaps.since, gaps.kind, gaps.subject_id), '[]')
    from (
      select 'stage_running' as kind, 'stage_logs' as subject_type, stage_logs.id as subject_id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code) as subject,
        pg_catalog.format('%s of batch %s has been running on %s since %s.', stages.name, batches.code, machines.code,
          app.site_clock(here.site_id, stage_logs.started_at)) as sentence,
        pg_catalog.format('/production/batches/%s/stage', batches.id) as link,
        stage_logs.started_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'running'
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      left join public.shift_runs as began on began.id = stage_logs.start_run_id
      where stage_logs.site_id = here.site_id and stage_logs.ended_at is null
        and (
          began.id = here.id
          or (stage_logs.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'field_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s was logged without %s.', stages.name, batches.code, missing.labels),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      cross join lateral (
        select pg_catalog.string_agg(stage_fields.label, ', ' order by stage_fields.position, stage_fields.key) as labels
        from public.stage_fields
        where stage_fields.stage_id = stage_logs.stage_id and stage_fields.active and stage_fields.required
          and not stage_logs.parameters ? stage_fields.key
          and app.field_is_asked(stage_fields.condition, (
            select coalesce(pg_catalog.jsonb_object_agg(given.key, given.value -> 'value'), '{}')
            from pg_catalog.jsonb_each(stage_logs.parameters) as given
          ))
      ) as missing
      where stage_logs.end_run_id = here.id and missing.labels is not null
      union all
      select 'loss_unexplained', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s lost %s %%, more than %s %%.', stages.name, batches.code,
          pg_catalog.trim_scale(pg_catalog.round(100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity, 2)),
          pg_catalog.trim_scale(stage_logs.loss_limit_percent)),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id
        and 100 - 100 * stage_logs.output_quantity / stage_logs.input_quantity > stage_logs.loss_limit_percent
      union all
      select 'material_open', 'stage_materials', stage_materials.id,
        pg_catalog.format('Lot %s for batch %s', lots.code, batches.code),
        pg_catalog.format('%s %s of lot %s were given to batch %s and neither used nor returned.',
          pg_catalog.trim_scale(stage_materials.allocated - stage_materials.consumed - stage_materials.returned), items.unit,
          lots.code, batches.code),
        pg_catalog.format('/production/batches/%s', batches.id),
        stage_materials.allocated_at
      from public.batches
      join public.stage_materials on stage_materials.batch_id = batches.id
        and stage_materials.consumed + stage_materials.returned < stage_materials.allocated
      join public.lots on lots.id = stage_materials.lot_id
      join public.items on items.id = lots.item_id
      left join public.shift_runs as began on began.id = stage_materials.run_id
      where batches.site_id = here.site_id and batches.state = 'running'
        and (
          began.id = here.id
          or (stage_materials.allocated_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
      union all
      select 'qc_missing', 'stage_logs', stage_logs.id,
        pg_catalog.format('%s of batch %s', stages.name, batches.code),
        pg_catalog.format('%s of batch %s ended at %s and has not been tested.', stages.name, batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s/%s', batches.lot_id, stage_logs.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.end_run_id = here.id and stage_logs.qc_status = 'pending'
        and not exists (select from public.qc_tests where qc_tests.stage_log_id = stage_logs.id)
      union all
      select 'qc_missing', 'lots', lots.id,
        pg_catalog.format('Batch %s', batches.code),
        pg_catalog.format('Batch %s was finished at %s and has not had its final test.', batches.code,
          app.site_clock(here.site_id, stage_logs.ended_at)),
        pg_catalog.format('/quality/entry/%s', lots.id),
        stage_logs.ended_at
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state = 'finished'
      join public.lots on lots.id = batches.lot_id and lots.qc_status = 'pending'
      where stage_logs.end_run_id = here.id
        and stage_logs.position = (select max(last.position) from public.stage_logs as last where last.batch_id = batches.id)
        and not exists (select from public.qc_tests where qc_tests.lot_id = lots.id and qc_tests.kind = 'final')
      union all
      select 'downtime_open', 'downtimes', downtimes.id,
        pg_catalog.format('%s, %s', machines.code, reason_codes.name),
        pg_catalog.format('%s has stood still since %s: %s.', machines.code, app.site_clock(here.site_id, downtimes.started_at), reason_codes.name),
        '/production/board/downtimes?open',
        downtimes.started_at
      from public.downtimes
      join public.machines on machines.id = downtimes.machine_id
      join public.reason_codes on reason_codes.id = downtimes.reason_id
      left join public.shift_runs as began on began.id = downtimes.run_id
      where downtimes.site_id = here.site_id and downtimes.ended_at is null
        and (
          began.id = here.id
          or (downtimes.started_at < here.ends_at and (began.id is null or began.starts_at <= here.starts_at))
        )
    ) as gaps
  );
end $$;
comment on function app.shift_gaps(uuid) is
  'What a run leaves undone as it is now, oldest first: [{kind, subject_type, subject_id, subject, sentence, link, since, explained: null or {reason, by, at}}] (P3.09).';

create function public.explain_gap(request_id uuid, run uuid, kind text, subject_id uuid, reason text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(explain_gap.request_id, 'explain_gap', pg_catalog.jsonb_build_object(
    'run', explain_gap.run, 'kind', explain_gap.kind, 'subject', explain_gap.subject_id, 'reason', explain_gap.reason));
  site uuid := (select site_id from public.shift_runs where id = explain_gap.run);
  gap jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  if site is null then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.close', site);
  perform app.assert_run_open(explain_gap.run, 'shifts.close');
  if app.is_blank(explain_gap.reason) then
    perform app.fail('FIELD_MISSING', 'An explanation says why.', 'reason');
  end if;
  select one into gap
  from pg_catalog.jsonb_array_elements(app.shift_gaps(explain_gap.run)) as one
  where one ->> 'kind' = explain_gap.kind and one ->> 'subject_id' = explain_gap.subject_id::text;
  if not found then
    perform app.fail('NOT_FOUND', 'There is nothing of this kind to explain; it may have been done meanwhile.', 'subject_id');
  end if;
  insert into public.shift_explanations (run_id, site_id, kind, subject_type, subject_id, sentence, reason, explained_by)
  values (
    explain_gap.run, site, explain_gap.kind, gap ->> 'subject_type', explain_gap.subject_id, gap ->> 'sentence', explain_gap.reason, auth.uid()
  );
  return app.end_command(explain_gap.request_id, app.show_close_view(explain_gap.run));
end $$;
comment on function public.explain_gap(uuid, uuid, text, uuid, text) is
  'Says why something stays undone when a run closes; the reason is kept (P3.09). Answers what shift_close_view does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, FIELD_MISSING.';
grant execute on function public.explain_gap(uuid, uuid, text, uuid, text) to authenticated;
