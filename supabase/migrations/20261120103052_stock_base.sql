-- The permissions of purchasing and stock, and who has them to begin with: only a storekeeper receives
-- and moves, only a Manager adjusts (documents, module 5, 2.6), QA and Manager hold and release.
insert into public.permissions (name, description) values
  ('purchasing.edit_orders', 'make and close purchase orders'),
  ('purchasing.view_orders', 'see purchase orders'),
  ('stock.adjust', 'adjust stock'),
  ('stock.hold', 'hold lots'),
  ('stock.receive', 'receive goods'),
  ('stock.release', 'release held lots'),
  ('stock.transfer', 'move stock');

insert into public.role_permissions (role, permission) values
  ('admin', 'purchasing.edit_orders'),
  ('admin', 'purchasing.view_orders'),
  ('manager', 'purchasing.edit_orders'),
  ('manager', 'purchasing.view_orders'),
  ('manager', 'stock.adjust'),
  ('manager', 'stock.hold'),
  ('manager', 'stock.release'),
  ('qa', 'purchasing.view_orders'),
  ('qa', 'stock.hold'),
  ('qa', 'stock.release'),
  ('storekeeper', 'purchasing.view_orders'),
  ('storekeeper', 'stock.receive'),
  ('storekeeper', 'stock.transfer'),
  ('distributor', 'purchasing.edit_orders'),
  ('distributor', 'purchasing.view_orders'),
  ('distributor', 'stock.adjust'),
  ('distributor', 'stock.hold'),
  ('distributor', 'stock.receive'),
  ('distributor', 'stock.release'),
  ('distributor', 'stock.transfer');
