-- Before and after side by side, each value as people know it.
create function app.shown_value(field text, value jsonb, unit text, site_id uuid) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case
    when value is null or value = 'null' then null
    when field = 'machine_id' then (select code from public.machines where id::text = value #>> '{}')
    when field = 'reason_id' then (select name from public.reason_codes where id::text = value #>> '{}')
    when field in ('started_at', 'ended_at') then app.site_moment(shown_value.site_id, (value #>> '{}')::timestamptz)
    when field in ('output_quantity', 'consumed') then app.amount_text((value #>> '{}')::numeric, unit)
    else value #>> '{}'
  end;
end $$;
comment on function app.shown_value(text, jsonb, text, uuid) is 'A value of a correction as a person reads it.';

create function app.correction_fields(correction public.correction_requests) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  measured text := case correction.subject_type
    when 'stage_logs' then (
      select items.unit from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id join public.items on items.id = batches.item_id
      where stage_logs.id = correction.subject_id
    )
    when 'stage_materials' then (
      select items.unit from public.stage_materials
      join public.lots on lots.id = stage_materials.lot_id join public.items on items.id = lots.item_id
      where stage_materials.id = correction.subject_id
    ) end;
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'field', field.name, 'label', field.label, 'unit', field.unit, 'before', field.before, 'after', field.after,
        'before_text', app.shown_value(field.name, field.before, field.unit, correction.site_id),
        'after_text', app.shown_value(field.name, field.after, field.unit, correction.site_id)
      ) order by field.name), '[]')
    from (
      select key as name, null as label, case when key in ('output_quantity', 'consumed') then measured end as unit,
        correction.before -> key as before, value as after
      from pg_catalog.jsonb_each(correction.changes - 'parameters')
      union all
      select 'parameters.' || changed.key, kept.field ->> 'label', kept.field ->> 'unit', correction.before -> 'parameters' -> changed.key -> 'value', changed.value
      from pg_catalog.jsonb_each(correction.changes -> 'parameters') as changed
      cross join lateral (
        select coalesce(
          nullif(correction.before -> 'parameters' -> changed.key, 'null'),
          (
            select pg_catalog.jsonb_build_object('label', stage_fields.label, 'unit', stage_fields.unit)
            from public.stage_fields join public.stage_logs on stage_logs.stage_id = stage_fields.stage_id
            where stage_logs.id = correction.subject_id and stage_fields.key = changed.key
          )
        ) as field
      ) as kept
    ) as field
  );
end $$;
comment on function app.correction_fields(public.correction_requests) is
  'What a correction changes: [{field, label, unit, before, after, before_text, after_text}].';

create function app.correction_answer(correction_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', asked.id, 'number', asked.number, 'state', asked.state, 'kind', asked.kind, 'subject', asked.subject,
      'site_id', asked.site_id, 'site', sites.code,
      'run', pg_catalog.jsonb_build_object('id', shift_runs.id, 'name', app.shift_run_name(shift_runs), 'shift', shifts.code,
        'business_date', shift_runs.business_date),
      'subject_type', asked.subject_type, 'subject_id', asked.subject_id,
      'batch', coalesce(
        (select batches.code from public.stage_logs join public.batches on batches.id = stage_logs.batch_id where stage_logs.id = asked.subject_id),
        (select batches.code from public.stage_materials join public.batches on batches.id = stage_materials.batch_id where stage_materials.id = asked.subject_id),
        (select code from public.batches where id::text = asked.args ->> 'batch_id')
      ),
      'fields', app.correction_fields(asked),
      'command', asked.command, 'args', asked.args, 'made_at', asked.made_at,
      'reason', asked.reason, 'effects', coalesce(asked.result -> 'effects', asked.effects),
      'requested_by', (select full_name from public.profiles where id = asked.requested_by), 'requested_at', asked.requested_at,
      'decided_by', (select full_name from public.profiles where id = asked.decided_by), 'decided_at', asked.decided_at,
      'decision_note', asked.decision_note,
      'own', asked.requested_by = auth.uid(),
      'may_decide', asked.state = 'requested' and asked.requested_by <> auth.uid() and app.has('shifts.decide_correction', asked.site_id)
    )
    from public.correction_requests as asked
    join public.sites on sites.id = asked.site_id
    join public.shift_runs on shift_runs.id = asked.run_id
    join public.shifts on shifts.id = shift_runs.shift_id
    where asked.id = correction_answer.correction_id
  );
end $$;
comment on function app.correction_answer(uuid) is
  'A correction as screens show it; effects are those it had when it was approved, else those of when it was asked.';

create function app.sees_correction(correction public.correction_requests) returns boolean
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return correction.requested_by = auth.uid()
    or (
      (app.has('shifts.request_correction', correction.site_id) or app.has('shifts.decide_correction', correction.site_id))
      and (not app.is_bound_to_shift(correction.site_id) or correction.run_id = any (app.my_runs()))
    );
end $$;
comment on function app.sees_correction(public.correction_requests) is 'Whether the caller sees a correction, as the policy of the table says it.';

-- Not stable: what is open is tried, and the trial undone.
create function public.correction_details(correction uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  wanted public.correction_requests;
  answer jsonb;
begin
  select * into wanted from public.correction_requests where id = correction_details.correction;
  if not found or not app.sees_correction(wanted) then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'correction');
  end if;
  answer := app.correction_answer(wanted.id);
  if wanted.state = 'requested' then
    answer := answer || pg_catalog.jsonb_build_object('effects', app.foresee_correction(wanted));
  end if;
  return answer || pg_catalog.jsonb_build_object(
    'refused', coalesce(answer -> 'effects' -> 0 ->> 'kind' = 'refused', false),
    'versions', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'subject_type', subject_type, 'subject_id', record_versions.subject_id, 'version', version, 'record', record, 'at', at
      ) order by at, subject_type, record_versions.subject_id), '[]')
      from public.record_versions where correction_id = wanted.id
    )
  );
