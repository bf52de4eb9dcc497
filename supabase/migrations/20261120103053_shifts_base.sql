-- Who may do what with shifts, and how long before and after. Rows are not compared by db:diff: what
-- has been changed since stays as it is.
insert into public.permissions (name, description) values
  ('shifts.configure', 'add and edit shifts');

insert into public.role_permissions (role, permission) values
  ('admin', 'shifts.configure'),
  ('manager', 'shifts.configure');

insert into public.settings (key, type, value, minimum, maximum, description) values
  ('shifts.days_ahead', 'number', '14', 1, 90, 'Days ahead for which the runs of shifts are created (P8.02).'),
  ('shifts.grace_minutes', 'number', '15', 0, 240, 'Minutes after its end for which a shift still takes entries, before it locks (P3.07).');
