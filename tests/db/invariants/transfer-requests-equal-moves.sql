-- A transfer request says what the moves that answered it add up to.
select transfer_requests.id, transfer_requests.fulfilled, sum(stock_moves.quantity) as moved
from public.transfer_requests
left join public.transfer_request_moves on transfer_request_moves.transfer_request_id = transfer_requests.id
left join public.stock_moves on stock_moves.id = transfer_request_moves.move_id
group by transfer_requests.id
having transfer_requests.fulfilled <> coalesce(sum(stock_moves.quantity), 0);
