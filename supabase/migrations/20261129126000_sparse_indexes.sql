DROP INDEX "public"."lots_rejection_reason_id_idx";

DROP INDEX "public"."stock_moves_corrects_id_idx";

DROP INDEX "public"."stock_moves_reason_id_idx";

CREATE INDEX lots_rejection_reason_id_idx ON public.lots USING btree (rejection_reason_id)
  WHERE (rejection_reason_id IS NOT NULL);

CREATE INDEX stock_moves_corrects_id_idx ON public.stock_moves USING btree (corrects_id)
  WHERE (corrects_id IS NOT NULL);

CREATE INDEX stock_moves_reason_id_idx ON public.stock_moves USING btree (reason_id)
  WHERE (reason_id IS NOT NULL);
