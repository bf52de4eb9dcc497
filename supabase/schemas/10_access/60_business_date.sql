-- The date at a site, which is not the date in Greenwich.
create function app.business_date(site_id uuid, at timestamptz default app.now()) returns date
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  day date;
begin
  select (business_date.at at time zone sites.time_zone)::date into day
  from public.sites where sites.id = business_date.site_id;
  return day;
end $$;
comment on function app.business_date(uuid, timestamptz) is 'The date at a site at an instant (DESIGN 4, Time).';
grant execute on function app.business_date(uuid, timestamptz) to authenticated;

-- Screens are told what changed, not what it is now; they read that under their own rights.
create function app.announce(site_id uuid, module text, event text, payload jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    announce.payload, announce.event, pg_catalog.format('site:%s:%s', announce.site_id, announce.module), true
  );
end $$;
comment on function app.announce(uuid, text, text, jsonb) is
  'Sends an event to the topic site:<id>:<module> when the transaction commits.';

create policy "members hear their sites" on realtime.messages for select to authenticated
  using (
    extension in ('broadcast', 'presence')
    and split_part((select realtime.topic()), ':', 1) = 'site'
    and split_part((select realtime.topic()), ':', 2) = any (((select app.my_sites())::uuid[])::text[])
  );
create policy "a person hears what is for him" on realtime.messages for select to authenticated
  using (
    extension = 'broadcast' and (select realtime.topic()) = 'user:' || (select auth.uid())::text
  );
create policy "members show where they are" on realtime.messages for insert to authenticated
  with check (
    extension = 'presence'
    and split_part((select realtime.topic()), ':', 1) = 'site'
    and split_part((select realtime.topic()), ':', 2) = any (((select app.my_sites())::uuid[])::text[])
  );
