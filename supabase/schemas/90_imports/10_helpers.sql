-- Existing records are brought in by two commands: a lot that came, and a batch with the lots that went
-- into it. They lie in the past and say so: lots, links, moves and tests bear the day of the record,
-- while who brought them in, and when, is in audit.log.
create function app.start_of_day(site_id uuid, day date) returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select day::timestamp at time zone sites.time_zone from public.sites where sites.id = start_of_day.site_id
  );
end $$;
comment on function app.start_of_day(uuid, date) is 'When a date begins at a site.';

create function app.past_day(site_id uuid, day date, field text) returns date
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if day is null then
    perform app.fail('FIELD_MISSING', 'The date is missing.', past_day.field);
  end if;
  if day < date '1950-01-01' or day > app.business_date(past_day.site_id) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no date from 1950 until today.', day), past_day.field);
  end if;
  return day;
end $$;
comment on function app.past_day(uuid, date, text) is 'A date of the past or of today; else FIELD_MISSING or VALUE_INVALID at the field.';

create function app.import_code(code text) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  wanted text := pg_catalog.btrim(code);
begin
  if coalesce(wanted, '') = '' then
    perform app.fail('FIELD_MISSING', 'The code is missing.', 'code');
  end if;
  if exists (select from public.lots where lots.code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot or batch %s.', wanted), 'code');
  end if;
  return wanted;
end $$;
comment on function app.import_code(text) is 'The code of a lot or batch that is brought in; FIELD_MISSING, or LOT_CODE_TAKEN.';

-- Judged as any other test, by the plan of its day; further results for the same lot are re-tests.
create function app.import_test(lot public.lots, kind text, day date, results jsonb, remarks text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan uuid := app.plan_in_force(import_test.kind, lot.item_id, null, day);
  site public.sites;
  latest public.qc_tests;
  test public.qc_tests;
begin
  if plan is null then
    perform app.fail('PLAN_MISSING', pg_catalog.format('No %s plan was in force for %s on %s.', import_test.kind,
      (select code from public.items where id = lot.item_id), day), 'results');
  end if;
  select * into strict site from public.sites where id = lot.site_id;
  select qc_tests.* into latest from public.qc_tests where qc_tests.lot_id = lot.id order by attempt desc limit 1;
  insert into public.qc_tests (number, site_id, kind, lot_id, plan_id, retest_of, attempt, status, remarks, sampled_at, tested_at, tested_by)
  values (
    app.next_test_number(site, day), site.id, import_test.kind, lot.id, plan, latest.id, coalesce(latest.attempt, 0) + 1, 'pending',
    import_test.remarks, app.start_of_day(site.id, day), app.start_of_day(site.id, day), auth.uid()
  )
  returning * into test;
  perform app.write_results(test, import_test.results, null);
  perform app.set_test_status(test, app.judge_test(test.id), false);
end $$;
comment on function app.import_test(public.lots, text, date, jsonb, text) is
  'Records a test of the past, judged by the plan that was in force on its day. Refuses with PLAN_MISSING, VALUE_INVALID, FIELD_MISSING.';

create function app.import_answer(lot_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return app.lot_answer(lot_id) || pg_catalog.jsonb_build_object(
    'imported_at', app.now(),
    'out_of_limits', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
          'attempt', qc_tests.attempt, 'name', qc_results.name, 'unit', qc_results.unit,
          'value', qc_results.value, 'observed', qc_results.observed, 'minimum', qc_results.minimum, 'maximum', qc_results.maximum
        )) order by qc_tests.attempt, qc_results.position, qc_results.name), '[]')
      from public.qc_tests join public.qc_results on qc_results.test_id = qc_tests.id
      where qc_tests.lot_id = import_answer.lot_id and not within_spec and replaced_at is null
    )
  );
end $$;
comment on function app.import_answer(uuid) is
  'A lot as screens show it, when it was brought in, and its results that are out of limits.';
