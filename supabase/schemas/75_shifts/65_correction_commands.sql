-- Asking, deciding, withdrawing. What a person gave is judged when he asks; what the rules of the records
-- say of it may be otherwise when it is decided, and is shown until then.
create function app.changed_value(field text, given jsonb, site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  at text := 'changes.' || field;
  word text := given #>> '{}';
begin
  if field in ('remarks', 'note', 'operator_name') then
    if given not in ('null') and pg_catalog.jsonb_typeof(given) <> 'string' then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no text.', left(given::text, 60)), at);
    end if;
    if field = 'operator_name' then
      if app.is_blank(word) then
        perform app.fail('FIELD_MISSING', 'The operator''s name is missing.', at);
      end if;
      word := pg_catalog.btrim(word);
    end if;
    if length(word) > (case field when 'operator_name' then 100 else 2000 end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('This is longer than %s characters.', case field when 'operator_name' then 100 else 2000 end), at);
    end if;
    return case when app.is_blank(word) then 'null' else pg_catalog.to_jsonb(word) end;
  elsif field = 'parameters' then
    if pg_catalog.jsonb_typeof(given) <> 'object' then
      perform app.fail('VALUE_INVALID', 'The parameters are no list of fields with their values.', at);
    end if;
    return given;
  elsif field in ('output_quantity', 'consumed') then
    if pg_catalog.jsonb_typeof(given) <> 'number' then
      perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is no quantity.', left(given::text, 60)), at);
    end if;
    if field = 'consumed' and word::numeric = 0 then
      return given;
    end if;
    return pg_catalog.to_jsonb(app.check_quantity(word::numeric, at));
  end if;
  if pg_catalog.jsonb_typeof(given) <> 'string' then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no value for this.', left(given::text, 60)), at);
  end if;
  if field in ('started_at', 'ended_at') then
    if not pg_catalog.pg_input_is_valid(word, 'timestamptz') then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no time.', left(word, 60)), at);
    end if;
    return pg_catalog.to_jsonb(app.past_time(word::timestamptz, at, changed_value.site_id));
  end if;
  if not pg_catalog.pg_input_is_valid(word, 'uuid') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no id.', left(word, 60)), at);
  end if;
  return pg_catalog.to_jsonb(word::uuid);
end $$;
comment on function app.changed_value(text, jsonb, uuid) is
  'A new value of a column as it is kept. Refuses with VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING at changes.<column>.';

-- What is named and really another than it is.
create function app.checked_changes(subject_type text, record jsonb, given jsonb, site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  known constant text[] := case subject_type
    when 'stage_logs' then array['output_quantity', 'machine_id', 'operator_name', 'started_at', 'ended_at', 'remarks', 'parameters']
    when 'downtimes' then array['machine_id', 'reason_id', 'started_at', 'ended_at', 'note']
    else array['consumed'] end;
  field record;
  value jsonb;
  changes jsonb := '{}';
begin
  if coalesce(pg_catalog.jsonb_typeof(given), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The changes are no list of columns with their new values.', 'changes');
  end if;
  for field in select key, each.value as given from pg_catalog.jsonb_each(given) as each order by key loop
    if field.key <> all (known) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not corrected here; %s are.', left(field.key, 60), pg_catalog.array_to_string(known, ', ')), 'changes');
    end if;
    if field.key in ('ended_at', 'output_quantity') and record ->> 'ended_at' is null then
      perform app.fail('VALUE_INVALID', 'This has not ended yet; its end is entered, not corrected.', 'changes.' || field.key);
    end if;
    value := app.changed_value(field.key, field.given, site_id);
    if field.key = 'parameters' then
      value := (
        select coalesce(pg_catalog.jsonb_object_agg(parameter.key, parameter.value), '{}')
        from pg_catalog.jsonb_each(value) as parameter
        where parameter.value <> coalesce(record -> 'parameters' -> parameter.key -> 'value', 'null')
      );
      continue when value = '{}';
    elsif field.key in ('started_at', 'ended_at') then
      continue when (value #>> '{}')::timestamptz = (record ->> field.key)::timestamptz;
    else
      continue when value = coalesce(record -> field.key, 'null');
    end if;
    changes := changes || pg_catalog.jsonb_build_object(field.key, value);
  end loop;
  if changes = '{}' then
    perform app.fail('VALUE_INVALID', 'Nothing would change.', 'changes');
  end if;
  return changes;
end $$;
comment on function app.checked_changes(text, jsonb, jsonb, uuid) is
  'The changes of a record that may be asked for and change something. Refuses with VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING.';

-- The runs whose records a change touches; the last is the one it is asked for.
create function app.corrected_runs(subject_type text, record jsonb, changes jsonb) returns uuid[]
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return case subject_type
    when 'downtimes' then array[(record ->> 'run_id')::uuid]
    when 'stage_materials' then array[(
      select start_run_id from public.stage_logs
      where batch_id = (record ->> 'batch_id')::uuid and position = (record ->> 'position')::integer
    )]
    else case when record ->> 'ended_at' is null then array[(record ->> 'start_run_id')::uuid]
      when changes ?| array['machine_id', 'operator_name', 'started_at'] and record ->> 'start_run_id' is distinct from record ->> 'end_run_id'
        then case when changes ?| array['output_quantity', 'ended_at', 'remarks', 'parameters']
          then array[(record ->> 'start_run_id')::uuid, (record ->> 'end_run_id')::uuid] else array[(record ->> 'start_run_id')::uuid] end
      else array[(record ->> 'end_run_id')::uuid] end
  end;
end $$;
comment on function app.corrected_runs(text, jsonb, jsonb) is
  'In which runs what is to be changed was entered: how a stage began in the one of its start, how it ended in the one of its end.';

create function app.check_reason(reason text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if app.is_blank(reason) then
    perform app.fail('FIELD_MISSING', 'A correction says why.', 'reason');
  end if;
  if length(reason) > 2000 then
    perform app.fail('VALUE_INVALID', 'The reason is longer than 2000 characters.', 'reason');
  end if;
  return reason;
end $$;
comment on function app.check_reason(text) is 'The reason of a correction. Refuses with FIELD_MISSING, VALUE_INVALID.';

create function app.keep_request(correction public.correction_requests) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  site public.sites;
  refused jsonb;
begin
  select * into strict site from public.sites where id = correction.site_id;
  correction.id := pg_catalog.gen_random_uuid();
  correction.number := pg_catalog.format('COR-%s-%s-%s', site.code, pg_catalog.to_char(app.business_date(site.id), 'YYMMDD'),
    app.padded(app.next_number(pg_catalog.format('correction:%s:%s', site.code, app.business_date(site.id))), 3));
  correction.state := 'requested';
  correction.requested_by := auth.uid();
  correction.requested_at := app.now();
  correction.effects := '[]';
  correction.effects := app.foresee_correction(correction);
  -- What never comes right by waiting is refused at once; what may, is shown and decided.
  refused := correction.effects -> 0;
  if refused ->> 'kind' = 'refused' and (refused ->> 'status')::integer in (400, 403, 404) then
    perform app.fail(refused ->> 'code', refused ->> 'sentence', refused ->> 'field', refused -> 'params');
  end if;
  insert into public.correction_requests values ((correction).*);
  return correction.id;
end $$;
comment on function app.keep_request(public.correction_requests) is
  'Keeps a request with its number and what it would do now. Refuses at once what the records refuse with 400, 403 or 404.';

create function public.request_correction(
  request_id uuid, subject_type text, subject_id uuid, changes jsonb, reason text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'request_correction', pg_catalog.jsonb_build_object(
    'type', subject_type, 'subject', subject_id, 'changes', changes, 'reason', reason));
  correction public.correction_requests;
  record jsonb;
  other text;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  correction.kind := 'change';
  correction.subject_type := request_correction.subject_type;
  correction.subject_id := request_correction.subject_id;
  if correction.subject_type = 'stage_logs' then
    select pg_catalog.to_jsonb(stage_logs), stage_logs.site_id, app.stage_name(stage_logs)
    into record, correction.site_id, correction.subject
    from public.stage_logs where id = correction.subject_id;
  elsif correction.subject_type = 'downtimes' then
    select pg_catalog.to_jsonb(downtimes), downtimes.site_id, pg_catalog.format('Downtime of %s', machines.code)
    into record, correction.site_id, correction.subject
    from public.downtimes join public.machines on machines.id = downtimes.machine_id where downtimes.id = correction.subject_id;
  elsif correction.subject_type = 'stage_materials' then
    select pg_catalog.to_jsonb(stage_materials), batches.site_id, pg_catalog.format('Lot %s for %s', lots.code, batches.code)
    into record, correction.site_id, correction.subject
    from public.stage_materials
    join public.batches on batches.id = stage_materials.batch_id
    join public.lots on lots.id = stage_materials.lot_id
    where stage_materials.id = correction.subject_id;
  else
    perform app.fail('VALUE_INVALID', 'Stages, downtimes and materials are corrected.', 'subject_type');
  end if;
  if record is null then
    perform app.fail('NOT_FOUND', 'There is no such record.', 'subject_id');
  end if;
  perform app.require('shifts.request_correction', correction.site_id);
  correction.reason := app.check_reason(request_correction.reason);
  correction.changes := app.checked_changes(correction.subject_type, record, request_correction.changes, correction.site_id);
  select pg_catalog.jsonb_object_agg(key, case key
      when 'parameters' then (
        select pg_catalog.jsonb_object_agg(field, coalesce(record -> 'parameters' -> field, 'null'))
        from pg_catalog.jsonb_object_keys(correction.changes -> 'parameters') as field
      )
      else coalesce(record -> key, 'null') end)
  into correction.before
  from pg_catalog.jsonb_object_keys(correction.changes) as key;
  if correction.subject_type = 'stage_materials' and not exists (
    select from public.stage_logs
    where batch_id = (record ->> 'batch_id')::uuid and position = (record ->> 'position')::integer
  ) then
    perform app.fail('STAGE_NOT_RUNNING', pg_catalog.format('%s has not been used: its stage has not begun.', correction.subject), 'subject_id');
  end if;
  foreach run in array app.corrected_runs(correction.subject_type, record, correction.changes) loop
    correction.run_id := (app.assert_run_locked(run, correction.subject)).id;
  end loop;
  -- Two who ask for the same record wait for each other here.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('correction:' || correction.subject_id::text, 0));
  select number into other from public.correction_requests
  where correction_requests.subject_id = correction.subject_id and state = 'requested';
  if found then
    perform app.fail('CORRECTION_OPEN', pg_catalog.format('%s of %s waits for its decision.', other, correction.subject), 'subject_id',
      pg_catalog.jsonb_build_object('correction', other));
  end if;
  correction.id := app.keep_request(correction);
  return app.end_command(request_id, app.correction_answer(correction.id));
end $$;
comment on function public.request_correction(uuid, text, uuid, jsonb, text) is
  'Asks a manager to correct a record of a locked shift (P3.07): stage_logs {output_quantity, machine_id, operator_name, started_at, ended_at, remarks, parameters {key: value}}, downtimes {machine_id, reason_id, started_at, ended_at, note}, stage_materials {consumed}. Quantities in the unit of the record. Answers the request with its effects now; what the rules refuse but may allow later is an effect of kind refused. Refuses with NOT_ALLOWED, NOT_FOUND, VALUE_INVALID, QUANTITY_INVALID, FIELD_MISSING, SHIFT_NOT_LOCKED, SHIFT_NOT_YOURS, STAGE_NOT_RUNNING, CORRECTION_OPEN.';
grant execute on function public.request_correction(uuid, text, uuid, jsonb, text) to authenticated;

-- Names the batch or the machine that a late entry is about, if it is there.
create function app.late_subject(args jsonb) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return coalesce(
    (select 'Batch ' || code from public.batches where id::text = args ->> 'batch_id'),
    (
      select pg_catalog.format('Lot %s for %s', lots.code, batches.code)
      from public.stage_materials
      join public.batches on batches.id = stage_materials.batch_id
      join public.lots on lots.id = stage_materials.lot_id
      where stage_materials.id::text = args ->> 'stage_material_id'
    ),
    (select 'Machine ' || code from public.machines where id::text = args ->> 'machine_id'),
    (
      select 'Downtime of ' || machines.code
      from public.downtimes join public.machines on machines.id = downtimes.machine_id
      where downtimes.id::text = args ->> 'downtime_id'
    )
  );
end $$;
comment on function app.late_subject(jsonb) is 'What a late entry is about, as sentences name it; null when it is not there.';

create function public.request_late_entry(
  request_id uuid, run uuid, command text, args jsonb, made_at timestamptz, reason text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'request_late_entry', pg_catalog.jsonb_build_object(
    'run', run, 'command', command, 'args', args, 'made', made_at, 'reason', reason));
  correction public.correction_requests;
  shift public.shift_runs;
  argument record;
  other text;
begin
  if answer is not null then
    return answer;
  end if;
  select * into shift from public.shift_runs where id = request_late_entry.run;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such run of a shift.', 'run');
  end if;
  perform app.require('shifts.request_correction', shift.site_id);
  correction.reason := app.check_reason(request_late_entry.reason);
  perform app.assert_run_locked(shift.id, app.shift_run_name(shift));
  if request_late_entry.made_at is null then
    perform app.fail('FIELD_MISSING', 'The time at which the entry was made is missing.', 'made_at');
  end if;
  if request_late_entry.made_at not between
    shift.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute'
    and greatest(shift.ends_at, shift.locked_at) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s was not in %s, from %s until %s.', app.site_moment(shift.site_id, request_late_entry.made_at), app.shift_run_name(shift),
        app.site_clock(shift.site_id, shift.starts_at), app.site_clock(shift.site_id, shift.ends_at)),
      'made_at'
    );
  end if;
  if request_late_entry.command is null or request_late_entry.command not in (
    'log_stage', 'start_stage', 'finish_stage', 'log_downtime', 'end_downtime', 'allocate_material', 'return_material'
  ) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not entered late.', left(request_late_entry.command, 60)), 'command');
  end if;
  if coalesce(pg_catalog.jsonb_typeof(args), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The entry is no list of arguments with their values.', 'args');
  end if;
  -- Asked of all at once: pg_input_is_valid keeps the first type that a variable gives it.
  select given.key, given.value #>> '{}' as word, known.type into argument
  from pg_catalog.jsonb_each(args) as given
  left join (
    select name, type from app.command_arguments(request_late_entry.command) union all select 'request_id', 'uuid'
  ) as known on known.name = given.key
  where known.type is null
    or (given.value <> 'null' and known.type <> 'jsonb' and not pg_catalog.pg_input_is_valid(given.value #>> '{}', known.type))
  order by known.type is not null, given.key
  limit 1;
  if found and argument.type is null then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s takes no "%s".', request_late_entry.command, left(argument.key, 60)), 'args');
  elsif found then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no value for this.', left(argument.word, 60)), 'args.' || argument.key);
  end if;
  correction.kind := 'late_entry';
  correction.site_id := shift.site_id;
  correction.run_id := shift.id;
  correction.command := request_late_entry.command;
  correction.args := request_late_entry.args - 'request_id';
  -- The stage that is next now is meant, also when others have been logged until it is decided.
  if correction.command in ('log_stage', 'start_stage', 'allocate_material') and correction.args ->> 'position' is null then
    correction.args := correction.args || coalesce(
      (
        select pg_catalog.jsonb_build_object('position', app.next_position(batches))
        from public.batches where id = (correction.args ->> 'batch_id')::uuid and app.next_position(batches) is not null
      ),
      '{}'
    );
  end if;
  correction.made_at := request_late_entry.made_at;
  correction.entry_id := coalesce((request_late_entry.args ->> 'request_id')::uuid, pg_catalog.gen_random_uuid());
  correction.subject := coalesce(app.late_subject(request_late_entry.args), app.shift_run_name(shift));
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('correction:' || correction.entry_id::text, 0));
  select number into other from public.correction_requests
  where entry_id = correction.entry_id and state in ('requested', 'approved');
  if found then
    perform app.fail('CORRECTION_OPEN', pg_catalog.format('This entry has been asked for already, with %s.', other), 'args',
      pg_catalog.jsonb_build_object('correction', other));
  end if;
  correction.id := app.keep_request(correction);
  return app.end_command(request_id, app.correction_answer(correction.id));
end $$;
comment on function public.request_late_entry(uuid, uuid, text, jsonb, timestamptz, text) is
  'Asks a manager to let an entry of the floor into a locked shift, in which it was made, as one recorded offline that arrives after the lock (P3.07). command: log_stage, start_stage, finish_stage, log_downtime, end_downtime, allocate_material or return_material; args: what it is called with, {name: value}, and in request_id the id under which the device would send it. Answers the request with its effects now; what the rules refuse but may allow later is an effect of kind refused. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, SHIFT_NOT_LOCKED, SHIFT_NOT_YOURS, CORRECTION_OPEN, and as the command with what is not found, not allowed or malformed.';
grant execute on function public.request_late_entry(uuid, uuid, text, jsonb, timestamptz, text) to authenticated;

create function app.lock_correction(correction_id uuid) returns public.correction_requests
language plpgsql
security definer
set search_path = ''
as $$
declare
  wanted public.correction_requests;
begin
  select * into strict wanted from public.correction_requests where id = lock_correction.correction_id for no key update;
  if wanted.state <> 'requested' then
    perform app.fail('CORRECTION_DECIDED', pg_catalog.format('%s has been %s.', wanted.number, wanted.state), 'correction',
      pg_catalog.jsonb_build_object('state', wanted.state));
  end if;
  return wanted;
end $$;
comment on function app.lock_correction(uuid) is 'An open correction, locked; else CORRECTION_DECIDED.';

create function public.decide_correction(request_id uuid, correction uuid, approve boolean, note text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'decide_correction', pg_catalog.jsonb_build_object(
    'correction', correction, 'approve', approve, 'note', note));
  wanted public.correction_requests;
  done jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.correction_requests where id = decide_correction.correction;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'correction');
  end if;
  perform app.require('shifts.decide_correction', wanted.site_id);
  wanted := app.lock_correction(wanted.id);
  if auth.uid() = wanted.requested_by then
    perform app.fail('CORRECTION_OWN', pg_catalog.format('Who asked for %s does not decide it.', wanted.number), 'correction');
  end if;
  if approve is null then
    perform app.fail('FIELD_MISSING', 'The decision is missing.', 'approve');
  end if;
  if app.is_blank(note) then
    perform app.fail('FIELD_MISSING', 'A decision says why.', 'note');
  end if;
  if approve then
    done := app.apply_correction(wanted);
  end if;
  update public.correction_requests
  set state = case when decide_correction.approve then 'approved' else 'declined' end,
    decided_by = auth.uid(), decided_at = app.now(), decision_note = decide_correction.note, result = done
  where id = wanted.id;
  return app.end_command(request_id, app.correction_answer(wanted.id));
end $$;
comment on function public.decide_correction(uuid, uuid, boolean, text) is
  'Decides a correction as somebody who did not ask for it; approved, it is applied in the same transaction, or refused by the rule of the record and stays open (P3.07, P1.05). Answers the request with what it did. Refuses with NOT_ALLOWED, NOT_FOUND, CORRECTION_DECIDED, CORRECTION_OWN, FIELD_MISSING, CORRECTION_STALE, OUTPUT_EXCEEDS, TIME_ORDER, MACHINE_BUSY, STOCK_SHORT, LOT_NOT_USABLE, CIRCLE, CERTIFICATE_ISSUED, and a late entry as its command.';
grant execute on function public.decide_correction(uuid, uuid, boolean, text) to authenticated;

create function public.withdraw_correction(request_id uuid, correction uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'withdraw_correction', pg_catalog.jsonb_build_object('correction', correction));
  wanted public.correction_requests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.correction_requests
  where id = withdraw_correction.correction and requested_by = auth.uid();
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request of yours.', 'correction');
  end if;
  perform app.require('shifts.request_correction', wanted.site_id);
  wanted := app.lock_correction(wanted.id);
  update public.correction_requests set state = 'withdrawn' where id = wanted.id;
  return app.end_command(request_id, app.correction_answer(wanted.id));
end $$;
comment on function public.withdraw_correction(uuid, uuid) is
  'Takes an own request back that has not been decided. Answers it. Refuses with NOT_ALLOWED, NOT_FOUND, CORRECTION_DECIDED.';
grant execute on function public.withdraw_correction(uuid, uuid) to authenticated;
