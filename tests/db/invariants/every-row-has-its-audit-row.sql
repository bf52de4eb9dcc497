-- Each row of the stock module has the entry of its making.
select 'lots' as relation, id::text from public.lots
where not exists (select from audit.log where relation = 'public.lots' and record_id = lots.id::text and operation = 'insert')
union all
select 'stock_moves', id::text from public.stock_moves
where not exists (select from audit.log where relation = 'public.stock_moves' and record_id = stock_moves.id::text and operation = 'insert')
union all
select 'receipts', id::text from public.receipts
where not exists (select from audit.log where relation = 'public.receipts' and record_id = receipts.id::text and operation = 'insert');
