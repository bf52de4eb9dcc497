-- How a product is made: the stages of its route in order, what each may lose and yield, and where QC
-- must pass before the next (P3.02, P4.05). A route is versioned: a batch keeps the one it began with.
create table public.stages (
  id uuid primary key default gen_random_uuid(),
  code text not null unique
    constraint "stage code is 2 to 24 small letters or underscores" check (code ~ '^[a-z][a-z_]{1,23}$'),
  name text not null
    constraint "stage name has 1 to 60 characters" check (btrim(name) <> '' and length(name) <= 60),
  active boolean not null default true
);
comment on table public.stages is 'Kinds of processing: pre-treatment, drying, grinding, sieving, blending (P3.02).';
create trigger audit after insert or update or delete on public.stages
  for each row execute function audit.record();
alter table public.stages enable row level security;
create policy "everybody sees the stages" on public.stages for select to authenticated using (true);
create policy "stages are added by permission" on public.stages for insert to authenticated
  with check ((select app.has('catalog.edit_routes')));
create policy "stages are edited by permission" on public.stages for update to authenticated
  using ((select app.has('catalog.edit_routes')))
  with check ((select app.has('catalog.edit_routes')));
grant select on public.stages to authenticated, service_role;
grant insert (code, name), update (name, active) on public.stages to authenticated;

create table public.routes (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references public.items (id),
  version integer not null default 1
    constraint "route version is 1 or above" check (version >= 1),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "an item has one route of a version" unique (item_id, version)
);
comment on table public.routes is 'How an item is made, by version; the newest active one is what a new batch takes.';
create trigger audit after insert or update or delete on public.routes
  for each row execute function audit.record();
alter table public.routes enable row level security;
create policy "everybody sees the routes" on public.routes for select to authenticated using (true);
create policy "routes are added by permission" on public.routes for insert to authenticated
  with check ((select app.has('catalog.edit_routes')));
create policy "routes are edited by permission" on public.routes for update to authenticated
  using ((select app.has('catalog.edit_routes')))
  with check ((select app.has('catalog.edit_routes')));
grant select on public.routes to authenticated, service_role;
grant insert (item_id, version), update (active) on public.routes to authenticated;

create table public.route_stages (
  route_id uuid not null references public.routes (id),
  position integer not null
    constraint "stage position is 1 to 50" check (position between 1 and 50),
  stage_id uuid not null references public.stages (id),
  loss_limit_percent numeric
    constraint "loss limit is 0 to 100 %" check (loss_limit_percent between 0 and 100),
  yield_min_percent numeric
    constraint "lowest yield is 0 to 100 %" check (yield_min_percent between 0 and 100),
  yield_max_percent numeric
    constraint "highest yield is 0 to 100 %" check (yield_max_percent between 0 and 100),
  qc_gate boolean not null default false,
  primary key (route_id, position),
  constraint "a stage stands in a route once" unique (route_id, stage_id),
  constraint "lowest yield is not above the highest" check (yield_min_percent <= yield_max_percent)
);
comment on table public.route_stages is 'The stages of a route in order, with their limits and QC gates (P3.03, P4.05).';
comment on column public.route_stages.loss_limit_percent is 'Loss above it is flagged, in % of the stage''s input.';
comment on column public.route_stages.qc_gate is 'The next stage waits for a passed test of this one.';
create index route_stages_stage_id_idx on public.route_stages (stage_id);
create trigger audit after insert or update or delete on public.route_stages
  for each row execute function audit.record('route_id', 'position');
alter table public.route_stages enable row level security;
create policy "everybody sees the stages of routes" on public.route_stages for select to authenticated using (true);
create policy "stages of routes are added by permission" on public.route_stages for insert to authenticated
  with check ((select app.has('catalog.edit_routes')));
create policy "stages of routes are edited by permission" on public.route_stages for update to authenticated
  using ((select app.has('catalog.edit_routes')))
  with check ((select app.has('catalog.edit_routes')));
grant select on public.route_stages to authenticated, service_role;
grant insert (route_id, position, stage_id, loss_limit_percent, yield_min_percent, yield_max_percent, qc_gate),
  update (loss_limit_percent, yield_min_percent, yield_max_percent, qc_gate) on public.route_stages to authenticated;

-- The form of a stage, made by an Admin without code (P3.04).
create table public.stage_fields (
  id uuid primary key default gen_random_uuid(),
  stage_id uuid not null references public.stages (id),
  key text not null
    constraint "field key is 1 to 40 small letters, digits or underscores" check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null
    constraint "field label has 1 to 80 characters" check (btrim(label) <> '' and length(label) <= 80),
  type text not null
    constraint "field type is number, text, boolean or choice" check (type in ('number', 'text', 'boolean', 'choice')),
  unit text references public.units (code),
  minimum numeric,
  maximum numeric,
  choices text[],
  required boolean not null default false,
  condition jsonb,
  position integer not null default 1
    constraint "field position is 1 to 100" check (position between 1 and 100),
  active boolean not null default true,
  constraint "field key is unique in its stage" unique (stage_id, key),
  constraint "only a number has a unit and limits" check (
    type = 'number' or (unit is null and minimum is null and maximum is null)
  ),
  constraint "lowest value is not above the highest" check (minimum <= maximum),
  constraint "a choice has 2 to 50 choices, nothing else has" check (
    case when type = 'choice' then coalesce(cardinality(choices), 0) between 2 and 50 else choices is null end
  ),
  constraint "condition names a field, a comparison and a value" check (
    condition is null
    or (
      jsonb_typeof(condition) = 'object'
      and condition ?& array['field', 'is', 'value']
      and condition ->> 'is' in ('=', '<>', '<', '<=', '>', '>=')
    )
  )
);
comment on table public.stage_fields is 'Fields of a stage''s form: type, unit, limits, required, condition (P3.04).';
comment on column public.stage_fields.condition is
  'The field is asked for only when {"field": key, "is": "=|<>|<|<=|>|>=", "value": …} holds.';
create index stage_fields_unit_idx on public.stage_fields (unit);
create trigger audit after insert or update or delete on public.stage_fields
  for each row execute function audit.record();
alter table public.stage_fields enable row level security;
create policy "everybody sees the fields" on public.stage_fields for select to authenticated using (true);
create policy "fields are added by permission" on public.stage_fields for insert to authenticated
  with check ((select app.has('catalog.edit_routes')));
create policy "fields are edited by permission" on public.stage_fields for update to authenticated
  using ((select app.has('catalog.edit_routes')))
  with check ((select app.has('catalog.edit_routes')));
grant select on public.stage_fields to authenticated, service_role;
grant insert (stage_id, key, label, type, unit, minimum, maximum, choices, required, condition, position),
  update (label, unit, minimum, maximum, choices, required, condition, position, active) on public.stage_fields to authenticated;
