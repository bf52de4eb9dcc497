SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION app.next_number (
  series text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch constant bigint := 100;
  taken bigint;
  last bigint;
begin
  loop
    delete from app.free_numbers
    where (free_numbers.series, free_numbers.number) = (
      select free.series, free.number from app.free_numbers as free
      where free.series = next_number.series
      order by free.number limit 1
      for update skip locked
    )
    returning free_numbers.number into taken;
    exit when taken is not null;

    -- None is left that nobody else is taking: one lays out more, the others wait for him and look again.
    insert into app.counters (series, laid_out) values (next_number.series, 0)
    on conflict on constraint counters_pkey do nothing;
    select laid_out into strict last from app.counters where counters.series = next_number.series for update;
    perform from app.free_numbers as free where free.series = next_number.series
    limit 1 for update skip locked;
    if not found then
      insert into app.free_numbers (series, number)
      select next_number.series, n from pg_catalog.generate_series(last + 1, last + batch) as n;
      update app.counters set laid_out = last + batch where counters.series = next_number.series;
    end if;
  end loop;
  return taken;
end $function$;
