select lot_id, location_id, on_hand from public.stock_balances where on_hand < 0;
