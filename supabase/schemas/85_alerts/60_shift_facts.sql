-- A shift that is over and not closed: its own supervisors are told, not those who have come after them.
-- One that nobody was assigned to has nobody to close it.
create function app.shift_runs_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.state = 'closing' then
    if not exists (select from public.shift_assignments where run_id = new.id and active) then
      return null;
    end if;
    perform app.notify(
      'shift.not_closed', new.site_id, 'shift_runs', new.id::text, app.shift_run_name(new),
      pg_catalog.jsonb_build_object(
        'shift', app.shift_run_name(new), 'ended', app.site_clock(new.site_id, new.ends_at),
        'locks', app.site_clock(new.site_id, new.ends_at + app.shift_grace(new.site_id)), 'run', new.id
      ),
      '/shifts/close/' || new.id
    );
  else
    perform app.resolve_alerts('shift.not_closed', 'shift_runs', new.id::text,
      case when new.closed_by is null then 'The shift is locked.' else 'The shift is closed.' end);
  end if;
  return null;
end $$;
comment on function app.shift_runs_raise() is 'Raises shift.not_closed at the end of a run that nobody has closed, and ends it when the run is locked (P9.01, P3.09).';
create trigger raise_alerts after update of state on public.shift_runs
  for each row when (old.state <> new.state and new.state in ('closing', 'locked'))
  execute function app.shift_runs_raise();

-- What the lock left undone and nobody has explained is in the summary that it wrote.
create function app.shift_summaries_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  run public.shift_runs;
  missing text[] := array(
    select gap ->> 'sentence' from pg_catalog.jsonb_array_elements(new.figures -> 'gaps') as gap
    where pg_catalog.jsonb_typeof(gap -> 'explained') is distinct from 'object'
      -- What goes on in the next shift is handed over, not missing.
      and gap ->> 'kind' not in ('stage_running', 'material_open', 'downtime_open')
  );
begin
  if pg_catalog.cardinality(missing) = 0 then
    return null;
  end if;
  select * into strict run from public.shift_runs where id = new.run_id;
  perform app.notify(
    'shift.entry_missing', new.site_id, 'shift_runs', new.run_id::text, app.shift_run_name(run),
    pg_catalog.jsonb_build_object(
      'shift', app.shift_run_name(run), 'run', new.run_id, 'gaps', pg_catalog.array_to_string(missing, ' '),
      'missing', case pg_catalog.cardinality(missing) when 1 then '1 entry' else pg_catalog.cardinality(missing) || ' entries' end
    ),
    '/shifts/logbook?run=' || new.run_id
  );
  return null;
end $$;
comment on function app.shift_summaries_raise() is 'Raises shift.entry_missing for what a run was locked without and nobody has explained (P9.01, P3.09).';
create trigger raise_alerts after insert on public.shift_summaries
  for each row when (new.version = 1)
  execute function app.shift_summaries_raise();

create function app.correction_requests_raise() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  run public.shift_runs;
  link text := '/shifts/corrections/' || new.id;
begin
  select * into strict run from public.shift_runs where id = new.run_id;
  if new.state = 'requested' then
    perform app.notify(
      'shifts.correction_requested', new.site_id, 'correction_requests', new.id::text, pg_catalog.concat_ws(', ', new.number, new.subject),
      pg_catalog.jsonb_build_object(
        'number', new.number, 'shift', app.shift_run_name(run), 'reason', new.reason,
        'person', (select full_name from public.profiles where id = new.requested_by)
      ),
      link
    );
    return null;
  end if;
  perform app.resolve_alerts('shifts.correction_requested', 'correction_requests', new.id::text, pg_catalog.format('It was %s.', new.state));
  if new.decided_by is not null then
    perform app.notify(
      'shifts.correction_decided', new.site_id, 'correction_requests', new.id::text, pg_catalog.concat_ws(', ', new.number, new.subject),
      pg_catalog.jsonb_build_object(
        'number', new.number, 'shift', app.shift_run_name(run), 'decision', new.state, 'note', new.decision_note,
        'person', (select full_name from public.profiles where id = new.decided_by)
      ),
      link, array[new.requested_by]
    );
  end if;
  return null;
end $$;
comment on function app.correction_requests_raise() is
  'Raises shifts.correction_requested, ends it with the decision or the withdrawal, and tells who has asked what was decided (P9.01, P3.07).';
create trigger raise_asked after insert on public.correction_requests
  for each row execute function app.correction_requests_raise();
create trigger raise_decided after update of state on public.correction_requests
  for each row when (old.state <> new.state)
  execute function app.correction_requests_raise();
