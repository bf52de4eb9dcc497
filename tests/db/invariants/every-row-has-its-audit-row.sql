-- Each row of every table has the entry of its making. A test compares this list with the tables that
-- are watched.
select kept.relation, kept.id
from (
  select 'public.batch_documents' as relation, batch_id || '/' || document_id as id from public.batch_documents
  union all select 'public.batches', id::text from public.batches
  union all select 'public.calendar_links', id::text from public.calendar_links
  union all select 'public.certificates', id::text from public.certificates
  union all select 'public.correction_requests', id::text from public.correction_requests
  union all select 'public.documents', id::text from public.documents
  union all select 'public.downtimes', id::text from public.downtimes
  union all select 'public.holidays', id::text from public.holidays
  union all select 'public.item_categories', id::text from public.item_categories
  union all select 'public.items', id::text from public.items
  union all select 'public.locations', id::text from public.locations
  union all select 'public.lot_holds', id::text from public.lot_holds
  union all select 'public.lot_links', id::text from public.lot_links
  union all select 'public.lots', id::text from public.lots
  union all select 'public.machines', id::text from public.machines
  union all select 'public.memberships', id::text from public.memberships
  union all select 'public.partners', id::text from public.partners
  union all select 'public.permissions', name from public.permissions
  union all select 'public.profiles', id::text from public.profiles
  union all select 'public.purchase_order_lines', id::text from public.purchase_order_lines
  union all select 'public.purchase_orders', id::text from public.purchase_orders
  union all select 'public.qc_overrides', id::text from public.qc_overrides
  union all select 'public.qc_parameters', id::text from public.qc_parameters
  union all select 'public.qc_plans', id::text from public.qc_plans
  union all select 'public.qc_results', id::text from public.qc_results
  union all select 'public.qc_tests', id::text from public.qc_tests
  union all select 'public.reason_codes', id::text from public.reason_codes
  union all select 'public.receipts', id::text from public.receipts
  union all select 'public.record_versions', id::text from public.record_versions
  union all select 'public.reservations', id::text from public.reservations
  union all select 'public.role_permissions', role || '/' || permission from public.role_permissions
  union all select 'public.route_stages', route_id || '/' || position from public.route_stages
  union all select 'public.routes', id::text from public.routes
  union all select 'public.settings', key from public.settings
  union all select 'public.shift_assignments', id::text from public.shift_assignments
  union all select 'public.shift_explanations', id::text from public.shift_explanations
  union all select 'public.shift_handovers', id::text from public.shift_handovers
  union all select 'public.shift_remarks', id::text from public.shift_remarks
  union all select 'public.shift_rotation_turns', id::text from public.shift_rotation_turns
  union all select 'public.shift_rotations', id::text from public.shift_rotations
  union all select 'public.shift_runs', id::text from public.shift_runs
  union all select 'public.shift_summaries', id::text from public.shift_summaries
  union all select 'public.shifts', id::text from public.shifts
  union all select 'public.shipment_lines', id::text from public.shipment_lines
  union all select 'public.shipments', id::text from public.shipments
  union all select 'public.sign_in_attempts', id::text from public.sign_in_attempts
  union all select 'public.sites', id::text from public.sites
  union all select 'public.stage_fields', id::text from public.stage_fields
  union all select 'public.stage_logs', id::text from public.stage_logs
  union all select 'public.stage_materials', id::text from public.stage_materials
  union all select 'public.stages', id::text from public.stages
  -- What the ledger writes here its moves have said.
  union all select 'public.stock_balances', lot_id || '/' || location_id from public.stock_balances
    where not exists (
      select from public.stock_moves
      where stock_moves.lot_id = stock_balances.lot_id and stock_balances.location_id in (from_id, to_id)
    )
  union all select 'public.stock_moves', id::text from public.stock_moves
  union all select 'public.transfer_request_moves', move_id::text from public.transfer_request_moves
  union all select 'public.transfer_requests', id::text from public.transfer_requests
  union all select 'public.units', code from public.units
) as kept
where not exists (
  select from audit.log
  where log.relation = kept.relation and log.record_id = kept.id and log.operation = 'insert'
);
