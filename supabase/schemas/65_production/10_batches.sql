-- A batch is made of allocated material by the stages of its route; what comes out is its lot, which has
-- the batch's code from the start, so that what goes in is linked to it by the act (DESIGN 4, Genealogy).
create table public.batches (
  id uuid primary key default gen_random_uuid(),
  code text not null
    constraint "batch code is 2 to 50 characters without spaces at its ends" check (code = btrim(code) and length(code) >= 2 and length(code) <= 50),
  site_id uuid not null references public.sites (id),
  item_id uuid not null references public.items (id),
  route_id uuid references public.routes (id),
  lot_id uuid not null unique references public.lots (id),
  run_id uuid,
  planned_quantity numeric not null
    constraint "planned quantity is above zero" check (planned_quantity > 0 and planned_quantity < 1e9),
  state text not null default 'running'
    constraint "batch is running, finished, rejected or cancelled" check (state in ('running', 'finished', 'rejected', 'cancelled')),
  remarks text
    constraint "batch remarks have at most 2000 characters" check (length(remarks) <= 2000),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  constraint "a batch code is given once" unique (code),
  constraint "batch belongs to a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id),
  constraint "a batch that is over has the time of it" check ((ended_at is null) = (state = 'running'))
);
comment on table public.batches is 'Production batches (P3.01); written by commands alone.';
comment on column public.batches.code is 'Ten characters shorter than a lot''s: packed lots add their number to it.';
comment on column public.batches.planned_quantity is 'Of the product, in its base unit.';
comment on column public.batches.route_id is 'The route it is made by; null for a batch of existing records, whose stages nobody logged here.';
comment on column public.batches.run_id is 'The shift in which it was begun; null when none ran.';
create index batches_running_idx on public.batches (site_id, created_at) where state = 'running';
create index batches_site_id_idx on public.batches (site_id, created_at desc);
create index batches_item_id_idx on public.batches (item_id, created_at desc);
create index batches_route_id_idx on public.batches (route_id);
create index batches_run_id_idx on public.batches (run_id, site_id);
create index batches_created_by_idx on public.batches (created_by);
create trigger audit after insert or update or delete on public.batches
  for each row execute function audit.record();
alter table public.batches enable row level security;
create policy "members see the batches of their sites" on public.batches for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.batches to authenticated, service_role;

create function app.batches_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'production', 'batch',
    pg_catalog.jsonb_build_object('batch', new.code, 'state', new.state));
  return null;
end $$;
comment on function app.batches_announce() is 'Tells the site that a batch has begun or ended.';
create trigger announce after insert or update of state on public.batches
  for each row execute function app.batches_announce();

-- What running batches are judged by does not change under them.
create function app.route_stages_keep() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  route public.routes;
begin
  for route in
    select * from public.routes
    where id in (case when tg_op <> 'DELETE' then new.route_id end, case when tg_op <> 'INSERT' then old.route_id end)
    order by id for no key update
  loop
    if exists (select from public.batches where batches.route_id = route.id) then
      perform app.fail(
        'ROUTE_IN_USE',
        pg_catalog.format('Version %s of the route of %s has batches and stays as it is.', route.version,
          (select code from public.items where id = route.item_id)),
        'route'
      );
    end if;
  end loop;
  return coalesce(new, old);
end $$;
comment on function app.route_stages_keep() is 'Refuses with ROUTE_IN_USE to change the stages of a route that batches have (DESIGN 4, Specs are frozen).';
create trigger keep before insert or update or delete on public.route_stages
  for each row execute function app.route_stages_keep();
