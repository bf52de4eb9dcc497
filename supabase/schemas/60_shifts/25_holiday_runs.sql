-- A run that was planned for a day that becomes a holiday goes, as long as it has not begun and nobody is
-- assigned to it; one with people stays, and the plan shows the conflict.
create function app.cancel_holiday_runs(site_id uuid, day date) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  run public.shift_runs;
begin
  perform from public.shifts where shifts.site_id = cancel_holiday_runs.site_id order by id for no key update;
  for run in
    select * from public.shift_runs
    where shift_runs.site_id = cancel_holiday_runs.site_id and business_date = cancel_holiday_runs.day
      and state = 'scheduled' and starts_at > app.now()
    order by id
    for update
  loop
    continue when exists (select from public.shift_assignments where run_id = run.id and active);
    begin
      delete from public.shift_assignments where run_id = run.id;
      delete from public.shift_runs where id = run.id;
    exception when foreign_key_violation then
      -- Something refers to it, as the handover of the run before: it stays.
      null;
    end;
  end loop;
end $$;
comment on function app.cancel_holiday_runs(uuid, date) is
  'Removes the runs of a site on a date that have not begun and have nobody (P8.02).';

create function app.holidays_keep_runs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op <> 'DELETE' and not new.works then
    perform app.cancel_holiday_runs(new.site_id, new.day);
  elsif tg_op <> 'INSERT' then
    perform app.create_shift_runs(null, shifts.id)
    from (select id from public.shifts where site_id = old.site_id and active order by id) as shifts;
  end if;
  return null;
end $$;
comment on function app.holidays_keep_runs() is 'A holiday has no runs; a day that is none any more, or on which the site works, has them again.';
create trigger keep_runs after insert or delete or update of works on public.holidays
  for each row execute function app.holidays_keep_runs();
