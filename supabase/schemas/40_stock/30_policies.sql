-- Who may see stock of a site sees what is there and what came into being there. Nobody writes: the
-- commands do. Whoever tests sees the lots he tests, though not the stock (document, module 8, 2.4).
create policy "lots are seen by permission" on public.lots for select to authenticated
  using (
    site_id = any ((select app.sites_with('stock.view'))::uuid[])
    or site_id = any ((select app.sites_with('quality.view'))::uuid[])
    or exists (select from public.stock_balances where stock_balances.lot_id = lots.id)
  );
create policy "holds are seen with their lot" on public.lot_holds for select to authenticated
  using (exists (select from public.lots where lots.id = lot_holds.lot_id));
create policy "links are seen with their lots" on public.lot_links for select to authenticated
  using (exists (select from public.lots where lots.id in (lot_links.parent_id, lot_links.child_id)));
create policy "moves are seen by permission" on public.stock_moves for select to authenticated
  using (
    from_id in (select id from public.locations where site_id = any ((select app.sites_with('stock.view'))::uuid[]))
    or to_id in (select id from public.locations where site_id = any ((select app.sites_with('stock.view'))::uuid[]))
  );
create policy "balances are seen by permission" on public.stock_balances for select to authenticated
  using (location_id in (select id from public.locations where site_id = any ((select app.sites_with('stock.view'))::uuid[])));
create policy "reservations are seen by permission" on public.reservations for select to authenticated
  using (location_id in (select id from public.locations where site_id = any ((select app.sites_with('stock.view'))::uuid[])));
grant select on public.lots, public.lot_holds, public.lot_links, public.stock_moves, public.stock_balances,
  public.reservations, public.stock_levels to authenticated, service_role;
grant execute on function app.lot_obstacle(public.lots, uuid) to authenticated, service_role;
