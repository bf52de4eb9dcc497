-- Who may ask for corrections of locked shifts, and who decides (P3.07). Rows are not compared by db:diff:
-- what has been changed since stays as it is.
insert into public.permissions (name, description) values
  ('shifts.request_correction', 'ask for corrections of locked shifts'),
  ('shifts.decide_correction', 'decide corrections of locked shifts');

insert into public.role_permissions (role, permission) values
  ('supervisor', 'shifts.request_correction'),
  ('qa', 'shifts.request_correction'),
  ('storekeeper', 'shifts.request_correction'),
  ('manager', 'shifts.request_correction'),
  ('manager', 'shifts.decide_correction'),
  ('admin', 'shifts.decide_correction');
