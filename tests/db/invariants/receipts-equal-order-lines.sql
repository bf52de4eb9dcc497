-- What an order line says has come is what its receipts add up to, and never more than was ordered.
select purchase_order_lines.id, received, coalesce(sum(receipts.quantity), 0) as receipts
from public.purchase_order_lines left join public.receipts on receipts.order_line_id = purchase_order_lines.id
group by purchase_order_lines.id
having received <> coalesce(sum(receipts.quantity), 0) or received > purchase_order_lines.quantity;
