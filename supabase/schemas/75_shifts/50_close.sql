create function app.shift_closes_from(run public.shift_runs) returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return greatest(
    run.starts_at, run.ends_at - coalesce(app.setting('shifts.close_early_minutes')::double precision, 0) * interval '1 minute'
  );
end $$;
comment on function app.shift_closes_from(public.shift_runs) is 'From when on a run may be closed (P3.09).';

create function app.standing_gaps(run public.shift_runs) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if run.state = 'locked' then
    return coalesce(
      (select figures -> 'gaps' from public.shift_summaries where run_id = run.id order by version desc limit 1), '[]');
  end if;
  return app.shift_gaps(run.id);
end $$;
comment on function app.standing_gaps(public.shift_runs) is 'What a run leaves undone now, or left when it was locked.';

create function app.show_close_view(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  here public.shift_runs;
  gaps jsonb;
begin
  select * into here from public.shift_runs where id = show_close_view.run;
  gaps := app.standing_gaps(here);
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(here.id),
    'opened_by', (select full_name from public.profiles where id = here.opened_by),
    'closed_by', (select full_name from public.profiles where id = here.closed_by),
    'locked_at', here.locked_at,
    'opens_from', here.starts_at - coalesce(app.setting('shifts.open_early_minutes')::double precision, 0) * interval '1 minute',
    'closes_from', app.shift_closes_from(here),
    'locks_at', coalesce(here.locked_at, here.ends_at + app.shift_grace(here.site_id)),
    'mine', exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active),
    'may_close', here.state <> 'locked' and app.has('shifts.close', here.site_id) and (
      not app.is_bound_to_shift(here.site_id, 'shifts.close')
      or exists (select from public.shift_assignments where run_id = here.id and user_id = auth.uid() and active)
    ),
    'entries', (select pg_catalog.count(*) from app.run_entries(here)),
    'managers', app.shift_managers(here.site_id),
    'gaps', gaps,
    'gaps_open', (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(gaps) as gap where gap -> 'explained' = 'null'),
    'handover', app.show_handover((select shift_handovers from public.shift_handovers where run_id = here.id)) - 'facts'
  );
end $$;
comment on function app.show_close_view(uuid) is 'A run as the dialog that closes it shows it.';

create function public.shift_gaps(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return app.standing_gaps(app.visible_run(shift_gaps.run));
end $$;
comment on function public.shift_gaps(uuid) is
  'What a run leaves undone, by name, oldest first; of a locked run, what it left: [{kind, subject_type, subject_id, subject, sentence, link, since, explained: null or {reason, by, at}}] (P3.09). Refuses with NOT_FOUND.';
grant execute on function public.shift_gaps(uuid) to authenticated;

create function public.shift_close_view(run uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return app.show_close_view((app.visible_run(shift_close_view.run)).id);
end $$;
comment on function public.shift_close_view(uuid) is
  'What somebody looks at who closes a run: its times, its people, what is undone, how many entries it has, whether it was handed over, whether the caller may close it (P3.09). Refuses with NOT_FOUND.';
grant execute on function public.shift_close_view(uuid) to authenticated;

create function public.close_shift(request_id uuid, run uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(close_shift.request_id, 'close_shift', pg_catalog.jsonb_build_object('run', close_shift.run));
  held public.shift_runs;
  gaps jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  held := app.hold_run(close_shift.run, 'shifts.close');
  perform app.assert_run_begun(held);
  if app.now() < app.shift_closes_from(held) then
    perform app.fail(
      'CLOSE_TOO_EARLY',
      pg_catalog.format('%s ends at %s and may be closed from %s on.', app.shift_run_name(held),
        app.site_clock(held.site_id, held.ends_at), app.site_clock(held.site_id, app.shift_closes_from(held))),
      'run',
      pg_catalog.jsonb_build_object('run', held.id, 'closes_from', app.shift_closes_from(held))
    );
  end if;
  -- Nothing is posted any more: the run is held.
  select pg_catalog.jsonb_agg(gap) into gaps
  from pg_catalog.jsonb_array_elements(app.shift_gaps(held.id)) as gap
  where gap -> 'explained' = 'null';
  if gaps is not null then
    perform app.fail(
      'GAPS_OPEN',
      pg_catalog.format('%s cannot be closed yet. %s%s', app.shift_run_name(held), gaps -> 0 ->> 'sentence',
        case when pg_catalog.jsonb_array_length(gaps) > 1 then pg_catalog.format(' And %s more.', pg_catalog.jsonb_array_length(gaps) - 1) else '' end),
      'run',
      pg_catalog.jsonb_build_object('run', held.id, 'gaps', gaps)
    );
  end if;
  update public.shift_runs set state = 'locked', locked_at = app.now(), closed_by = auth.uid() where id = held.id;
  return app.end_command(close_shift.request_id, app.show_close_view(held.id));
end $$;
comment on function public.close_shift(uuid, uuid) is
  'Closes a run, from the setting shifts.close_early_minutes before its end: it locks at once, with its summary. Everything it leaves undone is explained before (P3.09). Answers what shift_close_view does. Refuses with NOT_FOUND, NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_YOURS, SHIFT_NOT_BEGUN, CLOSE_TOO_EARLY, GAPS_OPEN with params.gaps.';
grant execute on function public.close_shift(uuid, uuid) to authenticated;