end $$;
comment on function public.correction_details(uuid) is
  'A correction with before and after side by side and its effects: while it is open what it would do at this moment, afterwards what it did (P3.07); refused says that a rule is against it now. Refuses with NOT_FOUND.';
grant execute on function public.correction_details(uuid) to authenticated;

create function public.corrections(
  site_id uuid, state text default null, before uuid default null, page_size integer default 25
) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  size integer := greatest(1, least(coalesce(page_size, 25), 200));
  ids uuid[];
begin
  select pg_catalog.array_agg(id order by requested_at desc, id desc) into ids
  from (
    select asked.id, asked.requested_at
    from public.correction_requests as asked
    where asked.site_id = corrections.site_id
      and (corrections.state is null or asked.state = corrections.state)
      and (
        corrections.before is null
        or (asked.requested_at, asked.id) < (select last.requested_at, last.id from public.correction_requests as last where last.id = corrections.before)
      )
      and app.sees_correction(asked)
    order by asked.requested_at desc, asked.id desc
    limit size + 1
  ) as page;
  return pg_catalog.jsonb_build_object(
    'rows', (
      select coalesce(pg_catalog.jsonb_agg(app.correction_answer(id) - 'effects' order by turn), '[]')
      from pg_catalog.unnest(ids) with ordinality as row (id, turn) where turn <= size
    ),
    'more', coalesce(pg_catalog.array_length(ids, 1) > size, false)
  );
end $$;
comment on function public.corrections(uuid, text, uuid, integer) is
  'A page of the corrections of a site that the caller sees, newest first, as {rows, more} (P3.07). state: requested, approved, declined or withdrawn, or all; before: id of the last row of the page before; page_size up to 200.';
grant execute on function public.corrections(uuid, text, uuid, integer) to authenticated;
