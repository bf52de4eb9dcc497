SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.plant_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  today date := app.business_date(plant_board.site_id);
  zone text := (select time_zone from public.sites where id = plant_board.site_id);
  midnight timestamptz := today::timestamp at time zone zone;
  -- The day that is being worked on: until the night shift ends, yesterday.
  day date := (
    select business_date from public.shift_runs
    where shift_runs.site_id = plant_board.site_id and starts_at <= app.now()
    order by starts_at desc limit 1
  );
begin
  if (plant_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'business_date', today,
    'batches', app.running_batches(plant_board.site_id),
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(app.show_run_output(shift_runs) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      where shift_runs.site_id = plant_board.site_id
        and shift_runs.starts_at < midnight + interval '1 day' and shift_runs.starts_at > midnight - interval '2 days'
        and (shift_runs.ends_at > midnight or shift_runs.business_date = day)
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at desc), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = plant_board.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'waiting_for_qc', app.waiting_for_qc(plant_board.site_id),
    'downtimes', app.open_downtimes(plant_board.site_id)
  );
end $function$;

COMMENT ON FUNCTION "public"."plant_board"(uuid) IS 'A plant now: batches in work, output and yield by shift of today and of the day that is being worked on, holds, what waits for QC, machines that stand still (P7.01). Quantities in the units beside them. Refuses with NOT_FOUND.';
