-- The masters that the documents name: the plant's vendor, material, product and machines, and the ten
-- products of the warehouse.
insert into public.partners (code, name, kind, contact_name, email, gst_number) values
  ('VENDOR-X', 'Vendor X Pulp and Fibre', 'vendor', 'S. Iyer', 'sales@vendor-x.test', '33AAACV1234F1Z5'),
  ('FIBRE-NORTH', 'Fibre North Pulps', 'vendor', 'G. Singh', 'sales@fibre-north.test', '07AAECF5678G1Z2'),
  ('ACME-PHARMA', 'Acme Pharma Formulations', 'customer', 'R. Menon', 'stores@acme-pharma.test', '27AABCA4321K1ZP'),
  ('ZENITH-TABS', 'Zenith Tablets', 'customer', 'P. Shah', 'purchase@zenith-tabs.test', '24AAACZ9876B1Z8'),
  ('NOVA-NUTRA', 'Nova Nutraceuticals', 'customer', 'A. Khan', 'stores@nova-nutra.test', '29AADCN3456H1ZL'),
  ('GREEN-SHELF', 'Green Shelf Stores', 'retailer', 'K. Devi', 'shop@green-shelf.test', null),
  ('FRESH-BASKET', 'Fresh Basket', 'retailer', 'T. George', 'shop@fresh-basket.test', null),
  ('DAILY-NEEDS', 'Daily Needs Mart', 'retailer', 'B. Reddy', 'shop@daily-needs.test', null)
on conflict (code) do nothing;

insert into public.item_categories (name)
values ('Cellulose'), ('Binder'), ('Packaging'), ('Flour'), ('Snacks'), ('Oil')
on conflict (name) do nothing;

insert into public.items (code, name, kind, category_id, unit, pack_size, pack_unit, price_inr, shelf_life_days, reorder_level, supplier_id)
select row.code, row.name, row.kind, item_categories.id, row.unit, row.pack_size, row.pack_unit, row.price_inr, row.shelf_life_days, row.reorder_level, partners.id
from (values
  ('ALC', 'Alpha Cellulose', 'raw', 'Cellulose', 'kg', null::numeric, null, null::numeric, 730, 1000::numeric, 'VENDOR-X'),
  ('BINDER-X', 'Binder X', 'raw', 'Binder', 'kg', null, null, null, 365, 10, 'VENDOR-X'),
  ('BINDER-C', 'Binder - Type C', 'raw', 'Binder', 'kg', null, null, null, 365, 25, 'VENDOR-X'),
  ('MCC-R-102', 'MCC Type R-102', 'finished', 'Cellulose', 'kg', 25, 'kg', null, 1095, 500, null),
  ('BAG-25', 'Paper bag 25 kg', 'packaging', 'Packaging', 'pcs', null, null, null, null, 200, 'VENDOR-X'),
  ('LC-MS-ATTA', 'Low-Carb Multi Seeds Atta', 'trade', 'Flour', 'pcs', 1, 'kg', 480, 180, 20, null),
  ('LC-MS-DOSA', 'Low-Carb Multi Seed Dosa Mix', 'trade', 'Flour', 'pcs', 1, 'kg', 480, 180, 20, null),
  ('COCO-FLOUR', 'Coconut Flour', 'trade', 'Flour', 'pcs', 1, 'kg', 480, 180, 20, null),
  ('KHAPLI-FLOUR', 'Khapli Wheat Flour', 'trade', 'Flour', 'pcs', 1, 'kg', 250, 180, 20, null),
  ('KHAPLI-RAVA', 'Khapli Rava', 'trade', 'Flour', 'pcs', 1, 'kg', 250, 180, 20, null),
  ('COCO-MIX', 'Coconut Mixture', 'trade', 'Snacks', 'pcs', 500, 'g', 270, 90, 30, null),
  ('MS-NIPPAT', 'Multi-Seeds Nippat', 'trade', 'Snacks', 'pcs', 250, 'g', 270, 90, 30, null),
  ('MS-CHAKLI', 'Multi Seed Chakli', 'trade', 'Snacks', 'pcs', 250, 'g', 270, 90, 30, null),
  ('COCO-OIL', 'Coconut Oil', 'trade', 'Oil', 'pcs', 1, 'L', 380, 90, 24, null),
  ('GN-OIL', 'Groundnut Oil', 'trade', 'Oil', 'pcs', 1, 'L', 410, 90, 24, null)
) as row (code, name, kind, category, unit, pack_size, pack_unit, price_inr, shelf_life_days, reorder_level, supplier)
join public.item_categories on item_categories.name = row.category
left join public.partners on partners.code = row.supplier
on conflict (code) do nothing;

