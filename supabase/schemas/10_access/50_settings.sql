-- How the system behaves, as typed values with a description (P8.01, seeds 8.2.5).
create table public.settings (
  key text primary key
    constraint "setting key is words and dots" check (key ~ '^[a-z_]+(\.[a-z_]+)*$'),
  type text not null
    constraint "setting type is text, number or boolean" check (type in ('text', 'number', 'boolean')),
  value jsonb not null,
  minimum numeric,
  maximum numeric,
  description text not null
    constraint "setting description has 1 to 300 characters" check (length(description) between 1 and 300),
  constraint "value is of the setting's type" check (
    jsonb_typeof(value) = case type when 'text' then 'string' else type end
  ),
  constraint "text value has at most 500 characters" check (type <> 'text' or length(value #>> '{}') <= 500),
  constraint "number is within the setting's bounds" check (
    case
      when jsonb_typeof(value) = 'number'
      then (value #>> '{}')::numeric between coalesce(minimum, '-infinity') and coalesce(maximum, 'infinity')
      else true
    end
  )
);
comment on table public.settings is 'How the system behaves; each module''s migration adds its own (P8.01).';
create trigger audit after insert or update or delete on public.settings
  for each row execute function audit.record('key');
alter table public.settings enable row level security;
create policy "everybody sees the settings" on public.settings for select to authenticated using (true);
create policy "settings are changed by permission" on public.settings for update to authenticated
  using ((select app.has('access.manage_settings')))
  with check ((select app.has('access.manage_settings')));
grant select on public.settings to authenticated, service_role;
grant update (value) on public.settings to authenticated;

create function app.setting(key text) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select value from public.settings where settings.key = setting.key
  );
end $$;
comment on function app.setting(text) is 'The value of a setting; null when there is none of this key.';
