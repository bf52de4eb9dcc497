create table public.purchase_orders (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  vendor_id uuid not null references public.partners (id),
  number text not null unique
    constraint "order number has 1 to 40 characters" check (btrim(number) <> '' and length(number) <= 40),
  status text not null default 'open'
    constraint "order is open, closed or cancelled" check (status in ('open', 'closed', 'cancelled')),
  ordered_on date not null,
  created_by uuid references public.profiles (id) default auth.uid(),
  created_at timestamptz not null default app.now()
);
comment on table public.purchase_orders is 'What was ordered from a vendor for a site (P2.03).';
create index purchase_orders_site_id_idx on public.purchase_orders (site_id, ordered_on desc);
create index purchase_orders_vendor_id_idx on public.purchase_orders (vendor_id);
create index purchase_orders_created_by_idx on public.purchase_orders (created_by);
create trigger audit after insert or update or delete on public.purchase_orders
  for each row execute function audit.record();
alter table public.purchase_orders enable row level security;
create policy "orders are seen by permission" on public.purchase_orders for select to authenticated
  using (site_id = any ((select app.sites_with('purchasing.view_orders'))::uuid[]));
create policy "orders are made by permission" on public.purchase_orders for insert to authenticated
  with check (site_id = any ((select app.sites_with('purchasing.edit_orders'))::uuid[]));
create policy "orders are edited by permission" on public.purchase_orders for update to authenticated
  using (site_id = any ((select app.sites_with('purchasing.edit_orders'))::uuid[]))
  with check (site_id = any ((select app.sites_with('purchasing.edit_orders'))::uuid[]));
grant select on public.purchase_orders to authenticated, service_role;
grant insert (site_id, vendor_id, number, ordered_on), update (status) on public.purchase_orders to authenticated;

create table public.purchase_order_lines (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.purchase_orders (id),
  position integer not null
    constraint "line position is 1 to 999" check (position between 1 and 999),
  item_id uuid not null references public.items (id),
  quantity numeric not null
    constraint "ordered quantity is above zero" check (quantity > 0 and quantity < 1e9),
  price_inr numeric
    constraint "ordered price is above zero" check (price_inr > 0 and price_inr < 1e9),
  received numeric not null default 0
    constraint "received quantity is not below zero" check (received >= 0),
  constraint "an order has one line at a position" unique (order_id, position)
);
comment on table public.purchase_order_lines is 'What an order is of; how much of it has come is kept by receive_goods (P2.03).';
create index purchase_order_lines_item_id_idx on public.purchase_order_lines (item_id);
create trigger audit after insert or update or delete on public.purchase_order_lines
  for each row execute function audit.record();
alter table public.purchase_order_lines enable row level security;
create policy "lines are seen with their order" on public.purchase_order_lines for select to authenticated
  using (order_id in (select id from public.purchase_orders));
create policy "lines are made by permission" on public.purchase_order_lines for insert to authenticated
  with check (order_id in (
    select id from public.purchase_orders
    where status = 'open' and site_id = any ((select app.sites_with('purchasing.edit_orders'))::uuid[])
  ));
grant select on public.purchase_order_lines to authenticated, service_role;
grant insert (order_id, position, item_id, quantity, price_inr) on public.purchase_order_lines to authenticated;

-- The goods receipt note. Written by receive_goods alone.
create table public.receipts (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  site_id uuid not null references public.sites (id),
  vendor_id uuid references public.partners (id),
  order_line_id uuid references public.purchase_order_lines (id),
  item_id uuid not null references public.items (id),
  quantity numeric not null
    constraint "receipt quantity is above zero" check (quantity > 0),
  received_at timestamptz not null,
  received_by uuid not null references public.profiles (id),
  document_path text
    constraint "document path has at most 300 characters" check (length(document_path) <= 300),
  remarks text
    constraint "remarks have at most 2000 characters" check (length(remarks) <= 2000)
);
comment on table public.receipts is 'Goods receipt notes (P2.02); one lot comes of each.';
create index receipts_site_id_idx on public.receipts (site_id, received_at desc);
create index receipts_vendor_id_idx on public.receipts (vendor_id);
create index receipts_order_line_id_idx on public.receipts (order_line_id);
create index receipts_item_id_idx on public.receipts (item_id);
create index receipts_received_by_idx on public.receipts (received_by);
create trigger audit after insert or update or delete on public.receipts
  for each row execute function audit.record();
alter table public.receipts enable row level security;
create policy "receipts are seen by permission" on public.receipts for select to authenticated
  using (site_id = any ((select app.sites_with('stock.view'))::uuid[]));
grant select on public.receipts to authenticated, service_role;

-- What is still to come, and of what: the storekeeper's list at the ramp.
create view public.due_lines with (security_invoker = true) as
select
  purchase_order_lines.id,
  purchase_order_lines.order_id,
  purchase_orders.number,
  purchase_orders.site_id,
  purchase_orders.ordered_on,
  purchase_orders.vendor_id,
  partners.name as vendor,
  purchase_order_lines.position,
  purchase_order_lines.item_id,
  items.code as item,
  items.name as item_name,
  items.unit,
  purchase_order_lines.quantity,
  purchase_order_lines.received,
  purchase_order_lines.quantity - purchase_order_lines.received as due
from public.purchase_order_lines
join public.purchase_orders on purchase_orders.id = purchase_order_lines.order_id and purchase_orders.status = 'open'
left join public.partners on partners.id = purchase_orders.vendor_id
join public.items on items.id = purchase_order_lines.item_id
where purchase_order_lines.received < purchase_order_lines.quantity;
comment on view public.due_lines is 'Lines of open orders of which not all has come, in the item''s base unit (P2.03).';
grant select on public.due_lines to authenticated, service_role;

-- Whoever waits for goods sees at once that they are on order, or no longer.
create function app.purchase_orders_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  changed public.purchase_orders;
begin
  select * into strict changed from public.purchase_orders
  where id = (pg_catalog.to_jsonb(new) ->> case tg_table_name when 'purchase_orders' then 'id' else 'order_id' end)::uuid;
  perform app.announce(
    changed.site_id, 'purchasing', 'order', pg_catalog.jsonb_build_object('order', changed.number, 'status', changed.status)
  );
  return null;
end $$;
comment on function app.purchase_orders_announce() is 'Tells a site that an order has got a line or another status.';
create trigger announce after insert on public.purchase_order_lines
  for each row execute function app.purchase_orders_announce();
create trigger announce after update of status on public.purchase_orders
  for each row execute function app.purchase_orders_announce();
