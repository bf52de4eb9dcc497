-- Quantities are kept in an item's base unit; a unit says how it relates to the base of its dimension,
-- so that a person may type grams where kilograms are kept.
create table public.units (
  code text primary key
    constraint "unit code has 1 to 12 characters" check (code = btrim(code) and length(code) between 1 and 12),
  name text not null
    constraint "unit name has 1 to 60 characters" check (length(name) between 1 and 60),
  dimension text not null
    constraint "unit dimension is known" check (dimension in ('mass', 'volume', 'count', 'length', 'time', 'temperature', 'ratio', 'other')),
  factor numeric not null default 1
    constraint "unit factor is above zero" check (factor > 0 and factor < 'infinity'),
  active boolean not null default true
);
comment on table public.units is 'Units of measurement (W1.01).';
comment on column public.units.factor is 'How many of the dimension''s base unit one of it is: 0.001 for g, whose base is kg.';
create trigger audit after insert or update or delete on public.units
  for each row execute function audit.record('code');
alter table public.units enable row level security;
create policy "everybody sees the units" on public.units for select to authenticated using (true);
create policy "units are added by permission" on public.units for insert to authenticated
  with check ((select app.has('catalog.edit_items')));
create policy "units are edited by permission" on public.units for update to authenticated
  using ((select app.has('catalog.edit_items')))
  with check ((select app.has('catalog.edit_items')));
grant select on public.units to authenticated, service_role;
grant insert (code, name, dimension, factor), update (name, active) on public.units to authenticated;
