create table public.item_categories (
  id uuid primary key default gen_random_uuid(),
  name text not null unique
    constraint "category name has 1 to 60 characters" check (btrim(name) <> '' and length(name) <= 60),
  active boolean not null default true,
  created_at timestamptz not null default app.now()
);
comment on table public.item_categories is 'Groups of items for lists and valuation: flour, snacks, binders (W1.01).';
create trigger audit after insert or update or delete on public.item_categories
  for each row execute function audit.record();
alter table public.item_categories enable row level security;
create policy "everybody sees the categories" on public.item_categories for select to authenticated using (true);
create policy "categories are added by permission" on public.item_categories for insert to authenticated
  with check ((select app.has('catalog.edit_items')));
create policy "categories are edited by permission" on public.item_categories for update to authenticated
  using ((select app.has('catalog.edit_items')))
  with check ((select app.has('catalog.edit_items')));
grant select on public.item_categories to authenticated, service_role;
grant insert (name), update (name, active) on public.item_categories to authenticated;

-- One master for what is bought, made, packed in and sold (DESIGN 2).
create table public.items (
  id uuid primary key default gen_random_uuid(),
  code text not null unique
    constraint "item code is 2 to 24 capital letters, digits or hyphens" check (code ~ '^[A-Z0-9][A-Z0-9-]{1,23}$'),
  name text not null
    constraint "item name has 1 to 120 characters" check (btrim(name) <> '' and length(name) <= 120),
  kind text not null
    constraint "item is raw, intermediate, finished, packaging or trade" check (kind in ('raw', 'intermediate', 'finished', 'packaging', 'trade')),
  category_id uuid references public.item_categories (id),
  unit text not null references public.units (code),
  description text
    constraint "item description has at most 2000 characters" check (length(description) <= 2000),
  image_path text
    constraint "image path has at most 300 characters" check (length(image_path) <= 300),
  pack_size numeric
    constraint "pack size is above zero" check (pack_size > 0 and pack_size < 1e9),
  pack_unit text references public.units (code),
  price_inr numeric
    constraint "price is above zero" check (price_inr > 0 and price_inr < 1e9),
  shelf_life_days integer
    constraint "shelf life is 1 to 36500 days" check (shelf_life_days between 1 and 36500),
  reorder_level numeric
    constraint "reorder level is not below zero" check (reorder_level >= 0 and reorder_level < 1e12),
  picking text not null default 'fefo'
    constraint "picking is fefo or fifo" check (picking in ('fefo', 'fifo')),
  gtin text
    constraint "GTIN is 8, 12, 13 or 14 digits" check (gtin ~ '^([0-9]{8}|[0-9]{12,14})$'),
  supplier_id uuid references public.partners (id),
  packs_item_id uuid references public.items (id),
  active boolean not null default true,
  created_at timestamptz not null default app.now(),
  constraint "goods that are sold have a price and a shelf life" check (
    kind <> 'trade' or (price_inr is not null and shelf_life_days is not null)
  ),
  constraint "a pack has a size and a unit" check ((pack_size is null) = (pack_unit is null)),
  constraint "a pack of a product has a size" check (packs_item_id is null or pack_size is not null),
  constraint "an item is not a pack of itself" check (packs_item_id <> id)
);
comment on table public.items is 'Materials, products and SKUs: one master (P2.01, W1.01).';
comment on column public.items.unit is 'Base unit: every quantity of the item is kept in it.';
comment on column public.items.price_inr is 'Rupees per base unit or pack, for valuation.';
comment on column public.items.reorder_level is 'In the base unit; below it a low-stock alert is raised (P5.07).';
comment on column public.items.picking is 'Which lot goes first: the one that expires first, or that came first (P5.03).';
comment on column public.items.packs_item_id is 'The product that is in a pack of this SKU (P13.01).';
create index items_packs_item_id_idx on public.items (packs_item_id);
create index items_category_id_idx on public.items (category_id);
create index items_supplier_id_idx on public.items (supplier_id);
create index items_unit_idx on public.items (unit);
create index items_pack_unit_idx on public.items (pack_unit);
create index items_kind_idx on public.items (kind, name);
create trigger audit after insert or update or delete on public.items
  for each row execute function audit.record();
alter table public.items enable row level security;
create policy "everybody sees the items" on public.items for select to authenticated using (true);
create policy "items are added by permission" on public.items for insert to authenticated
  with check ((select app.has('catalog.edit_items')));
create policy "items are edited by permission" on public.items for update to authenticated
  using ((select app.has('catalog.edit_items')))
  with check ((select app.has('catalog.edit_items')));
grant select on public.items to authenticated, service_role;
grant insert (code, name, kind, category_id, unit, description, image_path, pack_size, pack_unit, price_inr, shelf_life_days, reorder_level, picking, gtin, supplier_id, packs_item_id),
  update (name, category_id, description, image_path, pack_size, pack_unit, price_inr, shelf_life_days, reorder_level, picking, gtin, supplier_id, packs_item_id, active) on public.items to authenticated;
