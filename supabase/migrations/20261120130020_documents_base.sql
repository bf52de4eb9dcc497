-- Who may upload and see documents, reserve stock and ask for transfers, to begin with: a Supervisor
-- asks, a Storekeeper moves (P5.02). Rows are not compared by db:diff: what has been changed since
-- stays as it is.
insert into public.permissions (name, description) values
  ('stock.request_transfer', 'ask for transfers'),
  ('stock.reserve', 'reserve stock');

insert into public.role_permissions (role, permission) values
  ('manager', 'stock.request_transfer'),
  ('manager', 'stock.reserve'),
  ('supervisor', 'stock.request_transfer'),
  ('storekeeper', 'stock.reserve'),
  ('dispatch_clerk', 'stock.reserve'),
  ('distributor', 'stock.reserve');
