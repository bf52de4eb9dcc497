ALTER TABLE "audit"."log"
  DROP CONSTRAINT "an insert has no before, a delete no after";

ALTER TABLE "audit"."log"
  DROP CONSTRAINT "operation is insert, update or delete";

COMMENT ON COLUMN "audit"."log"."after" IS 'The row as it became; null for a delete.';

COMMENT ON COLUMN "audit"."log"."before" IS 'The row as it was; null for an insert.';

COMMENT ON COLUMN "audit"."log"."operation" IS 'insert, update or delete.';