-- What the product is sold in.
insert into public.items (code, name, kind, category_id, unit, pack_size, pack_unit, price_inr, reorder_level, packs_item_id)
select 'MCC-R-102-25', 'MCC Type R-102, bag of 25 kg', 'finished', product.category_id, 'pcs', 25, 'kg', 5250, 60, product.id
from public.items as product where product.code = 'MCC-R-102'
on conflict (code) do nothing;

insert into public.machines (site_id, code, name, serial_number) values
  ('b0000000-0000-4000-8000-000000000001', 'MCH-101', 'Pre-treatment reactor', 'PTR-2019-0417'),
  ('b0000000-0000-4000-8000-000000000001', 'MCH-202', 'Fluid-bed dryer', 'FBD-2020-0033'),
  ('b0000000-0000-4000-8000-000000000001', 'MCH-203', 'Fluid-bed dryer 2', 'FBD-2023-0108'),
  ('b0000000-0000-4000-8000-000000000001', 'MCH-301', 'Hammer mill', 'HML-2018-1120'),
  ('b0000000-0000-4000-8000-000000000001', 'MCH-401', 'Vibro sifter', 'VBS-2021-0209'),
  ('b0000000-0000-4000-8000-000000000001', 'MCH-501', 'Ribbon blender', 'RBL-2017-0088')
on conflict (site_id, code) do nothing;

insert into public.locations (site_id, code, name, kind) values
  ('b0000000-0000-4000-8000-000000000001', 'STORE-A', 'Raw material store A', 'storage'),
  ('b0000000-0000-4000-8000-000000000001', 'QC-AREA', 'Quarantine', 'quality'),
  ('b0000000-0000-4000-8000-000000000001', 'LINE-B', 'Production line B', 'floor'),
  ('b0000000-0000-4000-8000-000000000001', 'FG-STORE', 'Finished goods store', 'storage'),
  ('b0000000-0000-4000-8000-000000000001', 'GATE-1', 'Dispatch gate', 'dispatch'),
  ('b0000000-0000-4000-8000-000000000002', 'AISLE-1', 'Aisle 1', 'storage'),
  ('b0000000-0000-4000-8000-000000000002', 'GATE-1', 'Dispatch gate', 'dispatch'),
  ('b0000000-0000-4000-8000-000000000003', 'SHELF', 'Shop shelves', 'storage')
on conflict (site_id, code) do nothing;

with route as (
  insert into public.routes (item_id) select id from public.items where code = 'MCC-R-102'
  on conflict (item_id, version) do nothing
  returning id
)
insert into public.route_stages (route_id, position, stage_id, loss_limit_percent, yield_min_percent, yield_max_percent, qc_gate)
select route.id, row.position, stages.id, row.loss_limit, row.yield_min, 100, row.qc_gate
from route, (values
  (1, 'pre_treatment', 5.0, 94.0, true),
  (2, 'drying', 2.5, 97.0, true),
  (3, 'grinding', 1.5, 98.0, false),
  (4, 'sieving', 2.0, 97.0, true),
  (5, 'blending', 1.0, 98.5, true)
) as row (position, stage, loss_limit, yield_min, qc_gate)
join public.stages on stages.code = row.stage;
