-- What a correction does is read from the audit of its own transaction. So what is listed before the
-- decision, from a trial that is undone, and what is listed after it are made by the same act.
create function app.change_phrase(what text, before text, after text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case
    when before is not distinct from after then null
    when before is null then pg_catalog.format('its %s is %s', what, after)
    when after is null then pg_catalog.format('it has no %s any more; it was %s', what, before)
    else pg_catalog.format('its %s becomes %s; it was %s', what, after, before)
  end;
end $$;
comment on function app.change_phrase(text, text, text) is 'A change of one figure as part of a sentence; null when there is none.';

create function app.amount_text(amount numeric, unit text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return pg_catalog.trim_scale(amount)::text || ' ' || unit;
end $$;
comment on function app.amount_text(numeric, text) is 'A quantity with its unit; null when there is none.';

create function app.parameter_phrases(before jsonb, after jsonb) returns text[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(pg_catalog.array_agg(phrase order by key) filter (where phrase is not null), '{}')
    from pg_catalog.jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as key
    cross join lateral app.change_phrase(
      coalesce(after -> key ->> 'label', before -> key ->> 'label'),
      pg_catalog.concat_ws(' ', before -> key ->> 'value', before -> key ->> 'unit'),
      pg_catalog.concat_ws(' ', after -> key ->> 'value', after -> key ->> 'unit')
    ) as phrase
  );
end $$;
comment on function app.parameter_phrases(jsonb, jsonb) is 'What changes in the form of a stage, as parts of a sentence.';

create function app.stage_effect(old public.stage_logs, new public.stage_logs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  name text := app.stage_name(new);
  unit text := (
    select items.unit from public.batches join public.items on items.id = batches.item_id where batches.id = (new).batch_id
  );
  machine text := (select code from public.machines where id = (new).machine_id);
  flags jsonb := app.stage_flags(new);
  old_flags jsonb := app.stage_flags(old);
  phrases text[];
begin
  if (old).id is null then
    phrases := array[pg_catalog.format('%s go in on %s', app.amount_text((new).input_quantity, unit), machine)]
      || case when (new).output_quantity is not null then pg_catalog.format('%s come out', app.amount_text((new).output_quantity, unit)) end;
  else
    phrases := array[
      app.change_phrase('input', app.amount_text((old).input_quantity, unit), app.amount_text((new).input_quantity, unit)),
      app.change_phrase('output', app.amount_text((old).output_quantity, unit), app.amount_text((new).output_quantity, unit)),
      app.change_phrase('loss', pg_catalog.round((old_flags ->> 'loss_percent')::numeric, 2) || ' %',
        pg_catalog.round((flags ->> 'loss_percent')::numeric, 2) || ' %'),
      app.change_phrase('machine', (select code from public.machines where id = (old).machine_id), machine),
      app.change_phrase('operator', (old).operator_name, (new).operator_name),
      app.change_phrase('start', app.site_moment((old).site_id, (old).started_at), app.site_moment((new).site_id, (new).started_at)),
      app.change_phrase('end', app.site_moment((old).site_id, (old).ended_at), app.site_moment((new).site_id, (new).ended_at)),
      case when (old).remarks is distinct from (new).remarks then 'its remarks change' end
    ] || app.parameter_phrases((old).parameters, (new).parameters);
  end if;
  phrases := phrases || array[
    case when (flags ->> 'loss_above_limit')::boolean and not coalesce((old_flags ->> 'loss_above_limit')::boolean, false)
      then pg_catalog.format('the loss is above its limit of %s %%', pg_catalog.trim_scale((new).loss_limit_percent)) end,
    case when (old_flags ->> 'loss_above_limit')::boolean and not (flags ->> 'loss_above_limit')::boolean
      then pg_catalog.format('the loss is no longer above its limit of %s %%', pg_catalog.trim_scale((new).loss_limit_percent)) end,
    case when (flags ->> 'yield_out_of_band')::boolean and not coalesce((old_flags ->> 'yield_out_of_band')::boolean, false)
      then 'the yield is out of its band' end,
    case when (old_flags ->> 'yield_out_of_band')::boolean and not (flags ->> 'yield_out_of_band')::boolean
      then 'the yield is in its band again' end
  ];
  return pg_catalog.jsonb_build_object(
    'subject', name,
    'sentence', pg_catalog.format('%s: %s.', name, pg_catalog.array_to_string(phrases, '; ')),
    'unit', unit,
    'flags', flags
  );
end $$;
comment on function app.stage_effect(public.stage_logs, public.stage_logs) is
  'What becomes of a stage, with its loss and yield judged by the limits it keeps (P3.03).';

create function app.effect_of(relation text, old_row jsonb, new_row jsonb) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  kept jsonb := coalesce(new_row, old_row);
  lot record;
  batch text;
  machine text;
  site uuid;
  phrases text[];
  run public.shift_runs;
begin
  if relation = 'stage_logs' then
    return app.stage_effect(
      pg_catalog.jsonb_populate_record(null::public.stage_logs, old_row), pg_catalog.jsonb_populate_record(null::public.stage_logs, new_row));
  end if;
  select lots.code, items.unit into lot
  from public.lots join public.items on items.id = lots.item_id
  where lots.id = coalesce(kept ->> 'lot_id', kept ->> 'parent_id', kept ->> 'id')::uuid;
  if relation = 'stage_materials' then
    batch := (select code from public.batches where id = (kept ->> 'batch_id')::uuid);
    phrases := array[
      app.change_phrase('allocation', app.amount_text((old_row ->> 'allocated')::numeric, lot.unit), app.amount_text((kept ->> 'allocated')::numeric, lot.unit)),
      case when old_row is not null or (kept ->> 'consumed')::numeric > 0 then
        app.change_phrase('use', app.amount_text((old_row ->> 'consumed')::numeric, lot.unit), app.amount_text((kept ->> 'consumed')::numeric, lot.unit)) end,
      case when old_row is not null then
        app.change_phrase('return', app.amount_text((old_row ->> 'returned')::numeric, lot.unit), app.amount_text((kept ->> 'returned')::numeric, lot.unit)) end
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s for %s', lot.code, batch), 'unit', lot.unit,
      'sentence', pg_catalog.format('Lot %s for %s: %s.', lot.code, batch, pg_catalog.array_to_string(phrases, '; ')));
  elsif relation = 'stock_moves' then
    return (
      select pg_catalog.jsonb_build_object(
        'subject', pg_catalog.format('Lot %s', lot.code), 'unit', lot.unit,
        'sentence', pg_catalog.format('%s of lot %s are booked from %s to %s.', app.amount_text((kept ->> 'quantity')::numeric, lot.unit),
          lot.code, source.code, target.code))
      from public.locations as source, public.locations as target
      where source.id = (kept ->> 'from_id')::uuid and target.id = (kept ->> 'to_id')::uuid
    );
  elsif relation = 'lot_links' then
    batch := (select code from public.lots where id = (kept ->> 'child_id')::uuid);
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s', batch), 'unit', lot.unit,
      'sentence', case
        when new_row is null then pg_catalog.format('Lot %s is no longer traced to lot %s for %s of it.', batch, lot.code,
          app.amount_text((kept ->> 'quantity')::numeric, lot.unit))
        when old_row is null then pg_catalog.format('Lot %s is traced to %s of lot %s.', batch,
          app.amount_text((kept ->> 'quantity')::numeric, lot.unit), lot.code)
        else pg_catalog.format('Lot %s is traced to %s of lot %s; it was %s.', batch, app.amount_text((kept ->> 'quantity')::numeric, lot.unit),
          lot.code, app.amount_text((old_row ->> 'quantity')::numeric, lot.unit))
      end);
  elsif relation = 'lots' then
    phrases := array[
      app.change_phrase('first quantity', app.amount_text((old_row ->> 'initial_quantity')::numeric, lot.unit), app.amount_text((kept ->> 'initial_quantity')::numeric, lot.unit)),
      app.change_phrase('day of making', old_row ->> 'manufactured_on', kept ->> 'manufactured_on'),
      app.change_phrase('last day of use', old_row ->> 'expires_on', kept ->> 'expires_on'),
      (
        select pg_catalog.format('revision %s of %s keeps what it says', certificates.revision, certificates.number)
        from public.certificates where certificates.lot_id = (kept ->> 'id')::uuid order by certificates.revision desc limit 1
      )
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Lot %s', lot.code), 'unit', lot.unit,
      'sentence', pg_catalog.format('Lot %s: %s.', lot.code, pg_catalog.array_to_string(phrases, '; ')));
  elsif relation = 'batches' then
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Batch %s', kept ->> 'code'),
      'sentence', pg_catalog.format('Batch %s is %s.', kept ->> 'code', kept ->> 'state'));
  elsif relation = 'downtimes' then
    site := (kept ->> 'site_id')::uuid;
    machine := (select code from public.machines where id = (kept ->> 'machine_id')::uuid);
    phrases := array[
      app.change_phrase('machine', (select code from public.machines where id = (old_row ->> 'machine_id')::uuid), machine),
      app.change_phrase('reason', (select name from public.reason_codes where id = (old_row ->> 'reason_id')::uuid),
        (select name from public.reason_codes where id = (kept ->> 'reason_id')::uuid)),
      app.change_phrase('start', app.site_moment(site, (old_row ->> 'started_at')::timestamptz), app.site_moment(site, (kept ->> 'started_at')::timestamptz)),
      app.change_phrase('end', app.site_moment(site, (old_row ->> 'ended_at')::timestamptz), app.site_moment(site, (kept ->> 'ended_at')::timestamptz)),
      app.change_phrase('length',
        app.amount_text(pg_catalog.round(extract(epoch from (old_row ->> 'ended_at')::timestamptz - (old_row ->> 'started_at')::timestamptz) / 60, 1), 'min'),
        app.amount_text(pg_catalog.round(extract(epoch from (kept ->> 'ended_at')::timestamptz - (kept ->> 'started_at')::timestamptz) / 60, 1), 'min')),
      app.change_phrase('stage', (select app.stage_name(stage_logs) from public.stage_logs where id = (old_row ->> 'stage_log_id')::uuid),
        (select app.stage_name(stage_logs) from public.stage_logs where id = (kept ->> 'stage_log_id')::uuid)),
      case when old_row is not null and (old_row ->> 'note') is distinct from (kept ->> 'note') then 'its note changes' end
    ];
    return pg_catalog.jsonb_build_object(
      'subject', pg_catalog.format('Downtime of %s', machine),
      'sentence', pg_catalog.format('Downtime of %s: %s.', machine, pg_catalog.array_to_string(phrases, '; ')));
  end if;
  select * into run from public.shift_runs where id = (kept ->> 'run_id')::uuid;
  return pg_catalog.jsonb_build_object(
    'subject', app.shift_run_name(run), 'sentence', pg_catalog.format('The summary of %s is computed anew.', app.shift_run_name(run)));
end $$;
comment on function app.effect_of(text, jsonb, jsonb) is
  'What becomes of one record, as {subject, sentence, unit}; for a stage with the flags of its loss and yield.';

create function app.effects_since(mark bigint) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    with entries as (
      select log.id, substr(log.relation, length('public.') + 1) as relation, log.record_id, log.before, log.after
      from audit.log
      where log.id > mark and log.transaction_id = pg_catalog.txid_current()
        and log.relation in (
          'public.stage_logs', 'public.stage_materials', 'public.downtimes', 'public.lots', 'public.stock_moves', 'public.lot_links',
          'public.batches', 'public.shift_summaries'
        )
    ), records as (
      select min(id) as turn, relation, record_id,
        (pg_catalog.array_agg(before order by id))[1] as before, (pg_catalog.array_agg(after order by id desc))[1] as after
      from entries group by relation, record_id
    )
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', records.relation,
        'id', case when records.before is not null then records.record_id end,
        'before', (
          select pg_catalog.jsonb_object_agg(key, value -> 0)
          from pg_catalog.jsonb_each(app.changed_columns(records.before, records.after)) where records.before is not null
        ),
        'after', (
          select pg_catalog.jsonb_object_agg(key, value -> 1)
          from pg_catalog.jsonb_each(app.changed_columns(records.before, records.after)) where records.before is not null and records.after is not null
        )
      ) || app.effect_of(records.relation, records.before, records.after)
      order by records.turn
    ), '[]')
    from records
    where records.before is distinct from records.after
  );
end $$;
comment on function app.effects_since(bigint) is
  'What this transaction has done to records since an entry of the audit, in its order: [{kind, id, subject, sentence, unit, before, after, flags}]; of what is new neither id nor columns.';
