with recursive below as (
  select parent_id as root, child_id as id from public.lot_links
  union
  select below.root, lot_links.child_id from below join public.lot_links on lot_links.parent_id = below.id
)
select root from below where root = id;
