-- Who may make, test, pack and ship (documents, modules 3 to 5). Rows are not compared by db:diff: what has
-- been changed since stays as it is.
insert into public.permissions (name, description) values
  ('production.start_batch', 'start and cancel batches'),
  ('production.allocate', 'give material to batches and take it back'),
  ('production.log_stage', 'log stages'),
  ('production.log_downtime', 'log downtimes'),
  ('production.pack', 'pack batches'),
  ('quality.view', 'see lots and their quality'),
  ('quality.record_test', 'record and amend QC tests'),
  ('quality.request_override', 'ask for an override of a QC test'),
  ('quality.decide_override', 'decide overrides of QC tests'),
  ('quality.reject', 'reject lots'),
  ('quality.issue_certificate', 'issue certificates of analysis'),
  ('stock.trace', 'trace lots'),
  ('distribution.ship', 'dispatch shipments');

insert into public.role_permissions (role, permission) values
  ('supervisor', 'production.start_batch'),
  ('supervisor', 'production.allocate'),
  ('supervisor', 'production.log_stage'),
  ('supervisor', 'production.log_downtime'),
  ('supervisor', 'production.pack'),
  ('supervisor', 'stock.trace'),
  ('dispatch_clerk', 'production.pack'),
  ('dispatch_clerk', 'distribution.ship'),
  ('dispatch_clerk', 'stock.trace'),
  ('qa', 'quality.view'),
  ('qa', 'quality.record_test'),
  ('qa', 'quality.request_override'),
  ('qa', 'quality.reject'),
  ('qa', 'quality.issue_certificate'),
  ('qa', 'stock.trace'),
  ('manager', 'quality.view'),
  ('manager', 'quality.decide_override'),
  ('manager', 'quality.reject'),
  ('manager', 'quality.issue_certificate'),
  ('manager', 'stock.trace'),
  ('admin', 'quality.view'),
  ('admin', 'stock.trace'),
  ('storekeeper', 'stock.trace'),
  ('distributor', 'distribution.ship'),
  ('distributor', 'stock.trace');

insert into public.settings (key, type, value, minimum, maximum, description) values
  ('production.packing_loss_percent', 'number', '2', 0, 100, 'What may be lost in packing, in % of what is packed; a manager adjusts more (P5.06).'),
  ('quality.max_retests', 'number', '2', 0, 10, 'How often a failed test may be repeated before a manager decides (P4.07).');

-- Set by tests, not chosen by people, and so not in use for them.
insert into public.reason_codes (purpose, code, name, active) values
  ('hold', 'parent_failed', 'A lot that went into it failed QC', false);
