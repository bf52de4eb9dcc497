-- Who opens, closes and hands over shifts, and how early. Rows are not compared by db:diff: what has been
-- changed since stays as it is.
insert into public.permissions (name, description) values
  ('shifts.close', 'open, close and hand over shifts'),
  ('shifts.remark', 'write remarks in the logbook of a shift');

insert into public.role_permissions (role, permission) values
  ('supervisor', 'shifts.close'),
  ('manager', 'shifts.close'),
  ('supervisor', 'shifts.remark'),
  ('manager', 'shifts.remark'),
  ('qa', 'shifts.remark');

insert into public.settings (key, type, value, minimum, maximum, description) values
  ('shifts.open_early_minutes', 'number', '30', 0, 120, 'Minutes before its start from which a supervisor may open a shift (P1.05).'),
  ('shifts.close_early_minutes', 'number', '60', 0, 240, 'Minutes before its end from which a supervisor may close a shift (P3.09).');
