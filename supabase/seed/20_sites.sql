-- The plant and the warehouse of the documents, a retailer, and what the first account is: an
-- administrator of every site.
insert into public.sites (id, code, name, kind) values
  ('b0000000-0000-4000-8000-000000000001', 'MCC1', 'Microcrystalline Cellulose Plant', 'plant'),
  ('b0000000-0000-4000-8000-000000000002', 'WH1', 'Distribution Warehouse', 'warehouse'),
  ('b0000000-0000-4000-8000-000000000003', 'GREENSHELF', 'Green Shelf Stores', 'retailer')
on conflict (id) do nothing;

insert into public.memberships (user_id, site_id, role) values
  ('a0000000-0000-4000-8000-000000000001', null, 'admin')
on conflict do nothing;
