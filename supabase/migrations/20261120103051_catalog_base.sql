-- What every installation starts from: the permissions of the catalogue, units, the document's stages,
-- and reasons. Rows are not compared by db:diff: what has been changed since stays as it is.
insert into public.permissions (name, description) values
  ('catalog.edit_items', 'add and edit items, categories and units'),
  ('catalog.edit_locations', 'add and edit storage places'),
  ('catalog.edit_machines', 'add and edit machines'),
  ('catalog.edit_partners', 'add and edit vendors, customers and retailers'),
  ('catalog.edit_reasons', 'add and edit reasons'),
  ('catalog.edit_routes', 'edit stages, routes and the forms of stages'),
  ('catalog.view_partners', 'see vendors, customers and retailers');

insert into public.role_permissions (role, permission)
select 'admin'::public.role, name from public.permissions where name like 'catalog.%'
union all
select 'distributor', name from public.permissions
where name in ('catalog.edit_items', 'catalog.edit_locations', 'catalog.edit_partners', 'catalog.edit_reasons')
union all
select role, 'catalog.view_partners'
from unnest(array['manager', 'qa', 'supervisor', 'storekeeper', 'dispatch_clerk', 'distributor']::public.role[]) as role;

insert into public.units (code, name, dimension, factor) values
  ('kg', 'Kilogram', 'mass', 1),
  ('g', 'Gram', 'mass', 0.001),
  ('t', 'Tonne', 'mass', 1000),
  ('L', 'Litre', 'volume', 1),
  ('mL', 'Millilitre', 'volume', 0.001),
  ('pcs', 'Pieces', 'count', 1),
  ('%', 'Percent', 'ratio', 1),
  ('°C', 'Degrees Celsius', 'temperature', 1),
  ('µm', 'Micrometre', 'length', 0.000001),
  ('min', 'Minute', 'time', 60),
  ('h', 'Hour', 'time', 3600),
  ('pH', 'pH', 'other', 1),
  ('g/mL', 'Grams per millilitre', 'other', 1);

insert into public.stages (code, name) values
  ('pre_treatment', 'Pre-treatment'),
  ('drying', 'Drying'),
  ('grinding', 'Grinding'),
  ('sieving', 'Sieving'),
  ('blending', 'Blending');

insert into public.reason_codes (purpose, code, name) values
  ('adjustment', 'spillage', 'Spillage'),
  ('adjustment', 'damage', 'Damaged'),
  ('adjustment', 'expired', 'Expired'),
  ('adjustment', 'lost', 'Lost'),
  ('adjustment', 'returned', 'Returned'),
  ('adjustment', 'wastage', 'Wastage'),
  ('adjustment', 'cycle_count', 'Cycle count'),
  ('downtime', 'breakdown', 'Breakdown'),
  ('downtime', 'cleaning', 'Cleaning'),
  ('downtime', 'changeover', 'Changeover'),
  ('downtime', 'no_material', 'No material'),
  ('downtime', 'power_failure', 'Power failure'),
  ('deviation', 'lot_unreachable', 'Lot cannot be reached'),
  ('deviation', 'customer_asks', 'Customer asks for this lot'),
  ('hold', 'qc_failed', 'QC failed'),
  ('hold', 'suspected', 'Suspected'),
  ('override', 'acceptable_variance', 'Acceptable variance'),
  ('rejection', 'out_of_spec', 'Out of specification'),
  ('rejection', 'contaminated', 'Contaminated');
