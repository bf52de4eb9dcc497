-- The permission matrix of the document (module 8, 2.4), with what the access module needs besides.
-- Rows are not compared by db:diff: what an Admin has changed since stays as it is.
insert into public.permissions (name, description) values
  ('access.view_users', 'see users and what they are'),
  ('access.manage_users', 'add users, give them roles and deactivate them'),
  ('access.manage_roles', 'change what a role may do'),
  ('access.manage_sites', 'add and edit sites'),
  ('access.manage_settings', 'change settings'),
  ('audit.view', 'read who changed what'),
  ('quality.edit_plans', 'create and edit QC plans'),
  ('shifts.assign', 'assign people to shifts'),
  ('stock.view', 'see stock');

insert into public.role_permissions (role, permission) values
  ('admin', 'access.view_users'),
  ('admin', 'access.manage_users'),
  ('admin', 'access.manage_roles'),
  ('admin', 'access.manage_sites'),
  ('admin', 'access.manage_settings'),
  ('admin', 'audit.view'),
  ('admin', 'quality.edit_plans'),
  ('admin', 'shifts.assign'),
  ('admin', 'stock.view'),
  ('manager', 'access.view_users'),
  ('manager', 'audit.view'),
  ('manager', 'quality.edit_plans'),
  ('manager', 'shifts.assign'),
  ('manager', 'stock.view'),
  ('qa', 'quality.edit_plans'),
  ('supervisor', 'stock.view'),
  ('storekeeper', 'stock.view'),
  ('dispatch_clerk', 'stock.view'),
  ('distributor', 'stock.view'),
  ('retailer', 'stock.view');

insert into public.settings (key, type, value, minimum, maximum, description) values
  ('session.idle_minutes', 'number', '30', 1, 1440, 'Minutes without a touch after which somebody is signed out (P1.07).');
