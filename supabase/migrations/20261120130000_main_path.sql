SET local check_function_bodies = off;

REVOKE ALL ("active") ON TABLE "public"."profiles" FROM "authenticated";

DROP POLICY "lots are seen by permission" ON "public"."lots";

DROP POLICY "roles are given by permission" ON "public"."memberships";

DROP POLICY "roles are taken by permission" ON "public"."memberships";

DROP POLICY "a person edits his own profile, and by permission all" ON "public"."profiles";

DROP TRIGGER "check_active" ON "public"."profiles";

DROP TRIGGER "audit" ON "public"."stock_balances";

DROP VIEW "app"."errors";

DROP VIEW "public"."stock_levels";

ALTER TABLE "public"."stock_moves"
  DROP CONSTRAINT "move kind is known";

DROP FUNCTION "app"."announce"(uuid, text, text, jsonb);

DROP FUNCTION "app"."profiles_check_active"();

DROP FUNCTION "public"."trace_lot"(text, text);

CREATE EXTENSION IF NOT EXISTS "btree_gist" SCHEMA "extensions";

CREATE TABLE "app"."user_plans" (
  "request_id"  uuid                     NOT NULL,
  "user_id"     uuid                     NOT NULL,
  "action"      text                     NOT NULL,
  "email"       text,
  "full_name"   text,
  "memberships" jsonb,
  "invite"      boolean                  NOT NULL DEFAULT false,
  "planned_by"  uuid                     NOT NULL,
  "planned_at"  timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "plan is for an action of Auth" CHECK ((action = ANY (ARRAY['create'::text, 'invite'::text, 'update'::text, 'set_password'::text]))),
  CONSTRAINT "user_plans_pkey" PRIMARY KEY (request_id)
);

CREATE TABLE "public"."batches" (
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "code"             text                     NOT NULL,
  "site_id"          uuid                     NOT NULL,
  "item_id"          uuid                     NOT NULL,
  "route_id"         uuid,
  "lot_id"           uuid                     NOT NULL,
  "run_id"           uuid,
  "planned_quantity" numeric                  NOT NULL,
  "state"            text                     NOT NULL DEFAULT 'running'::text,
  "remarks"          text,
  "created_by"       uuid                     NOT NULL,
  "ended_at"         timestamp with time zone,
  CONSTRAINT "a batch code is given once" UNIQUE (code),
  CONSTRAINT "a batch that is over has the time of it" CHECK (((ended_at IS NULL) = (state = 'running'::text))),
  CONSTRAINT "batch code is 2 to 50 characters without spaces at its ends" CHECK (((code = btrim(code)) AND (length(code) >= 2) AND (length(code) <= 50))),
  CONSTRAINT "batch is running, finished, rejected or cancelled" CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'rejected'::text, 'cancelled'::text]))),
  CONSTRAINT "batch remarks have at most 2000 characters" CHECK ((length(remarks) <= 2000)),
  CONSTRAINT "planned quantity is above zero" CHECK (((planned_quantity > (0)::numeric) AND (planned_quantity < '1000000000'::numeric))),
  CONSTRAINT "batches_lot_id_key" UNIQUE (lot_id),
  CONSTRAINT "batches_pkey" PRIMARY KEY (id),
  "created_at"       timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."batches"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."batches" FROM "anon";

CREATE TABLE "public"."certificates" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "number"        text                     NOT NULL,
  "revision"      integer                  NOT NULL,
  "site_id"       uuid                     NOT NULL,
  "lot_id"        uuid                     NOT NULL,
  "test_id"       uuid                     NOT NULL,
  "content"       jsonb                    NOT NULL,
  "document_path" text,
  "issued_by"     uuid                     NOT NULL,
  CONSTRAINT "a certificate has one of a revision" UNIQUE (number, revision),
  CONSTRAINT "certificate revision is 1 or above" CHECK ((revision >= 1)),
  CONSTRAINT "document path has at most 300 characters" CHECK ((length(document_path) <= 300)),
  CONSTRAINT "certificates_pkey" PRIMARY KEY (id),
  "issued_at"     timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."certificates"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."certificates" FROM "anon";

CREATE TABLE "public"."documents" (
  "id"          uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"     uuid                     NOT NULL,
  "kind"        text                     NOT NULL,
  "name"        text                     NOT NULL,
  "media_type"  text                     NOT NULL,
  "size_bytes"  integer                  NOT NULL,
  "sha256"      text                     NOT NULL,
  "path"        text                     NOT NULL,
  "uploaded_by" uuid                     NOT NULL,
  CONSTRAINT "document has 1 byte to 10 MB" CHECK (((size_bytes >= 1) AND (size_bytes <= 10000000))),
  CONSTRAINT "document hash is 64 hexadecimal digits" CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "document is a PDF or a picture"
    CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'image/heic'::text, 'image/heif'::text]))),
  CONSTRAINT "document kind is known"
    CHECK ((kind = ANY (ARRAY['grn'::text, 'lab_report'::text, 'shift_card'::text, 'override'::text, 'photo'::text, 'certificate'::text, 'dispatch_report'::text, 'other'::text]))),
  CONSTRAINT "document name has 1 to 200 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 200))),
  CONSTRAINT "document name has no path and no control characters" CHECK ((name !~ '[/\\[:cntrl:]]'::text)),
  CONSTRAINT "document path has at most 200 characters" CHECK (((btrim(path) <> ''::text) AND (length(path) <= 200))),
  CONSTRAINT "documents_path_key" UNIQUE (path),
  CONSTRAINT "documents_pkey" PRIMARY KEY (id),
  "uploaded_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."documents"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."documents" FROM "anon";

CREATE TABLE "public"."downtimes" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"      uuid                     NOT NULL,
  "machine_id"   uuid                     NOT NULL,
  "stage_log_id" uuid,
  "run_id"       uuid,
  "reason_id"    uuid                     NOT NULL,
  "started_at"   timestamp with time zone NOT NULL,
  "ended_at"     timestamp with time zone,
  "note"         text,
  "logged_by"    uuid                     NOT NULL,
  "ended_by"     uuid,
  CONSTRAINT "a downtime starts before it ends" CHECK ((started_at < ended_at)),
  CONSTRAINT "a downtime that has ended has who ended it" CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  CONSTRAINT "downtime note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "downtimes_pkey" PRIMARY KEY (id),
  "logged_at"    timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."downtimes"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."downtimes" FROM "anon";

CREATE TABLE "public"."qc_overrides" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "test_id"       uuid                     NOT NULL,
  "reason_id"     uuid                     NOT NULL,
  "justification" text                     NOT NULL,
  "document_path" text                     NOT NULL,
  "state"         text                     NOT NULL DEFAULT 'requested'::text,
  "requested_by"  uuid                     NOT NULL,
  "decided_by"    uuid,
  "decided_at"    timestamp with time zone,
  "decision_note" text,
  CONSTRAINT "a decision has a person, a time and a note"
    CHECK
    ((((state = ANY (ARRAY['requested'::text, 'withdrawn'::text])) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) =
    (decision_note IS NULL)))),
  CONSTRAINT "another person decides" CHECK ((decided_by <> requested_by)),
  CONSTRAINT "decision note has at most 2000 characters" CHECK ((length(decision_note) <= 2000)),
  CONSTRAINT "document path has 1 to 300 characters" CHECK (((btrim(document_path) <> ''::text) AND (length(document_path) <= 300))),
  CONSTRAINT "justification has 10 to 2000 characters" CHECK (((length(btrim(justification)) >= 10) AND (length(justification) <= 2000))),
  CONSTRAINT "override is requested, approved, rejected or withdrawn" CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text]))),
  CONSTRAINT "qc_overrides_pkey" PRIMARY KEY (id),
  "requested_at"  timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."qc_overrides"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."qc_overrides" FROM "anon";

CREATE TABLE "public"."qc_parameters" (
  "id"       uuid    NOT NULL DEFAULT gen_random_uuid(),
  "plan_id"  uuid    NOT NULL,
  "position" integer NOT NULL DEFAULT 1,
  "name"     text    NOT NULL,
  "method"   text,
  "unit"     text,
  "minimum"  numeric,
  "maximum"  numeric,
  "accepted" text[],
  "required" boolean NOT NULL DEFAULT true,
  CONSTRAINT "a parameter has a limit" CHECK (((accepted IS NOT NULL) OR (minimum IS NOT NULL) OR (maximum IS NOT NULL))),
  CONSTRAINT "a parameter is a number or one of the accepted words" CHECK (((accepted IS NULL) OR ((minimum IS NULL) AND (maximum IS NULL) AND (unit IS NULL)))),
  CONSTRAINT "a parameter stands in a plan once" UNIQUE (plan_id, name),
  CONSTRAINT "accepted words are 1 to 20" CHECK (((cardinality(accepted) >= 1) AND (cardinality(accepted) <= 20))),
  CONSTRAINT "accepted words are not empty" CHECK (((''::text <> ALL (accepted)) AND (array_position(accepted, NULL::text) IS NULL))),
  CONSTRAINT "limits are below 10^12" CHECK (((abs(minimum) < '1000000000000'::numeric) AND (abs(maximum) < '1000000000000'::numeric))),
  CONSTRAINT "lowest value is not above the highest" CHECK ((minimum <= maximum)),
  CONSTRAINT "method has at most 200 characters" CHECK ((length(method) <= 200)),
  CONSTRAINT "parameter name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "parameter position is 1 to 100" CHECK ((("position" >= 1) AND ("position" <= 100))),
  CONSTRAINT "qc_parameters_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."qc_parameters"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."qc_parameters" FROM "anon";

CREATE TABLE "public"."qc_plans" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "kind"           text                     NOT NULL,
  "item_id"        uuid,
  "stage_id"       uuid,
  "version"        integer                  NOT NULL DEFAULT 1,
  "effective_from" date                     NOT NULL,
  "active"         boolean                  NOT NULL DEFAULT false,
  "note"           text,
  "approved_by"    uuid,
  "approved_at"    timestamp with time zone,
  CONSTRAINT "a plan for a stage names it, others name the item" CHECK (
CASE
    WHEN (kind = 'in_process'::text) THEN (stage_id IS NOT NULL)
    ELSE ((item_id IS NOT NULL) AND (stage_id IS NULL))
END),
  CONSTRAINT "a plan has one of a version" UNIQUE NULLS NOT DISTINCT (kind, item_id, stage_id, VERSION),
  CONSTRAINT "plan is for incoming goods, a stage, or the final product" CHECK ((kind = ANY (ARRAY['incoming'::text, 'in_process'::text, 'final'::text]))),
  CONSTRAINT "plan note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "plan version is 1 or above" CHECK ((version >= 1)),
  CONSTRAINT "qc_plans_pkey" PRIMARY KEY (id),
  "created_by"     uuid                     DEFAULT auth.uid(),
  "created_at"     timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."qc_plans"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."qc_plans" FROM "anon";

CREATE TABLE "public"."qc_results" (
  "id"                 uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "test_id"            uuid                     NOT NULL,
  "parameter_id"       uuid                     NOT NULL,
  "position"           integer                  NOT NULL,
  "name"               text                     NOT NULL,
  "method"             text,
  "unit"               text,
  "minimum"            numeric,
  "maximum"            numeric,
  "accepted"           text[],
  "required"           boolean                  NOT NULL,
  "value"              numeric,
  "observed"           text,
  "within_spec"        boolean                  NOT NULL,
  "entered_by"         uuid                     NOT NULL,
  "replaced_at"        timestamp with time zone,
  "replaced_by"        uuid,
  "replacement_reason" text,
  CONSTRAINT "a replaced result says by whom and why" CHECK ((((replaced_at IS NULL) = (replaced_by IS NULL)) AND ((replaced_at IS NULL) = (replacement_reason IS NULL)))),
  CONSTRAINT "a result is a number or a word" CHECK (((value IS NULL) <> (observed IS NULL))),
  CONSTRAINT "observed word has 1 to 200 characters" CHECK (((btrim(observed) <> ''::text) AND (length(observed) <= 200))),
  CONSTRAINT "reason of a replacement has at most 2000 characters" CHECK ((length(replacement_reason) <= 2000)),
  CONSTRAINT "result is below 10^12" CHECK ((abs(value) < '1000000000000'::numeric)),
  CONSTRAINT "qc_results_pkey" PRIMARY KEY (id),
  "entered_at"         timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."qc_results"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."qc_results" FROM "anon";

CREATE TABLE "public"."qc_tests" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "number"        text                     NOT NULL,
  "site_id"       uuid                     NOT NULL,
  "kind"          text                     NOT NULL,
  "lot_id"        uuid                     NOT NULL,
  "stage_log_id"  uuid,
  "plan_id"       uuid                     NOT NULL,
  "retest_of"     uuid,
  "attempt"       integer                  NOT NULL DEFAULT 1,
  "status"        text                     NOT NULL,
  "overridden"    boolean                  NOT NULL DEFAULT false,
  "document_path" text,
  "remarks"       text,
  "sampled_at"    timestamp with time zone NOT NULL,
  "tested_by"     uuid                     NOT NULL,
  CONSTRAINT "a re-test is a further attempt" CHECK (((retest_of IS NULL) = (attempt = 1))),
  CONSTRAINT "a test in process names its stage, others do not" CHECK (((stage_log_id IS NOT NULL) = (kind = 'in_process'::text))),
  CONSTRAINT "attempt is 1 or above" CHECK ((attempt >= 1)),
  CONSTRAINT "document path has at most 300 characters" CHECK ((length(document_path) <= 300)),
  CONSTRAINT "test is incoming, in-process or final" CHECK ((kind = ANY (ARRAY['incoming'::text, 'in_process'::text, 'final'::text]))),
  CONSTRAINT "test is pending, pass, fail or hold" CHECK ((status = ANY (ARRAY['pending'::text, 'pass'::text, 'fail'::text, 'hold'::text]))),
  CONSTRAINT "test remarks have at most 2000 characters" CHECK ((length(remarks) <= 2000)),
  CONSTRAINT "qc_tests_number_key" UNIQUE (number),
  CONSTRAINT "qc_tests_pkey" PRIMARY KEY (id),
  CONSTRAINT "qc_tests_retest_of_key" UNIQUE (retest_of),
  "tested_at"     timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."qc_tests"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."qc_tests" FROM "anon";

CREATE TABLE "public"."shipment_lines" (
  "id"             uuid    NOT NULL DEFAULT gen_random_uuid(),
  "shipment_id"    uuid    NOT NULL,
  "lot_id"         uuid    NOT NULL,
  "location_id"    uuid    NOT NULL,
  "quantity"       numeric NOT NULL,
  "certificate_id" uuid,
  CONSTRAINT "shipped quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "shipment_lines_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."shipment_lines"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shipment_lines" FROM "anon";

CREATE TABLE "public"."shipments" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "number"          text                     NOT NULL,
  "site_id"         uuid                     NOT NULL,
  "customer_id"     uuid                     NOT NULL,
  "order_number"    text,
  "invoice_number"  text                     NOT NULL,
  "vehicle"         text                     NOT NULL,
  "tracking_number" text,
  "remarks"         text,
  "document_path"   text,
  "shipped_by"      uuid                     NOT NULL,
  CONSTRAINT "document path has at most 300 characters" CHECK ((length(document_path) <= 300)),
  CONSTRAINT "invoice number has 1 to 40 characters" CHECK (((btrim(invoice_number) <> ''::text) AND (length(invoice_number) <= 40))),
  CONSTRAINT "sales order number has 1 to 40 characters" CHECK (((btrim(order_number) <> ''::text) AND (length(order_number) <= 40))),
  CONSTRAINT "shipment remarks have at most 2000 characters" CHECK ((length(remarks) <= 2000)),
  CONSTRAINT "tracking number has 1 to 60 characters" CHECK (((btrim(tracking_number) <> ''::text) AND (length(tracking_number) <= 60))),
  CONSTRAINT "vehicle has 1 to 40 characters" CHECK (((btrim(vehicle) <> ''::text) AND (length(vehicle) <= 40))),
  CONSTRAINT "shipments_number_key" UNIQUE (number),
  CONSTRAINT "shipments_pkey" PRIMARY KEY (id),
  "shipped_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."shipments"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."shipments" FROM "anon";

CREATE TABLE "public"."sign_in_attempts" (
  "id"            bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "email"         text,
  "user_id"       uuid,
  "succeeded"     boolean                  NOT NULL,
  "ip"            inet,
  "user_agent"    text,
  "session_id"    uuid,
  "signed_out_at" timestamp with time zone,
  CONSTRAINT "a session begins once" UNIQUE (session_id),
  CONSTRAINT "email has at most 255 characters" CHECK ((length(email) <= 255)),
  CONSTRAINT "only a session is signed out" CHECK (((signed_out_at IS NULL) OR (session_id IS NOT NULL))),
  CONSTRAINT "user agent has at most 500 characters" CHECK ((length(user_agent) <= 500)),
  CONSTRAINT "who is let in has a session, and nobody else" CHECK ((succeeded = (session_id IS NOT NULL))),
  CONSTRAINT "who is let in has an account" CHECK (((NOT succeeded) OR (user_id IS NOT NULL))),
  CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY (id),
  "at"            timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."sign_in_attempts"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."sign_in_attempts" FROM "anon";

CREATE TABLE "public"."stage_logs" (
  "id"                 uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "batch_id"           uuid                     NOT NULL,
  "site_id"            uuid                     NOT NULL,
  "position"           integer                  NOT NULL,
  "stage_id"           uuid                     NOT NULL,
  "machine_id"         uuid                     NOT NULL,
  "operator_name"      text                     NOT NULL,
  "carried_quantity"   numeric                  NOT NULL,
  "added_quantity"     numeric                  NOT NULL DEFAULT 0,
  "input_quantity"     numeric                  GENERATED ALWAYS AS ((carried_quantity + added_quantity)) STORED NOT NULL,
  "output_quantity"    numeric,
  "loss_limit_percent" numeric,
  "yield_min_percent"  numeric,
  "yield_max_percent"  numeric,
  "qc_gate"            boolean                  NOT NULL,
  "parameters"         jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  "qc_status"          text                     NOT NULL DEFAULT 'not_required'::text,
  "started_at"         timestamp with time zone NOT NULL,
  "ended_at"           timestamp with time zone,
  "start_run_id"       uuid,
  "end_run_id"         uuid,
  "started_by"         uuid                     NOT NULL,
  "ended_by"           uuid,
  "remarks"            text,
  CONSTRAINT "QC status of a stage is known" CHECK ((qc_status = ANY (ARRAY['not_required'::text, 'pending'::text, 'pass'::text, 'fail'::text, 'hold'::text]))),
  CONSTRAINT "a stage is logged once for a batch" UNIQUE (batch_id, "position"),
  CONSTRAINT "a stage starts before it ends" CHECK ((started_at < ended_at)),
  CONSTRAINT "a stage that has ended has its output and who ended it" CHECK ((((ended_at IS NULL) = (output_quantity IS NULL)) AND ((ended_at IS NULL) = (ended_by IS NULL)))),
  CONSTRAINT "added quantity is not below zero" CHECK ((added_quantity >= (0)::numeric)),
  CONSTRAINT "carried quantity is not below zero" CHECK ((carried_quantity >= (0)::numeric)),
  CONSTRAINT "no more comes out than went in" CHECK ((output_quantity <= (carried_quantity + added_quantity))),
  CONSTRAINT "operator name has 1 to 100 characters" CHECK (((btrim(operator_name) <> ''::text) AND (length(operator_name) <= 100))),
  CONSTRAINT "output is above zero" CHECK (((output_quantity > (0)::numeric) AND (output_quantity < '1000000000'::numeric))),
  CONSTRAINT "something goes into a stage" CHECK (((carried_quantity + added_quantity) > (0)::numeric)),
  CONSTRAINT "stage remarks have at most 2000 characters" CHECK ((length(remarks) <= 2000)),
  CONSTRAINT "stage_logs_pkey" PRIMARY KEY (id),
  "created_at"         timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."stage_logs"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stage_logs" FROM "anon";

CREATE TABLE "public"."stage_materials" (
  "id"                  uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "batch_id"            uuid                     NOT NULL,
  "position"            integer                  NOT NULL,
  "lot_id"              uuid                     NOT NULL,
  "location_id"         uuid                     NOT NULL,
  "reservation_id"      uuid                     NOT NULL,
  "allocated"           numeric                  NOT NULL,
  "consumed"            numeric                  NOT NULL DEFAULT 0,
  "returned"            numeric                  NOT NULL DEFAULT 0,
  "deviation_reason_id" uuid,
  "note"                text,
  "run_id"              uuid,
  "allocated_by"        uuid                     NOT NULL,
  CONSTRAINT "allocated quantity is above zero" CHECK (((allocated > (0)::numeric) AND (allocated < '1000000000'::numeric))),
  CONSTRAINT "allocation note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "consumed quantity is not below zero" CHECK ((consumed >= (0)::numeric)),
  CONSTRAINT "no more is used and returned than was allocated" CHECK (((consumed + returned) <= allocated)),
  CONSTRAINT "returned quantity is not below zero" CHECK ((returned >= (0)::numeric)),
  CONSTRAINT "stage_materials_pkey" PRIMARY KEY (id),
  CONSTRAINT "stage_materials_reservation_id_key" UNIQUE (reservation_id),
  "allocated_at"        timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."stage_materials"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."stage_materials" FROM "anon";

CREATE TABLE "public"."transfer_request_moves" (
  "move_id"             bigint NOT NULL,
  "transfer_request_id" uuid   NOT NULL,
  CONSTRAINT "transfer_request_moves_pkey" PRIMARY KEY (move_id)
);

ALTER TABLE "public"."transfer_request_moves"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."transfer_request_moves" FROM "anon";

CREATE TABLE "public"."transfer_requests" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "site_id"        uuid                     NOT NULL,
  "item_id"        uuid                     NOT NULL,
  "lot_id"         uuid,
  "quantity"       numeric                  NOT NULL,
  "fulfilled"      numeric                  NOT NULL DEFAULT 0,
  "from_id"        uuid,
  "to_id"          uuid                     NOT NULL,
  "needed_by"      timestamp with time zone,
  "note"           text,
  "state"          text                     NOT NULL DEFAULT 'requested'::text,
  "requested_by"   uuid                     NOT NULL,
  "decided_by"     uuid,
  "decided_at"     timestamp with time zone,
  "decline_reason" text,
  CONSTRAINT "a decided request has somebody and a time" CHECK ((((state = 'requested'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)))),
  CONSTRAINT "a declined request has a reason" CHECK (((state = 'declined'::text) = (decline_reason IS NOT NULL))),
  CONSTRAINT "a fulfilled request lacks nothing" CHECK (((state = 'fulfilled'::text) = (fulfilled = quantity))),
  CONSTRAINT "decline reason has 1 to 2000 characters" CHECK (((btrim(decline_reason) <> ''::text) AND (length(decline_reason) <= 2000))),
  CONSTRAINT "no more is brought than was asked for" CHECK (((fulfilled >= (0)::numeric) AND (fulfilled <= quantity))),
  CONSTRAINT "request is requested, fulfilled, declined or cancelled" CHECK ((state = ANY (ARRAY['requested'::text, 'fulfilled'::text, 'declined'::text, 'cancelled'::text]))),
  CONSTRAINT "request note has at most 2000 characters" CHECK ((length(note) <= 2000)),
  CONSTRAINT "requested goods move somewhere" CHECK ((from_id <> to_id)),
  CONSTRAINT "requested quantity is above zero" CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric))),
  CONSTRAINT "transfer_requests_pkey" PRIMARY KEY (id),
  "requested_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."transfer_requests"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."transfer_requests" FROM "anon";

ALTER TABLE "public"."items"
  ADD COLUMN "packs_item_id" uuid;

ALTER TABLE "public"."lots"
  ADD COLUMN "rejection_reason_id" uuid;

ALTER TABLE "public"."lots"
  ADD COLUMN "rejection_note" text;

ALTER TABLE "public"."lots"
  ALTER COLUMN "initial_quantity" DROP NOT NULL;

REVOKE ALL ON SEQUENCE "public"."sign_in_attempts_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."sign_in_attempts_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."sign_in_attempts_id_seq" FROM "service_role";

CREATE OR REPLACE FUNCTION app.access_keep_admin()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- Two who remove each other at the same moment would each still see the other.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('app.access_keep_admin', 0));
  if not exists (
    select
    from public.memberships
    join public.role_permissions using (role)
    join public.profiles on profiles.id = memberships.user_id and profiles.active
    where role_permissions.permission = 'access.manage_users' and memberships.site_id is null
  ) then
    perform app.fail('LAST_ADMIN', 'Nobody would be left who manages users at every site.');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.act_for (
  person uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform pg_catalog.set_config('request.jwt.claim.sub', act_for.person::text, true);
  perform pg_catalog.set_config('request.jwt.claim.role', 'authenticated', true);
  perform pg_catalog.set_config(
    'request.jwt.claims',
    pg_catalog.jsonb_build_object('sub', act_for.person, 'role', 'authenticated')::text,
    true
  );
end $function$;

CREATE OR REPLACE FUNCTION app.add_document (
  site_id    uuid,
  kind       text,
  name       text,
  media_type text,
  size_bytes integer,
  sha256     text,
  path       text
)
  RETURNS public.documents
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  document public.documents;
begin
  if not exists (
    select from storage.objects
    join public.sites on pg_catalog.starts_with(objects.name, sites.code || '/')
    where objects.bucket_id = 'documents' and objects.name = add_document.path
      and sites.id = add_document.site_id
  ) then
    perform app.fail('NOT_FOUND', 'There is no such file of the site.', 'path');
  end if;
  insert into public.documents (site_id, kind, name, media_type, size_bytes, sha256, path, uploaded_by)
  values (
    add_document.site_id, add_document.kind, add_document.name, add_document.media_type,
    add_document.size_bytes, add_document.sha256, add_document.path, auth.uid()
  )
  returning * into document;
  perform app.announce(
    document.site_id, 'documents', 'uploaded',
    pg_catalog.jsonb_build_object('document', document.id, 'kind', document.kind, 'name', document.name)
  );
  return document;
end $function$;

CREATE OR REPLACE FUNCTION app.add_to_balance (
  lot      public.lots,
  place    public.locations,
  quantity numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if app.holds_stock(place.kind) then
    insert into public.stock_balances (lot_id, location_id, on_hand)
    values (lot.id, place.id, add_to_balance.quantity)
    on conflict (lot_id, location_id) do update set on_hand = stock_balances.on_hand + excluded.on_hand;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.announce (
  site_id uuid,
  module  text,
  event   text,
  payload jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform realtime.send(
    announce.payload, announce.event, pg_catalog.format('site:%s:%s', announce.site_id, announce.module), true
  );
end $function$;

CREATE OR REPLACE FUNCTION app.announce_move (
  site_id uuid,
  lot     public.lots,
  move    public.stock_moves
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(announce_move.site_id, 'stock', 'moved',
    pg_catalog.jsonb_build_object('lot', lot.code, 'kind', move.kind, 'quantity', move.quantity, 'move', move.id));
end $function$;

CREATE OR REPLACE FUNCTION app.assert_available (
  lot      public.lots,
  place    public.locations,
  quantity numeric,
  field    text             DEFAULT 'quantity'::text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  free numeric := app.available(lot.id, place.id);
begin
  if free < assert_available.quantity then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s of lot %s are free at %s, not %s.', pg_catalog.trim_scale(free), lot.code, place.code, assert_available.quantity),
      assert_available.field,
      pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'available', free)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_batch_running (
  batch public.batches
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if batch.state <> 'running' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s.', batch.code, batch.state), 'batch');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_document (
  path    text,
  site_id uuid,
  field   text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if assert_document.path is not null and not exists (
    select from public.documents
    where documents.path = assert_document.path and documents.site_id = assert_document.site_id
  ) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no document "%s" of this site.', left(assert_document.path, 200)), assert_document.field);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_machine_free (
  machine public.machines,
  started timestamp with time zone,
  ended   timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  other record;
begin
  select stage_logs.*, batches.code as batch into other
  from public.stage_logs join public.batches on batches.id = stage_logs.batch_id
  where stage_logs.machine_id = machine.id
    and pg_catalog.tstzrange(stage_logs.started_at, stage_logs.ended_at) && pg_catalog.tstzrange(started, ended)
  order by stage_logs.started_at limit 1;
  if found then
    perform app.fail(
      'MACHINE_BUSY',
      pg_catalog.format('%s runs batch %s from %s%s.', machine.code, other.batch, app.site_clock(machine.site_id, other.started_at),
        coalesce(' to ' || app.site_clock(machine.site_id, other.ended_at), '')),
      'machine',
      pg_catalog.jsonb_build_object('machine', machine.code, 'batch', other.batch)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_picking_order (
  lot       public.lots,
  site_id   uuid,
  reason_id uuid,
  to_id     uuid        DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
  first record;
begin
  if assert_picking_order.reason_id is not null then
    if not exists (
      select from public.reason_codes
      where id = assert_picking_order.reason_id and purpose = 'deviation' and active
    ) then
      perform app.fail('NOT_FOUND', 'A deviation needs one of the reasons for deviations.', 'reason');
    end if;
    return;
  end if;
  select * into strict item from public.items where id = lot.item_id;
  with present as materialized (
    select stock_balances.lot_id, stock_balances.location_id, locations.code as place
    from public.locations
    join public.stock_balances on stock_balances.location_id = locations.id and stock_balances.on_hand > 0
    where locations.site_id = assert_picking_order.site_id and locations.kind in ('storage', 'floor')
      and locations.id is distinct from assert_picking_order.to_id
  )
  select lots.code, lots.expires_on, lots.received_on, present.place into first
  from present
  join public.lots on lots.id = present.lot_id
  where lots.item_id = lot.item_id
    and (coalesce(case when item.picking = 'fefo' then lots.expires_on end, 'infinity'), lots.received_on, lots.code)
      < (coalesce(case when item.picking = 'fefo' then lot.expires_on end, 'infinity'), lot.received_on, lot.code)
    and app.available(lots.id, present.location_id) > 0
    and app.lot_obstacle(lots, assert_picking_order.site_id) is null
  order by case when item.picking = 'fefo' then lots.expires_on end nulls last, lots.received_on, lots.code, present.place
  limit 1;
  if found then
    perform app.fail(
      'DEVIATION_NEEDED',
      pg_catalog.format(
        'Lot %s at %s comes before lot %s: it %s.', first.code, first.place, lot.code,
        case
          when item.picking = 'fefo' and first.expires_on is distinct from lot.expires_on
            then 'expires on ' || pg_catalog.to_char(first.expires_on, 'DD Mon YYYY')
          else 'came on ' || pg_catalog.to_char(first.received_on, 'DD Mon YYYY')
        end
      ),
      'lot',
      pg_catalog.jsonb_build_object('lot', lot.code, 'first', first.code, 'location', first.place)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_stage_may_begin (
  batch      public.batches,
  "position" integer,
  started_at timestamp with time zone
)
  RETURNS public.stage_logs
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  stage_name text;
  prior_position integer;
  prior_name text;
  prior public.stage_logs;
begin
  if batch.state <> 'running' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s and takes no more stages.', batch.code, batch.state), 'batch');
  end if;
  if exists (select from public.lot_holds where lot_holds.lot_id = batch.lot_id and released_at is null) then
    perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Batch %s is on hold and may not go on.', batch.code), 'batch');
  end if;
  select stages.name into stage_name
  from public.route_stages join public.stages on stages.id = route_stages.stage_id
  where route_stages.route_id = batch.route_id and route_stages.position = assert_stage_may_begin.position;
  if not found then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s.', batch.code, assert_stage_may_begin.position), 'position');
  end if;
  if exists (
    select from public.stage_logs
    where stage_logs.batch_id = batch.id and stage_logs.position = assert_stage_may_begin.position
  ) then
    perform app.fail('STAGE_DONE', pg_catalog.format('%s of batch %s has been logged already.', stage_name, batch.code), 'position');
  end if;
  select route_stages.position, stages.name into prior_position, prior_name
  from public.route_stages join public.stages on stages.id = route_stages.stage_id
  where route_stages.route_id = batch.route_id and route_stages.position < assert_stage_may_begin.position
  order by route_stages.position desc limit 1;
  if not found then
    return null;
  end if;
  select * into prior from public.stage_logs where batch_id = batch.id and stage_logs.position = prior_position;
  if not found then
    perform app.fail('STAGE_ORDER', pg_catalog.format('%s comes before %s and has not been logged for batch %s.', prior_name, stage_name, batch.code), 'position');
  end if;
  if prior.ended_at is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('%s of batch %s is still running.', prior_name, batch.code), 'position');
  end if;
  if prior.qc_status not in ('pass', 'not_required') then
    perform app.fail(
      'QC_GATE_CLOSED',
      pg_catalog.format('%s of batch %s %s; %s may not begin.', prior_name, batch.code,
        case prior.qc_status when 'pending' then 'waits for QC' when 'hold' then 'is on hold' else 'has failed QC' end, stage_name),
      'position',
      pg_catalog.jsonb_build_object('batch', batch.code, 'stage', prior_name, 'qc_status', prior.qc_status)
    );
  end if;
  if assert_stage_may_begin.started_at < prior.ended_at then
    perform app.fail(
      'TIME_ORDER',
      pg_catalog.format('%s cannot begin at %s: %s ended at %s.', stage_name, app.site_clock(batch.site_id, assert_stage_may_begin.started_at),
        prior_name, app.site_clock(batch.site_id, prior.ended_at)),
      'started_at'
    );
  end if;
  return prior;
end $function$;

CREATE OR REPLACE FUNCTION app.assert_transfer_open (
  transfer public.transfer_requests
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (transfer).state <> 'requested' then
    perform app.fail(
      'TRANSFER_DECIDED', pg_catalog.format('The request has been %s already.', (transfer).state), 'transfer_request',
      pg_catalog.jsonb_build_object('state', (transfer).state)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.batch_answer (
  batch_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', batches.id,
      'code', batches.code,
      'lot_id', batches.lot_id,
      'item', items.code,
      'item_name', items.name,
      'unit', items.unit,
      'planned_quantity', batches.planned_quantity,
      'state', batches.state,
      'held', exists (select from public.lot_holds where lot_holds.lot_id = batches.lot_id and released_at is null),
      'qc_status', lots.qc_status,
      'shift', (
        select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id
        where shift_runs.id = batches.run_id
      ),
      'created_at', batches.created_at,
      'ended_at', batches.ended_at,
      'allocated', (
        select coalesce(sum((stage_materials.allocated - stage_materials.consumed - stage_materials.returned) * app.unit_factor(materials.unit, items.unit)), 0)
        from public.stage_materials
        join public.lots as given on given.id = stage_materials.lot_id
        join public.items as materials on materials.id = given.item_id
        where stage_materials.batch_id = batches.id
      ),
      'last', (
        select pg_catalog.jsonb_build_object(
          'id', stage_logs.id, 'position', stage_logs.position, 'stage', stages.name,
          'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'output', stage_logs.output_quantity,
          'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at, 'qc_status', stage_logs.qc_status
        ) || coalesce(app.stage_flags(stage_logs), '{}')
        from public.stage_logs
        join public.stages on stages.id = stage_logs.stage_id
        join public.machines on machines.id = stage_logs.machine_id
        where stage_logs.batch_id = batches.id
        order by stage_logs.position desc limit 1
      ),
      'next', (
        select pg_catalog.jsonb_build_object(
          'position', route_stages.position, 'stage_id', stages.id, 'stage', stages.name,
          'loss_limit_percent', route_stages.loss_limit_percent, 'qc_gate', route_stages.qc_gate
        )
        from public.route_stages join public.stages on stages.id = route_stages.stage_id
        where route_stages.route_id = batches.route_id and batches.state = 'running'
          and route_stages.position = app.next_position(batches)
      )
    )
    from public.batches
    join public.items on items.id = batches.item_id
    join public.lots on lots.id = batches.lot_id
    where batches.id = batch_answer.batch_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.batch_balance (
  batch        public.batches,
  produced     numeric,
  packed       numeric,
  packing_loss numeric,
  shipped      numeric,
  adjusted     numeric
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  product_unit text := (select unit from public.items where id = batch.item_id);
  consumed numeric;
  lost numeric;
  running numeric;
  on_hand numeric;
begin
  -- Existing records may count tablets that were made of kilograms: then nobody can say how much of it.
  select case when pg_catalog.bool_or(app.unit_factor(items.unit, product_unit) is null) then null
    else coalesce(sum(lot_links.quantity * app.unit_factor(items.unit, product_unit)), 0) end
  into consumed
  from public.lot_links
  join public.lots on lots.id = lot_links.parent_id
  join public.items on items.id = lots.item_id
  where lot_links.child_id = batch.lot_id;
  select coalesce(sum(input_quantity - output_quantity), 0) into lost from public.stage_logs where batch_id = batch.id and ended_at is not null;
  select coalesce((
    select coalesce(output_quantity, input_quantity) from public.stage_logs where batch_id = batch.id order by position desc limit 1
  ), batch_balance.produced) into running;
  select coalesce(sum(stock_balances.on_hand), 0) into on_hand from public.stock_balances where lot_id = batch.lot_id;
  return pg_catalog.jsonb_build_object(
    'unit', product_unit,
    'consumed', consumed,
    'lost', lost,
    'in_process', case when batch.state = 'finished' then 0 else running end,
    'produced', batch_balance.produced,
    'unaccounted', consumed - lost - running,
    'yield_percent', case when consumed > 0 and batch.state = 'finished' then pg_catalog.round(100 * produced / consumed, 3) end,
    'packed', batch_balance.packed,
    'packing_loss', batch_balance.packing_loss,
    'shipped', batch_balance.shipped,
    'adjusted', batch_balance.adjusted,
    'on_hand', on_hand,
    'unaccounted_product', batch_balance.produced + batch_balance.adjusted - batch_balance.packed - batch_balance.packing_loss - batch_balance.shipped - on_hand
  );
end $function$;

CREATE OR REPLACE FUNCTION app.batches_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'production', 'batch',
    pg_catalog.jsonb_build_object('batch', new.code, 'state', new.state));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.begin_user_command (
  request_id uuid,
  person     uuid,
  command    text,
  body       jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.act_for(begin_user_command.person);
  perform app.require_everywhere('access.manage_users');
  return app.begin_command(begin_user_command.request_id, begin_user_command.command, begin_user_command.body);
end $function$;

CREATE OR REPLACE FUNCTION app.check_email (
  email text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  address text := lower(btrim(email));
begin
  if app.is_blank(address) then
    perform app.fail('VALUE_INVALID', 'There is no e-mail address.', 'email');
  end if;
  if length(address) > 254 or split_part(address, '@', 1) ~ '^.{65}'
    or address !~ '^[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no e-mail address.', left(email, 60)), 'email');
  end if;
  return address;
end $function$;

CREATE OR REPLACE FUNCTION app.check_email_free (
  email   text,
  user_id uuid DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if exists (
    select from auth.users
    where users.email = check_email_free.email and users.id is distinct from check_email_free.user_id
  ) then
    perform app.fail('EMAIL_TAKEN', pg_catalog.format('%s is the address of another user already.', check_email_free.email), 'email');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.check_full_name (
  full_name text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  name text := btrim(full_name);
begin
  if app.is_blank(name) then
    perform app.fail('VALUE_INVALID', 'There is no full name.', 'full_name');
  end if;
  if length(name) > 120 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('The full name has %s characters; 120 is the most.', length(name)), 'full_name');
  end if;
  return name;
end $function$;

CREATE OR REPLACE FUNCTION app.check_lines (
  lines  jsonb,
  field  text,
  fewest integer,
  most   integer
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if coalesce(pg_catalog.jsonb_typeof(lines), '') <> 'array'
    or pg_catalog.jsonb_array_length(lines) not between check_lines.fewest and check_lines.most
    or exists (select from pg_catalog.jsonb_array_elements(lines) as line where pg_catalog.jsonb_typeof(line) <> 'object') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no list of %s to %s lines.', check_lines.field, check_lines.fewest, check_lines.most), check_lines.field);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.check_memberships (
  memberships jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  known text[] := pg_catalog.enum_range(null::public.role)::text[];
  line record;
  site uuid;
begin
  perform app.check_lines(memberships, 'memberships', 1, 50);
  for line in
    select given, pg_catalog.format('memberships.%s', turn) as field
    from pg_catalog.jsonb_array_elements(memberships) with ordinality as lines (given, turn)
    order by turn
  loop
    if line.given ->> 'role' is null then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s.role is missing.', line.field), line.field || '.role');
    end if;
    if line.given ->> 'role' <> all (known) then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('"%s" is no role; one is %s.', left(line.given ->> 'role', 60), pg_catalog.array_to_string(known, ', ')),
        line.field || '.role'
      );
    end if;
    if line.given ->> 'site_id' is not null then
      site := app.line_id(line.given, 'site_id', line.field || '.site_id');
      if not exists (select from public.sites where sites.id = site and active) then
        perform app.fail('NOT_FOUND', pg_catalog.format('There is no site %s in use.', site), line.field || '.site_id');
      end if;
    end if;
  end loop;
  if exists (
    select from pg_catalog.jsonb_to_recordset(memberships) as given (site_id uuid, role text)
    group by given.site_id, given.role having count(*) > 1
  ) then
    perform app.fail('VALUE_INVALID', 'A role is given twice at the same site.', 'memberships');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.check_parameters (
  stage_id uuid,
  given    jsonb,
  complete boolean,
  earlier  jsonb   DEFAULT '{}'::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  field public.stage_fields;
  value jsonb;
  known text[] := '{}';
  answers jsonb;
  kept jsonb := earlier;
  stray text;
begin
  if pg_catalog.jsonb_typeof(given) <> 'object' then
    perform app.fail('VALUE_INVALID', 'The parameters are no list of fields with their values.', 'parameters');
  end if;
  select coalesce(pg_catalog.jsonb_object_agg(before.key, before.value -> 'value'), '{}') || given into answers
  from pg_catalog.jsonb_each(earlier) as before;
  for field in
    select * from public.stage_fields
    where stage_fields.stage_id = check_parameters.stage_id and active order by position, key
  loop
    known := known || field.key;
    if not app.field_is_asked(field.condition, answers) then
      kept := kept - field.key;
      continue;
    end if;
    continue when earlier ? field.key and not given ? field.key;
    kept := kept - field.key;
    value := given -> field.key;
    if value is null or value = 'null' or (pg_catalog.jsonb_typeof(value) = 'string' and app.is_blank(value #>> '{}')) then
      if field.required and complete then
        perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', field.label), 'parameters.' || field.key);
      end if;
      continue;
    end if;
    if pg_catalog.jsonb_typeof(value) <> (case field.type when 'number' then 'number' when 'boolean' then 'boolean' else 'string' end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no %s: %s.', left(value::text, 60), field.type, field.label), 'parameters.' || field.key);
    end if;
    if field.type = 'number' then
      if abs((value #>> '{}')::numeric) >= 1e12 or (value #>> '{}')::numeric < field.minimum or (value #>> '{}')::numeric > field.maximum then
        perform app.fail(
          'VALUE_INVALID',
          pg_catalog.format('%s is outside %s to %s: %s.', pg_catalog.concat_ws(' ', left(value::text, 60), field.unit),
            coalesce(pg_catalog.trim_scale(field.minimum)::text, '…'), coalesce(pg_catalog.trim_scale(field.maximum)::text, '…'), field.label),
          'parameters.' || field.key,
          pg_catalog.jsonb_build_object('value', value, 'minimum', field.minimum, 'maximum', field.maximum)
        );
      end if;
    elsif field.type = 'choice' and not (value #>> '{}') = any (field.choices) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is not one of %s: %s.', left(value #>> '{}', 60), pg_catalog.array_to_string(field.choices, ', '), field.label), 'parameters.' || field.key);
    elsif field.type = 'text' and length(value #>> '{}') > 2000 then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is longer than 2000 characters.', field.label), 'parameters.' || field.key);
    end if;
    kept := kept || pg_catalog.jsonb_build_object(field.key, pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'label', field.label, 'value', value, 'unit', field.unit, 'minimum', field.minimum, 'maximum', field.maximum)));
  end loop;
  select key into stray from pg_catalog.jsonb_object_keys(given) as key where key <> all (known) limit 1;
  if stray is not null then
    perform app.fail('VALUE_INVALID', pg_catalog.format('This stage has no field "%s".', left(stray, 60)), 'parameters.' || left(stray, 60));
  end if;
  return kept;
end $function$;

CREATE OR REPLACE FUNCTION app.check_stage_end (
  batch   public.batches,
  input   numeric,
  started timestamp with time zone,
  INOUT   output numeric,
  INOUT   ended timestamp with time zone
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  unit text := (select items.unit from public.items where items.id = batch.item_id);
begin
  output := app.check_quantity(output, 'output_quantity');
  ended := app.past_time(coalesce(ended, app.now()), 'ended_at', batch.site_id);
  if output > input then
    perform app.fail(
      'OUTPUT_EXCEEDS',
      pg_catalog.format('%s %s cannot come out of %s %s.', output, unit, pg_catalog.trim_scale(input), unit),
      'output_quantity',
      pg_catalog.jsonb_build_object('input', input, 'output', output)
    );
  end if;
  if ended <= started then
    perform app.fail(
      'TIME_ORDER',
      pg_catalog.format('The stage began at %s and cannot end at %s.', app.site_clock(batch.site_id, started), app.site_clock(batch.site_id, ended)),
      'ended_at'
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.close_batch (
  request_id uuid,
  batch      public.batches,
  to_id      uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  last public.stage_logs;
  product public.items;
  target public.locations;
  made date;
begin
  if app.next_position(batch) is not null then
    return;
  end if;
  if exists (
    select from public.stage_materials
    where stage_materials.batch_id = batch.id and consumed + returned < allocated
  ) then
    perform app.fail('MATERIAL_OPEN', pg_catalog.format('Batch %s still has material that was neither used nor returned.', batch.code), 'batch');
  end if;
  if close_batch.to_id is null then
    perform app.fail('FIELD_MISSING', 'The place where the product goes is missing.', 'to');
  end if;
  target := app.stock_place(close_batch.to_id, 'to');
  if target.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', target.code, batch.code), 'to');
  end if;
  select * into strict last from public.stage_logs where stage_logs.batch_id = batch.id order by position desc limit 1;
  select * into strict product from public.items where id = batch.item_id;
  made := app.business_date(batch.site_id, last.ended_at);
  update public.lots
  set initial_quantity = last.output_quantity, manufactured_on = made, received_on = made, expires_on = made + product.shelf_life_days
  where id = batch.lot_id;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
  values (batch.lot_id, app.other_side(batch.site_id, 'process'), target.id, last.output_quantity, 'produce', batch.code, auth.uid(), close_batch.request_id);
  update public.batches set state = 'finished', ended_at = app.now() where id = batch.id;
end $function$;

CREATE OR REPLACE FUNCTION app.consume_materials (
  log        public.stage_logs,
  batch      public.batches,
  wanted     numeric,
  request_id uuid
)
  RETURNS numeric
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  process uuid := app.other_side(batch.site_id, 'process');
  product_unit text;
  material record;
  open numeric;
  part numeric;
  total numeric := 0;
begin
  select unit into strict product_unit from public.items where id = batch.item_id;
  for material in
    select stage_materials.*, app.unit_factor(items.unit, product_unit) as factor
    from public.stage_materials
    join public.lots on lots.id = stage_materials.lot_id
    join public.items on items.id = lots.item_id
    where stage_materials.batch_id = batch.id and stage_materials.position = log.position
      and stage_materials.consumed + stage_materials.returned < stage_materials.allocated
    order by stage_materials.allocated_at, stage_materials.id
  loop
    open := material.allocated - material.consumed - material.returned;
    part := least(open, (wanted - total) / material.factor);
    continue when part <= 0;
    total := total + part * material.factor;
    update public.stage_materials set consumed = consumed + part where id = material.id;
    perform app.shrink_reservation(material.reservation_id, part);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (material.lot_id, material.location_id, process, part, 'consume', batch.code, auth.uid(), consume_materials.request_id);
    insert into public.lot_links (parent_id, child_id, quantity) values (material.lot_id, batch.lot_id, part);
  end loop;
  return pg_catalog.trim_scale(total);
end $function$;

CREATE OR REPLACE FUNCTION app.downtime_answer (
  downtime_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', downtimes.id, 'machine', machines.code, 'machine_name', machines.name, 'reason', reason_codes.name,
      'batch', batches.code, 'started_at', downtimes.started_at, 'ended_at', downtimes.ended_at, 'note', downtimes.note,
      'minutes', pg_catalog.round(extract(epoch from coalesce(downtimes.ended_at, app.now()) - downtimes.started_at) / 60, 1)
    )
    from public.downtimes
    join public.machines on machines.id = downtimes.machine_id
    join public.reason_codes on reason_codes.id = downtimes.reason_id
    left join public.stage_logs on stage_logs.id = downtimes.stage_log_id
    left join public.batches on batches.id = stage_logs.batch_id
    where downtimes.id = downtime_answer.downtime_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.downtimes_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'production', 'downtime', pg_catalog.jsonb_build_object(
    'machine', (select code from public.machines where id = new.machine_id), 'running', new.ended_at is not null));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.end_allocations (
  batch_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.stage_materials set returned = allocated - consumed
  where stage_materials.batch_id = end_allocations.batch_id and consumed + returned < allocated;
  update public.reservations set ended_at = app.now()
  where ended_at is null and id in (
    select reservation_id from public.stage_materials where stage_materials.batch_id = end_allocations.batch_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.field_is_asked (
  condition jsonb,
  given     jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  value jsonb := given -> (condition ->> 'field');
  wanted jsonb := condition -> 'value';
begin
  if condition is null then
    return true;
  end if;
  if value is null or pg_catalog.jsonb_typeof(value) <> pg_catalog.jsonb_typeof(wanted) then
    return false;
  end if;
  return case condition ->> 'is'
    when '=' then value = wanted when '<>' then value <> wanted
    when '<' then value < wanted when '<=' then value <= wanted
    when '>' then value > wanted else value >= wanted end;
end $function$;

CREATE OR REPLACE FUNCTION app.final_test (
  lot_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    with recursive above as (
      select final_test.lot_id as id, 0 as depth
      union
      select lot_links.parent_id, above.depth + 1
      from above
      join public.lots as child on child.id = above.id
      join public.items as child_item on child_item.id = child.item_id
      join public.lot_links on lot_links.child_id = above.id
      join public.lots as parent on parent.id = lot_links.parent_id
      where parent.item_id = child_item.packs_item_id
    )
    select qc_tests.id
    from above join public.qc_tests on qc_tests.lot_id = above.id
    where qc_tests.kind = 'final' and qc_tests.status = 'pass'
      and not exists (select from public.qc_tests as later where later.retest_of = qc_tests.id)
    order by above.depth, qc_tests.attempt desc
    limit 1
  );
end $function$;

CREATE OR REPLACE FUNCTION app.find_user (
  user_id uuid
)
  RETURNS auth.users
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  account auth.users;
begin
  select users.* into account
  from auth.users join public.profiles using (id) where users.id = find_user.user_id;
  if account.id is null then
    perform app.fail('NOT_FOUND', 'There is no such user.', 'user_id');
  end if;
  return account;
end $function$;

CREATE OR REPLACE FUNCTION app.has_everywhere (
  permission text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select exists (
      select
      from public.memberships
      join public.role_permissions using (role)
      join public.profiles on profiles.id = memberships.user_id and profiles.active
      where memberships.user_id = (select auth.uid())
        and memberships.site_id is null
        and role_permissions.permission = has_everywhere.permission
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.hold_below (
  lot_id    uuid,
  self      boolean,
  reason_id uuid,
  note      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.lot_holds (lot_id, cause_lot_id, reason_id, note, held_by)
  select lot.id, hold_below.lot_id, hold_below.reason_id, hold_below.note, auth.uid()
  from pg_catalog.unnest(app.lock_below(hold_below.lot_id)) as lot (id)
  where (hold_below.self or lot.id <> hold_below.lot_id)
    and not exists (
      select from public.lot_holds
      where lot_holds.lot_id = lot.id and cause_lot_id = hold_below.lot_id and released_at is null
        and lot_holds.reason_id = hold_below.reason_id
    );
end $function$;

CREATE OR REPLACE FUNCTION app.import_answer (
  lot_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return app.lot_answer(lot_id) || pg_catalog.jsonb_build_object(
    'imported_at', app.now(),
    'out_of_limits', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
          'attempt', qc_tests.attempt, 'name', qc_results.name, 'unit', qc_results.unit,
          'value', qc_results.value, 'observed', qc_results.observed, 'minimum', qc_results.minimum, 'maximum', qc_results.maximum
        )) order by qc_tests.attempt, qc_results.position, qc_results.name), '[]')
      from public.qc_tests join public.qc_results on qc_results.test_id = qc_tests.id
      where qc_tests.lot_id = import_answer.lot_id and not within_spec and replaced_at is null
    )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.import_code (
  code text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  wanted text := pg_catalog.btrim(code);
begin
  if coalesce(wanted, '') = '' then
    perform app.fail('FIELD_MISSING', 'The code is missing.', 'code');
  end if;
  if exists (select from public.lots where lots.code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot or batch %s.', wanted), 'code');
  end if;
  return wanted;
end $function$;

CREATE OR REPLACE FUNCTION app.import_test (
  lot     public.lots,
  kind    text,
  day     date,
  results jsonb,
  remarks text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  plan uuid := app.plan_in_force(import_test.kind, lot.item_id, null, day);
  site public.sites;
  latest public.qc_tests;
  test public.qc_tests;
begin
  if plan is null then
    perform app.fail('PLAN_MISSING', pg_catalog.format('No %s plan was in force for %s on %s.', import_test.kind,
      (select code from public.items where id = lot.item_id), day), 'results');
  end if;
  select * into strict site from public.sites where id = lot.site_id;
  select qc_tests.* into latest from public.qc_tests where qc_tests.lot_id = lot.id order by attempt desc limit 1;
  insert into public.qc_tests (number, site_id, kind, lot_id, plan_id, retest_of, attempt, status, remarks, sampled_at, tested_at, tested_by)
  values (
    app.next_test_number(site, day), site.id, import_test.kind, lot.id, plan, latest.id, coalesce(latest.attempt, 0) + 1, 'pending',
    import_test.remarks, app.start_of_day(site.id, day), app.start_of_day(site.id, day), auth.uid()
  )
  returning * into test;
  perform app.write_results(test, import_test.results, null);
  perform app.set_test_status(test, app.judge_test(test.id), false);
end $function$;

CREATE OR REPLACE FUNCTION app.is_blank (
  given text
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(given, '') !~ '[^[:space:]\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]';
end $function$;

CREATE OR REPLACE FUNCTION app.issue_certificate (
  lot public.lots
)
  RETURNS public.certificates
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  passed uuid := app.final_test(lot.id);
  obstacle text := app.lot_obstacle(lot, lot.site_id);
  known public.certificates;
  content jsonb;
  made public.certificates;
begin
  if obstacle is not null then
    perform app.fail('CERTIFICATE_NOT_DUE', pg_catalog.format('Lot %s %s and gets no certificate.', lot.code, obstacle), 'lot');
  end if;
  if passed is null then
    perform app.fail('CERTIFICATE_NOT_DUE', pg_catalog.format('Lot %s has no final test that passed.', lot.code), 'lot');
  end if;
  select pg_catalog.jsonb_build_object(
    'site', sites.name, 'site_code', sites.code, 'time_zone', sites.time_zone, 'product', items.name, 'item', items.code, 'lot', lot.code,
    'batch', (
      select batches.code from public.qc_tests join public.batches on batches.lot_id = qc_tests.lot_id where qc_tests.id = passed
    ),
    'quantity', lot.initial_quantity, 'unit', items.unit, 
    'pack_size', case when units.dimension = 'count' then items.pack_size end, 'pack_unit', case when units.dimension = 'count' then items.pack_unit end,
    'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on, 'test', app.test_answer(passed),
    'issued_by', (select full_name from public.profiles where id = auth.uid())
  ) into content
  from public.items, public.units, public.sites
  where items.id = lot.item_id and units.code = items.unit and sites.id = lot.site_id;
  select certificates.* into known from public.certificates where certificates.lot_id = lot.id order by revision desc limit 1;
  -- Another issuer is no other content.
  if known.content - 'issued_by' = content - 'issued_by' then
    return known;
  end if;
  insert into public.certificates (number, revision, site_id, lot_id, test_id, content, issued_by)
  values ('COA-' || lot.code, coalesce(known.revision, 0) + 1, lot.site_id, lot.id, passed, content, auth.uid())
  returning * into made;
  perform app.announce(lot.site_id, 'quality', 'certificate', pg_catalog.jsonb_build_object('lot', lot.code, 'certificate', made.number, 'revision', made.revision));
  return made;
end $function$;

CREATE OR REPLACE FUNCTION app.items_keep_pack()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (new.packs_item_id, new.pack_size, new.pack_unit) is distinct from (old.packs_item_id, old.pack_size, old.pack_unit)
    and exists (select from public.lots where item_id = old.id) then
    perform app.fail('PACK_IN_USE', pg_catalog.format('%s has been packed; what is in a pack of it stays %s %s.', old.code, pg_catalog.trim_scale(old.pack_size), old.pack_unit), 'pack_size');
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.judge_test (
  test_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select case
      when pg_catalog.bool_or(not qc_results.within_spec) then 'hold'
      when pg_catalog.bool_or(qc_parameters.required and qc_results.id is null) or pg_catalog.count(qc_results.id) = 0 then 'pending'
      else 'pass' end
    from public.qc_tests
    join public.qc_parameters on qc_parameters.plan_id = qc_tests.plan_id
    left join public.qc_results on qc_results.test_id = qc_tests.id and qc_results.parameter_id = qc_parameters.id and replaced_at is null
    where qc_tests.id = judge_test.test_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.line_id (
  line  jsonb,
  key   text,
  field text
)
  RETURNS uuid
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if line ->> key is null then
    perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', line_id.field), line_id.field);
  end if;
  if not pg_catalog.pg_input_is_valid(line ->> key, 'uuid') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no id.', left(line ->> key, 60)), line_id.field);
  end if;
  return (line ->> key)::uuid;
end $function$;

CREATE OR REPLACE FUNCTION app.line_quantity (
  line  jsonb,
  key   text,
  field text
)
  RETURNS numeric
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if line ->> key is not null and pg_catalog.jsonb_typeof(line -> key) <> 'number' then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('"%s" is no quantity.', left(line ->> key, 60)), line_quantity.field);
  end if;
  return app.check_quantity((line ->> key)::numeric, line_quantity.field);
end $function$;

CREATE OR REPLACE FUNCTION app.lock_batch (
  batch_id uuid
)
  RETURNS public.batches
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
begin
  select * into batch from public.batches where id = lock_batch.batch_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such batch.', 'batch');
  end if;
  return batch;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_below (
  lot_id uuid
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  known uuid[] := '{}';
  below uuid[];
begin
  loop
    with recursive walk as (
      select lock_below.lot_id as id
      union
      select lot_links.child_id from public.lot_links join walk on lot_links.parent_id = walk.id
    )
    select pg_catalog.array_agg(id order by id) into below from walk;
    exit when below = known;
    known := below;
    perform from public.lots where id = any (known) order by id for no key update;
  end loop;
  return known;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_test_subject (
  test public.qc_tests
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if test.kind = 'in_process' then
    perform app.lock_batch(stage_logs.batch_id) from public.stage_logs where stage_logs.id = test.stage_log_id;
  else
    perform app.lock_below(test.lot_id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_transfer_request (
  transfer_request_id uuid
)
  RETURNS public.transfer_requests
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  transfer public.transfer_requests;
begin
  select * into transfer from public.transfer_requests
  where id = lock_transfer_request.transfer_request_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such transfer request.', 'transfer_request');
  end if;
  return transfer;
end $function$;

CREATE OR REPLACE FUNCTION app.lot_shipments (
  lot_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'shipment', shipments.number, 'invoice', shipments.invoice_number, 'customer', partners.name,
        'quantity', shipment_lines.quantity, 'shipped_at', shipments.shipped_at
      ) order by shipments.shipped_at, shipments.number
    ), '[]')
    from public.shipment_lines
    join public.shipments on shipments.id = shipment_lines.shipment_id
    join public.partners on partners.id = shipments.customer_id
    where shipment_lines.lot_id = lot_shipments.lot_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.move_lot (
  request_id uuid,
  lot_id     uuid,
  from_id    uuid,
  to_id      uuid,
  quantity   numeric,
  note       text    DEFAULT NULL::text,
  reason_id  uuid    DEFAULT NULL::uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  amount numeric := app.check_quantity(quantity);
  source public.locations := app.stock_place(from_id, 'from');
  target public.locations := app.stock_place(to_id, 'to');
  lot public.lots;
  move bigint;
begin
  perform app.require('stock.transfer', source.site_id);
  if source.id = target.id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('The goods are at %s already.', source.code), 'to');
  end if;
  lot := app.lock_lot(move_lot.lot_id);
  if target.kind <> 'quality' then
    perform app.assert_lot_usable(lot, source.site_id, 'moved');
  end if;
  perform app.assert_available(lot, source, amount);
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, reason_id, note, moved_by, request_id)
  values (lot.id, source.id, target.id, amount, 'transfer', move_lot.reason_id, move_lot.note, auth.uid(), move_lot.request_id)
  returning id into move;
  return move;
end $function$;

CREATE OR REPLACE FUNCTION app.my_runs()
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(run_id), '{}')
    from public.shift_assignments where user_id = (select auth.uid()) and active
  );
end $function$;

CREATE OR REPLACE FUNCTION app.my_shift_bound_sites()
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(site.id), '{}')
    from pg_catalog.unnest(app.my_sites()) as site (id)
    where app.is_bound_to_shift(site.id)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.next_batch_code (
  item public.items,
  site public.sites,
  run  uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  prefix text := pg_catalog.split_part(item.code, '-', 1);
  year text := pg_catalog.to_char(app.now() at time zone site.time_zone, 'YY');
  shift text := (
    select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id where shift_runs.id = run
  );
  made text;
begin
  loop
    made := pg_catalog.concat_ws('-', prefix, year,
      app.padded(app.next_number(pg_catalog.format('batch:%s:%s', prefix, year)), 3), shift);
    exit when not exists (select from public.lots where code = made);
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION app.next_position (
  batch public.batches
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select min(route_stages.position) from public.route_stages
    where route_stages.route_id = batch.route_id
      and not exists (
        select from public.stage_logs
        where stage_logs.batch_id = batch.id and stage_logs.position = route_stages.position
      )
  );
end $function$;

CREATE OR REPLACE FUNCTION app.next_test_number (
  site public.sites,
  day  date
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return pg_catalog.format('QC-%s-%s-%s', site.code, pg_catalog.to_char(day, 'YYMMDD'),
    app.padded(app.next_number(pg_catalog.format('qc:%s:%s', site.code, day)), 3));
end $function$;

CREATE OR REPLACE FUNCTION app.open_downtimes (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
    from public.downtimes where downtimes.site_id = open_downtimes.site_id and downtimes.ended_at is null
  );
end $function$;

CREATE OR REPLACE FUNCTION app.open_stage (
  request_id      uuid,
  batch           public.batches,
  run             uuid,
  "position"      integer,
  machine_id      uuid,
  operator_name   text,
  input_quantity  numeric,
  started_at      timestamp with time zone,
  output_quantity numeric,
  ended_at        timestamp with time zone,
  parameters      jsonb,
  remarks         text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  began timestamptz := app.past_time(coalesce(open_stage.started_at, app.now()), 'started_at', batch.site_id);
  step integer := coalesce(open_stage.position, app.next_position(batch));
  over boolean := open_stage.output_quantity is not null;
  stage uuid;
  machine public.machines;
  product_unit text;
  carried numeric;
  allocated numeric;
  added numeric;
  output numeric;
  ended timestamptz;
  log public.stage_logs;
begin
  if step is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('Every stage of batch %s has been begun.', batch.code), 'position');
  end if;
  -- In the order of their ids, as a hold takes them, so that the two never wait for each other.
  perform from public.lots
  where id in (
    select batch.lot_id
    union
    select stage_materials.lot_id from public.stage_materials
    where stage_materials.batch_id = batch.id and stage_materials.position = step
  )
  order by id
  for no key update;
  carried := coalesce((app.assert_stage_may_begin(batch, step, began)).output_quantity, 0);
  if began < batch.created_at - interval '12 hours' then
    perform app.fail('TIME_ORDER', pg_catalog.format('The stage cannot begin at %s, more than 12 hours before batch %s.', app.site_clock(batch.site_id, began), batch.code), 'started_at');
  end if;
  select * into machine from public.machines where id = open_stage.machine_id and site_id = batch.site_id and active for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine in use at this site.', 'machine');
  end if;
  if app.is_blank(open_stage.operator_name) then
    perform app.fail('FIELD_MISSING', 'The operator''s name is missing.', 'operator_name');
  end if;

  select items.unit into strict product_unit from public.items where items.id = batch.item_id;
  select coalesce(sum((stage_materials.allocated - consumed - returned) * app.unit_factor(items.unit, product_unit)), 0)
  into allocated
  from public.stage_materials
  join public.lots on lots.id = stage_materials.lot_id
  join public.items on items.id = lots.item_id
  where stage_materials.batch_id = batch.id and stage_materials.position = step;
  added := case when open_stage.input_quantity is null then allocated
    else app.check_quantity(open_stage.input_quantity, 'input_quantity') - carried end;
  if added < 0 then
    perform app.fail(
      'INPUT_UNALLOCATED',
      pg_catalog.format('%s %s came out of the stage before and go into this one; the input cannot be %s %s.',
        pg_catalog.trim_scale(carried), product_unit, pg_catalog.trim_scale(open_stage.input_quantity), product_unit),
      'input_quantity'
    );
  end if;
  if added > allocated or carried + added = 0 then
    perform app.fail(
      'INPUT_UNALLOCATED',
      pg_catalog.format('%s %s are there for this stage of batch %s: %s from the stage before and %s allocated.',
        pg_catalog.trim_scale(carried + allocated), product_unit, batch.code, pg_catalog.trim_scale(carried), pg_catalog.trim_scale(allocated)),
      'input_quantity'
    );
  end if;
  if over then
    select checked.output, checked.ended into output, ended
    from app.check_stage_end(batch, carried + added, began, open_stage.output_quantity, open_stage.ended_at) as checked;
  end if;
  perform app.assert_machine_free(machine, began, ended);
  select stage_id into strict stage from public.route_stages where route_id = batch.route_id and route_stages.position = step;
  insert into public.stage_logs (
    batch_id, site_id, position, stage_id, machine_id, operator_name, carried_quantity, added_quantity, output_quantity, qc_gate,
    parameters, started_at, ended_at, start_run_id, end_run_id, started_by, ended_by, remarks
  )
  values (
    batch.id, batch.site_id, step, stage, machine.id, pg_catalog.btrim(open_stage.operator_name), carried, added,
    output, false, app.check_parameters(stage, coalesce(open_stage.parameters, '{}'), over),
    began, ended, run, case when over then run end, auth.uid(), case when over then auth.uid() end,
    open_stage.remarks
  )
  returning * into log;
  if added > 0 then
    perform app.consume_materials(log, batch, added, open_stage.request_id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.past_day (
  site_id uuid,
  day     date,
  field   text
)
  RETURNS date
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if day is null then
    perform app.fail('FIELD_MISSING', 'The date is missing.', past_day.field);
  end if;
  if day < date '1950-01-01' or day > app.business_date(past_day.site_id) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no date from 1950 until today.', day), past_day.field);
  end if;
  return day;
end $function$;

CREATE OR REPLACE FUNCTION app.past_time (
  given   timestamp with time zone,
  field   text,
  site_id uuid                     DEFAULT NULL::uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if given in ('infinity', '-infinity') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no time.', given), past_time.field);
  end if;
  if given > app.now() + interval '2 minutes' then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('%s has not come yet.', coalesce(
        (select pg_catalog.to_char(given at time zone sites.time_zone, 'DD Mon YYYY HH24:MI') from public.sites where sites.id = past_time.site_id),
        pg_catalog.to_char(given, 'DD Mon YYYY HH24:MI TZ'))),
      past_time.field
    );
  end if;
  -- least() passes over a null, and would make now of a time that has not been given.
  return case when given is not null then least(given, app.now()) end;
end $function$;

CREATE OR REPLACE FUNCTION app.people_with_me (
  permission text
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct memberships.user_id), '{}')
    from public.memberships
    where memberships.site_id = any ((select app.sites_with(people_with_me.permission))::uuid[])
  );
end $function$;

CREATE OR REPLACE FUNCTION app.plan_in_force (
  kind     text,
  item_id  uuid,
  stage_id uuid,
  on_date  date
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select qc_plans.id from public.qc_plans
    where qc_plans.kind = plan_in_force.kind and qc_plans.active and qc_plans.effective_from <= plan_in_force.on_date
      and qc_plans.stage_id is not distinct from plan_in_force.stage_id
      and (qc_plans.item_id = plan_in_force.item_id or (qc_plans.kind = 'in_process' and qc_plans.item_id is null))
    order by qc_plans.item_id nulls last, qc_plans.effective_from desc, qc_plans.version desc
    limit 1
  );
end $function$;

CREATE OR REPLACE FUNCTION app.plan_name (
  plan public.qc_plans
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.format('Version %s of the %s plan of %s', plan.version,
      case plan.kind when 'in_process' then 'in-process' else plan.kind end,
      pg_catalog.concat_ws(' in ', (select stages.name from public.stages where id = plan.stage_id), (select items.code from public.items where id = plan.item_id)))
  );
end $function$;

CREATE OR REPLACE FUNCTION app.qc_overrides_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(qc_tests.site_id, 'quality', 'override', pg_catalog.jsonb_build_object('test', qc_tests.number, 'state', new.state))
  from public.qc_tests where qc_tests.id = new.test_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.qc_parameters_keep()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  plan public.qc_plans;
begin
  for plan in
    select * from public.qc_plans
    where id in (case when tg_op <> 'DELETE' then new.plan_id end, case when tg_op <> 'INSERT' then old.plan_id end)
    order by id for no key update
  loop
    if plan.approved_at is not null then
      perform app.fail('PLAN_IN_USE', pg_catalog.format('%s is, or was, in force and stays as it is.', app.plan_name(plan)), 'plan');
    end if;
  end loop;
  return coalesce(new, old);
end $function$;

CREATE OR REPLACE FUNCTION app.qc_plans_check()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'UPDATE' and old.approved_at is not null
    and pg_catalog.to_jsonb(new) - array['active', 'note'] <> pg_catalog.to_jsonb(old) - array['active', 'note'] then
    perform app.fail('PLAN_IN_USE', pg_catalog.format('%s is, or was, in force and stays as it is.', app.plan_name(old)), 'effective_from');
  end if;
  if new.active and new.approved_at is null then
    if not exists (select from public.qc_parameters where plan_id = new.id) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s tests nothing yet.', app.plan_name(new)), 'active');
    end if;
    new.approved_by := auth.uid();
    new.approved_at := app.now();
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.qc_tests_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'quality', 'test', pg_catalog.jsonb_build_object(
    'test', new.number, 'status', new.status, 'overridden', new.overridden, 'kind', new.kind,
    'lot', (select code from public.lots where id = new.lot_id)));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.release_below (
  lot_id    uuid,
  reason_id uuid,
  note      text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.lot_holds
  set released_by = auth.uid(), released_at = app.now(), release_note = release_below.note
  where cause_lot_id = release_below.lot_id and released_at is null
    and (
      lot_holds.reason_id = release_below.reason_id
      or (
        release_below.reason_id is null
        and lot_holds.reason_id not in (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed')
      )
    );
  return found;
end $function$;

CREATE OR REPLACE FUNCTION app.renew_user_plan (
  request_id uuid,
  user_id    uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  plan app.user_plans;
begin
  update app.user_plans set planned_at = pg_catalog.clock_timestamp()
  where user_plans.request_id = renew_user_plan.request_id
  returning * into plan;
  return pg_catalog.jsonb_build_object(
    'id', coalesce(plan.user_id, renew_user_plan.user_id),
    'email', coalesce(plan.email, (select users.email from auth.users where users.id = renew_user_plan.user_id)),
    'done', plan.request_id is null or plan.action = 'invite',
    'mail', plan.request_id is not null and plan.action = 'invite'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.require_everywhere (
  permission text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if app.has_everywhere(require_everywhere.permission) then
    return;
  end if;
  -- Whoever has it nowhere is told so; the others, that it is not enough.
  perform app.require(require_everywhere.permission);
  perform app.fail(
    'NOT_ALLOWED',
    pg_catalog.format('You may not %s at every site.', (select description from public.permissions where name = require_everywhere.permission)),
    null,
    pg_catalog.jsonb_build_object('permission', require_everywhere.permission, 'site', null)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.reservations_keep_allocated()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch text;
begin
  select batches.code into batch
  from public.stage_materials join public.batches on batches.id = stage_materials.batch_id
  where reservation_id = new.id
    and stage_materials.allocated - stage_materials.consumed - stage_materials.returned
      <> case when new.ended_at is null then new.quantity else 0 end;
  if found then
    perform app.fail('MATERIAL_OPEN', pg_catalog.format('This is promised to batch %s.', batch), 'reservation');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.route_stages_keep()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  route public.routes;
begin
  for route in
    select * from public.routes
    where id in (case when tg_op <> 'DELETE' then new.route_id end, case when tg_op <> 'INSERT' then old.route_id end)
    order by id for no key update
  loop
    if exists (select from public.batches where batches.route_id = route.id) then
      perform app.fail(
        'ROUTE_IN_USE',
        pg_catalog.format('Version %s of the route of %s has batches and stays as it is.', route.version,
          (select code from public.items where id = route.item_id)),
        'route'
      );
    end if;
  end loop;
  return coalesce(new, old);
end $function$;

CREATE OR REPLACE FUNCTION app.running_batches (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(app.batch_answer(batches.id) order by batches.created_at, batches.code), '[]')
    from public.batches where batches.site_id = running_batches.site_id and batches.state = 'running'
  );
end $function$;

CREATE OR REPLACE FUNCTION app.sessions_record_sign_in()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  insert into public.sign_in_attempts (email, user_id, succeeded, ip, user_agent, session_id)
  select left(users.email, 255), users.id, true, new.ip, left(new.user_agent, 500), new.id
  from auth.users where users.id = new.user_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.sessions_record_sign_out()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.sign_in_attempts set signed_out_at = app.now()
  where session_id = old.id and signed_out_at is null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.set_test_status (
  test       public.qc_tests,
  status     text,
  overridden boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed');
begin
  update public.qc_tests
  set status = set_test_status.status, overridden = set_test_status.overridden
  where id = test.id;
  if test.kind = 'in_process' then
    update public.stage_logs set qc_status = set_test_status.status where id = test.stage_log_id;
    return;
  end if;
  update public.lots set qc_status = set_test_status.status where id = test.lot_id;
  if set_test_status.status in ('hold', 'fail') then
    perform app.hold_below(test.lot_id, false, failed, pg_catalog.format('Test %s', test.number));
  elsif set_test_status.status = 'pass' then
    perform app.release_below(test.lot_id, failed, pg_catalog.format('Test %s', test.number));
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.shipment_answer (
  shipment_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', shipments.id, 'number', shipments.number, 'site_id', sites.id, 'site', sites.name, 'site_code', sites.code,
      'time_zone', sites.time_zone, 'customer', partners.name, 'customer_address', partners.address,
      'customer_gst', partners.gst_number, 'order_number', shipments.order_number, 'invoice_number', shipments.invoice_number,
      'vehicle', shipments.vehicle, 'tracking_number', shipments.tracking_number, 'remarks', shipments.remarks,
      'document_path', shipments.document_path, 'shipped_at', shipments.shipped_at,
      'shipped_by', (select full_name from public.profiles where id = shipments.shipped_by),
      'lines', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'unit', items.unit,
            'pack_size', case when units.dimension = 'count' then items.pack_size end,
            'pack_unit', case when units.dimension = 'count' then items.pack_unit end, 'quantity', shipment_lines.quantity, 'from', locations.code,
            'manufactured_on', lots.manufactured_on, 'expires_on', lots.expires_on,
            'certificate_id', certificates.id, 'certificate', certificates.number, 'revision', certificates.revision
          ) order by lots.code), '[]')
        from public.shipment_lines
        join public.lots on lots.id = shipment_lines.lot_id
        join public.items on items.id = lots.item_id
        join public.units on units.code = items.unit
        join public.locations on locations.id = shipment_lines.location_id
        left join public.certificates on certificates.id = shipment_lines.certificate_id
        where shipment_lines.shipment_id = shipments.id
      )
    )
    from public.shipments
    join public.sites on sites.id = shipments.site_id
    join public.partners on partners.id = shipments.customer_id
    where shipments.id = shipment_answer.shipment_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.shrink_reservation (
  reservation_id uuid,
  quantity       numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.reservations
  set ended_at = case when reservations.quantity <= shrink_reservation.quantity then app.now() end,
    quantity = case when reservations.quantity <= shrink_reservation.quantity
      then reservations.quantity else reservations.quantity - shrink_reservation.quantity end
  where id = shrink_reservation.reservation_id and ended_at is null;
end $function$;

CREATE OR REPLACE FUNCTION app.stage_flags (
  log public.stage_logs
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  share numeric;
begin
  if (log).output_quantity is null then
    return null;
  end if;
  share := 100 * (log).output_quantity / (log).input_quantity;
  return pg_catalog.jsonb_build_object(
    'loss', (log).input_quantity - (log).output_quantity,
    'loss_percent', pg_catalog.round(100 - share, 3),
    'yield_percent', pg_catalog.round(share, 3),
    'loss_above_limit', coalesce(100 - share > (log).loss_limit_percent, false),
    'yield_out_of_band', coalesce(share < (log).yield_min_percent, false) or coalesce(share > (log).yield_max_percent, false)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_judged (
  stage_log_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select case
      when lots.qc_status = 'fail' then 'has been rejected'
      when exists (
        select from public.stage_logs as later where later.batch_id = stage_logs.batch_id and later.position > stage_logs.position
      ) then 'has gone on to the next stage'
      when exists (select from public.qc_tests where qc_tests.lot_id = lots.id and kind = 'final') then 'has had its final test'
    end
    from public.stage_logs
    join public.batches on batches.id = stage_logs.batch_id
    join public.lots on lots.id = batches.lot_id
    where stage_logs.id = stage_judged.stage_log_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stage_logs_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(new.site_id, 'production', 'stage', pg_catalog.jsonb_build_object(
    'batch', (select code from public.batches where id = new.batch_id), 'stage', new.position,
    'running', new.ended_at is null, 'output', new.output_quantity, 'qc_status', new.qc_status));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.stage_logs_guard()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  step public.route_stages;
  open text[] := array['qc_status', 'input_quantity'];
begin
  select * into strict batch from public.batches where id = coalesce(new.batch_id, old.batch_id) for no key update;
  if tg_op = 'DELETE' then
    perform app.fail('APPEND_ONLY', pg_catalog.format('A stage of batch %s was begun and is not removed.', batch.code));
  elsif tg_op = 'INSERT' then
    -- A hold that is set at this moment waits, or is seen.
    perform from public.lots where id = batch.lot_id for share;
    new.carried_quantity := coalesce((app.assert_stage_may_begin(batch, new.position, new.started_at)).output_quantity, 0);
    select * into strict step from public.route_stages where route_id = batch.route_id and position = new.position;
    new.site_id := batch.site_id;
    new.stage_id := step.stage_id;
    new.loss_limit_percent := step.loss_limit_percent;
    new.yield_min_percent := step.yield_min_percent;
    new.yield_max_percent := step.yield_max_percent;
    new.qc_gate := step.qc_gate;
    new.qc_status := case when step.qc_gate then 'pending' else 'not_required' end;
  else
    if old.ended_at is null then
      open := open || array['output_quantity', 'ended_at', 'ended_by', 'end_run_id', 'parameters', 'remarks'];
    end if;
    if pg_catalog.to_jsonb(new) - open <> pg_catalog.to_jsonb(old) - open then
      perform app.fail(
        'STAGE_DONE',
        pg_catalog.format(case when old.ended_at is null then 'What this stage of batch %s began with stays as it is.'
          else 'This stage of batch %s has been logged and stays as it is.' end, batch.code),
        'position'
      );
    end if;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.stage_materials_announce()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.announce(batches.site_id, 'production', 'material', pg_catalog.jsonb_build_object(
    'batch', batches.code, 'lot', lots.code, 'allocated', new.allocated, 'consumed', new.consumed, 'returned', new.returned))
  from public.batches, public.lots where batches.id = new.batch_id and lots.id = new.lot_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.start_of_day (
  site_id uuid,
  day     date
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select day::timestamp at time zone sites.time_zone from public.sites where sites.id = start_of_day.site_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.stock_moves_post()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  source public.locations;
  target public.locations;
begin
  select * into strict lot from public.lots where id = new.lot_id for share;
  select * into strict source from public.locations where id = new.from_id;
  select * into strict target from public.locations where id = new.to_id;
  -- Whatever a move is called, what goes into a product or to a customer is usable. What is imported
  -- happened before the lot was known here, and nobody can ask whether it was.
  if not (new.kind = 'import' and new.moved_at < lot.created_at) and (
    (new.kind not in ('receive', 'produce', 'adjust', 'sample', 'correct') and target.kind <> 'quality')
    or (new.kind <> 'correct' and target.kind in ('process', 'customer'))
  ) then
    perform app.assert_lot_usable(lot, source.site_id, case new.kind
      when 'consume' then 'used' when 'pack' then 'packed' when 'ship' then 'shipped' else 'moved' end);
  end if;
  if source.id < target.id then
    perform app.take_from_balance(lot, source, new.quantity);
    perform app.add_to_balance(lot, target, new.quantity);
  else
    perform app.add_to_balance(lot, target, new.quantity);
    perform app.take_from_balance(lot, source, new.quantity);
  end if;
  perform app.announce_move(source.site_id, lot, new);
  if target.site_id <> source.site_id then
    perform app.announce_move(target.site_id, lot, new);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.take_from_balance (
  lot      public.lots,
  place    public.locations,
  quantity numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if not app.holds_stock(place.kind) then
    return;
  end if;
  update public.stock_balances set on_hand = on_hand - take_from_balance.quantity
  where lot_id = lot.id and location_id = place.id and on_hand >= take_from_balance.quantity;
  if not found then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('There is less than %s of lot %s at %s.', pg_catalog.trim_scale(take_from_balance.quantity), lot.code, place.code),
      'quantity',
      pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code)
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.take_user_plan (
  user_id uuid,
  action  text,
  email   text
)
  RETURNS app.user_plans
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  plan app.user_plans;
begin
  select * into plan from app.user_plans
  where user_plans.user_id = take_user_plan.user_id and user_plans.action = take_user_plan.action
    and user_plans.email is not distinct from take_user_plan.email
    and (
      user_plans.action = 'create'
      or user_plans.planned_at > pg_catalog.clock_timestamp() - interval '3 minutes'
    )
  order by user_plans.planned_at desc limit 1
  for update;
  if plan.request_id is not null then
    perform app.act_for(plan.planned_by);
    perform app.end_command(plan.request_id, pg_catalog.jsonb_build_object('id', plan.user_id));
    if plan.invite then
      update app.user_plans set action = 'invite', email = null, invite = false where request_id = plan.request_id;
    else
      delete from app.user_plans where request_id = plan.request_id;
    end if;
  end if;
  return plan;
end $function$;

CREATE OR REPLACE FUNCTION app.test_answer (
  test_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', qc_tests.id, 'number', qc_tests.number, 'kind', qc_tests.kind, 'lot_id', lots.id, 'lot', lots.code, 'item', items.code,
      'stage_log_id', qc_tests.stage_log_id, 'stage', stages.name, 'attempt', qc_tests.attempt, 'retest_of', original.number,
      'plan_version', qc_plans.version, 'status', qc_tests.status, 'overridden', qc_tests.overridden,
      'document_path', qc_tests.document_path, 'remarks', qc_tests.remarks,
      'sampled_at', qc_tests.sampled_at, 'tested_at', qc_tests.tested_at,
      'tested_by', (select full_name from public.profiles where id = qc_tests.tested_by),
      'results', (
        select coalesce(pg_catalog.jsonb_agg(
          pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
            'parameter_id', qc_results.parameter_id, 'name', qc_results.name, 'method', qc_results.method, 'unit', qc_results.unit,
            'minimum', qc_results.minimum, 'maximum', qc_results.maximum, 'accepted', qc_results.accepted,
            'value', qc_results.value, 'observed', qc_results.observed, 'within_spec', qc_results.within_spec
          )) order by qc_results.position, qc_results.name), '[]')
        from public.qc_results where qc_results.test_id = qc_tests.id and replaced_at is null
      ),
      'override', (
        select pg_catalog.jsonb_build_object(
          'id', qc_overrides.id, 'state', qc_overrides.state, 'reason', reason_codes.name, 'justification', qc_overrides.justification,
          'document_path', qc_overrides.document_path,
          'requested_by', (select full_name from public.profiles where id = qc_overrides.requested_by), 'requested_at', qc_overrides.requested_at,
          'decided_by', (select full_name from public.profiles where id = qc_overrides.decided_by), 'decided_at', qc_overrides.decided_at,
          'decision_note', qc_overrides.decision_note
        )
        from public.qc_overrides join public.reason_codes on reason_codes.id = qc_overrides.reason_id
        where qc_overrides.test_id = qc_tests.id
        order by qc_overrides.state = 'requested' desc, qc_overrides.requested_at desc limit 1
      )
    )
    from public.qc_tests
    join public.qc_plans on qc_plans.id = qc_tests.plan_id
    join public.lots on lots.id = qc_tests.lot_id
    join public.items on items.id = lots.item_id
    left join public.stage_logs on stage_logs.id = qc_tests.stage_log_id
    left join public.stages on stages.id = stage_logs.stage_id
    left join public.qc_tests as original on original.id = qc_tests.retest_of
    where qc_tests.id = test_answer.test_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.transfer_request_answer (
  transfer_request_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', requests.id,
      'site', sites.code,
      'item', items.code,
      'item_name', items.name,
      'unit', items.unit,
      'lot', lots.code,
      'quantity', requests.quantity,
      'fulfilled', requests.fulfilled,
      'missing', requests.quantity - requests.fulfilled,
      'from', sources.code,
      'to', targets.code,
      'needed_by', requests.needed_by,
      'note', requests.note,
      'state', requests.state,
      'requested_by', requesters.full_name,
      'requested_at', requests.requested_at,
      'decided_by', deciders.full_name,
      'decided_at', requests.decided_at,
      'decline_reason', requests.decline_reason
    )
    from public.transfer_requests as requests
    join public.sites on sites.id = requests.site_id
    join public.items on items.id = requests.item_id
    join public.locations as targets on targets.id = requests.to_id
    join public.profiles as requesters on requesters.id = requests.requested_by
    left join public.lots on lots.id = requests.lot_id
    left join public.locations as sources on sources.id = requests.from_id
    left join public.profiles as deciders on deciders.id = requests.decided_by
    where requests.id = transfer_request_answer.transfer_request_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.unit_factor (
  from_unit text,
  to_unit   text
)
  RETURNS numeric
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.trim_scale(source.factor / target.factor)
    from public.units as source join public.units as target on target.dimension = source.dimension
    where source.code = unit_factor.from_unit and target.code = unit_factor.to_unit
  );
end $function$;

CREATE OR REPLACE FUNCTION app.users_create_profile()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  plan app.user_plans := app.take_user_plan(new.id, 'create', new.email);
begin
  insert into public.profiles (id, full_name)
  values (
    new.id,
    coalesce(
      plan.full_name,
      left(coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Unnamed'), 120)
    )
  );
  if plan.request_id is not null then
    insert into public.memberships (user_id, site_id, role)
    select new.id, given.site_id, given.role
    from pg_catalog.jsonb_to_recordset(plan.memberships) as given (site_id uuid, role public.role);
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.users_record_change()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  change text := case
    when new.email is distinct from old.email then 'update'
    when new.encrypted_password is distinct from old.encrypted_password then 'set_password'
    else 'invite'
  end;
  plan app.user_plans := app.take_user_plan(new.id, change, case when change = 'update' then new.email end);
begin
  update public.profiles set full_name = plan.full_name where id = new.id and plan.full_name is not null;
  insert into audit.log (relation, record_id, operation, before, after, actor, actor_role)
  values (
    'auth.users', new.id, 'update',
    case change
      when 'update' then pg_catalog.jsonb_build_object('email', old.email)
      when 'set_password' then '{"password": null}'
      else pg_catalog.jsonb_build_object('invited_at', old.invited_at)
    end,
    case change
      when 'update' then pg_catalog.jsonb_build_object('email', new.email)
      when 'set_password' then '{"password": "changed"}'
      else pg_catalog.jsonb_build_object('invited_at', new.invited_at)
    end,
    auth.uid(), coalesce(auth.role(), session_user)
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.waiting_for_qc (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'kind', waiting.kind, 'lot_id', waiting.lot_id, 'stage_log_id', waiting.stage_log_id, 'lot', waiting.lot, 'item', waiting.item,
        'stage', waiting.stage, 'qc_status', waiting.qc_status, 'since', waiting.since
      ) order by waiting.since), '[]')
    from (
      select 'in_process' as kind, batches.lot_id, stage_logs.id as stage_log_id, batches.code as lot, items.code as item,
        stages.name as stage, stage_logs.qc_status, stage_logs.ended_at as since
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id and batches.state in ('running', 'finished')
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      where stage_logs.site_id = waiting_for_qc.site_id
        and stage_logs.qc_status in ('pending', 'hold') and stage_logs.ended_at is not null
      union all
      select case when batches.id is null then 'incoming' else 'final' end, lots.id, null, lots.code, items.code, null, lots.qc_status,
        coalesce(batches.ended_at, lots.created_at)
      from public.lots
      join public.items on items.id = lots.item_id
      left join public.batches on batches.lot_id = lots.id
      where lots.site_id = waiting_for_qc.site_id
        and lots.qc_status in ('pending', 'hold')
        and lots.initial_quantity is not null
    ) as waiting
  );
end $function$;

CREATE OR REPLACE FUNCTION app.write_results (
  test    public.qc_tests,
  results jsonb,
  reason  text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  line jsonb;
  parameter public.qc_parameters;
  given jsonb;
  seen uuid[] := '{}';
begin
  if coalesce(pg_catalog.jsonb_typeof(results), '') <> 'array' or pg_catalog.jsonb_array_length(results) > 100 then
    perform app.fail('VALUE_INVALID', 'The results are no list of parameters with their values.', 'results');
  end if;
  for line in select * from pg_catalog.jsonb_array_elements(results) loop
    select * into parameter from public.qc_parameters
    where plan_id = test.plan_id
      and (id::text = line ->> 'parameter_id' or (line ->> 'parameter_id' is null and name = line ->> 'name'));
    if not found then
      perform app.fail('VALUE_INVALID', pg_catalog.format('The plan has no parameter %s.', left(coalesce(line ->> 'name', line ->> 'parameter_id', 'without a name'), 80)), 'results');
    end if;
    if parameter.id = any (seen) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is given twice.', parameter.name), 'results.' || parameter.name);
    end if;
    seen := seen || parameter.id;
    given := line -> 'value';
    if given is null or given = 'null' then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s has no value.', parameter.name), 'results.' || parameter.name);
    end if;
    if pg_catalog.jsonb_typeof(given) <> (case when parameter.accepted is null then 'number' else 'string' end) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no %s: %s.', left(given::text, 60),
        case when parameter.accepted is null then 'number' else 'word' end, parameter.name), 'results.' || parameter.name);
    end if;
    if parameter.accepted is null and (abs((given #>> '{}')::numeric) >= 1e12 or length(given #>> '{}') > 30) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no measurement: %s.', left(given::text, 60), parameter.name), 'results.' || parameter.name);
    end if;
    if parameter.accepted is not null and app.is_blank(given #>> '{}') then
      perform app.fail('FIELD_MISSING', pg_catalog.format('%s has no value.', parameter.name), 'results.' || parameter.name);
    end if;
    if length(given #>> '{}') > 200 then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s has more than 200 characters.', parameter.name), 'results.' || parameter.name);
    end if;
    update public.qc_results
    set replaced_at = app.now(), replaced_by = auth.uid(), replacement_reason = write_results.reason
    where qc_results.test_id = test.id and qc_results.parameter_id = parameter.id and replaced_at is null;
    insert into public.qc_results (
      test_id, parameter_id, position, name, method, unit, minimum, maximum, accepted, required, value, observed, within_spec, entered_by
    )
    values (
      test.id, parameter.id, parameter.position, parameter.name, parameter.method, parameter.unit, parameter.minimum, parameter.maximum,
      parameter.accepted, parameter.required,
      case when parameter.accepted is null then (given #>> '{}')::numeric end,
      case when parameter.accepted is not null then pg_catalog.btrim(given #>> '{}') end,
      case when parameter.accepted is null
        then (given #>> '{}')::numeric between coalesce(parameter.minimum, '-infinity') and coalesce(parameter.maximum, 'infinity')
        else pg_catalog.lower(pg_catalog.btrim(given #>> '{}')) in (select pg_catalog.lower(pg_catalog.btrim(word)) from pg_catalog.unnest(parameter.accepted) as word) end,
      auth.uid()
    );
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION audit.keep_but()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'DELETE' then
    perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s is append-only: delete is refused.', tg_table_schema, tg_table_name));
  end if;
  if pg_catalog.to_jsonb(new) - tg_argv <> pg_catalog.to_jsonb(old) - tg_argv then
    perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s keeps what was written, but for %s.',
      tg_table_schema, tg_table_name, pg_catalog.array_to_string(tg_argv, ', ')));
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.allocate_material (
  request_id          uuid,
  batch_id            uuid,
  lot_id              uuid,
  location_id         uuid,
  quantity            numeric,
  "position"          integer DEFAULT NULL::integer,
  deviation_reason_id uuid    DEFAULT NULL::uuid,
  note                text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'allocate_material', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'lot', lot_id, 'location', location_id, 'quantity', quantity, 'position', "position",
    'reason', deviation_reason_id, 'note', note));
  amount numeric;
  run uuid;
  batch public.batches;
  lot public.lots;
  place public.locations;
  material public.items;
  product public.items;
  step integer;
  promise uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  batch := app.lock_batch(allocate_material.batch_id);
  run := app.require_shift('production.allocate', batch.site_id);
  perform app.assert_batch_running(batch);
  place := app.stock_place(allocate_material.location_id, 'location');
  if place.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', place.code, batch.code), 'location');
  end if;
  step := coalesce(allocate_material.position, app.next_position(batch));
  if step is null then
    perform app.fail('STAGE_ORDER', pg_catalog.format('Every stage of batch %s has been begun.', batch.code), 'position');
  end if;
  if not exists (select from public.route_stages where route_id = batch.route_id and route_stages.position = step) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s to give material to.', batch.code, step), 'position');
  end if;
  if exists (select from public.stage_logs where stage_logs.batch_id = batch.id and stage_logs.position = step) then
    perform app.fail('STAGE_DONE', pg_catalog.format('Stage %s of batch %s has been logged and takes no more material.', step, batch.code), 'position');
  end if;

  lot := app.lock_lot(allocate_material.lot_id);
  select * into strict material from public.items where id = lot.item_id;
  select * into strict product from public.items where id = batch.item_id;
  if app.unit_factor(material.unit, product.unit) is null then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('Lot %s is kept in %s and cannot go into %s, which is kept in %s.', lot.code, material.unit, product.code, product.unit), 'lot');
  end if;
  if lot.id = batch.lot_id then
    perform app.fail('CIRCLE', pg_catalog.format('Batch %s cannot be made of itself.', batch.code), 'lot');
  end if;
  perform app.assert_lot_usable(lot, batch.site_id, 'allocated');
  perform app.assert_available(lot, place, amount);
  perform app.assert_picking_order(lot, batch.site_id, allocate_material.deviation_reason_id);

  insert into public.reservations (lot_id, location_id, quantity, purpose, reserved_by)
  values (lot.id, place.id, amount, 'batch ' || batch.code, auth.uid())
  returning id into promise;
  insert into public.stage_materials (batch_id, position, lot_id, location_id, reservation_id, allocated, deviation_reason_id, note, run_id, allocated_by)
  values (batch.id, step, lot.id, place.id, promise, amount, allocate_material.deviation_reason_id, allocate_material.note, run, auth.uid());
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."allocate_material"(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.amend_qc_test (
  request_id uuid,
  test_id    uuid,
  results    jsonb,
  reason     text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'amend_qc_test', pg_catalog.jsonb_build_object('test', test_id, 'results', results, 'reason', reason));
  test public.qc_tests;
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  select * into test from public.qc_tests where id = amend_qc_test.test_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such test.', 'test');
  end if;
  perform app.require('quality.record_test', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = amend_qc_test.test_id for no key update;
  if app.is_blank(reason) then
    perform app.fail('FIELD_MISSING', 'A change of a test says why.', 'reason');
  end if;
  if app.now() > test.tested_at + interval '24 hours' then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Test %s is older than 24 hours.', test.number), 'test');
  end if;
  if exists (select from public.qc_tests as later where later.retest_of = test.id)
    or exists (select from public.qc_overrides where qc_overrides.test_id = test.id and state <> 'withdrawn') then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Test %s has been decided, repeated, or waits for a decision.', test.number), 'test');
  end if;
  select lots.* into strict lot from public.lots where id = test.lot_id;
  if lot.qc_status = 'fail' then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Lot %s has been rejected since test %s.', lot.code, test.number), 'test');
  end if;
  if app.stage_judged(test.stage_log_id) is not null then
    perform app.fail('TEST_LOCKED', pg_catalog.format('Batch %s %s since test %s.', lot.code, app.stage_judged(test.stage_log_id), test.number), 'test');
  end if;
  perform app.write_results(test, amend_qc_test.results, amend_qc_test.reason);
  perform app.set_test_status(test, app.judge_test(test.id), false);
  return app.end_command(request_id, app.test_answer(test.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."amend_qc_test"(uuid, uuid, jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.attach_certificate_file (
  request_id     uuid,
  person         uuid,
  certificate_id uuid,
  size_bytes     integer,
  sha256         text,
  path           text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb;
  certificate public.certificates;
begin
  perform app.act_for(person);
  answer := app.begin_command(request_id, 'attach_certificate_file', pg_catalog.jsonb_build_object('certificate', certificate_id));
  if answer is not null then
    return answer;
  end if;
  select * into certificate from public.certificates where id = attach_certificate_file.certificate_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such certificate.', 'id');
  end if;
  if certificate.document_path is null then
    perform app.add_document(
      certificate.site_id, 'certificate', pg_catalog.format('%s revision %s.pdf', pg_catalog.regexp_replace(certificate.number, '[/\\[:cntrl:]]', '-', 'g'), certificate.revision),
      'application/pdf', size_bytes, sha256, path
    );
    update public.certificates set document_path = attach_certificate_file.path where id = certificate.id;
  end if;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('path', coalesce(certificate.document_path, path)));
end $function$;

REVOKE ALL ON FUNCTION "public"."attach_certificate_file"(uuid, uuid, uuid, integer, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.attach_dispatch_report (
  request_id  uuid,
  person      uuid,
  shipment_id uuid,
  size_bytes  integer,
  sha256      text,
  path        text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb;
  shipment public.shipments;
begin
  perform app.act_for(person);
  answer := app.begin_command(request_id, 'attach_dispatch_report', pg_catalog.jsonb_build_object('shipment', shipment_id));
  if answer is not null then
    return answer;
  end if;
  select * into shipment from public.shipments where id = attach_dispatch_report.shipment_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such shipment.', 'id');
  end if;
  if shipment.document_path is null then
    perform app.add_document(shipment.site_id, 'dispatch_report', shipment.number || '.pdf', 'application/pdf', size_bytes, sha256, path);
    update public.shipments set document_path = attach_dispatch_report.path where id = shipment.id;
  end if;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('path', coalesce(shipment.document_path, path)));
end $function$;

REVOKE ALL ON FUNCTION "public"."attach_dispatch_report"(uuid, uuid, uuid, integer, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.batch_journey (
  code text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  batch public.batches;
  product public.items;
  lot public.lots;
  journey jsonb;
  materials jsonb;
  stages jsonb;
  packed jsonb;
  bulk record;
begin
  select batches.* into batch from public.batches where batches.code = batch_journey.code;
  if batch.id is null or not batch.site_id = any (app.my_sites()) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no batch %s.', left(batch_journey.code, 60)), 'batch');
  end if;
  select * into strict product from public.items where id = batch.item_id;
  select * into strict lot from public.lots where id = batch.lot_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'id', given.id, 'position', given.position, 'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name,
      'unit', items.unit, 'location', locations.code, 'allocated', given.allocated, 'consumed', given.consumed,
      'returned', given.returned, 'open', given.allocated - given.consumed - given.returned,
      'vendor', partners.name, 'vendor_lot', lots.vendor_lot, 'qc_status', lots.qc_status, 'deviation', reason_codes.name,
      'allocated_by', profiles.full_name, 'allocated_at', given.allocated_at
    ) order by given.allocated_at, lots.code), '[]')
  into materials
  from (
    select stage_materials.id, stage_materials.position, stage_materials.lot_id, stage_materials.location_id, stage_materials.allocated,
      stage_materials.consumed, stage_materials.returned, stage_materials.deviation_reason_id, stage_materials.allocated_by, stage_materials.allocated_at
    from public.stage_materials where stage_materials.batch_id = batch.id
    union all
    -- A batch of existing records was given nothing here: its links alone say what went in.
    select null, null, lot_links.parent_id, null, lot_links.quantity, lot_links.quantity, 0, null, batch.created_by, lot_links.at
    from public.lot_links where lot_links.child_id = batch.lot_id and batch.route_id is null
  ) as given
  join public.lots on lots.id = given.lot_id
  join public.items on items.id = lots.item_id
  join public.profiles on profiles.id = given.allocated_by
  left join public.locations on locations.id = given.location_id
  left join public.reason_codes on reason_codes.id = given.deviation_reason_id
  left join public.receipts on receipts.id = lots.receipt_id
  left join public.partners on partners.id = receipts.vendor_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'position', route_stages.position, 'stage_id', stages.id, 'stage', stages.name, 'qc_gate', route_stages.qc_gate,
      'loss_limit_percent', route_stages.loss_limit_percent, 'yield_min_percent', route_stages.yield_min_percent,
      'yield_max_percent', route_stages.yield_max_percent,
      'log', case when stage_logs.id is not null then pg_catalog.jsonb_build_object(
        'id', stage_logs.id, 'machine', machines.code, 'machine_name', machines.name, 'operator', stage_logs.operator_name,
        'carried', stage_logs.carried_quantity, 'added', stage_logs.added_quantity, 'input', stage_logs.input_quantity,
        'output', stage_logs.output_quantity, 'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at,
        'started_by', (select full_name from public.profiles where id = stage_logs.started_by),
        'ended_by', (select full_name from public.profiles where id = stage_logs.ended_by),
        'shift', (
          select shifts.code from public.shift_runs join public.shifts on shifts.id = shift_runs.shift_id
          where shift_runs.id = coalesce(stage_logs.end_run_id, stage_logs.start_run_id)
        ),
        'parameters', stage_logs.parameters, 'remarks', stage_logs.remarks, 'qc_status', stage_logs.qc_status,
        'tests', (
          select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
          from public.qc_tests where qc_tests.stage_log_id = stage_logs.id
        ),
        'downtimes', (
          select coalesce(pg_catalog.jsonb_agg(app.downtime_answer(downtimes.id) order by downtimes.started_at), '[]')
          from public.downtimes where downtimes.stage_log_id = stage_logs.id
        )
      ) || coalesce(app.stage_flags(stage_logs), '{}') end
    ) order by route_stages.position), '[]')
  into stages
  from public.route_stages
  join public.stages on stages.id = route_stages.stage_id
  left join public.stage_logs on stage_logs.batch_id = batch.id and stage_logs.position = route_stages.position
  left join public.machines on machines.id = stage_logs.machine_id
  where route_stages.route_id = batch.route_id;

  select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'lot_id', lots.id, 'lot', lots.code, 'item', items.code, 'item_name', items.name, 'packs', lots.initial_quantity,
      'quantity', link.quantity, 'packed_at', lots.created_at, 'packed_by', (select full_name from public.profiles where id = lots.created_by),
      'held', exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
      'on_hand', (select coalesce(sum(on_hand), 0) from public.stock_balances where stock_balances.lot_id = lots.id),
      'shipments', app.lot_shipments(lots.id)
    ) order by lots.code), '[]')
  into packed
  from (select child_id, sum(quantity) as quantity from public.lot_links where parent_id = batch.lot_id group by child_id) as link
  join public.lots on lots.id = link.child_id
  join public.items on items.id = lots.item_id
  where items.packs_item_id = product.id;

  select
    coalesce(sum(quantity) filter (where stock_moves.kind = 'produce' or (stock_moves.kind = 'import' and source.kind = 'process')), 0) as produced,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'process'), 0) as packed,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'pack' and target.kind = 'loss'), 0) as lost,
    coalesce(sum(quantity) filter (where stock_moves.kind = 'ship' or (stock_moves.kind = 'import' and target.kind = 'customer')), 0) as shipped,
    coalesce(sum(case when target.kind = 'adjustment' then -quantity else quantity end) filter (where stock_moves.kind = 'adjust'), 0) as adjusted
  into bulk
  from public.stock_moves
  join public.locations as source on source.id = stock_moves.from_id
  join public.locations as target on target.id = stock_moves.to_id
  where stock_moves.lot_id = batch.lot_id;

  journey := app.batch_answer(batch.id) || pg_catalog.jsonb_build_object(
    'site', (select sites.code from public.sites where id = batch.site_id),
    'route_version', (select version from public.routes where id = batch.route_id),
    'remarks', batch.remarks,
    'created_by', (select full_name from public.profiles where id = batch.created_by),
    'manufactured_on', lot.manufactured_on,
    'expires_on', lot.expires_on,
    'materials', materials,
    'stages', stages,
    'tests', (
      select coalesce(pg_catalog.jsonb_agg(app.test_answer(qc_tests.id) order by qc_tests.attempt), '[]')
      from public.qc_tests where qc_tests.lot_id = lot.id and qc_tests.kind = 'final'
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'cause', cause.code, 'reason', reason_codes.name, 'note', lot_holds.note, 'held_at', lot_holds.held_at,
          'held_by', (select full_name from public.profiles where id = lot_holds.held_by),
          'released_at', lot_holds.released_at, 'release_note', lot_holds.release_note
        ) order by lot_holds.held_at), '[]')
      from public.lot_holds
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.lot_id = lot.id
    ),
    'packed', packed,
    'places', app.lot_answer(lot.id) -> 'places',
    'shipments', app.lot_shipments(lot.id),
    'certificates', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'id', certificates.id, 'number', certificates.number, 'revision', certificates.revision,
          'issued_at', certificates.issued_at, 'document_path', certificates.document_path
        ) order by certificates.issued_at), '[]')
      from public.certificates
      where certificates.lot_id = lot.id
        or certificates.lot_id in (select child_id from public.lot_links where parent_id = lot.id)
    )
  );
  return journey || pg_catalog.jsonb_build_object('balance', app.batch_balance(batch, bulk.produced, bulk.packed, bulk.lost, bulk.shipped, bulk.adjusted));
end $function$;

REVOKE ALL ON FUNCTION "public"."batch_journey"(text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.cancel_batch (
  request_id uuid,
  batch_id   uuid,
  remarks    text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'cancel_batch', pg_catalog.jsonb_build_object('batch', batch_id, 'remarks', remarks));
  batch public.batches;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(cancel_batch.batch_id);
  perform app.require_shift('production.start_batch', batch.site_id);
  perform app.assert_batch_running(batch);
  if app.is_blank(remarks) then
    perform app.fail('VALUE_INVALID', 'A cancellation says why.', 'remarks');
  end if;
  if exists (select from public.stage_logs where stage_logs.batch_id = batch.id) then
    perform app.fail('STAGE_DONE', pg_catalog.format('Batch %s has been worked on; it can be rejected, not cancelled.', batch.code), 'batch');
  end if;
  perform app.end_allocations(batch.id);
  update public.batches
  set state = 'cancelled', ended_at = app.now(), remarks = pg_catalog.concat_ws(E'\n', batches.remarks, cancel_batch.remarks)
  where id = batch.id;
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."cancel_batch"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.cancel_transfer (
  request_id          uuid,
  transfer_request_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'cancel_transfer', pg_catalog.jsonb_build_object('transfer_request', transfer_request_id));
  transfer public.transfer_requests;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(cancel_transfer.transfer_request_id);
  perform app.require_shift('stock.request_transfer', transfer.site_id);
  if transfer.requested_by <> auth.uid() then
    perform app.fail(
      'NOT_ALLOWED',
      pg_catalog.format('You may not cancel what %s has asked for.', (select full_name from public.profiles where id = transfer.requested_by)),
      'transfer_request'
    );
  end if;
  perform app.assert_transfer_open(transfer);
  update public.transfer_requests
  set state = 'cancelled', decided_by = auth.uid(), decided_at = app.now()
  where id = transfer.id;
  perform app.announce(transfer.site_id, 'stock', 'transfer_cancelled', pg_catalog.jsonb_build_object('request', transfer.id));
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."cancel_transfer"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.decide_override (
  request_id  uuid,
  override_id uuid,
  approve     boolean,
  note        text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'decide_override', pg_catalog.jsonb_build_object(
    'override', override_id, 'approve', approve, 'note', note));
  wanted public.qc_overrides;
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into wanted from public.qc_overrides where id = decide_override.override_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such request.', 'override');
  end if;
  select * into strict test from public.qc_tests where id = wanted.test_id;
  perform app.require('quality.decide_override', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = wanted.test_id for no key update;
  select * into strict wanted from public.qc_overrides where id = decide_override.override_id for no key update;
  if wanted.state <> 'requested' then
    perform app.fail('OVERRIDE_DECIDED', pg_catalog.format('The override of test %s has been %s.', test.number, wanted.state), 'override');
  end if;
  if test.status <> 'hold' then
    perform app.fail('OVERRIDE_NOT_NEEDED', pg_catalog.format('Test %s is no longer on hold.', test.number), 'override');
  end if;
  if auth.uid() in (wanted.requested_by, test.tested_by)
    or exists (select from public.qc_results where qc_results.test_id = test.id and entered_by = auth.uid()) then
    perform app.fail('OVERRIDE_OWN', pg_catalog.format('Who tested, or asked to override %s, does not decide it.', test.number), 'override');
  end if;
  if approve is null then
    perform app.fail('FIELD_MISSING', 'The decision is missing.', 'approve');
  end if;
  if app.is_blank(note) then
    perform app.fail('FIELD_MISSING', 'A decision says why.', 'note');
  end if;
  update public.qc_overrides
  set state = case when decide_override.approve then 'approved' else 'rejected' end,
    decided_by = auth.uid(), decided_at = app.now(), decision_note = decide_override.note
  where id = wanted.id;
  if approve then
    perform app.set_test_status(test, 'pass', true);
  end if;
  return app.end_command(request_id, app.test_answer(test.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."decide_override"(uuid, uuid, boolean, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.decline_transfer (
  request_id          uuid,
  transfer_request_id uuid,
  reason              text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'decline_transfer', pg_catalog.jsonb_build_object(
    'transfer_request', transfer_request_id, 'reason', reason));
  transfer public.transfer_requests;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(decline_transfer.transfer_request_id);
  perform app.require('stock.transfer', transfer.site_id);
  perform app.assert_transfer_open(transfer);
  if coalesce(pg_catalog.btrim(reason), '') = '' then
    perform app.fail('VALUE_INVALID', 'Who declines says why.', 'reason');
  end if;
  update public.transfer_requests
  set state = 'declined', decided_by = auth.uid(), decided_at = app.now(), decline_reason = pg_catalog.btrim(decline_transfer.reason)
  where id = transfer.id;
  perform app.announce(transfer.site_id, 'stock', 'transfer_declined', pg_catalog.jsonb_build_object('request', transfer.id));
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."decline_transfer"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.end_downtime (
  request_id  uuid,
  downtime_id uuid,
  ended_at    timestamp with time zone DEFAULT NULL::timestamp WITH time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'end_downtime', pg_catalog.jsonb_build_object('downtime', downtime_id, 'ended', ended_at));
  downtime public.downtimes;
  done timestamptz;
begin
  if answer is not null then
    return answer;
  end if;
  select * into downtime from public.downtimes where id = end_downtime.downtime_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such downtime.', 'downtime');
  end if;
  perform app.require_shift('production.log_downtime', downtime.site_id);
  if downtime.ended_at is not null then
    perform app.fail('DOWNTIME_ENDED', pg_catalog.format('This downtime ended at %s.', app.site_clock(downtime.site_id, downtime.ended_at)), 'downtime');
  end if;
  done := app.past_time(coalesce(end_downtime.ended_at, app.now()), 'ended_at', downtime.site_id);
  if done <= downtime.started_at then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(downtime.site_id, downtime.started_at), app.site_clock(downtime.site_id, done)), 'ended_at');
  end if;
  update public.downtimes set ended_at = done, ended_by = auth.uid() where id = downtime.id;
  return app.end_command(request_id, app.downtime_answer(downtime.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."end_downtime"(uuid, uuid, timestamp WITH time zone) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.end_reservation (
  request_id     uuid,
  reservation_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'end_reservation', pg_catalog.jsonb_build_object('reservation', reservation_id));
  reservation public.reservations;
  place public.locations;
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  select * into reservation from public.reservations where id = end_reservation.reservation_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such reservation.', 'reservation');
  end if;
  select * into strict place from public.locations where id = reservation.location_id;
  perform app.require('stock.reserve', place.site_id);
  lot := app.lock_lot(reservation.lot_id);
  update public.reservations set ended_at = app.now() where id = reservation.id and ended_at is null;
  if not found then
    perform app.fail(
      'RESERVATION_ENDED',
      pg_catalog.format('The reservation of %s of lot %s at %s has ended already.',
        pg_catalog.trim_scale(reservation.quantity), lot.code, place.code),
      'reservation'
    );
  end if;
  perform app.announce(
    place.site_id, 'stock', 'reservation_ended',
    pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'reservation', reservation.id)
  );
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."end_reservation"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.finish_stage (
  request_id      uuid,
  batch_id        uuid,
  output_quantity numeric,
  ended_at        timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  parameters      jsonb                    DEFAULT NULL::jsonb,
  remarks         text                     DEFAULT NULL::text,
  to_id           uuid                     DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'finish_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'output', output_quantity, 'ended', ended_at, 'parameters', parameters, 'remarks', remarks, 'to', to_id));
  batch public.batches;
  log public.stage_logs;
  run uuid;
  outcome record;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(finish_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  select stage_logs.* into log from public.stage_logs where stage_logs.batch_id = batch.id and stage_logs.ended_at is null;
  if not found then
    perform app.fail('STAGE_NOT_RUNNING', pg_catalog.format('No stage of batch %s is running.', batch.code), 'batch');
  end if;
  outcome := app.check_stage_end(batch, log.input_quantity, log.started_at, finish_stage.output_quantity, finish_stage.ended_at);
  update public.stage_logs
  set output_quantity = outcome.output,
    ended_at = outcome.ended,
    end_run_id = run,
    ended_by = auth.uid(),
    parameters = app.check_parameters(log.stage_id, coalesce(finish_stage.parameters, '{}'), true, log.parameters),
    remarks = nullif(pg_catalog.concat_ws(E'\n', stage_logs.remarks, finish_stage.remarks), '')
  where id = log.id;
  perform app.close_batch(request_id, batch, to_id);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."finish_stage"(uuid, uuid, numeric, timestamp WITH time zone, jsonb, text, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.fulfil_transfer (
  request_id          uuid,
  transfer_request_id uuid,
  lines               jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'fulfil_transfer', pg_catalog.jsonb_build_object(
    'transfer_request', transfer_request_id, 'lines', lines));
  transfer public.transfer_requests;
  target public.locations;
  source public.locations;
  item public.items;
  lot public.lots;
  line record;
  total numeric;
  move bigint;
begin
  if answer is not null then
    return answer;
  end if;
  transfer := app.lock_transfer_request(fulfil_transfer.transfer_request_id);
  perform app.require('stock.transfer', transfer.site_id);
  perform app.assert_transfer_open(transfer);
  if pg_catalog.jsonb_typeof(lines) is distinct from 'array' or not pg_catalog.jsonb_array_length(lines) between 1 and 50
    or exists (select from pg_catalog.jsonb_array_elements(lines) as element where pg_catalog.jsonb_typeof(element) <> 'object') then
    perform app.fail('VALUE_INVALID', 'A transfer has 1 to 50 lines, each with a lot, a place and a quantity.', 'lines');
  end if;
  select * into strict item from public.items where id = transfer.item_id;
  select * into strict target from public.locations where id = transfer.to_id;

  select sum(app.check_quantity(taken.quantity)) into total
  from pg_catalog.jsonb_to_recordset(lines) as taken (quantity numeric);
  if total > transfer.quantity - transfer.fulfilled then
    perform app.fail(
      'TRANSFER_EXCEEDED',
      pg_catalog.format('%s %s of %s are missing at %s, not %s.',
        pg_catalog.trim_scale(transfer.quantity - transfer.fulfilled), item.unit, item.code, target.code, total),
      'quantity',
      pg_catalog.jsonb_build_object('missing', transfer.quantity - transfer.fulfilled)
    );
  end if;

  -- Locked in the order of their ids, as everywhere.
  for line in
    select distinct taken.lot_id, taken.reason_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, reason_id uuid)
    order by taken.lot_id
  loop
    lot := app.lock_lot(line.lot_id);
    if lot.item_id <> item.id or lot.id <> transfer.lot_id then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('Lot %s is not what was asked for: %s.', lot.code,
          coalesce((select code from public.lots where id = transfer.lot_id), item.code)),
        'lot'
      );
    end if;
    if line.reason_id is not null then
      perform app.assert_picking_order(lot, transfer.site_id, line.reason_id);
    end if;
  end loop;

  for line in
    select taken.lot_id, taken.from_id, taken.quantity, taken.reason_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, from_id uuid, quantity numeric, reason_id uuid)
  loop
    source := app.stock_place(line.from_id, 'from');
    if source.site_id <> transfer.site_id or source.id <> transfer.from_id then
      perform app.fail(
        'PLACE_UNSUITABLE',
        pg_catalog.format('%s is not where it was asked from: %s.', source.code,
          coalesce((select code from public.locations where id = transfer.from_id), 'a place of the same site')),
        'from'
      );
    end if;
    move := app.move_lot(request_id, line.lot_id, source.id, target.id, line.quantity, null, line.reason_id);
    insert into public.transfer_request_moves (move_id, transfer_request_id) values (move, transfer.id);
  end loop;

  -- Asked when all has moved, so that the order of the lines does not matter: nothing that comes
  -- before may be left. It is asked of what is drawn from the store, not of leftovers that go back.
  for line in
    select taken.lot_id
    from pg_catalog.jsonb_to_recordset(lines) as taken (lot_id uuid, from_id uuid, reason_id uuid)
    join public.locations on locations.id = taken.from_id and locations.kind = 'storage'
    where taken.reason_id is null and target.kind in ('floor', 'dispatch')
  loop
    select * into strict lot from public.lots where id = line.lot_id;
    perform app.assert_picking_order(lot, transfer.site_id, null, target.id);
  end loop;

  update public.transfer_requests
  set fulfilled = fulfilled + total,
    state = case when fulfilled + total = quantity then 'fulfilled' else state end,
    decided_by = case when fulfilled + total = quantity then auth.uid() end,
    decided_at = case when fulfilled + total = quantity then app.now() end
  where id = transfer.id;
  perform app.announce(
    transfer.site_id, 'stock', 'transfer_fulfilled',
    pg_catalog.jsonb_build_object(
      'request', transfer.id, 'item', item.code, 'quantity', total,
      'missing', transfer.quantity - transfer.fulfilled - total, 'to', target.code
    )
  );
  return app.end_command(request_id, app.transfer_request_answer(transfer.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."fulfil_transfer"(uuid, uuid, jsonb) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.hold_lot (
  request_id uuid,
  lot_id     uuid,
  reason_id  uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'hold_lot', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'reason', reason_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.lock_below(hold_lot.lot_id);
  lot := app.lock_lot(hold_lot.lot_id);
  perform app.require('stock.hold', lot.site_id);
  if not exists (select from public.reason_codes where id = hold_lot.reason_id and purpose = 'hold' and active) then
    perform app.fail('NOT_FOUND', 'A hold needs one of the reasons for holds.', 'reason');
  end if;
  perform app.hold_below(lot.id, true, hold_lot.reason_id, hold_lot.note);
  perform app.announce(lot.site_id, 'stock', 'held', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

CREATE OR REPLACE FUNCTION public.hook_password_verification_attempt (
  event jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  address text := event -> 'metadata' ->> 'ip_address';
  headers jsonb := nullif(pg_catalog.current_setting('request.headers', true), '')::jsonb;
begin
  insert into public.sign_in_attempts (email, user_id, succeeded, ip, user_agent)
  select left(users.email, 255), users.id, false,
    case when pg_catalog.pg_input_is_valid(address, 'inet') then address::inet end,
    left(headers ->> 'user-agent', 500)
  from auth.users
  where users.id = (event ->> 'user_id')::uuid
    and not ((event ->> 'valid')::boolean and users.email_confirmed_at is not null);
  return '{"decision": "continue"}';
end $function$;

REVOKE ALL ON FUNCTION "public"."hook_password_verification_attempt"(jsonb) FROM PUBLIC, "anon", "authenticated", "service_role";

CREATE OR REPLACE FUNCTION public.import_batch (
  request_id        uuid,
  location_id       uuid,
  item_id           uuid,
  code              text,
  made_on           date,
  inputs            jsonb,
  planned_quantity  numeric,
  output_quantity   numeric,
  in_stock_quantity numeric DEFAULT NULL::numeric,
  expires_on        date    DEFAULT NULL::date,
  results           jsonb   DEFAULT '[]'::jsonb,
  remarks           text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'import_batch', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'code', code, 'made', made_on, 'inputs', inputs, 'planned', planned_quantity,
    'output', output_quantity, 'in_stock', in_stock_quantity, 'expires', expires_on, 'results', results, 'remarks', remarks));
  place public.locations;
  item public.items;
  at timestamptz;
  output numeric;
  gone numeric;
  lot public.lots;
  input record;
  used public.lots;
  amount numeric;
  material_unit text;
  put_in numeric := 0;
  batch uuid;
  cause record;
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and reason_codes.code = 'parent_failed');
begin
  if answer is not null then
    return answer;
  end if;
  place := app.stock_place(location_id, 'location');
  perform app.require('imports.run', place.site_id);
  select * into item from public.items where id = import_batch.item_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such product.', 'item');
  end if;
  at := app.start_of_day(place.site_id, app.past_day(place.site_id, import_batch.made_on, 'made_on'));
  output := app.check_quantity(output_quantity, 'output_quantity');
  gone := output - coalesce(in_stock_quantity, output);
  if not gone between 0 and output then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is not 0 to %s, which came out.', in_stock_quantity, output), 'in_stock_quantity');
  end if;
  perform app.check_lines(inputs, 'inputs', 1, 100);

  insert into public.lots (code, item_id, site_id, initial_quantity, manufactured_on, received_on, expires_on, created_by)
  values (app.import_code(code), item.id, place.site_id, output, import_batch.made_on, import_batch.made_on, import_batch.expires_on, auth.uid())
  returning * into lot;
  insert into public.batches (code, site_id, item_id, lot_id, planned_quantity, state, remarks, created_by, created_at, ended_at)
  values (
    lot.code, place.site_id, item.id, lot.id, app.check_quantity(planned_quantity, 'planned_quantity'), 'finished',
    import_batch.remarks, auth.uid(), at, at
  )
  returning id into batch;

  perform from public.lots
  where lots.code in (select given ->> 'lot' from pg_catalog.jsonb_array_elements(inputs) as given)
  order by id
  for no key update;
  for input in
    select given, pg_catalog.format('inputs.%s', n) as field
    from pg_catalog.jsonb_array_elements(inputs) with ordinality as line (given, n)
    order by n
  loop
    amount := app.line_quantity(input.given, 'quantity', input.field || '.quantity');
    select * into used from public.lots where lots.code = input.given ->> 'lot' and lots.site_id = place.site_id;
    if not found then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no lot %s at %s.', left(input.given ->> 'lot', 60),
        (select sites.code from public.sites where id = place.site_id)), input.field || '.lot');
    end if;
    -- What the plant has received and tested here goes into batches by its own commands and guards alone.
    if not exists (select from public.stock_moves where stock_moves.lot_id = used.id and kind = 'import') then
      perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has not been brought in and may not be used by what is.', used.code), input.field || '.lot');
    end if;
    if used.received_on > import_batch.made_on then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Lot %s came on %s and cannot have gone into what was made on %s.', used.code, used.received_on, import_batch.made_on), 'made_on');
    end if;
    if app.available(used.id, place.id) < amount then
      perform app.fail(
        'STOCK_SHORT',
        pg_catalog.format('%s of lot %s are free at %s, not %s.', pg_catalog.trim_scale(app.available(used.id, place.id)), used.code, place.code, amount),
        input.field || '.quantity'
      );
    end if;
    select unit into strict material_unit from public.items where id = used.item_id;
    put_in := put_in + amount * app.unit_factor(material_unit, item.unit);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
    values (used.id, place.id, app.other_side(place.site_id, 'process'), amount, 'import', lot.code, auth.uid(), at, import_batch.request_id);
    insert into public.lot_links (parent_id, child_id, quantity, at) values (used.id, lot.id, amount, at);
    -- What is wrong with a lot is wrong with all that came of it, whenever that is told here.
    for cause in
      select cause_lot_id as id, reason_id, note from public.lot_holds where lot_holds.lot_id = used.id and released_at is null
    loop
      perform app.hold_below(cause.id, false, cause.reason_id, cause.note);
    end loop;
    if used.qc_status in ('hold', 'fail') then
      perform app.hold_below(used.id, false, failed,
        (select 'Test ' || number from public.qc_tests where qc_tests.lot_id = used.id order by attempt desc limit 1));
    end if;
  end loop;
  if output > put_in then
    perform app.fail('OUTPUT_EXCEEDS', pg_catalog.format('%s %s came out of batch %s and %s went in.', output, item.unit, lot.code, pg_catalog.trim_scale(put_in)), 'output_quantity');
  end if;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
  values (lot.id, app.other_side(place.site_id, 'process'), place.id, output, 'import', lot.code, auth.uid(), at, import_batch.request_id);
  if gone > 0 then
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, moved_at, request_id)
    values (lot.id, place.id, app.other_side(place.site_id, 'customer'), gone, 'import', 'Had left before it was brought in', auth.uid(), at, import_batch.request_id);
  end if;

  if results <> '[]' then
    perform app.import_test(lot, 'final', import_batch.made_on, results, import_batch.remarks);
  end if;
  return app.end_command(request_id, app.import_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."import_batch"(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.import_lot (
  request_id      uuid,
  location_id     uuid,
  item_id         uuid,
  code            text,
  quantity        numeric,
  received_on     date,
  manufactured_on date    DEFAULT NULL::date,
  expires_on      date    DEFAULT NULL::date,
  vendor_lot      text    DEFAULT NULL::text,
  tests           jsonb   DEFAULT '[]'::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'import_lot', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'code', code, 'quantity', quantity, 'received', received_on,
    'made', manufactured_on, 'expires', expires_on, 'vendor_lot', vendor_lot, 'tests', tests));
  place public.locations;
  item public.items;
  lot public.lots;
  test jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  place := app.stock_place(location_id, 'location');
  perform app.require('imports.run', place.site_id);
  perform app.check_lines(tests, 'tests', 0, 50);
  select * into item from public.items where id = import_lot.item_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item.', 'item');
  end if;
  insert into public.lots (code, item_id, site_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    app.import_code(code), item.id, place.site_id, import_lot.vendor_lot, app.check_quantity(quantity),
    case when item.kind = 'trade' then 'pass' else 'pending' end,
    import_lot.manufactured_on, app.past_day(place.site_id, import_lot.received_on, 'received_on'), import_lot.expires_on, auth.uid()
  )
  returning * into lot;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, moved_at, request_id)
  values (
    lot.id, app.other_side(place.site_id, 'vendor'), place.id, lot.initial_quantity, 'import', auth.uid(),
    app.start_of_day(place.site_id, lot.received_on), import_lot.request_id
  );
  for test in select * from pg_catalog.jsonb_array_elements(tests) loop
    perform app.import_test(lot, 'incoming', lot.received_on, test -> 'results', test ->> 'remarks');
  end loop;
  return app.end_command(request_id, app.import_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."import_lot"(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.issue_certificate (
  request_id uuid,
  lot_id     uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'issue_certificate', pg_catalog.jsonb_build_object('lot', lot_id));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(issue_certificate.lot_id);
  perform app.require('quality.issue_certificate', lot.site_id);
  return app.end_command(request_id, pg_catalog.to_jsonb(app.issue_certificate(lot)));
end $function$;

REVOKE ALL ON FUNCTION "public"."issue_certificate"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.list_users (
  search    text    DEFAULT NULL::text,
  role      text    DEFAULT NULL::text,
  site_id   uuid    DEFAULT NULL::uuid,
  active    boolean DEFAULT NULL::boolean,
  sort      text    DEFAULT 'name'::text,
  page      integer DEFAULT 1,
  page_size integer DEFAULT 25
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  orders constant text[] := '{name,-name,email,-email,last_sign_in,-last_sign_in,created,-created}';
  sought text := case when not app.is_blank(list_users.search) then
    '%' || pg_catalog.regexp_replace(btrim(list_users.search), '([\\%_])', '\\\1', 'g') || '%'
  end;
  wanted public.role;
begin
  perform app.require('access.view_users');
  if length(list_users.search) > 200 then
    perform app.fail('VALUE_INVALID', 'What is searched for has more than 200 characters.', 'search');
  end if;
  if list_users.role <> all (pg_catalog.enum_range(null::public.role)::text[]) then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no role.', left(list_users.role, 60)), 'role');
  end if;
  wanted := list_users.role;
  if list_users.sort is null or list_users.sort <> all (orders) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('"%s" is no order; one is %s.', left(list_users.sort, 60), pg_catalog.array_to_string(orders, ', ')),
      'sort'
    );
  end if;
  if list_users.page is null or list_users.page not between 1 and 1000000 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no page; the first is 1.', coalesce(list_users.page::text, 'Nothing')), 'page');
  end if;
  if list_users.page_size is null or list_users.page_size not between 1 and 100 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A page has 1 to 100 users, not %s.', coalesce(list_users.page_size::text, 'nothing')), 'page_size');
  end if;
  return (
    with matching as (
      select profiles.id, lower(profiles.full_name) as name, users.email, users.last_sign_in_at, profiles.created_at
      from public.profiles join auth.users using (id)
      where (sought is null or profiles.full_name ilike sought or users.email ilike sought)
        and (list_users.active is null or profiles.active = list_users.active)
        and (
          (wanted is null and list_users.site_id is null)
          or exists (
            select from public.memberships
            where memberships.user_id = profiles.id
              and (wanted is null or memberships.role = wanted)
              and (list_users.site_id is null or memberships.site_id is null or memberships.site_id = list_users.site_id)
          )
        )
    ),
    ranked as (
      select matching.id, pg_catalog.row_number() over (
        order by
          case list_users.sort when 'name' then name when 'email' then email end,
          case list_users.sort when '-name' then name when '-email' then email end desc,
          case list_users.sort when 'last_sign_in' then last_sign_in_at when 'created' then created_at end nulls first,
          case list_users.sort when '-last_sign_in' then last_sign_in_at when '-created' then created_at end desc nulls last,
          name, matching.id
      ) as place
      from matching
    )
    select pg_catalog.jsonb_build_object(
      'total', (select count(*) from matching),
      'users', coalesce((
        select jsonb_agg(pg_catalog.to_jsonb(shown) order by ranked.place)
        from ranked join app.users as shown using (id)
        where ranked.place > (list_users.page - 1) * list_users.page_size and ranked.place <= list_users.page * list_users.page_size
      ), '[]')
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."list_users"(text, text, uuid, boolean, text, integer, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.log_downtime (
  request_id uuid,
  machine_id uuid,
  reason_id  uuid,
  started_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  ended_at   timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  note       text                     DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'log_downtime', pg_catalog.jsonb_build_object(
    'machine', machine_id, 'reason', reason_id, 'started', started_at, 'ended', ended_at, 'note', note));
  machine public.machines;
  run uuid;
  began timestamptz;
  done timestamptz;
  other public.downtimes;
  made uuid;
begin
  if answer is not null then
    return answer;
  end if;
  select * into machine from public.machines where id = log_downtime.machine_id and active for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such machine in use.', 'machine');
  end if;
  run := app.require_shift('production.log_downtime', machine.site_id);
  if not exists (select from public.reason_codes where id = log_downtime.reason_id and purpose = 'downtime' and active) then
    perform app.fail('NOT_FOUND', 'A downtime needs one of the reasons for downtimes.', 'reason');
  end if;
  began := app.past_time(coalesce(log_downtime.started_at, app.now()), 'started_at', machine.site_id);
  done := app.past_time(log_downtime.ended_at, 'ended_at', machine.site_id);
  if began < app.now() - interval '24 hours' then
    perform app.fail('TIME_ORDER', pg_catalog.format('A downtime that began more than 24 hours ago is no longer logged: %s.',
      pg_catalog.to_char(began at time zone (select time_zone from public.sites where id = machine.site_id), 'DD Mon YYYY HH24:MI')), 'started_at');
  end if;
  if done <= began then
    perform app.fail('TIME_ORDER', pg_catalog.format('The downtime began at %s and cannot end at %s.', app.site_clock(machine.site_id, began), app.site_clock(machine.site_id, done)), 'ended_at');
  end if;
  select * into other from public.downtimes
  where downtimes.machine_id = machine.id
    and pg_catalog.tstzrange(downtimes.started_at, downtimes.ended_at) && pg_catalog.tstzrange(began, done)
  limit 1;
  if found then
    perform app.fail('MACHINE_BUSY', pg_catalog.format('%s stands still already from %s%s.', machine.code, app.site_clock(machine.site_id, other.started_at),
      coalesce(' to ' || app.site_clock(machine.site_id, other.ended_at), '')), 'machine');
  end if;
  insert into public.downtimes (site_id, machine_id, stage_log_id, run_id, reason_id, started_at, ended_at, note, logged_by, ended_by)
  values (
    machine.site_id, machine.id,
    (
      select stage_logs.id from public.stage_logs
      where stage_logs.machine_id = machine.id
        and pg_catalog.tstzrange(stage_logs.started_at, stage_logs.ended_at) && pg_catalog.tstzrange(began, done)
      order by stage_logs.started_at limit 1
    ),
    run, log_downtime.reason_id, began, done, log_downtime.note, auth.uid(), case when done is not null then auth.uid() end
  )
  returning id into made;
  return app.end_command(request_id, app.downtime_answer(made));
end $function$;

REVOKE ALL ON FUNCTION "public"."log_downtime"(uuid, uuid, uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.log_stage (
  request_id      uuid,
  batch_id        uuid,
  machine_id      uuid,
  operator_name   text,
  started_at      timestamp with time zone,
  output_quantity numeric,
  ended_at        timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  "position"      integer                  DEFAULT NULL::integer,
  input_quantity  numeric                  DEFAULT NULL::numeric,
  parameters      jsonb                    DEFAULT NULL::jsonb,
  remarks         text                     DEFAULT NULL::text,
  to_id           uuid                     DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'log_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'machine', machine_id, 'operator', operator_name, 'started', started_at, 'output', output_quantity,
    'ended', ended_at, 'position', "position", 'input', input_quantity, 'parameters', parameters, 'remarks', remarks, 'to', to_id));
  batch public.batches;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(log_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  if started_at is null then
    perform app.fail('FIELD_MISSING', 'The time at which the stage began is missing.', 'started_at');
  end if;
  perform app.check_quantity(output_quantity, 'output_quantity');
  perform app.open_stage(request_id, batch, run, log_stage.position, machine_id, operator_name, input_quantity, started_at, output_quantity, ended_at, parameters, remarks);
  perform app.close_batch(request_id, batch, to_id);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL
  ON FUNCTION "public"."log_stage"(uuid, uuid, uuid, text, timestamp WITH time zone, numeric, timestamp WITH time zone, integer, numeric, jsonb, text, uuid)
  FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.pack_batch (
  request_id    uuid,
  batch_id      uuid,
  location_id   uuid,
  sku_id        uuid,
  packs         integer,
  to_id         uuid,
  loss_quantity numeric DEFAULT NULL::numeric,
  packaging     jsonb   DEFAULT '[]'::jsonb,
  remarks       text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'pack_batch', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'from', location_id, 'sku', sku_id, 'packs', packs, 'to', to_id, 'loss', loss_quantity,
    'packaging', packaging, 'remarks', remarks));
  batch public.batches;
  bulk public.lots;
  product public.items;
  sku public.items;
  source public.locations;
  target public.locations;
  amount numeric;
  lost numeric := 0;
  made text;
  packed public.lots;
  wrap record;
  wrap_lot public.lots;
  wrap_place public.locations;
  wrap_quantity numeric;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(pack_batch.batch_id);
  perform app.require_shift('production.pack', batch.site_id);
  if batch.state <> 'finished' then
    perform app.fail('BATCH_OVER', pg_catalog.format('Batch %s is %s and cannot be packed.', batch.code, batch.state), 'batch');
  end if;
  source := app.stock_place(pack_batch.location_id, 'location');
  target := app.stock_place(pack_batch.to_id, 'to');
  if source.site_id <> batch.site_id or target.site_id <> batch.site_id then
    perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s or %s is at another site than batch %s.', source.code, target.code, batch.code), 'to');
  end if;
  select * into strict product from public.items where id = batch.item_id;
  select * into sku from public.items where id = pack_batch.sku_id and active and packs_item_id = product.id for share;
  if not found then
    perform app.fail('NOT_FOUND', pg_catalog.format('This is no SKU in use that %s is packed in.', product.code), 'sku');
  end if;
  if packs is null or packs <= 0 or packs > 100000 then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s is no number of packs from 1 to 100000.', coalesce(packs::text, 'Nothing')), 'packs');
  end if;
  if not exists (select from public.units where code = sku.unit and dimension = 'count') then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('%s is kept in %s; packs are counted.', sku.code, sku.unit), 'sku');
  end if;
  amount := pg_catalog.trim_scale(packs * sku.pack_size * app.unit_factor(sku.pack_unit, product.unit));
  if amount is null then
    perform app.fail('UNIT_MISMATCH', pg_catalog.format('%s holds %s and %s is kept in %s.', sku.code, sku.pack_unit, product.code, product.unit), 'sku');
  end if;
  if coalesce(loss_quantity, 0) <> 0 then
    lost := app.check_quantity(loss_quantity, 'loss_quantity');
    -- What is lost beyond the usual is not packing: a manager adjusts it, with a reason (P5.06).
    if lost > amount * app.setting('production.packing_loss_percent')::numeric / 100 then
      perform app.fail(
        'LOSS_EXCEEDS',
        pg_catalog.format('%s %s are more than %s %% of the %s %s that are packed.', lost, product.unit,
          app.setting('production.packing_loss_percent'), amount, product.unit),
        'loss_quantity'
      );
    end if;
  end if;

  perform app.check_lines(packaging, 'packaging', 0, 20);
  perform from public.lots
  where id in (
    select batch.lot_id
    union
    select app.line_id(line, 'lot_id', 'packaging.lot') from pg_catalog.jsonb_array_elements(packaging) as line
  )
  order by id
  for no key update;
  select * into strict bulk from public.lots where id = batch.lot_id;
  perform app.assert_lot_usable(bulk, batch.site_id, 'packed');
  if app.available(bulk.id, source.id) < amount + lost then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s packs are %s %s%s; %s %s of lot %s are free at %s.', packs, amount, product.unit,
        case when lost > 0 then pg_catalog.format(' and %s %s are lost', lost, product.unit) else '' end,
        pg_catalog.trim_scale(app.available(bulk.id, source.id)), product.unit, bulk.code, source.code),
      'packs'
    );
  end if;

  loop
    made := pg_catalog.format('%s-%s', bulk.code, app.padded(app.next_number('pack:' || bulk.code), 2));
    exit when not exists (select from public.lots where code = made);
  end loop;
  insert into public.lots (code, item_id, site_id, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    made, sku.id, batch.site_id, packs, bulk.qc_status,
    bulk.manufactured_on, app.business_date(batch.site_id), bulk.expires_on, auth.uid()
  )
  returning * into packed;
  insert into public.lot_links (parent_id, child_id, quantity) values (bulk.id, packed.id, amount);
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id) values
    (bulk.id, source.id, app.other_side(batch.site_id, 'process'), amount, 'pack', packed.code, auth.uid(), pack_batch.request_id),
    (packed.id, app.other_side(batch.site_id, 'process'), target.id, packs, 'produce', pack_batch.remarks, auth.uid(), pack_batch.request_id);
  if lost > 0 then
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (bulk.id, source.id, app.other_side(batch.site_id, 'loss'), lost, 'pack', packed.code, auth.uid(), pack_batch.request_id);
  end if;
  for wrap in select line from pg_catalog.jsonb_array_elements(packaging) as line loop
    wrap_lot := app.lock_lot(app.line_id(wrap.line, 'lot_id', 'packaging.lot'));
    wrap_place := app.stock_place(app.line_id(wrap.line, 'location_id', 'packaging.location'), 'packaging.location');
    wrap_quantity := app.line_quantity(wrap.line, 'quantity', 'packaging.quantity');
    if wrap_place.site_id <> batch.site_id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', wrap_place.code, batch.code), 'packaging.location');
    end if;
    if not exists (select from public.items where id = wrap_lot.item_id and kind = 'packaging') then
      perform app.fail('VALUE_INVALID', pg_catalog.format('Lot %s is no packaging.', wrap_lot.code), 'packaging.lot');
    end if;
    perform app.assert_available(wrap_lot, wrap_place, wrap_quantity, 'packaging.quantity');
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (wrap_lot.id, wrap_place.id, app.other_side(batch.site_id, 'process'), wrap_quantity, 'consume', packed.code, auth.uid(), pack_batch.request_id);
    insert into public.lot_links (parent_id, child_id, quantity) values (wrap_lot.id, packed.id, wrap_quantity);
  end loop;
  perform app.announce(batch.site_id, 'production', 'packed', pg_catalog.jsonb_build_object('batch', batch.code, 'lot', packed.code, 'packs', packs));
  return app.end_command(
    request_id,
    app.lot_answer(packed.id) || pg_catalog.jsonb_build_object(
      'batch', batch.code, 'packed_quantity', amount, 'lost_quantity', lost, 'bulk_unit', product.unit,
      'rest', (select coalesce(sum(on_hand), 0) from public.stock_balances where lot_id = bulk.id)
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."pack_batch"(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.plan_user (
  request_id  uuid,
  person      uuid,
  email       text,
  full_name   text,
  memberships jsonb,
  invite      boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  address text := app.check_email(plan_user.email);
  name text := app.check_full_name(plan_user.full_name);
  answer jsonb;
begin
  answer := app.begin_user_command(request_id, person, 'create_user', pg_catalog.jsonb_build_object(
    'email', address, 'full_name', name, 'memberships', memberships, 'invite', invite));
  if answer is null then
    perform app.check_memberships(memberships);
    perform app.check_email_free(address);
    insert into app.user_plans (request_id, user_id, action, email, full_name, memberships, invite, planned_by)
    values (
      plan_user.request_id, pg_catalog.gen_random_uuid(), 'create', address, name, plan_user.memberships,
      plan_user.invite, auth.uid()
    )
    -- Begun before and broken off: the account keeps the id that it was to have.
    on conflict on constraint user_plans_pkey do nothing;
  end if;
  return app.renew_user_plan(request_id, (answer ->> 'id')::uuid);
end $function$;

REVOKE ALL ON FUNCTION "public"."plan_user"(uuid, uuid, text, text, jsonb, boolean) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.plan_user_change (
  request_id uuid,
  person     uuid,
  user_id    uuid,
  action     text,
  full_name  text DEFAULT NULL::text,
  email      text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  address text := case when plan_user_change.email is not null then app.check_email(plan_user_change.email) end;
  name text := case when plan_user_change.full_name is not null then app.check_full_name(plan_user_change.full_name) end;
  account auth.users;
begin
  if app.begin_user_command(request_id, person, action || '_user', pg_catalog.jsonb_build_object(
    'user', user_id, 'full_name', name, 'email', address)) is null then
    account := app.find_user(plan_user_change.user_id);
    if action = 'invite' then
      if not (select active from public.profiles where id = account.id) then
        perform app.fail('USER_INACTIVE', pg_catalog.format('%s is deactivated and cannot be invited.', account.email), 'user_id');
      end if;
      if account.email_confirmed_at is not null then
        perform app.fail('INVITATION_OVER', pg_catalog.format('%s needs no invitation any more.', account.email), 'user_id');
      end if;
    elsif action = 'update' then
      if name is null and address is null then
        perform app.fail('FIELD_MISSING', 'There is neither a full_name nor an email to change.', 'full_name');
      end if;
      perform app.check_email_free(address, account.id);
    end if;
    if action = 'update' and coalesce(address, account.email) = account.email then
      -- Auth has no part in a name.
      update public.profiles set full_name = coalesce(name, profiles.full_name) where id = account.id;
      perform app.end_command(request_id, pg_catalog.jsonb_build_object('id', account.id));
    else
      insert into app.user_plans (request_id, user_id, action, email, full_name, invite, planned_by)
      values (
        plan_user_change.request_id, account.id, plan_user_change.action, address, name,
        -- The link of an open invitation went to the old address; a new invitation ends it.
        plan_user_change.action = 'update' and account.email_confirmed_at is null, auth.uid()
      )
      on conflict on constraint user_plans_pkey do nothing;
    end if;
  end if;
  return app.renew_user_plan(request_id, user_id);
end $function$;

REVOKE ALL ON FUNCTION "public"."plan_user_change"(uuid, uuid, uuid, text, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.plant_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  today date := app.business_date(plant_board.site_id);
  zone text := (select time_zone from public.sites where id = plant_board.site_id);
  midnight timestamptz := today::timestamp at time zone zone;
begin
  if (plant_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'business_date', today,
    'batches', app.running_batches(plant_board.site_id),
    'shifts', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'run', shift_runs.id, 'shift', shifts.code, 'name', shifts.name, 'state', shift_runs.state,
          'starts_at', shift_runs.starts_at, 'ends_at', shift_runs.ends_at,
          'stages', done.stages, 'finished', done.finished, 'input', done.input, 'output', done.output, 'unit', done.unit,
          'yield_percent', case when done.input > 0 then pg_catalog.round(100 * done.output / done.input, 3) end
        ) order by shift_runs.starts_at), '[]')
      from public.shift_runs
      join public.shifts on shifts.id = shift_runs.shift_id
      left join lateral (
        -- Output of a shift is what its last stages brought out; input is what went into those batches.
        select pg_catalog.count(*) as stages,
          pg_catalog.count(*) filter (where last) as finished,
          coalesce(sum(made.output_quantity) filter (where last), 0) as output,
          coalesce(sum(made.consumed) filter (where last), 0) as input,
          min(made.unit) as unit
        from (
          select stage_logs.output_quantity, items.unit,
            stage_logs.position = (select max(position) from public.route_stages where route_id = batches.route_id) as last,
            (select sum(added_quantity) from public.stage_logs as every where every.batch_id = batches.id) as consumed
          from public.stage_logs
          join public.batches on batches.id = stage_logs.batch_id
          join public.items on items.id = batches.item_id
          where stage_logs.end_run_id = shift_runs.id
        ) as made
      ) as done on true
      where shift_runs.site_id = plant_board.site_id
        and shift_runs.starts_at < midnight + interval '1 day' and shift_runs.ends_at > midnight
        and shift_runs.starts_at > midnight - interval '2 days'
    ),
    'holds', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'lot', lots.code, 'item', items.code, 'reason', reason_codes.name, 'cause', cause.code, 'held_at', lot_holds.held_at
        ) order by lot_holds.held_at desc), '[]')
      from public.lot_holds
      join public.lots on lots.id = lot_holds.lot_id and lots.site_id = plant_board.site_id
      join public.items on items.id = lots.item_id
      join public.lots as cause on cause.id = lot_holds.cause_lot_id
      join public.reason_codes on reason_codes.id = lot_holds.reason_id
      where lot_holds.released_at is null
    ),
    'waiting_for_qc', app.waiting_for_qc(plant_board.site_id),
    'downtimes', app.open_downtimes(plant_board.site_id)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."plant_board"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.prepare_document (
  uploader uuid,
  site_id  uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  site public.sites;
begin
  perform app.act_for(uploader);
  perform app.require('documents.upload', prepare_document.site_id);
  select * into site from public.sites where id = prepare_document.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site_id');
  end if;
  return pg_catalog.format('%s/%s', site.code, pg_catalog.to_char(app.now() at time zone site.time_zone, 'YYYY/MM'));
end $function$;

REVOKE ALL ON FUNCTION "public"."prepare_document"(uuid, uuid) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.qc_queue (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if (qc_queue.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return app.waiting_for_qc(qc_queue.site_id);
end $function$;

REVOKE ALL ON FUNCTION "public"."qc_queue"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.receive_goods (
  request_id      uuid,
  location_id     uuid,
  item_id         uuid,
  quantity        numeric,
  order_line_id   uuid    DEFAULT NULL::uuid,
  lot_code        text    DEFAULT NULL::text,
  vendor_id       uuid    DEFAULT NULL::uuid,
  vendor_lot      text    DEFAULT NULL::text,
  manufactured_on date    DEFAULT NULL::date,
  expires_on      date    DEFAULT NULL::date,
  document_path   text    DEFAULT NULL::text,
  remarks         text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'receive_goods', pg_catalog.jsonb_build_object(
    'location', location_id, 'item', item_id, 'quantity', quantity, 'line', order_line_id, 'code', lot_code,
    'vendor', vendor_id, 'vendor_lot', vendor_lot, 'made', manufactured_on, 'expires', expires_on,
    'document', document_path, 'remarks', remarks));
  amount numeric;
  place public.locations;
  site public.sites;
  item public.items;
  line public.purchase_order_lines;
  today date;
  receipt public.receipts;
  lot public.lots;
  wanted text := nullif(pg_catalog.btrim(lot_code), '');
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.receive', place.site_id);
  select * into strict site from public.sites where id = place.site_id;
  today := app.business_date(site.id);
  perform app.assert_document(document_path, site.id, 'document');
  select * into item from public.items where id = receive_goods.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item in use.', 'item');
  end if;

  if order_line_id is not null then
    select * into line from public.purchase_order_lines where id = order_line_id for update;
    select purchase_orders.vendor_id into receive_goods.vendor_id
    from public.purchase_orders
    where id = line.order_id and status = 'open' and site_id = site.id and line.item_id = item.id;
    if not found then
      perform app.fail('ORDER_MISMATCH', pg_catalog.format('The order line is not one of %s at %s, or its order is no longer open.', item.code, site.code), 'order_line');
    end if;
    if line.received + amount > line.quantity then
      perform app.fail(
        'ORDER_EXCEEDED',
        pg_catalog.format('%s %s were ordered and %s have come; %s more are too many.',
          pg_catalog.trim_scale(line.quantity), item.unit, pg_catalog.trim_scale(line.received), amount),
        'quantity'
      );
    end if;
    update public.purchase_order_lines set received = received + amount where id = line.id;
  elsif site.kind = 'plant' then
    perform app.fail('ORDER_NEEDED', 'Goods come to a plant by a purchase order.', 'order_line');
  end if;
  if wanted is not null and exists (select from public.lots where code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot %s.', wanted), 'lot_code');
  end if;

  insert into public.receipts (number, site_id, vendor_id, order_line_id, item_id, quantity, received_at, received_by, document_path, remarks)
  values (
    pg_catalog.format('GRN-%s-%s-%s', site.code, pg_catalog.to_char(today, 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('grn:%s:%s', site.code, today)), 3)),
    site.id, receive_goods.vendor_id, order_line_id, item.id, amount, app.now(), auth.uid(), document_path, remarks
  )
  returning * into receipt;
  insert into public.lots (code, item_id, site_id, receipt_id, vendor_lot, initial_quantity, qc_status, manufactured_on, received_on, expires_on, created_by)
  values (
    coalesce(wanted, app.next_lot_code(item, site)), item.id, site.id, receipt.id, vendor_lot, amount,
    case when item.kind = 'trade' then 'pass' else 'pending' end,
    manufactured_on, today, coalesce(receive_goods.expires_on, today + item.shelf_life_days), auth.uid()
  )
  returning * into lot;
  insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, moved_by, request_id)
  values (lot.id, app.other_side(site.id, 'vendor'), place.id, amount, 'receive', auth.uid(), receive_goods.request_id);
  return app.end_command(
    request_id,
    app.lot_answer(lot.id) || pg_catalog.jsonb_build_object('receipt', receipt.number)
  );
end $function$;

CREATE OR REPLACE FUNCTION public.record_history (
  relation  text,
  record_id text,
  before_id bigint DEFAULT NULL::bigint
)
  RETURNS TABLE (
    id         bigint,
    at         timestamp with time zone,
    operation  text,
    actor_id   uuid,
    actor      text,
    changes    jsonb,
    ip         text,
    user_agent text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require('audit.view');
  if not exists (
    select
    from pg_catalog.pg_trigger
    join pg_catalog.pg_class on pg_class.oid = pg_trigger.tgrelid
    join pg_catalog.pg_namespace on pg_namespace.oid = pg_class.relnamespace
    where pg_trigger.tgfoid in ('audit.record'::regproc, 'app.users_record_change'::regproc)
      and pg_namespace.nspname || '.' || pg_class.relname = record_history.relation
  ) then
    perform app.fail(
      'VALUE_INVALID',
      pg_catalog.format('"%s" is no table that is watched; one is, for example, "public.lots".', left(record_history.relation, 60)),
      'relation'
    );
  end if;
  if record_history.record_id is null then
    perform app.fail('VALUE_INVALID', 'There is no record id.', 'record_id');
  end if;
  return query
  select log.id, log.at, log.operation, log.actor, profiles.full_name,
    (
      select jsonb_object_agg(
        columns.name, jsonb_build_array(log.before -> columns.name, log.after -> columns.name)
      )
      from jsonb_object_keys(coalesce(log.before, '{}') || coalesce(log.after, '{}')) as columns (name)
      where coalesce(log.before -> columns.name, 'null') <> coalesce(log.after -> columns.name, 'null')
    ),
    log.request ->> 'ip', log.request ->> 'user_agent'
  from audit.log
  left join public.profiles on profiles.id = log.actor
  where log.relation = record_history.relation
    and log.record_id = record_history.record_id
    and log.id < coalesce(record_history.before_id, 9223372036854775807)
  order by log.id desc
  limit 50;
end $function$;

REVOKE ALL ON FUNCTION "public"."record_history"(text, text, bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.record_qc_test (
  request_id    uuid,
  results       jsonb,
  lot_id        uuid                     DEFAULT NULL::uuid,
  stage_log_id  uuid                     DEFAULT NULL::uuid,
  retest_of     uuid                     DEFAULT NULL::uuid,
  sampled_at    timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  remarks       text                     DEFAULT NULL::text,
  document_path text                     DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'record_qc_test', pg_catalog.jsonb_build_object(
    'results', results, 'lot', lot_id, 'stage', stage_log_id, 'retest', retest_of, 'sampled', sampled_at, 'remarks', remarks, 'document', document_path));
  log public.stage_logs;
  batch public.batches;
  lot public.lots;
  site public.sites;
  wanted text;
  plan uuid;
  latest public.qc_tests;
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  if (lot_id is null) = (stage_log_id is null) then
    perform app.fail('FIELD_MISSING', 'A test is of a lot or of a stage, one of them.', 'lot');
  end if;
  if stage_log_id is not null then
    select * into log from public.stage_logs where id = record_qc_test.stage_log_id;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such stage of a batch.', 'stage_log');
    end if;
    perform app.require('quality.record_test', log.site_id);
    batch := app.lock_batch(log.batch_id);
    select * into strict log from public.stage_logs where id = record_qc_test.stage_log_id;
    if log.ended_at is null then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('This stage of batch %s is still running.', batch.code), 'stage_log');
    end if;
    if app.stage_judged(log.id) is not null then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('Batch %s %s; this stage is judged.', batch.code, app.stage_judged(log.id)), 'stage_log');
    end if;
    select * into strict lot from public.lots where id = batch.lot_id;
    wanted := 'in_process';
  else
    select * into batch from public.batches where batches.lot_id = record_qc_test.lot_id for no key update;
    perform app.lock_below(record_qc_test.lot_id);
    lot := app.lock_lot(record_qc_test.lot_id);
    perform app.require('quality.record_test', lot.site_id);
    wanted := case when batch.id is null then 'incoming' else 'final' end;
    if batch.id is not null and batch.state <> 'finished' then
      perform app.fail('TEST_NOT_DUE', pg_catalog.format('Batch %s is %s.', batch.code, batch.state), 'lot');
    end if;
    if lot.qc_status = 'fail' then
      perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has been rejected.', lot.code), 'lot');
    end if;
    if exists (
      select from public.stage_logs
      where stage_logs.batch_id = batch.id and stage_logs.qc_status not in ('pass', 'not_required')
    ) then
      perform app.fail('QC_GATE_CLOSED', pg_catalog.format('A stage of batch %s has not passed its test.', batch.code), 'lot');
    end if;
  end if;

  select qc_tests.* into latest
  from public.qc_tests
  where qc_tests.lot_id = lot.id and qc_tests.stage_log_id is not distinct from record_qc_test.stage_log_id
  order by qc_tests.attempt desc limit 1;
  if latest.id is distinct from record_qc_test.retest_of then
    if latest.id is null then
      perform app.fail('NOT_FOUND', 'There is no such test to repeat.', 'retest_of');
    end if;
    perform app.fail('TEST_EXISTS', pg_catalog.format('%s has been tested: %s, %s.', lot.code, latest.number, latest.status), 'retest_of',
      pg_catalog.jsonb_build_object('test', latest.id, 'number', latest.number, 'status', latest.status));
  end if;
  if latest.id is not null then
    if app.is_blank(record_qc_test.remarks) then
      perform app.fail('FIELD_MISSING', 'A re-test says why.', 'remarks');
    end if;
    if exists (select from public.qc_overrides where test_id = latest.id and state = 'requested') then
      perform app.fail('OVERRIDE_OPEN', pg_catalog.format('An override of test %s is waiting for its decision.', latest.number), 'retest_of');
    end if;
    if latest.attempt > coalesce(app.setting('quality.max_retests')::integer, 2) then
      perform app.fail('RETEST_LIMIT', pg_catalog.format('%s has been tested %s times.', lot.code, latest.attempt), 'retest_of');
    end if;
  end if;
  perform app.assert_document(document_path, lot.site_id, 'document');
  select * into strict site from public.sites where id = lot.site_id;
  plan := app.plan_in_force(wanted, lot.item_id, log.stage_id, app.business_date(site.id));
  if plan is null then
    perform app.fail('PLAN_MISSING', pg_catalog.format('No %s plan is in force for %s.', pg_catalog.replace(wanted, '_', '-'),
      coalesce((select stages.name from public.stages where id = log.stage_id), (select items.code from public.items where id = lot.item_id))), 'lot');
  end if;

  insert into public.qc_tests (number, site_id, kind, lot_id, stage_log_id, plan_id, retest_of, attempt, status, document_path, remarks, sampled_at, tested_by)
  values (
    app.next_test_number(site, app.business_date(site.id)),
    site.id, wanted, lot.id, record_qc_test.stage_log_id, plan, latest.id, coalesce(latest.attempt, 0) + 1, 'pending',
    record_qc_test.document_path, record_qc_test.remarks, app.past_time(coalesce(record_qc_test.sampled_at, app.now()), 'sampled_at'), auth.uid()
  )
  returning * into test;
  perform app.write_results(test, record_qc_test.results, null);
  perform app.set_test_status(test, app.judge_test(test.id), false);
  return app.end_command(request_id, app.test_answer(test.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."record_qc_test"(uuid, jsonb, uuid, uuid, uuid, timestamp WITH time zone, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.register_document (
  request_id uuid,
  uploader   uuid,
  site_id    uuid,
  kind       text,
  name       text,
  media_type text,
  size_bytes integer,
  sha256     text,
  path       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb;
begin
  perform app.act_for(uploader);
  -- Not the path: each attempt stores its file under another.
  answer := app.begin_command(request_id, 'register_document', pg_catalog.jsonb_build_object(
    'site', site_id, 'kind', kind, 'name', name, 'media_type', media_type, 'size', size_bytes, 'sha256', sha256));
  if answer is not null then
    return answer;
  end if;
  perform app.require('documents.upload', register_document.site_id);
  return app.end_command(request_id, pg_catalog.to_jsonb(app.add_document(site_id, kind, name, media_type, size_bytes, sha256, path)));
end $function$;

REVOKE ALL ON FUNCTION "public"."register_document"(uuid, uuid, uuid, text, text, text, integer, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.reject_lot (
  request_id uuid,
  lot_id     uuid,
  reason_id  uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'reject_lot', pg_catalog.jsonb_build_object('lot', lot_id, 'reason', reason_id, 'note', note));
  batch public.batches;
  lot public.lots;
  failed uuid := (select id from public.reason_codes where purpose = 'hold' and code = 'parent_failed');
begin
  if answer is not null then
    return answer;
  end if;
  select * into batch from public.batches where batches.lot_id = reject_lot.lot_id for no key update;
  perform app.lock_below(reject_lot.lot_id);
  lot := app.lock_lot(reject_lot.lot_id);
  perform app.require('quality.reject', lot.site_id);
  if not exists (select from public.reason_codes where id = reject_lot.reason_id and purpose = 'rejection' and active) then
    perform app.fail('NOT_FOUND', 'A rejection needs one of the reasons for rejections.', 'reason');
  end if;
  if lot.qc_status = 'fail' then
    perform app.fail('LOT_NOT_USABLE', pg_catalog.format('Lot %s has been rejected already.', lot.code), 'lot');
  end if;
  if exists (select from public.stage_logs where batch_id = batch.id and ended_at is null) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('A stage of batch %s is still running; finish it first.', batch.code), 'lot');
  end if;
  update public.lots set qc_status = 'fail', rejection_reason_id = reject_lot.reason_id, rejection_note = reject_lot.note where id = lot.id;
  update public.qc_tests set status = 'fail'
  where qc_tests.lot_id = lot.id and status in ('pending', 'hold')
    and not exists (select from public.qc_tests as later where later.retest_of = qc_tests.id);
  update public.qc_overrides set state = 'withdrawn'
  where state = 'requested' and test_id in (select id from public.qc_tests where qc_tests.lot_id = lot.id);
  perform app.hold_below(lot.id, false, failed, reject_lot.note);
  if batch.state = 'running' then
    update public.stage_logs set qc_status = 'fail' where batch_id = batch.id and qc_status in ('pending', 'hold') and ended_at is not null;
    perform app.end_allocations(batch.id);
    update public.batches set state = 'rejected', ended_at = app.now() where id = batch.id;
  end if;
  perform app.announce(lot.site_id, 'quality', 'rejected', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."reject_lot"(uuid, uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.release_lot (
  request_id uuid,
  lot_id     uuid,
  note       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'release_lot', pg_catalog.jsonb_build_object('lot', lot_id, 'note', note));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(release_lot.lot_id);
  perform app.require('stock.release', lot.site_id);
  if coalesce(pg_catalog.btrim(note), '') = '' then
    perform app.fail('VALUE_INVALID', 'A release says why.', 'note');
  end if;
  if not app.release_below(lot.id, null, release_lot.note) then
    perform app.fail('LOT_NOT_HELD', pg_catalog.format('Lot %s is not the cause of a hold.', lot.code), 'lot');
  end if;
  perform app.announce(lot.site_id, 'stock', 'released', pg_catalog.jsonb_build_object('lot', lot.code));
  return app.end_command(request_id, app.lot_answer(lot.id));
end $function$;

CREATE OR REPLACE FUNCTION public.request_override (
  request_id    uuid,
  test_id       uuid,
  reason_id     uuid,
  justification text,
  document_path text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'request_override', pg_catalog.jsonb_build_object(
    'test', test_id, 'reason', reason_id, 'justification', justification, 'document', document_path));
  test public.qc_tests;
begin
  if answer is not null then
    return answer;
  end if;
  select * into test from public.qc_tests where id = request_override.test_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such test.', 'test');
  end if;
  perform app.require('quality.request_override', test.site_id);
  perform app.lock_test_subject(test);
  select * into strict test from public.qc_tests where id = request_override.test_id for no key update;
  if test.status <> 'hold' or exists (select from public.qc_tests as later where later.retest_of = test.id) then
    perform app.fail('OVERRIDE_NOT_NEEDED', pg_catalog.format('Test %s is not on hold, or has been repeated.', test.number), 'test');
  end if;
  if exists (select from public.qc_overrides where qc_overrides.test_id = test.id and state = 'requested') then
    perform app.fail('OVERRIDE_OPEN', pg_catalog.format('An override of test %s is waiting for its decision.', test.number), 'test');
  end if;
  if not exists (select from public.reason_codes where id = request_override.reason_id and purpose = 'override' and active) then
    perform app.fail('NOT_FOUND', 'An override needs one of the reasons for overrides.', 'reason');
  end if;
  if app.is_blank(justification) or length(pg_catalog.btrim(justification)) < 10 then
    perform app.fail('FIELD_MISSING', 'An override is justified in at least 10 characters.', 'justification');
  end if;
  if app.is_blank(document_path) then
    perform app.fail('FIELD_MISSING', 'An override needs an attachment.', 'document');
  end if;
  perform app.assert_document(document_path, test.site_id, 'document');
  insert into public.qc_overrides (test_id, reason_id, justification, document_path, requested_by)
  values (test.id, request_override.reason_id, request_override.justification, request_override.document_path, auth.uid());
  return app.end_command(request_id, app.test_answer(test.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."request_override"(uuid, uuid, uuid, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.request_transfer (
  request_id uuid,
  item_id    uuid,
  quantity   numeric,
  to_id      uuid,
  lot_id     uuid                     DEFAULT NULL::uuid,
  from_id    uuid                     DEFAULT NULL::uuid,
  needed_by  timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  note       text                     DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'request_transfer', pg_catalog.jsonb_build_object(
    'item', item_id, 'quantity', quantity, 'to', to_id, 'lot', lot_id, 'from', from_id, 'needed_by', needed_by, 'note', note));
  amount numeric;
  target public.locations;
  source public.locations;
  item public.items;
  lot public.lots;
  transfer uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  target := app.stock_place(to_id, 'to');
  perform app.require_shift('stock.request_transfer', target.site_id);
  select * into item from public.items where id = request_transfer.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such item in use.', 'item');
  end if;
  if from_id is not null then
    source := app.stock_place(from_id, 'from');
    if source.site_id <> target.site_id or source.id = target.id then
      perform app.fail(
        'PLACE_UNSUITABLE', pg_catalog.format('Goods come to %s from another place of the same site.', target.code), 'from'
      );
    end if;
  end if;
  if lot_id is not null then
    select * into lot from public.lots where id = request_transfer.lot_id;
    if lot.item_id is distinct from item.id then
      perform app.fail('NOT_FOUND', pg_catalog.format('There is no such lot of %s.', item.code), 'lot');
    end if;
  end if;
  if needed_by not between app.now() - interval '1 day' and app.now() + interval '1 year' then
    perform app.fail('VALUE_INVALID', 'Goods are asked for from now until a year ahead.', 'needed_by');
  end if;
  insert into public.transfer_requests (site_id, item_id, lot_id, quantity, from_id, to_id, needed_by, note, requested_by)
  values (
    target.site_id, item.id, lot.id, amount, source.id, target.id, request_transfer.needed_by,
    nullif(pg_catalog.btrim(request_transfer.note), ''), auth.uid()
  )
  returning id into transfer;
  perform app.announce(
    target.site_id, 'stock', 'transfer_requested',
    pg_catalog.jsonb_build_object('request', transfer, 'item', item.code, 'quantity', amount, 'to', target.code)
  );
  return app.end_command(request_id, app.transfer_request_answer(transfer));
end $function$;

REVOKE ALL ON FUNCTION "public"."request_transfer"(uuid, uuid, numeric, uuid, uuid, uuid, timestamp WITH time zone, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.reserve_stock (
  request_id  uuid,
  lot_id      uuid,
  location_id uuid,
  quantity    numeric,
  purpose     text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'reserve_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'location', location_id, 'quantity', quantity, 'purpose', purpose));
  amount numeric;
  place public.locations;
  lot public.lots;
  reservation uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  place := app.stock_place(location_id, 'location');
  perform app.require('stock.reserve', place.site_id);
  if coalesce(pg_catalog.btrim(purpose), '') = '' then
    perform app.fail('VALUE_INVALID', 'A reservation says what for.', 'purpose');
  end if;
  lot := app.lock_lot(reserve_stock.lot_id);
  perform app.assert_lot_usable(lot, place.site_id, 'reserved');
  perform app.assert_available(lot, place, amount);
  insert into public.reservations (lot_id, location_id, quantity, purpose, reserved_by)
  values (lot.id, place.id, amount, pg_catalog.btrim(reserve_stock.purpose), auth.uid())
  returning id into reservation;
  perform app.announce(
    place.site_id, 'stock', 'reserved',
    pg_catalog.jsonb_build_object('lot', lot.code, 'location', place.code, 'quantity', amount, 'reservation', reservation)
  );
  return app.end_command(
    request_id,
    app.lot_answer(lot.id) || pg_catalog.jsonb_build_object('reservation', reservation)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."reserve_stock"(uuid, uuid, uuid, numeric, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.return_material (
  request_id        uuid,
  stage_material_id uuid,
  quantity          numeric,
  to_id             uuid    DEFAULT NULL::uuid,
  note              text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'return_material', pg_catalog.jsonb_build_object(
    'material', stage_material_id, 'quantity', quantity, 'to', to_id, 'note', note));
  amount numeric;
  material public.stage_materials;
  batch public.batches;
  lot public.lots;
  target public.locations;
  stays boolean;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(quantity);
  select * into material from public.stage_materials where id = return_material.stage_material_id;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such allocation.', 'stage_material');
  end if;
  batch := app.lock_batch(material.batch_id);
  perform app.require_shift('production.allocate', batch.site_id);
  lot := app.lock_lot(material.lot_id);
  select * into strict material from public.stage_materials where id = return_material.stage_material_id for update;
  if amount > material.allocated - material.consumed - material.returned then
    perform app.fail(
      'STOCK_SHORT',
      pg_catalog.format('%s of lot %s are left with batch %s, not %s.',
        pg_catalog.trim_scale(material.allocated - material.consumed - material.returned), lot.code, batch.code, amount),
      'quantity'
    );
  end if;
  stays := coalesce(to_id = material.location_id, true);
  update public.stage_materials
  set returned = returned + amount,
    note = case when stays then nullif(pg_catalog.concat_ws(E'\n', stage_materials.note, return_material.note), '') else stage_materials.note end
  where id = material.id;
  perform app.shrink_reservation(material.reservation_id, amount);
  if not stays then
    target := app.stock_place(to_id, 'to');
    if target.site_id <> batch.site_id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is at another site than batch %s.', target.code, batch.code), 'to');
    end if;
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, material.location_id, target.id, amount, 'return', coalesce(return_material.note, batch.code), auth.uid(), return_material.request_id);
  end if;
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."return_material"(uuid, uuid, numeric, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.set_user_active (
  request_id uuid,
  person     uuid,
  user_id    uuid,
  active     boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  account auth.users;
begin
  if app.begin_user_command(
    request_id, person, case when set_user_active.active then 'activate_user' else 'deactivate_user' end,
    pg_catalog.jsonb_build_object('user', user_id)
  ) is null then
    account := app.find_user(set_user_active.user_id);
    if account.id = auth.uid() and not set_user_active.active then
      perform app.fail('NOT_ALLOWED', 'You may not deactivate your own account.', 'user_id');
    end if;
    update public.profiles set active = set_user_active.active where id = account.id;
    if not set_user_active.active then
      delete from auth.sessions where sessions.user_id = account.id;
      delete from app.user_plans where user_plans.user_id = account.id;
    end if;
    perform app.end_command(request_id, pg_catalog.jsonb_build_object('id', account.id));
  end if;
  return (
    select pg_catalog.jsonb_build_object('id', profiles.id, 'active', profiles.active)
    from public.profiles where id = set_user_active.user_id
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."set_user_active"(uuid, uuid, uuid, boolean) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.shift_board (
  site_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  run uuid;
begin
  if (shift_board.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  select shift_runs.id into run
  from public.shift_runs
  left join public.shift_assignments on shift_assignments.run_id = shift_runs.id
    and shift_assignments.user_id = auth.uid() and shift_assignments.active
  where shift_runs.site_id = shift_board.site_id and shift_runs.state <> 'locked'
    and shift_runs.starts_at <= app.now() and app.now() < shift_runs.ends_at + app.shift_grace()
  order by shift_assignments.id is null, shift_runs.ends_at > app.now() desc, shift_runs.starts_at desc
  limit 1;
  return pg_catalog.jsonb_build_object(
    'now', app.now(),
    'run', app.show_shift_run(run),
    'mine', exists (select from public.shift_assignments where run_id = run and user_id = auth.uid() and active),
    'batches', app.running_batches(shift_board.site_id),
    'logged', (
      select coalesce(pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object(
          'id', stage_logs.id, 'batch', batches.code, 'stage', stages.name, 'machine', machines.code, 'operator', stage_logs.operator_name,
          'input', stage_logs.input_quantity, 'output', stage_logs.output_quantity, 'unit', items.unit,
          'started_at', stage_logs.started_at, 'ended_at', stage_logs.ended_at, 'qc_status', stage_logs.qc_status
        ) || coalesce(app.stage_flags(stage_logs), '{}') order by stage_logs.started_at desc), '[]')
      from public.stage_logs
      join public.batches on batches.id = stage_logs.batch_id
      join public.items on items.id = batches.item_id
      join public.stages on stages.id = stage_logs.stage_id
      join public.machines on machines.id = stage_logs.machine_id
      where stage_logs.start_run_id = run or stage_logs.end_run_id = run
    ),
    'downtimes', app.open_downtimes(shift_board.site_id)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."shift_board"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.ship_order (
  request_id      uuid,
  site_id         uuid,
  customer_id     uuid,
  invoice_number  text,
  vehicle         text,
  lines           jsonb,
  order_number    text  DEFAULT NULL::text,
  tracking_number text  DEFAULT NULL::text,
  remarks         text  DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'ship_order', pg_catalog.jsonb_build_object(
    'site', site_id, 'customer', customer_id, 'invoice', invoice_number, 'vehicle', vehicle, 'lines', lines,
    'order', order_number, 'tracking', tracking_number, 'remarks', remarks));
  site public.sites;
  wanted text := pg_catalog.btrim(invoice_number);
  shipment uuid;
  line record;
  amount numeric;
  lot public.lots;
  item public.items;
  place public.locations;
  certificate uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('distribution.ship', ship_order.site_id);
  select * into site from public.sites where id = ship_order.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site');
  end if;
  if not exists (select from public.partners where id = ship_order.customer_id and active and kind in ('customer', 'retailer', 'distributor')) then
    perform app.fail('NOT_FOUND', 'There is no such customer in use.', 'customer');
  end if;
  if app.is_blank(wanted) then
    perform app.fail('FIELD_MISSING', 'The invoice number is missing.', 'invoice_number');
  end if;
  if app.is_blank(ship_order.vehicle) then
    perform app.fail('FIELD_MISSING', 'The vehicle is missing.', 'vehicle');
  end if;
  perform app.check_lines(lines, 'lines', 1, 200);
  insert into public.shipments (number, site_id, customer_id, order_number, invoice_number, vehicle, tracking_number, remarks, shipped_by)
  values (
    pg_catalog.format('DSP-%s-%s-%s', site.code, pg_catalog.to_char(app.business_date(site.id), 'YYMMDD'),
      app.padded(app.next_number(pg_catalog.format('shipment:%s:%s', site.code, app.business_date(site.id))), 3)),
    site.id, ship_order.customer_id, case when not app.is_blank(ship_order.order_number) then pg_catalog.btrim(ship_order.order_number) end, wanted, pg_catalog.btrim(ship_order.vehicle),
    case when not app.is_blank(ship_order.tracking_number) then pg_catalog.btrim(ship_order.tracking_number) end, ship_order.remarks, auth.uid()
  )
  on conflict do nothing
  returning id into shipment;
  if not found then
    perform app.fail('INVOICE_TAKEN', pg_catalog.format('Invoice %s has gone out already.', wanted), 'invoice_number');
  end if;
  perform from public.lots
  where id in (
    select app.line_id(given, 'lot_id', pg_catalog.format('lines.%s.lot', turn))
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
  )
  order by id
  for no key update;
  for line in
    select given, pg_catalog.format('lines.%s', turn) as field
    from pg_catalog.jsonb_array_elements(lines) with ordinality as element (given, turn)
    order by turn
  loop
    amount := app.line_quantity(line.given, 'quantity', line.field || '.quantity');
    place := app.stock_place(app.line_id(line.given, 'location_id', line.field || '.location'), line.field || '.location');
    if place.site_id <> site.id then
      perform app.fail('PLACE_UNSUITABLE', pg_catalog.format('%s is not at %s.', place.code, site.code), line.field || '.location');
    end if;
    lot := app.lock_lot(app.line_id(line.given, 'lot_id', line.field || '.lot'));
    perform app.assert_lot_usable(lot, site.id, 'shipped');
    select items.* into strict item from public.items where id = lot.item_id;
    if amount <> pg_catalog.trunc(amount) and exists (select from public.units where code = item.unit and dimension = 'count') then
      perform app.fail('QUANTITY_INVALID', pg_catalog.format('Lot %s is shipped in whole %s, not %s.', lot.code, item.unit, amount), line.field || '.quantity');
    end if;
    perform app.assert_available(lot, place, amount, line.field || '.quantity');
    certificate := null;
    if item.kind = 'finished' then
      certificate := (app.issue_certificate(lot)).id;
    end if;
    insert into public.shipment_lines (shipment_id, lot_id, location_id, quantity, certificate_id)
    values (shipment, lot.id, place.id, amount, certificate);
    insert into public.stock_moves (lot_id, from_id, to_id, quantity, kind, note, moved_by, request_id)
    values (lot.id, place.id, app.other_side(site.id, 'customer'), amount, 'ship', wanted, auth.uid(), ship_order.request_id);
  end loop;
  perform app.announce(site.id, 'distribution', 'shipped', pg_catalog.jsonb_build_object(
    'shipment', (select number from public.shipments where id = shipment), 'invoice', wanted));
  return app.end_command(request_id, app.shipment_answer(shipment));
end $function$;

REVOKE ALL ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shipment_details (
  shipment_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if not exists (
    select from public.shipments
    where id = shipment_details.shipment_id and site_id = any (app.my_sites())
  ) then
    perform app.fail('NOT_FOUND', 'There is no such shipment.', 'id');
  end if;
  return app.shipment_answer(shipment_details.shipment_id);
end $function$;

REVOKE ALL ON FUNCTION "public"."shipment_details"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.start_batch (
  request_id       uuid,
  site_id          uuid,
  item_id          uuid,
  planned_quantity numeric,
  code             text    DEFAULT NULL::text,
  remarks          text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'start_batch', pg_catalog.jsonb_build_object(
    'site', site_id, 'item', item_id, 'planned', planned_quantity, 'code', code, 'remarks', remarks));
  amount numeric;
  run uuid;
  site public.sites;
  product public.items;
  route public.routes;
  wanted text := nullif(pg_catalog.btrim(code), '');
  lot uuid;
  batch uuid;
begin
  if answer is not null then
    return answer;
  end if;
  amount := app.check_quantity(start_batch.planned_quantity, 'planned_quantity');
  select * into site from public.sites where id = start_batch.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site');
  end if;
  run := app.require_shift('production.start_batch', site.id);
  select * into product from public.items where id = start_batch.item_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such product in use.', 'item');
  end if;
  select routes.* into route
  from public.routes
  where routes.item_id = product.id and routes.active
    and exists (select from public.route_stages where route_stages.route_id = routes.id)
  order by routes.version desc limit 1
  for share;
  if not found then
    perform app.fail('ROUTE_MISSING', pg_catalog.format('%s has no route with stages.', product.code), 'item');
  end if;
  wanted := coalesce(wanted, app.next_batch_code(product, site, run));
  if exists (select from public.lots where lots.code = wanted) then
    perform app.fail('LOT_CODE_TAKEN', pg_catalog.format('There is already a lot or batch %s.', wanted), 'code');
  end if;
  insert into public.lots (code, item_id, site_id, received_on, created_by)
  values (wanted, product.id, site.id, app.business_date(site.id), auth.uid())
  returning id into lot;
  insert into public.batches (code, site_id, item_id, route_id, lot_id, run_id, planned_quantity, remarks, created_by)
  values (wanted, site.id, product.id, route.id, lot, run, amount, start_batch.remarks, auth.uid())
  returning id into batch;
  return app.end_command(request_id, app.batch_answer(batch));
end $function$;

REVOKE ALL ON FUNCTION "public"."start_batch"(uuid, uuid, uuid, numeric, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.start_stage (
  request_id     uuid,
  batch_id       uuid,
  machine_id     uuid,
  operator_name  text,
  "position"     integer                  DEFAULT NULL::integer,
  started_at     timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  input_quantity numeric                  DEFAULT NULL::numeric,
  parameters     jsonb                    DEFAULT NULL::jsonb,
  remarks        text                     DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'start_stage', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'machine', machine_id, 'operator', operator_name, 'position', "position", 'started', started_at,
    'input', input_quantity, 'parameters', parameters, 'remarks', remarks));
  batch public.batches;
  run uuid;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(start_stage.batch_id);
  run := app.require_shift('production.log_stage', batch.site_id);
  perform app.open_stage(request_id, batch, run, start_stage.position, machine_id, operator_name, input_quantity, started_at, null, null, parameters, remarks);
  return app.end_command(request_id, app.batch_answer(batch.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."start_stage"(uuid, uuid, uuid, text, integer, timestamp WITH time zone, numeric, jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.trace_lot (
  code      text,
  direction text DEFAULT 'down'::text
)
  RETURNS TABLE (
    depth         integer,
    parent_id     uuid,
    parent        text,
    lot_id        uuid,
    lot           text,
    item          text,
    item_name     text,
    unit          text,
    quantity      numeric,
    quantity_unit text,
    qc_status     text,
    held          boolean,
    expires_on    date,
    places        jsonb,
    shipments     jsonb
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET enable_hashjoin TO 'off'
  SET enable_mergejoin TO 'off'
  AS $function$
declare
  root public.lots;
begin
  if trace_lot.direction not in ('up', 'down') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no direction; it is up or down.', left(trace_lot.direction, 40)), 'direction');
  end if;
  select lots.* into root from public.lots where lots.code = trace_lot.code;
  if root.id is null or not app.has('stock.trace', root.site_id) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no lot %s.', left(trace_lot.code, 60)), 'lot');
  end if;
  return query
  with recursive walk as (
    select root.id as lot_id, 0 as depth
    union
    (
      select step.lot_id, walk.depth + 1
      from walk
      cross join lateral (
        select lot_links.child_id as lot_id from public.lot_links
        where trace_lot.direction = 'down' and lot_links.parent_id = walk.lot_id
        union all
        select lot_links.parent_id from public.lot_links
        where trace_lot.direction = 'up' and lot_links.child_id = walk.lot_id
      ) as step
    )
  ), nodes as materialized (
    select walk.lot_id, min(walk.depth) as depth from walk group by walk.lot_id
  ), edges as (
    select 0 as depth, null::uuid as parent_id, root.id as lot_id, root.initial_quantity as quantity
    union all
    select nodes.depth, step.parent_id, nodes.lot_id, sum(step.quantity)
    from nodes
    cross join lateral (
      select lot_links.parent_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'down' and lot_links.child_id = nodes.lot_id
      union all
      select lot_links.child_id, lot_links.quantity from public.lot_links
      where trace_lot.direction = 'up' and lot_links.parent_id = nodes.lot_id
    ) as step
    join nodes as nearer on nearer.lot_id = step.parent_id
    group by nodes.depth, step.parent_id, nodes.lot_id
  )
  select edges.depth, edges.parent_id, parents.code, lots.id, lots.code, items.code, items.name, items.unit,
    edges.quantity, case when trace_lot.direction = 'down' then coalesce(parent_items.unit, items.unit) else items.unit end, lots.qc_status,
    exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null),
    lots.expires_on,
    app.lot_answer(lots.id) -> 'places',
    app.lot_shipments(lots.id)
  from edges
  join public.lots on lots.id = edges.lot_id
  join public.items on items.id = lots.item_id
  left join public.lots as parents on parents.id = edges.parent_id
  left join public.items as parent_items on parent_items.id = parents.item_id
  order by edges.depth, lots.code;
end $function$;

REVOKE ALL ON FUNCTION "public"."trace_lot"(text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.transfer_stock (
  request_id uuid,
  lot_id     uuid,
  from_id    uuid,
  to_id      uuid,
  quantity   numeric,
  note       text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'transfer_stock', pg_catalog.jsonb_build_object(
    'lot', lot_id, 'from', from_id, 'to', to_id, 'quantity', quantity, 'note', note));
begin
  if answer is not null then
    return answer;
  end if;
  perform app.move_lot(request_id, lot_id, from_id, to_id, quantity, note);
  return app.end_command(request_id, app.lot_answer(lot_id));
end $function$;

CREATE OR REPLACE FUNCTION public.user_details (
  user_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  details jsonb;
begin
  if not app.has_everywhere('access.manage_users') then
    perform app.require('access.view_users');
  end if;
  select pg_catalog.to_jsonb(shown) into details from app.users as shown where shown.id = user_details.user_id;
  if details is null then
    perform app.fail('NOT_FOUND', 'There is no such user.', 'user_id');
  end if;
  return details;
end $function$;

REVOKE ALL ON FUNCTION "public"."user_details"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.withdraw_user_plan (
  request_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  delete from app.user_plans
  where user_plans.request_id = withdraw_user_plan.request_id and action in ('create', 'update', 'set_password');
  if found then
    delete from app.requests where id = withdraw_user_plan.request_id;
  end if;
end $function$;

REVOKE ALL ON FUNCTION "public"."withdraw_user_plan"(uuid) FROM PUBLIC, "anon", "authenticated";

ALTER TABLE "app"."user_plans"
  ADD CONSTRAINT "user_plans_planned_by_fkey" FOREIGN KEY (planned_by) REFERENCES public.profiles(id);

ALTER TABLE "app"."user_plans"
  ADD CONSTRAINT "user_plans_request_id_fkey" FOREIGN KEY (request_id) REFERENCES app.requests(id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batch belongs to a run of its site" FOREIGN KEY (run_id, site_id) REFERENCES public.shift_runs(id, site_id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batches_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batches_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batches_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batches_route_id_fkey" FOREIGN KEY (route_id) REFERENCES public.routes(id);

ALTER TABLE "public"."batches"
  ADD CONSTRAINT "batches_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."certificates"
  ADD CONSTRAINT "certificates_issued_by_fkey" FOREIGN KEY (issued_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."certificates"
  ADD CONSTRAINT "certificates_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."certificates"
  ADD CONSTRAINT "certificates_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."documents"
  ADD CONSTRAINT "documents_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."documents"
  ADD CONSTRAINT "documents_uploaded_by_fkey" FOREIGN KEY (uploaded_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "a machine stands still once at a time" EXCLUDE USING gist (machine_id WITH =, tstzrange(started_at, ended_at) WITH &&);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_ended_by_fkey" FOREIGN KEY (ended_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_logged_by_fkey" FOREIGN KEY (logged_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_machine_id_fkey" FOREIGN KEY (machine_id) REFERENCES public.machines(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_reason_id_fkey" FOREIGN KEY (reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_run_id_fkey" FOREIGN KEY (run_id) REFERENCES public.shift_runs(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."items"
  ADD CONSTRAINT "a pack of a product has a size" CHECK (((packs_item_id IS NULL) OR (pack_size IS NOT NULL)));

ALTER TABLE "public"."items"
  ADD CONSTRAINT "an item is not a pack of itself" CHECK ((packs_item_id <> id));

ALTER TABLE "public"."items"
  ADD CONSTRAINT "items_packs_item_id_fkey" FOREIGN KEY (packs_item_id) REFERENCES public.items(id);

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "rejection note has at most 2000 characters" CHECK ((length(rejection_note) <= 2000));

ALTER TABLE "public"."lots"
  ADD CONSTRAINT "lots_rejection_reason_id_fkey" FOREIGN KEY (rejection_reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."qc_overrides"
  ADD CONSTRAINT "qc_overrides_decided_by_fkey" FOREIGN KEY (decided_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."qc_overrides"
  ADD CONSTRAINT "qc_overrides_reason_id_fkey" FOREIGN KEY (reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."qc_overrides"
  ADD CONSTRAINT "qc_overrides_requested_by_fkey" FOREIGN KEY (requested_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."qc_parameters"
  ADD CONSTRAINT "qc_parameters_unit_fkey" FOREIGN KEY (unit) REFERENCES public.units(code);

ALTER TABLE "public"."qc_plans"
  ADD CONSTRAINT "qc_plans_approved_by_fkey" FOREIGN KEY (approved_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."qc_plans"
  ADD CONSTRAINT "qc_plans_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."qc_parameters"
  ADD CONSTRAINT "qc_parameters_plan_id_fkey" FOREIGN KEY (plan_id) REFERENCES public.qc_plans(id);

ALTER TABLE "public"."qc_plans"
  ADD CONSTRAINT "qc_plans_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

ALTER TABLE "public"."qc_results"
  ADD CONSTRAINT "qc_results_entered_by_fkey" FOREIGN KEY (entered_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."qc_results"
  ADD CONSTRAINT "qc_results_parameter_id_fkey" FOREIGN KEY (parameter_id) REFERENCES public.qc_parameters(id);

ALTER TABLE "public"."qc_results"
  ADD CONSTRAINT "qc_results_replaced_by_fkey" FOREIGN KEY (replaced_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."certificates"
  ADD CONSTRAINT "certificates_test_id_fkey" FOREIGN KEY (test_id) REFERENCES public.qc_tests(id);

ALTER TABLE "public"."qc_overrides"
  ADD CONSTRAINT "qc_overrides_test_id_fkey" FOREIGN KEY (test_id) REFERENCES public.qc_tests(id);

ALTER TABLE "public"."qc_results"
  ADD CONSTRAINT "qc_results_test_id_fkey" FOREIGN KEY (test_id) REFERENCES public.qc_tests(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_plan_id_fkey" FOREIGN KEY (plan_id) REFERENCES public.qc_plans(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_retest_of_fkey" FOREIGN KEY (retest_of) REFERENCES public.qc_tests(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_tested_by_fkey" FOREIGN KEY (tested_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shipment_lines"
  ADD CONSTRAINT "shipment_lines_certificate_id_fkey" FOREIGN KEY (certificate_id) REFERENCES public.certificates(id);

ALTER TABLE "public"."shipment_lines"
  ADD CONSTRAINT "shipment_lines_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."shipment_lines"
  ADD CONSTRAINT "shipment_lines_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."shipments"
  ADD CONSTRAINT "shipments_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES public.partners(id);

ALTER TABLE "public"."shipment_lines"
  ADD CONSTRAINT "shipment_lines_shipment_id_fkey" FOREIGN KEY (shipment_id) REFERENCES public.shipments(id);

ALTER TABLE "public"."shipments"
  ADD CONSTRAINT "shipments_shipped_by_fkey" FOREIGN KEY (shipped_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."shipments"
  ADD CONSTRAINT "shipments_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."sign_in_attempts"
  ADD CONSTRAINT "sign_in_attempts_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "a machine runs one stage at a time" EXCLUDE USING gist (machine_id WITH =, tstzrange(started_at, ended_at) WITH &&);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_batch_id_fkey" FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_end_run_id_fkey" FOREIGN KEY (end_run_id) REFERENCES public.shift_runs(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_ended_by_fkey" FOREIGN KEY (ended_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_machine_id_fkey" FOREIGN KEY (machine_id) REFERENCES public.machines(id);

ALTER TABLE "public"."downtimes"
  ADD CONSTRAINT "downtimes_stage_log_id_fkey" FOREIGN KEY (stage_log_id) REFERENCES public.stage_logs(id);

ALTER TABLE "public"."qc_tests"
  ADD CONSTRAINT "qc_tests_stage_log_id_fkey" FOREIGN KEY (stage_log_id) REFERENCES public.stage_logs(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_stage_id_fkey" FOREIGN KEY (stage_id) REFERENCES public.stages(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_start_run_id_fkey" FOREIGN KEY (start_run_id) REFERENCES public.shift_runs(id);

ALTER TABLE "public"."stage_logs"
  ADD CONSTRAINT "stage_logs_started_by_fkey" FOREIGN KEY (started_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_allocated_by_fkey" FOREIGN KEY (allocated_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_batch_id_fkey" FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_deviation_reason_id_fkey" FOREIGN KEY (deviation_reason_id) REFERENCES public.reason_codes(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_location_id_fkey" FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_reservation_id_fkey" FOREIGN KEY (reservation_id) REFERENCES public.reservations(id);

ALTER TABLE "public"."stage_materials"
  ADD CONSTRAINT "stage_materials_run_id_fkey" FOREIGN KEY (run_id) REFERENCES public.shift_runs(id);

ALTER TABLE "public"."stock_moves"
  ADD CONSTRAINT "move kind is known"
    CHECK
    ((kind = ANY (ARRAY['receive'::text, 'transfer'::text, 'consume'::text, 'produce'::text, 'pack'::text, 'return'::text, 'ship'::text, 'adjust'::text, 'sample'::text,
    'correct'::text, 'import'::text])));

ALTER TABLE "public"."transfer_request_moves"
  ADD CONSTRAINT "transfer_request_moves_move_id_fkey" FOREIGN KEY (move_id) REFERENCES public.stock_moves(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_decided_by_fkey" FOREIGN KEY (decided_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_from_id_fkey" FOREIGN KEY (from_id) REFERENCES public.locations(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_item_id_fkey" FOREIGN KEY (item_id) REFERENCES public.items(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_lot_id_fkey" FOREIGN KEY (lot_id) REFERENCES public.lots(id);

ALTER TABLE "public"."transfer_request_moves"
  ADD CONSTRAINT "transfer_request_moves_transfer_request_id_fkey" FOREIGN KEY (transfer_request_id) REFERENCES public.transfer_requests(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_requested_by_fkey" FOREIGN KEY (requested_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."transfer_requests"
  ADD CONSTRAINT "transfer_requests_to_id_fkey" FOREIGN KEY (to_id) REFERENCES public.locations(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text)) known(code, status, hint);

CREATE VIEW "app"."users" AS  SELECT profiles.id,
    (users.email)::text AS email,
    profiles.full_name,
    profiles.active,
    ( SELECT COALESCE(jsonb_agg(jsonb_build_object('id', memberships.id, 'role', memberships.role, 'site_id', memberships.site_id, 'site', sites.code) ORDER BY memberships.role, sites.code), '[]'::jsonb) AS "coalesce"
           FROM (public.memberships
             LEFT JOIN public.sites ON ((sites.id = memberships.site_id)))
          WHERE (memberships.user_id = profiles.id)) AS memberships,
    users.last_sign_in_at,
    users.invited_at,
    users.email_confirmed_at AS confirmed_at,
    profiles.created_at
   FROM (public.profiles
     JOIN auth.users USING (id));

CREATE VIEW "public"."stock_levels" WITH (security_invoker=true) AS  SELECT stock_balances.lot_id,
    lots.code AS lot,
    lots.item_id,
    items.code AS item,
    items.name AS item_name,
    items.unit,
    stock_balances.location_id,
    locations.code AS location,
    locations.site_id,
    stock_balances.on_hand,
    COALESCE(reserved.quantity, (0)::numeric) AS reserved,
        CASE
            WHEN (state.obstacle IS NULL) THEN GREATEST((stock_balances.on_hand - COALESCE(reserved.quantity, (0)::numeric)), (0)::numeric)
            ELSE (0)::numeric
        END AS available,
    lots.qc_status,
    state.obstacle,
    lots.received_on,
    lots.expires_on
   FROM (((((public.stock_balances
     JOIN public.lots ON ((lots.id = stock_balances.lot_id)))
     JOIN public.items ON ((items.id = lots.item_id)))
     JOIN public.locations ON ((locations.id = stock_balances.location_id)))
     CROSS JOIN LATERAL ( SELECT app.lot_obstacle(lots.*, locations.site_id) AS obstacle
         OFFSET 0) state)
     LEFT JOIN LATERAL ( SELECT sum(reservations.quantity) AS quantity
           FROM public.reservations
          WHERE ((reservations.lot_id = stock_balances.lot_id) AND (reservations.location_id = stock_balances.location_id) AND (reservations.ended_at IS NULL))) reserved ON (true))
  WHERE (stock_balances.on_hand > (0)::numeric);

REVOKE ALL ON TABLE "public"."stock_levels" FROM "anon";

CREATE INDEX user_plans_planned_by_idx ON app.user_plans USING btree (planned_by);

CREATE INDEX user_plans_user_id_idx ON app.user_plans USING btree (user_id, action);

CREATE UNIQUE INDEX "an invoice of a site goes out once" ON public.shipments USING btree (site_id, lower(invoice_number));

CREATE INDEX batches_created_by_idx ON public.batches USING btree (created_by);

CREATE INDEX batches_route_id_idx ON public.batches USING btree (route_id);

CREATE INDEX batches_run_id_idx ON public.batches USING btree (run_id, site_id);

CREATE INDEX certificates_issued_by_idx ON public.certificates USING btree (issued_by);

CREATE INDEX certificates_lot_id_idx ON public.certificates USING btree (lot_id, revision DESC);

CREATE INDEX certificates_test_id_idx ON public.certificates USING btree (test_id);

CREATE INDEX documents_uploaded_by_idx ON public.documents USING btree (uploaded_by);

CREATE INDEX downtimes_ended_by_idx ON public.downtimes USING btree (ended_by);

CREATE INDEX downtimes_logged_by_idx ON public.downtimes USING btree (logged_by);

CREATE INDEX downtimes_machine_id_idx ON public.downtimes USING btree (machine_id, started_at DESC);

CREATE INDEX downtimes_open_idx ON public.downtimes USING btree (site_id)
  WHERE (ended_at IS NULL);

CREATE INDEX downtimes_reason_id_idx ON public.downtimes USING btree (reason_id);

CREATE INDEX downtimes_run_id_idx ON public.downtimes USING btree (run_id);

CREATE INDEX downtimes_site_id_idx ON public.downtimes USING btree (site_id, started_at DESC);

CREATE INDEX downtimes_stage_log_id_idx ON public.downtimes USING btree (stage_log_id);

CREATE INDEX items_packs_item_id_idx ON public.items USING btree (packs_item_id);

CREATE INDEX lots_rejection_reason_id_idx ON public.lots USING btree (rejection_reason_id);

CREATE INDEX lots_waiting_idx ON public.lots USING btree (site_id, qc_status)
  WHERE (qc_status = ANY (ARRAY['pending'::text, 'hold'::text]));

CREATE INDEX qc_overrides_decided_by_idx ON public.qc_overrides USING btree (decided_by);

CREATE UNIQUE INDEX qc_overrides_open_idx ON public.qc_overrides USING btree (test_id)
  WHERE (state = 'requested'::text);

CREATE INDEX qc_overrides_reason_id_idx ON public.qc_overrides USING btree (reason_id);

CREATE INDEX qc_overrides_test_id_idx ON public.qc_overrides USING btree (test_id);

CREATE INDEX qc_parameters_unit_idx ON public.qc_parameters USING btree (unit);

CREATE INDEX qc_plans_approved_by_idx ON public.qc_plans USING btree (approved_by);

CREATE INDEX qc_plans_item_id_idx ON public.qc_plans USING btree (item_id);

CREATE INDEX qc_plans_stage_id_idx ON public.qc_plans USING btree (stage_id);

CREATE INDEX qc_results_entered_by_idx ON public.qc_results USING btree (entered_by);

CREATE INDEX qc_results_replaced_by_idx ON public.qc_results USING btree (replaced_by);

CREATE UNIQUE INDEX qc_results_standing_idx ON public.qc_results USING btree (test_id, parameter_id)
  WHERE (replaced_at IS NULL);

CREATE INDEX qc_tests_open_idx ON public.qc_tests USING btree (site_id)
  WHERE (status = ANY (ARRAY['pending'::text, 'hold'::text]));

CREATE INDEX qc_tests_plan_id_idx ON public.qc_tests USING btree (plan_id);

CREATE INDEX qc_tests_tested_by_idx ON public.qc_tests USING btree (tested_by);

CREATE INDEX shipment_lines_certificate_id_idx ON public.shipment_lines USING btree (certificate_id);

CREATE INDEX shipment_lines_location_id_idx ON public.shipment_lines USING btree (location_id);

CREATE INDEX shipment_lines_lot_id_idx ON public.shipment_lines USING btree (lot_id);

CREATE INDEX shipment_lines_shipment_id_idx ON public.shipment_lines USING btree (shipment_id);

CREATE INDEX shipments_shipped_by_idx ON public.shipments USING btree (shipped_by);

CREATE INDEX stage_logs_end_run_id_idx ON public.stage_logs USING btree (end_run_id);

CREATE INDEX stage_logs_ended_by_idx ON public.stage_logs USING btree (ended_by);

CREATE INDEX stage_logs_machine_id_idx ON public.stage_logs USING btree (machine_id, started_at DESC);

CREATE INDEX stage_logs_qc_idx ON public.stage_logs USING btree (site_id, qc_status)
  WHERE ((qc_status = ANY (ARRAY['pending'::text, 'hold'::text])) AND (ended_at IS NOT NULL));

CREATE INDEX stage_logs_running_idx ON public.stage_logs USING btree (site_id)
  WHERE (ended_at IS NULL);

CREATE INDEX stage_logs_site_id_idx ON public.stage_logs USING btree (site_id, started_at DESC);

CREATE INDEX stage_logs_stage_id_idx ON public.stage_logs USING btree (stage_id, started_at DESC);

CREATE INDEX stage_logs_start_run_id_idx ON public.stage_logs USING btree (start_run_id);

CREATE INDEX stage_logs_started_by_idx ON public.stage_logs USING btree (started_by);

CREATE INDEX stage_materials_allocated_by_idx ON public.stage_materials USING btree (allocated_by);

CREATE INDEX stage_materials_batch_id_idx ON public.stage_materials USING btree (batch_id, "position");

CREATE INDEX stage_materials_deviation_reason_id_idx ON public.stage_materials USING btree (deviation_reason_id);

CREATE INDEX stage_materials_location_id_idx ON public.stage_materials USING btree (location_id);

CREATE INDEX stage_materials_lot_id_idx ON public.stage_materials USING btree (lot_id);

CREATE INDEX stage_materials_run_id_idx ON public.stage_materials USING btree (run_id);

CREATE INDEX transfer_request_moves_transfer_request_id_idx ON public.transfer_request_moves USING btree (transfer_request_id);

CREATE INDEX transfer_requests_decided_by_idx ON public.transfer_requests USING btree (decided_by);

CREATE INDEX transfer_requests_from_id_idx ON public.transfer_requests USING btree (from_id);

CREATE INDEX transfer_requests_item_id_idx ON public.transfer_requests USING btree (item_id);

CREATE INDEX transfer_requests_lot_id_idx ON public.transfer_requests USING btree (lot_id);

CREATE INDEX transfer_requests_open_idx ON public.transfer_requests USING btree (site_id, needed_by)
  WHERE (state = 'requested'::text);

CREATE INDEX transfer_requests_requested_by_idx ON public.transfer_requests USING btree (requested_by);

CREATE INDEX transfer_requests_to_id_idx ON public.transfer_requests USING btree (to_id);

CREATE TRIGGER sessions_record_sign_in
  AFTER INSERT ON auth.sessions
  FOR EACH ROW
  EXECUTE FUNCTION app.sessions_record_sign_in();

CREATE TRIGGER sessions_record_sign_out
  AFTER DELETE ON auth.sessions
  FOR EACH ROW
  EXECUTE FUNCTION app.sessions_record_sign_out();

CREATE TRIGGER users_record_change
  AFTER UPDATE OF email, encrypted_password, invited_at ON auth.users
  FOR EACH ROW
  WHEN
    ((((old.email)::text IS DISTINCT FROM (new.email)::text) OR ((old.encrypted_password)::text IS DISTINCT FROM (new.encrypted_password)::text) OR (old.invited_at IS DISTINCT FROM
    new.invited_at)))
  EXECUTE FUNCTION app.users_record_change();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE OF state ON public.batches
  FOR EACH ROW
  EXECUTE FUNCTION app.batches_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.batches
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.certificates
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_file
  BEFORE UPDATE ON public.certificates
  FOR EACH ROW
  WHEN ((old.document_path IS NOT NULL))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.certificates
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('document_path');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.documents
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.documents
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.downtimes
  FOR EACH ROW
  EXECUTE FUNCTION app.downtimes_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.downtimes
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_pack
  BEFORE UPDATE OF packs_item_id, pack_size, pack_unit ON public.items
  FOR EACH ROW
  WHEN ((old.packs_item_id IS NOT NULL))
  EXECUTE FUNCTION app.items_keep_pack();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.qc_overrides
  FOR EACH ROW
  EXECUTE FUNCTION app.qc_overrides_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.qc_overrides
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_decided
  BEFORE UPDATE ON public.qc_overrides
  FOR EACH ROW
  WHEN ((old.state <> 'requested'::text))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.qc_overrides
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('state', 'decided_by', 'decided_at', 'decision_note');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.qc_parameters
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE INSERT OR DELETE OR UPDATE ON public.qc_parameters
  FOR EACH ROW
  EXECUTE FUNCTION app.qc_parameters_keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.qc_plans
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER check_plan
  BEFORE INSERT OR UPDATE ON public.qc_plans
  FOR EACH ROW
  EXECUTE FUNCTION app.qc_plans_check();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.qc_results
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_replaced
  BEFORE UPDATE ON public.qc_results
  FOR EACH ROW
  WHEN ((old.replaced_at IS NOT NULL))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.qc_results
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('replaced_at', 'replaced_by', 'replacement_reason');

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.qc_tests
  FOR EACH ROW
  EXECUTE FUNCTION app.qc_tests_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.qc_tests
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.qc_tests
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('status', 'overridden');

CREATE TRIGGER keep_allocated
  AFTER UPDATE ON public.reservations
  FOR EACH ROW
  EXECUTE FUNCTION app.reservations_keep_allocated();

CREATE TRIGGER keep
  BEFORE INSERT OR DELETE OR UPDATE ON public.route_stages
  FOR EACH ROW
  EXECUTE FUNCTION app.route_stages_keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shipment_lines
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shipment_lines
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.shipments
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_file
  BEFORE UPDATE ON public.shipments
  FOR EACH ROW
  WHEN ((old.document_path IS NOT NULL))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.shipments
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('document_path');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.sign_in_attempts
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep_all
  BEFORE TRUNCATE ON public.sign_in_attempts
  FOR EACH STATEMENT
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep_rows
  BEFORE DELETE ON public.sign_in_attempts
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER keep
  BEFORE UPDATE ON public.sign_in_attempts
  FOR EACH ROW
  WHEN (((old.signed_out_at IS NOT NULL) OR ((to_jsonb(new.*) - 'signed_out_at'::text) <> (to_jsonb(old.*) - 'signed_out_at'::text))))
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stage_logs
  FOR EACH ROW
  EXECUTE FUNCTION app.stage_logs_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stage_logs
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER guard
  BEFORE INSERT OR DELETE OR UPDATE ON public.stage_logs
  FOR EACH ROW
  EXECUTE FUNCTION app.stage_logs_guard();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.stage_materials
  FOR EACH ROW
  EXECUTE FUNCTION app.stage_materials_announce();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stage_materials
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.stock_balances
  FOR EACH ROW
  WHEN ((pg_trigger_depth() = 0))
  EXECUTE FUNCTION audit.record('lot_id', 'location_id');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.transfer_request_moves
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('move_id');

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.transfer_request_moves
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.transfer_requests
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE POLICY "members see the batches of their sites" ON "public"."batches"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "certificates are seen at their site, and with the shipments the" ON "public"."certificates"
  FOR SELECT
  TO "authenticated"
  USING (((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])) OR (EXISTS ( SELECT
   FROM public.shipment_lines
  WHERE (shipment_lines.certificate_id = certificates.id)))));

CREATE POLICY "documents are seen by permission" ON "public"."documents"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('documents.view'::text) AS sites_with)::uuid[])));

CREATE POLICY "members see the downtimes of their sites" ON "public"."downtimes"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "lots are seen by permission" ON "public"."lots"
  FOR SELECT
  TO "authenticated"
  USING
    (((site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])) OR (site_id = ANY (( SELECT app.sites_with('quality.view'::text) AS sites_with)::uuid[]))
    OR (EXISTS ( SELECT
   FROM public.stock_balances
  WHERE (stock_balances.lot_id = lots.id)))));

CREATE POLICY "roles are given by permission" ON "public"."memberships"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('access.manage_users'::text) AS has_everywhere));

CREATE POLICY "roles are taken by permission" ON "public"."memberships"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('access.manage_users'::text) AS has_everywhere));

CREATE POLICY "a person edits his own profile, and by permission all" ON "public"."profiles"
  FOR UPDATE
  TO "authenticated"
  USING (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has_everywhere('access.manage_users'::text) AS has_everywhere)))
  WITH CHECK (((id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has_everywhere('access.manage_users'::text) AS has_everywhere)));

CREATE POLICY "overrides are seen with their test" ON "public"."qc_overrides"
  FOR SELECT
  TO "authenticated"
  USING ((test_id IN ( SELECT qc_tests.id
   FROM public.qc_tests)));

CREATE POLICY "everybody sees the parameters" ON "public"."qc_parameters"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "parameters are added by permission" ON "public"."qc_parameters"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('quality.edit_plans'::text) AS has));

CREATE POLICY "parameters are edited by permission" ON "public"."qc_parameters"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('quality.edit_plans'::text) AS has))
  WITH CHECK (( SELECT app.has('quality.edit_plans'::text) AS has));

CREATE POLICY "parameters of drafts are removed by permission" ON "public"."qc_parameters"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has('quality.edit_plans'::text) AS has));

CREATE POLICY "everybody sees the plans" ON "public"."qc_plans"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "plans are added by permission" ON "public"."qc_plans"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has('quality.edit_plans'::text) AS has));

CREATE POLICY "plans are edited by permission" ON "public"."qc_plans"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has('quality.edit_plans'::text) AS has))
  WITH CHECK (( SELECT app.has('quality.edit_plans'::text) AS has));

CREATE POLICY "results are seen with their test" ON "public"."qc_results"
  FOR SELECT
  TO "authenticated"
  USING ((test_id IN ( SELECT qc_tests.id
   FROM public.qc_tests)));

CREATE POLICY "members see the tests of their sites" ON "public"."qc_tests"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "lines are seen with their shipment" ON "public"."shipment_lines"
  FOR SELECT
  TO "authenticated"
  USING ((shipment_id IN ( SELECT shipments.id
   FROM public.shipments)));

CREATE POLICY "members see the shipments of their sites" ON "public"."shipments"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])));

CREATE POLICY "a person sees his own sign-ins, by permission those at his site" ON "public"."sign_in_attempts"
  FOR SELECT
  TO "authenticated"
  USING
    (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT app.has_everywhere('access.view_activity'::text) AS has_everywhere) OR (user_id = ANY (( SELECT
    app.people_with_me('access.view_activity'::text) AS people_with_me)::uuid[]))));

CREATE POLICY "members see the stages of their sites, supervisors those of the" ON "public"."stage_logs"
  FOR SELECT
  TO "authenticated"
  USING
    (((site_id = ANY (( SELECT app.my_sites() AS my_sites)::uuid[])) AND ((NOT (site_id = ANY (( SELECT app.my_shift_bound_sites() AS my_shift_bound_sites)::uuid[]))) OR
    (start_run_id = ANY (( SELECT app.my_runs() AS my_runs)::uuid[])) OR (end_run_id = ANY (( SELECT app.my_runs() AS my_runs)::uuid[])))));

CREATE POLICY "materials are seen with their batch" ON "public"."stage_materials"
  FOR SELECT
  TO "authenticated"
  USING ((batch_id IN ( SELECT batches.id
   FROM public.batches)));

CREATE POLICY "moves of requests are seen with their request" ON "public"."transfer_request_moves"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.transfer_requests
  WHERE (transfer_requests.id = transfer_request_moves.transfer_request_id))));

CREATE POLICY "transfer requests are seen by permission" ON "public"."transfer_requests"
  FOR SELECT
  TO "authenticated"
  USING ((site_id = ANY (( SELECT app.sites_with('stock.view'::text) AS sites_with)::uuid[])));

CREATE POLICY "files are read with their document" ON "storage"."objects"
  FOR SELECT
  TO "authenticated"
  USING (((bucket_id = 'documents'::text) AND (EXISTS ( SELECT
   FROM public.documents
  WHERE (documents.path = objects.name)))));

COMMENT ON COLUMN "app"."user_plans"."invite" IS 'Whether an invitation is to be mailed afterwards.';

COMMENT ON COLUMN "app"."user_plans"."user_id" IS 'The account; one that is to be created has its id already.';

COMMENT ON COLUMN "public"."batches"."code" IS 'Ten characters shorter than a lot''s: packed lots add their number to it.';

COMMENT ON COLUMN "public"."batches"."planned_quantity" IS 'Of the product, in its base unit.';

COMMENT ON COLUMN "public"."batches"."route_id" IS 'The route it is made by; null for a batch of existing records, whose stages nobody logged here.';

COMMENT ON COLUMN "public"."batches"."run_id" IS 'The shift in which it was begun; null when none ran.';

COMMENT ON COLUMN "public"."documents"."media_type" IS 'What the file is by its content, whatever it was called.';

COMMENT ON COLUMN "public"."documents"."name" IS 'As the file was called, made harmless; its ending is the one of its type.';

COMMENT ON COLUMN "public"."documents"."path" IS 'Where it lies in the bucket: <site code>/<year>/<month>/<uuid>.<ending>.';

COMMENT ON COLUMN "public"."items"."packs_item_id" IS 'The product that is in a pack of this SKU (P13.01).';

COMMENT ON COLUMN "public"."lots"."initial_quantity" IS 'What was received, made or packed; null while the batch is in work.';

COMMENT ON COLUMN "public"."qc_parameters"."accepted" IS 'For what is seen and not measured: the words that pass, as "None" for foreign matter.';

COMMENT ON COLUMN "public"."qc_plans"."active" IS 'In force; the newest version in force whose date has come is what is tested by.';

COMMENT ON COLUMN "public"."qc_plans"."approved_at" IS 'When it was first put in force; from then on it stays as it is.';

COMMENT ON COLUMN "public"."qc_plans"."item_id" IS 'The material or product; for a stage, the product when the plan is for it alone.';

COMMENT ON COLUMN "public"."qc_results"."replaced_at" IS 'When a mistyped result was put right; it stays, another stands for it.';

COMMENT ON COLUMN "public"."qc_tests"."lot_id" IS 'The lot tested; for a stage, the lot of its batch.';

COMMENT ON COLUMN "public"."shipments"."document_path" IS 'The dispatch report.';

COMMENT ON COLUMN "public"."sign_in_attempts"."email" IS 'The account''s address at the time; null where it has none.';

COMMENT ON COLUMN "public"."sign_in_attempts"."ip" IS 'Null where Auth does not know it.';

COMMENT ON COLUMN "public"."sign_in_attempts"."signed_out_at" IS 'When the session was ended, by the person or by an administrator; null also where it was left to expire.';

COMMENT ON COLUMN "public"."sign_in_attempts"."user_agent" IS 'The program, cut to 500 characters; null for a bad attempt on a hosted project, whose hook is not told.';

COMMENT ON COLUMN "public"."stage_logs"."added_quantity" IS 'Material that was consumed at this stage (P5.05).';

COMMENT ON COLUMN "public"."stage_logs"."carried_quantity" IS 'The output of the stage before (P3.03); zero for the first.';

COMMENT ON COLUMN "public"."stage_logs"."parameters" IS 'Values of the stage''s form with the unit and limits of the field at that time (P3.04).';

COMMENT ON COLUMN "public"."stage_materials"."deviation_reason_id" IS 'Why this lot, when another came first (P5.03).';

COMMENT ON COLUMN "public"."stage_materials"."position" IS 'The stage of the route that takes it.';

COMMENT ON COLUMN "public"."transfer_requests"."from_id" IS 'Where it is to come from; null stands for any place of the site.';

COMMENT ON COLUMN "public"."transfer_requests"."fulfilled" IS 'How much of it has been moved; kept by fulfil_transfer.';

COMMENT ON COLUMN "public"."transfer_requests"."lot_id" IS 'The lot that is wanted; null leaves it to the order of picking.';

COMMENT ON COLUMN "public"."transfer_requests"."quantity" IS 'In the item''s base unit, as is fulfilled.';

COMMENT ON EXTENSION "btree_gist" IS 'support for indexing common datatypes in GiST';

COMMENT ON FUNCTION "app"."act_for"(uuid) IS 'Makes a person the caller for the rest of the transaction. For commands that service_role alone may call.';

COMMENT ON FUNCTION "app"."add_document"(uuid, text, text, text, integer, text, text) IS 'Records a file that lies in the bucket as a document of the caller; size in bytes (P12.01). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric) IS 'Adds a quantity to the balance of a place that holds stock.';

COMMENT ON FUNCTION "app"."announce"(uuid, text, text, jsonb) IS 'Sends an event to the topic site:<id>:<module> when the transaction commits.';

COMMENT ON FUNCTION "app"."announce_move"(uuid, public.lots, public.stock_moves) IS 'Tells a site that stock of it has moved.';

COMMENT ON FUNCTION "app"."assert_available"(public.lots, public.locations, numeric, text) IS 'Refuses with STOCK_SHORT, at the field, more than is free of a lot at a place (P5.04).';

COMMENT ON FUNCTION "app"."assert_batch_running"(public.batches) IS 'Refuses with BATCH_OVER a batch that is no longer in work.';

COMMENT ON FUNCTION "app"."assert_document"(text, uuid, text) IS 'Refuses with NOT_FOUND, at the field, a path that is no document of the site; nothing is no path (P4.06, P12.01).';

COMMENT ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp with time zone, timestamp with time zone) IS 'Refuses with MACHINE_BUSY times in which a machine runs another stage; without an end, from then on.';

COMMENT ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid) IS 'Refuses with DEVIATION_NEEDED a lot when another of its item, usable and free at a storage or floor place of the site other than the one it goes to, comes before it (FEFO: expiry, arrival, code; FIFO: arrival, code), unless a reason for the deviation is given; with NOT_FOUND when that is none for deviations (P5.03).';

COMMENT ON FUNCTION "app"."assert_stage_may_begin"(public.batches, integer, timestamp with time zone) IS 'The log of the stage before, null for the first. Refuses with BATCH_OVER, LOT_NOT_USABLE, STAGE_ORDER, STAGE_DONE, QC_GATE_CLOSED, TIME_ORDER (P3.02, P4.05).';

COMMENT ON FUNCTION "app"."assert_transfer_open"(public.transfer_requests) IS 'Refuses with TRANSFER_DECIDED a request that is fulfilled, declined or cancelled.';

COMMENT ON FUNCTION "app"."batch_answer"(uuid) IS 'A batch with the stage it is in and the one that is next, as commands answer it; allocated = material given and not yet used, in the product''s unit.';

COMMENT ON FUNCTION "app"."batch_balance"(public.batches, numeric, numeric, numeric, numeric, numeric) IS 'The mass balance of a batch in the product''s base unit: of its making, null where its material is measured otherwise, and of what became of the product (P3.06).';

COMMENT ON FUNCTION "app"."batches_announce"() IS 'Tells the site that a batch has begun or ended.';

COMMENT ON FUNCTION "app"."begin_user_command"(uuid, uuid, text, jsonb) IS 'Begins a command about users for a person: null when it is new or was begun and not ended, else the stored answer. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_ID_MISSING, REQUEST_REUSED.';

COMMENT ON FUNCTION "app"."check_email"(text) IS 'The address in lower case, or VALUE_INVALID at the field email (P1.02).';

COMMENT ON FUNCTION "app"."check_email_free"(text, uuid) IS 'Refuses with EMAIL_TAKEN an address that another account has (P1.02).';

COMMENT ON FUNCTION "app"."check_full_name"(text) IS 'The name without spaces around it, or VALUE_INVALID at the field full_name.';

COMMENT ON FUNCTION "app"."check_lines"(jsonb, text, integer, integer) IS 'Refuses with VALUE_INVALID what is no list of so many objects.';

COMMENT ON FUNCTION "app"."check_memberships"(jsonb) IS 'Refuses what is no list of 1 to 50 {role, site_id}, each once; site_id null stands for every site. Codes: VALUE_INVALID, FIELD_MISSING, NOT_FOUND, at memberships.<n>.<key>.';

COMMENT ON FUNCTION "app"."check_parameters"(uuid, jsonb, boolean, jsonb) IS 'The values of a stage''s form with the unit and limits they were judged by, added to what it kept earlier; a value of null takes one back. Refuses with FIELD_MISSING (only when complete) and VALUE_INVALID at parameters.<key> (P3.04).';

COMMENT ON FUNCTION "app"."check_stage_end"(public.batches, numeric, timestamp with time zone, numeric, timestamp with time zone) IS 'Output and end of a stage as they may be kept. Refuses with QUANTITY_INVALID, VALUE_INVALID, OUTPUT_EXCEEDS, TIME_ORDER (P3.02, P3.03).';

COMMENT ON FUNCTION "app"."close_batch"(uuid, public.batches, uuid) IS 'Brings the product of a batch into stock after its last stage, and ends the batch; nothing before. Refuses with MATERIAL_OPEN, FIELD_MISSING, NOT_FOUND, PLACE_UNSUITABLE.';

COMMENT ON FUNCTION "app"."consume_materials"(public.stage_logs, public.batches, numeric, uuid) IS 'Books the material of a stage from its places into the batch, and links it to the batch''s lot; returns how much, in the product''s unit (P5.05). Refuses with LOT_NOT_USABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "app"."downtime_answer"(uuid) IS 'A downtime as screens show it; minutes until now while it lasts.';

COMMENT ON FUNCTION "app"."downtimes_announce"() IS 'Tells the site that a machine stands still, or runs again.';

COMMENT ON FUNCTION "app"."end_allocations"(uuid) IS 'Frees what a batch was allocated and did not use.';

COMMENT ON FUNCTION "app"."field_is_asked"(jsonb, jsonb) IS 'Whether a field is asked for, by its condition and the other values.';

COMMENT ON FUNCTION "app"."final_test"(uuid) IS 'The passed final test of a lot or of the bulk it was packed from; null when there is none.';

COMMENT ON FUNCTION "app"."find_user"(uuid) IS 'The account of a user, or NOT_FOUND at the field user_id.';

COMMENT ON FUNCTION "app"."has_everywhere"(text) IS 'Whether the caller has a permission at every site, those to come included.';

COMMENT ON FUNCTION "app"."hold_below"(uuid, boolean, uuid, text) IS 'Holds everything that came of a lot, to any depth, and with `self` the lot too (DESIGN 4).';

COMMENT ON FUNCTION "app"."import_answer"(uuid) IS 'A lot as screens show it, when it was brought in, and its results that are out of limits.';

COMMENT ON FUNCTION "app"."import_code"(text) IS 'The code of a lot or batch that is brought in; FIELD_MISSING, or LOT_CODE_TAKEN.';

COMMENT ON FUNCTION "app"."import_test"(public.lots, text, date, jsonb, text) IS 'Records a test of the past, judged by the plan that was in force on its day. Refuses with PLAN_MISSING, VALUE_INVALID, FIELD_MISSING.';

COMMENT ON FUNCTION "app"."is_blank"(text) IS 'Whether a text says nothing: it is missing, or has only spaces, line ends and invisible marks.';

COMMENT ON FUNCTION "app"."issue_certificate"(public.lots) IS 'The certificate of a lot as it is now: the latest revision when it still says so, else a new one. Refuses with CERTIFICATE_NOT_DUE.';

COMMENT ON FUNCTION "app"."items_keep_pack"() IS 'Refuses with PACK_IN_USE to change the size of packs of which there are lots (DESIGN 4, Specs are frozen).';

COMMENT ON FUNCTION "app"."judge_test"(uuid) IS 'What the results of a test say (P4.04).';

COMMENT ON FUNCTION "app"."line_id"(jsonb, text, text) IS 'An id out of a line; FIELD_MISSING or VALUE_INVALID at the field.';

COMMENT ON FUNCTION "app"."line_quantity"(jsonb, text, text) IS 'A quantity out of a line; QUANTITY_INVALID at the field.';

COMMENT ON FUNCTION "app"."lock_batch"(uuid) IS 'A batch, locked against other commands until this one ends; NOT_FOUND when there is none.';

COMMENT ON FUNCTION "app"."lock_below"(uuid) IS 'Locks a lot and everything that came of it, to any depth; before any other lot is locked.';

COMMENT ON FUNCTION "app"."lock_test_subject"(public.qc_tests) IS 'Locks what a test is of, before the test itself, in the order of every command.';

COMMENT ON FUNCTION "app"."lock_transfer_request"(uuid) IS 'A transfer request, locked until the command ends; NOT_FOUND when there is none.';

COMMENT ON FUNCTION "app"."lot_shipments"(uuid) IS 'Who was sent how much of a lot, in the item''s base unit, and when.';

COMMENT ON FUNCTION "app"."move_lot"(uuid, uuid, uuid, uuid, numeric, text, uuid) IS 'Moves a quantity (base unit) of a lot between two places for a command, and answers the move. A lot that is not usable goes to a place of kind quality only. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "app"."my_runs"() IS 'The runs of shifts that the caller is assigned to.';

COMMENT ON FUNCTION "app"."my_shift_bound_sites"() IS 'The sites at which the caller is a supervisor only, and so bound to his shifts (P1.05).';

COMMENT ON FUNCTION "app"."next_batch_code"(public.items, public.sites, uuid) IS 'A batch code that is free (P3.01).';

COMMENT ON FUNCTION "app"."next_position"(public.batches) IS 'Position of the stage that is next for a batch; null after the last.';

COMMENT ON FUNCTION "app"."next_test_number"(public.sites, date) IS 'The number of a test of a day at a site: QC-P1-300523-001.';

COMMENT ON FUNCTION "app"."open_downtimes"(uuid) IS 'The machines of a site that stand still now.';

COMMENT ON FUNCTION "app"."open_stage"(uuid, public.batches, uuid, integer, uuid, text, numeric, timestamp with time zone, numeric, timestamp
  with time zone, jsonb, text) IS 'Writes a stage''s log and books its material into the batch.';

COMMENT ON FUNCTION "app"."past_day"(uuid, date, text) IS 'A date of the past or of today; else FIELD_MISSING or VALUE_INVALID at the field.';

COMMENT ON FUNCTION "app"."past_time"(timestamp with time zone, text, uuid) IS 'A time that is not in the future, but for two minutes of a clock that is ahead, which are cut, and null when none is given; else VALUE_INVALID. The site''s clock is what a refusal shows.';

COMMENT ON FUNCTION "app"."people_with_me"(text) IS 'Who is anything at a site where the caller has a permission; not who belongs to every site, such as an Admin.';

COMMENT ON FUNCTION "app"."plan_in_force"(text, uuid, uuid, date) IS 'The plan to test by on a date: for a stage the product''s own before the general one, of these the newest (P4.01).';

COMMENT ON FUNCTION "app"."plan_name"(public.qc_plans) IS 'A plan as a sentence names it.';

COMMENT ON FUNCTION "app"."qc_overrides_announce"() IS 'Tells the site that an override was asked for or decided.';

COMMENT ON FUNCTION "app"."qc_parameters_keep"() IS 'Refuses with PLAN_IN_USE to change what tests are or were judged by (DESIGN 4, Specs are frozen).';

COMMENT ON FUNCTION "app"."qc_plans_check"() IS 'A plan tests something before it is put in force, says by whom that was, and is only taken out of force and put back after (P4.01). Refuses with VALUE_INVALID, PLAN_IN_USE.';

COMMENT ON FUNCTION "app"."qc_tests_announce"() IS 'Tells the site what a test says.';

COMMENT ON FUNCTION "app"."release_below"(uuid, uuid, text) IS 'Ends the holds of a reason that a lot has caused; without one, those that people have set, not those of its tests. Whether there were any.';

COMMENT ON FUNCTION "app"."renew_user_plan"(uuid, uuid) IS 'What Auth has still to do for a request: {id, email, done, mail}, done unless the account is still to be changed, mail when an invitation is to go out.';

COMMENT ON FUNCTION "app"."require_everywhere"(text) IS 'Refuses with NOT_SIGNED_IN or NOT_ALLOWED unless the caller has the permission at every site, those to come included (P1.03).';

COMMENT ON FUNCTION "app"."reservations_keep_allocated"() IS 'Refuses with MATERIAL_OPEN to end or change a promise to a batch without its allocation (P2.06).';

COMMENT ON FUNCTION "app"."route_stages_keep"() IS 'Refuses with ROUTE_IN_USE to change the stages of a route that batches have (DESIGN 4, Specs are frozen).';

COMMENT ON FUNCTION "app"."running_batches"(uuid) IS 'The batches in work at a site, oldest first.';

COMMENT ON FUNCTION "app"."sessions_record_sign_in"() IS 'Writes down that a session began: by password, by a mailed link or by an invitation (P1.06).';

COMMENT ON FUNCTION "app"."sessions_record_sign_out"() IS 'Writes down that a session was ended (P1.06).';

COMMENT ON FUNCTION "app"."set_test_status"(public.qc_tests, text, boolean) IS 'Sets the status of a test and of the lot or stage it is of, and holds or frees what came of the lot (P4.04, P4.05).';

COMMENT ON FUNCTION "app"."shipment_answer"(uuid) IS 'A shipment with its lots and their certificates: what the screen and the dispatch report show.';

COMMENT ON FUNCTION "app"."shrink_reservation"(uuid, numeric) IS 'Takes a quantity out of a promise, and ends it when nothing of it is left.';

COMMENT ON FUNCTION "app"."stage_flags"(public.stage_logs) IS 'Loss and yield of a stage in the product''s unit and in % of its input, and whether they break the limits it keeps (P3.03).';

COMMENT ON FUNCTION "app"."stage_judged"(uuid) IS 'Why the test of a stage stands and no other is taken, or null: its batch has gone on (P4.05).';

COMMENT ON FUNCTION "app"."stage_logs_announce"() IS 'Tells the site that a stage has started, ended or been judged.';

COMMENT ON FUNCTION "app"."stage_logs_guard"() IS 'Asks app.assert_stage_may_begin, takes the input from the stage before and the limits from the route, and keeps what a stage began with and, when it has ended, all of it but the verdict of QC (P3.02, P3.03, P4.05).';

COMMENT ON FUNCTION "app"."stage_materials_announce"() IS 'Tells the site that a batch was given material, used it or gave it back.';

COMMENT ON FUNCTION "app"."start_of_day"(uuid, date) IS 'When a date begins at a site.';

COMMENT ON FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric) IS 'Takes a quantity out of the balance of a place that holds stock; STOCK_SHORT when it is not there.';

COMMENT ON FUNCTION "app"."take_user_plan"(uuid, text, text) IS 'Takes the plan that a change of an account carries out, ends its request, and makes who has planned it the caller for the rest of the transaction. email: the planned one, null for what has none. Null when nothing was planned.';

COMMENT ON FUNCTION "app"."test_answer"(uuid) IS 'A test with its standing results and its latest override, as screens show it.';

COMMENT ON FUNCTION "app"."transfer_request_answer"(uuid) IS 'A transfer request, with what is still missing, as screens show it.';

COMMENT ON FUNCTION "app"."unit_factor"(text, text) IS 'How many of one unit there are in another; null when they measure different things.';

COMMENT ON FUNCTION "app"."users_create_profile"() IS 'Gives each new account its profile: with the name and the roles that were planned for it (P1.03), else with the name given with it or the name part of its e-mail.';

COMMENT ON FUNCTION "app"."users_record_change"() IS 'Writes a change of address or password, or an invitation, to audit.log, never the password itself, and carries out what was planned with it (P1.03, P11.01).';

COMMENT ON FUNCTION "app"."waiting_for_qc"(uuid) IS 'What waits for QC or is on hold at a site, longest first (P4.10).';

COMMENT ON FUNCTION "app"."write_results"(public.qc_tests, jsonb, text) IS 'Judges results [{"parameter_id" or "name", "value"}] by the test''s plan and keeps the limits with them (P4.01, P4.03). Refuses with VALUE_INVALID, FIELD_MISSING at results.<name>.';

COMMENT ON FUNCTION "audit"."keep_but"() IS 'Refuses to remove a row, or to change other columns than those that are its arguments.';

COMMENT ON FUNCTION "public"."allocate_material"(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) IS 'Promises a quantity of a lot at a place to a stage of a batch, the next one unless said (P2.05, P2.06, P5.03). Quantity in the material''s base unit; a lot out of FEFO/FIFO order needs a reason. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, BATCH_OVER, PLACE_UNSUITABLE, STAGE_ORDER, STAGE_DONE, UNIT_MISMATCH, CIRCLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED.';

COMMENT ON FUNCTION "public"."amend_qc_test"(uuid, uuid, jsonb, text) IS 'Adds missing results to a test, or puts mistyped ones right with a reason, for 24 hours; what was there stays (P4.09, P4.12). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, TEST_LOCKED.';

COMMENT ON FUNCTION "public"."attach_certificate_file"(uuid, uuid, uuid, integer, text, text) IS 'Gives a certificate the PDF that was made of it and lies in the bucket, unless it has one; answers the path of the one it has (P4.11). Size in bytes. Refuses with NOT_FOUND. For the edge function `reports`, which has asked whether the person sees the certificate.';

COMMENT ON FUNCTION "public"."attach_dispatch_report"(uuid, uuid, uuid, integer, text, text) IS 'Gives a shipment the dispatch report that was made of it and lies in the bucket, unless it has one; answers the path of the one it has (P13.02). Size in bytes. Refuses with NOT_FOUND. For the edge function `reports`, which has asked whether the person sees the shipment.';

COMMENT ON FUNCTION "public"."batch_journey"(text) IS 'One batch with its material, stages, tests, downtimes, holds, packs, shipments and mass balance (P3.06, P3.08, P7.08). Quantities in the units beside them; the balance in the product''s base unit. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."cancel_batch"(uuid, uuid, text) IS 'Ends a batch that nothing has been done on, and frees its material; why is added to its remarks. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, VALUE_INVALID, STAGE_DONE.';

COMMENT ON FUNCTION "public"."cancel_transfer"(uuid, uuid) IS 'Takes an own request back, as far as it is not fulfilled; answers it (P5.02). Refuses with NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS, NOT_FOUND, TRANSFER_DECIDED.';

COMMENT ON FUNCTION "public"."decide_override"(uuid, uuid, boolean, text) IS 'Decides a request as somebody who neither asked nor tested; approved, the test and what it is of pass, else they stay on hold (P4.06). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, OVERRIDE_DECIDED, OVERRIDE_NOT_NEEDED, OVERRIDE_OWN, FIELD_MISSING.';

COMMENT ON FUNCTION "public"."decline_transfer"(uuid, uuid, text) IS 'Says that what is still missing of a request will not come, and why; answers the request (P5.02). Refuses with NOT_ALLOWED, NOT_FOUND, TRANSFER_DECIDED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."end_downtime"(uuid, uuid, timestamp with time zone) IS 'Records that a machine runs again (P3.05). Answers the downtime. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, DOWNTIME_ENDED, VALUE_INVALID, TIME_ORDER.';

COMMENT ON FUNCTION "public"."end_reservation"(uuid, uuid) IS 'Takes a promise of stock back; answers the lot (P5.01). Refuses with NOT_FOUND, NOT_ALLOWED, RESERVATION_ENDED.';

COMMENT ON FUNCTION "public"."finish_stage"(uuid, uuid, numeric, timestamp with time zone, jsonb, text, uuid) IS 'Ends the running stage of a batch with its output; parameters and remarks are added to those of its start; the last one brings the product to a place (to_id) and ends the batch (P3.02, P3.03, P13.01). Output in the product''s base unit. Answers the batch with loss, yield and what is flagged. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, STAGE_NOT_RUNNING, QUANTITY_INVALID, OUTPUT_EXCEEDS, TIME_ORDER, FIELD_MISSING, VALUE_INVALID, MATERIAL_OPEN, PLACE_UNSUITABLE.';

COMMENT ON FUNCTION "public"."fulfil_transfer"(uuid, uuid, jsonb) IS 'Brings all or part of what was asked for: lines of {lot_id, from_id, quantity in the base unit, reason_id of a deviation or null} (P5.02, P5.03). Answers the request with what is still missing. Refuses with NOT_ALLOWED, NOT_FOUND, TRANSFER_DECIDED, TRANSFER_EXCEEDED, VALUE_INVALID, QUANTITY_INVALID, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT, DEVIATION_NEEDED.';

COMMENT ON FUNCTION "public"."hook_password_verification_attempt"(jsonb) IS 'Auth''s hook: writes down a password that was refused, and lets Auth decide (P1.06). Event: user_id, valid, metadata.ip_address. Answer: {"decision": "continue"}.';

COMMENT ON FUNCTION "public"."import_batch"(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) IS 'Brings in a batch of the past with the lots that went into it and its final results. inputs: [{"lot": code, "quantity"}] of lots that were brought in, taken from the place, in their items'' base units; what happened after a lot was brought in is asked whether it is usable; planned, output and what of it is still in stock (all, unless said) in the product''s. results: [{"name", "value"}], judged by the plan of that day. Answers the batch''s lot with its results that are out of limits. Refuses with NOT_ALLOWED, NOT_FOUND, PLACE_UNSUITABLE, FIELD_MISSING, VALUE_INVALID, QUANTITY_INVALID, LOT_CODE_TAKEN, LOT_NOT_USABLE, STOCK_SHORT, OUTPUT_EXCEEDS, PLAN_MISSING.';

COMMENT ON FUNCTION "public"."import_lot"(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) IS 'Brings in a lot that came in the past, with what of it was used since. Quantity as received, in the item''s base unit. tests: [{"results": [{"name", "value"}], "remarks"}], judged by the plan of that day. Answers the lot with its results that are out of limits. Refuses with NOT_ALLOWED, NOT_FOUND, PLACE_UNSUITABLE, FIELD_MISSING, VALUE_INVALID, QUANTITY_INVALID, LOT_CODE_TAKEN, PLAN_MISSING.';

COMMENT ON FUNCTION "public"."issue_certificate"(uuid, uuid) IS 'Issues the certificate of analysis of a lot that passed its final test (P4.11). Answers the certificate; its PDF is made by the function "reports". Refuses with NOT_ALLOWED, NOT_FOUND, CERTIFICATE_NOT_DUE.';

COMMENT ON FUNCTION "public"."list_users"(text, text, uuid, boolean, text, integer, integer) IS 'A page of the users (P1.03): {total, users: [{id, email, full_name, active, memberships: [{id, role, site_id, site}], last_sign_in_at, invited_at, confirmed_at, created_at}]}; total counts all that match, site is null for every site, confirmed_at while an invitation is open. search: part of name or address; role, site_id: who has it there, or at every site; sort: name, email, last_sign_in or created, with - before it the other way round; page from 1, beyond the last empty; page_size 1 to 100. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."log_downtime"(uuid, uuid, uuid, timestamp with time zone, timestamp with time zone, text) IS 'Records that a machine stands still, or stood, and in which stage (P3.05). Answers the downtime with its minutes. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, VALUE_INVALID, TIME_ORDER, MACHINE_BUSY.';

COMMENT ON FUNCTION "public"."log_stage"(uuid, uuid, uuid, text, timestamp with time zone, numeric, timestamp
  with time zone, integer, numeric, jsonb, text, uuid) IS 'start_stage and finish_stage in one, for a stage that is over (P3.02). Refuses as both.';

COMMENT ON FUNCTION "public"."pack_batch"(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) IS 'Packs so many packs of a SKU out of a finished batch (P13.01): packs × size leave the bulk lot, what is lost is said, the rest stays. packaging: [{"lot_id", "location_id", "quantity"}]. Loss in the product''s base unit. Answers the packed lot with the rest of the bulk. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, PLACE_UNSUITABLE, QUANTITY_INVALID, UNIT_MISMATCH, LOSS_EXCEEDS, LOT_NOT_USABLE, STOCK_SHORT, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."plan_user"(uuid, uuid, text, text, jsonb, boolean) IS 'Plans an account with its name and its roles, memberships [{role, site_id | null}], for the person who asks; invite: whether he is mailed an invitation (P1.03). Auth makes it under the id of the answer {id, email, done, mail}, and the triggers of auth.users do the rest. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_REUSED, VALUE_INVALID, FIELD_MISSING, NOT_FOUND, EMAIL_TAKEN. For the edge function `users`.';

COMMENT ON FUNCTION "public"."plan_user_change"(uuid, uuid, uuid, text, text, text) IS 'Plans what Auth is to do with an account for the person who asks (P1.03): action invite, update (full_name, email; null leaves it) or set_password. Answers {id, email, done, mail}; a change that Auth has no part in is done at once. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, REQUEST_REUSED, VALUE_INVALID, FIELD_MISSING, NOT_FOUND, EMAIL_TAKEN, USER_INACTIVE, INVITATION_OVER. For the edge function `users`.';

COMMENT ON FUNCTION "public"."plant_board"(uuid) IS 'A plant now: batches in work, today''s output and yield by shift, holds, what waits for QC, machines that stand still (P7.01). Quantities in the units beside them. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."prepare_document"(uuid, uuid) IS 'The folder of the bucket that a document of the uploader at a site goes to. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND. For the edge function `documents`.';

COMMENT ON FUNCTION "public"."qc_queue"(uuid) IS 'What waits for QC or is on hold at a site, longest first (P4.10). Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."record_history"(text, text, bigint) IS 'The life of a record, newest first, 50 at a time (P11.01). relation: the table with its schema; record_id: its key, of several columns joined by "/"; before_id: the last id of the page before. changes is {column: [before, after]}; actor is null when it was the system. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."record_qc_test"(uuid, jsonb, uuid, uuid, uuid, timestamp with time zone, text, text) IS 'Records a test of a lot or of a stage that has ended, by the plan in force (P4.02–P4.04, P4.12). results: [{"parameter_id" or "name", "value"}], values in the parameter''s unit; what is still missing leaves it pending. A repeat names the latest test and says why (P4.07). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, TEST_NOT_DUE, QC_GATE_CLOSED, LOT_NOT_USABLE, TEST_EXISTS, RETEST_LIMIT, OVERRIDE_OPEN, PLAN_MISSING, FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."register_document"(uuid, uuid, uuid, text, text, text, integer, text, text) IS 'Records a file that lies in the bucket as a document of the uploader; size in bytes (P12.01). Answers the document. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND. For the edge function `documents`.';

COMMENT ON FUNCTION "public"."reject_lot"(uuid, uuid, uuid, text) IS 'Rejects a lot for good, and with it a batch that is in work; what came of it is held (P4.04, P5.01, P2.09). Answers the lot. Refuses with NOT_ALLOWED, NOT_FOUND, LOT_NOT_USABLE, STAGE_ORDER.';

COMMENT ON FUNCTION "public"."request_override"(uuid, uuid, uuid, text, text) IS 'Asks a manager to pass a test that is on hold, with reason, justification and attachment (P4.06). Answers the test. Refuses with NOT_ALLOWED, NOT_FOUND, OVERRIDE_NOT_NEEDED, OVERRIDE_OPEN, FIELD_MISSING.';

COMMENT ON FUNCTION "public"."request_transfer"(uuid, uuid, numeric, uuid, uuid, uuid, timestamp with time zone, text) IS 'Asks the store of a site for a quantity (base unit) of an item at a place, perhaps of one lot or from one place (P5.02). Answers the request. Refuses with NOT_ALLOWED, SHIFT_LOCKED, SHIFT_NOT_BEGUN, SHIFT_NOT_YOURS, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."reserve_stock"(uuid, uuid, uuid, numeric, text) IS 'Promises a quantity (base unit) of a usable lot at a place for a purpose (P5.01). Answers the lot with the reservation''s id. Refuses with NOT_ALLOWED, QUANTITY_INVALID, NOT_FOUND, PLACE_UNSUITABLE, VALUE_INVALID, LOT_NOT_USABLE, STOCK_SHORT.';

COMMENT ON FUNCTION "public"."return_material"(uuid, uuid, numeric, uuid, text) IS 'Gives back what a batch was allocated and did not use, and moves it to another place when one is named (P5.02); the note goes with the move, or else to the allocation. Quantity in the material''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, STOCK_SHORT, PLACE_UNSUITABLE, LOT_NOT_USABLE.';

COMMENT ON FUNCTION "public"."set_user_active"(uuid, uuid, uuid, boolean) IS 'Deactivates a user for the person who asks, ending all sessions, or activates him again; nothing is deleted (P1.03). Answers {id, active} as it is now, which Auth''s ban is to follow. Refuses with NOT_SIGNED_IN, NOT_ALLOWED (also one''s own account), LAST_ADMIN, REQUEST_REUSED, NOT_FOUND. For the edge function `users`.';

COMMENT ON FUNCTION "public"."shift_board"(uuid) IS 'A supervisor''s shift: his run or the one that runs, batches in work with the stage that is next, what was logged, machines that stand still (P3.10, P7.01). Quantities in the units beside them. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text) IS 'Dispatches released lots to a customer, with invoice and vehicle; finished products each with their certificate of analysis (P13.02, W2.02). lines: [{"lot_id", "location_id", "quantity"}], quantities in the item''s base unit. Answers the shipment. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID, INVOICE_TAKEN, QUANTITY_INVALID, PLACE_UNSUITABLE, LOT_NOT_USABLE, STOCK_SHORT, CERTIFICATE_NOT_DUE.';

COMMENT ON FUNCTION "public"."shipment_details"(uuid) IS 'A shipment of one of the caller''s sites with its lots and their certificates (P13.02). Quantities in the units beside them. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."start_batch"(uuid, uuid, uuid, numeric, text, text) IS 'Begins a batch of a product at a site by the newest route (P3.01). Planned quantity in the product''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, QUANTITY_INVALID, NOT_FOUND, ROUTE_MISSING, LOT_CODE_TAKEN.';

COMMENT ON FUNCTION "public"."start_stage"(uuid, uuid, uuid, text, integer, timestamp with time zone, numeric, jsonb, text) IS 'Starts the next stage of a batch on a machine; input is what came out of the stage before and what was allocated, unless less of that is said (P3.02, P3.03, P5.05). Quantities in the product''s base unit. Answers the batch. Refuses with NOT_ALLOWED, SHIFT_…, NOT_FOUND, BATCH_OVER, STAGE_ORDER, STAGE_DONE, QC_GATE_CLOSED, LOT_NOT_USABLE, INPUT_UNALLOCATED, MACHINE_BUSY, TIME_ORDER, FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."trace_lot"(text, text) IS 'The genealogy of a lot, up to what it came of or down to what came of it; quantity is how much of the upper lot went into the lower, in quantity_unit, the upper lot''s own; with QC, places and who was sent it (P7.08). Refuses with NOT_FOUND, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."user_details"(uuid) IS 'One user as list_users gives him (P1.03). Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND.';

COMMENT ON FUNCTION "public"."withdraw_user_plan"(uuid) IS 'Forgets a plan that Auth has refused to carry out, with its request; what Auth has done stays. For the edge function `users`.';

COMMENT ON TABLE "app"."user_plans" IS 'Changes of accounts that are asked for and not yet made by Auth (P1.03); a row goes when its change comes.';

COMMENT ON TABLE "public"."batches" IS 'Production batches (P3.01); written by commands alone.';

COMMENT ON TABLE "public"."certificates" IS 'Certificates of analysis, by revision (P4.11); written by commands alone.';

COMMENT ON TABLE "public"."documents" IS 'Papers and photos of a site, append-only (P12.01, P2.02, P4.06, P4.08).';

COMMENT ON TABLE "public"."downtimes" IS 'When a machine stood still, in which stage, and why (P3.05).';

COMMENT ON TABLE "public"."qc_overrides" IS 'Requests to pass a test that is on hold, and their decisions (P4.06).';

COMMENT ON TABLE "public"."qc_parameters" IS 'What a plan tests, with unit, limits and method (P4.01).';

COMMENT ON TABLE "public"."qc_plans" IS 'Versioned plans of tests per material, stage and product (P4.01).';

COMMENT ON TABLE "public"."qc_results" IS 'Results with the name, unit, limits and method they were judged by (P4.01, P4.03).';

COMMENT ON TABLE "public"."qc_tests" IS 'Tests of lots and stages (P4.02); written by commands alone.';

COMMENT ON TABLE "public"."shipment_lines" IS 'Lots of a shipment with their certificate; quantity in the item''s base unit.';

COMMENT ON TABLE "public"."shipments" IS 'Dispatches (P13.02); written by ship_order alone.';

COMMENT ON TABLE "public"."sign_in_attempts" IS 'Every sign-in, good or bad, with address, program and the time of its sign-out (P1.06).';

COMMENT ON TABLE "public"."stage_logs" IS 'Stages of batches as they were run (P3.02); written by commands alone. Quantities in the product''s base unit.';

COMMENT ON TABLE "public"."stage_materials" IS 'Which lots a batch was given, used and gave back, by stage (P2.06, P3.06). Quantities in the material''s base unit.';

COMMENT ON TABLE "public"."transfer_request_moves" IS 'Which moves answered which request (P5.02, P5.08).';

COMMENT ON TABLE "public"."transfer_requests" IS 'What the floor asks the store for (P5.02); written by commands alone.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

COMMENT ON VIEW "app"."users" IS 'Users as the table of users shows them; for the functions below, which ask who may see it.';

COMMENT ON VIEW "public"."stock_levels" IS 'Stock by lot and place: on hand, reserved, available, and what is in the way (P2.07, P5.01).';

REVOKE ALL ON FUNCTION "app"."act_for"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."act_for"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."act_for"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."add_document"(uuid, text, text, text, integer, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."add_document"(uuid, text, text, text, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."add_document"(uuid, text, text, text, integer, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."add_to_balance"(public.lots, public.locations, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."announce"(uuid, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."announce"(uuid, text, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."announce_move"(uuid, public.lots, public.stock_moves) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."announce_move"(uuid, public.lots, public.stock_moves) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."announce_move"(uuid, public.lots, public.stock_moves) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_available"(public.lots, public.locations, numeric, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_available"(public.lots, public.locations, numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_available"(public.lots, public.locations, numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_batch_running"(public.batches) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_batch_running"(public.batches) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_batch_running"(public.batches) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_document"(text, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_document"(text, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_document"(text, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_machine_free"(public.machines, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_picking_order"(public.lots, uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_stage_may_begin"(public.batches, integer, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_stage_may_begin"(public.batches, integer, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_stage_may_begin"(public.batches, integer, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."assert_transfer_open"(public.transfer_requests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."assert_transfer_open"(public.transfer_requests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."assert_transfer_open"(public.transfer_requests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."batch_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."batch_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."batch_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."batch_balance"(public.batches, numeric, numeric, numeric, numeric, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."batch_balance"(public.batches, numeric, numeric, numeric, numeric, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."batch_balance"(public.batches, numeric, numeric, numeric, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."batches_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."batches_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."batches_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."begin_user_command"(uuid, uuid, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."begin_user_command"(uuid, uuid, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."begin_user_command"(uuid, uuid, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_email"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_email"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_email"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_email_free"(text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_email_free"(text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_email_free"(text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_full_name"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_full_name"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_full_name"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_lines"(jsonb, text, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_lines"(jsonb, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_lines"(jsonb, text, integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_memberships"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_memberships"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_memberships"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_parameters"(uuid, jsonb, boolean, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_parameters"(uuid, jsonb, boolean, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_parameters"(uuid, jsonb, boolean, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_stage_end"(public.batches, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_stage_end"(public.batches, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_stage_end"(public.batches, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."close_batch"(uuid, public.batches, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."close_batch"(uuid, public.batches, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."close_batch"(uuid, public.batches, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."consume_materials"(public.stage_logs, public.batches, numeric, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."consume_materials"(public.stage_logs, public.batches, numeric, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."consume_materials"(public.stage_logs, public.batches, numeric, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."downtime_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."downtime_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."downtime_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."downtimes_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."downtimes_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."downtimes_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."end_allocations"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."end_allocations"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."end_allocations"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."field_is_asked"(jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."field_is_asked"(jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."field_is_asked"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."final_test"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."final_test"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."final_test"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."find_user"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."find_user"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."find_user"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."has_everywhere"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."has_everywhere"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."has_everywhere"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."has_everywhere"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."hold_below"(uuid, boolean, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."hold_below"(uuid, boolean, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."hold_below"(uuid, boolean, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."import_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."import_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."import_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."import_code"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."import_code"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."import_code"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."import_test"(public.lots, text, date, jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."import_test"(public.lots, text, date, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."import_test"(public.lots, text, date, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_blank"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_blank"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_blank"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."issue_certificate"(public.lots) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."issue_certificate"(public.lots) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."issue_certificate"(public.lots) TO "postgres";

REVOKE ALL ON FUNCTION "app"."items_keep_pack"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."items_keep_pack"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."items_keep_pack"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."judge_test"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."judge_test"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."judge_test"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."line_id"(jsonb, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."line_id"(jsonb, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."line_id"(jsonb, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."line_quantity"(jsonb, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."line_quantity"(jsonb, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."line_quantity"(jsonb, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_batch"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_batch"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_batch"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_below"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_below"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_below"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_test_subject"(public.qc_tests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_test_subject"(public.qc_tests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_test_subject"(public.qc_tests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_transfer_request"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_transfer_request"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_transfer_request"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_shipments"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lot_shipments"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_shipments"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."move_lot"(uuid, uuid, uuid, uuid, numeric, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."move_lot"(uuid, uuid, uuid, uuid, numeric, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."move_lot"(uuid, uuid, uuid, uuid, numeric, text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."my_runs"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."my_runs"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."my_runs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."my_runs"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."my_shift_bound_sites"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."my_shift_bound_sites"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."my_shift_bound_sites"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."my_shift_bound_sites"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_batch_code"(public.items, public.sites, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_batch_code"(public.items, public.sites, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_batch_code"(public.items, public.sites, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_position"(public.batches) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_position"(public.batches) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_position"(public.batches) TO "postgres";

REVOKE ALL ON FUNCTION "app"."next_test_number"(public.sites, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."next_test_number"(public.sites, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."next_test_number"(public.sites, date) TO "postgres";

REVOKE ALL ON FUNCTION "app"."open_downtimes"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."open_downtimes"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."open_downtimes"(uuid) TO "postgres";

REVOKE ALL
  ON FUNCTION "app"."open_stage"(uuid, public.batches, uuid, integer, uuid, text, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone, jsonb, text)
  FROM PUBLIC;

REVOKE ALL
  ON FUNCTION "app"."open_stage"(uuid, public.batches, uuid, integer, uuid, text, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone, jsonb, text)
  FROM "postgres";

GRANT EXECUTE
  ON FUNCTION "app"."open_stage"(uuid, public.batches, uuid, integer, uuid, text, numeric, timestamp WITH time zone, numeric, timestamp WITH time zone, jsonb, text)
  TO "postgres";

REVOKE ALL ON FUNCTION "app"."past_day"(uuid, date, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."past_day"(uuid, date, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."past_day"(uuid, date, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."past_time"(timestamp WITH time zone, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."past_time"(timestamp WITH time zone, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."past_time"(timestamp WITH time zone, text, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_with_me"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."people_with_me"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."people_with_me"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_with_me"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."plan_in_force"(text, uuid, uuid, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."plan_in_force"(text, uuid, uuid, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."plan_in_force"(text, uuid, uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "app"."plan_name"(public.qc_plans) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."plan_name"(public.qc_plans) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."plan_name"(public.qc_plans) TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_overrides_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_overrides_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_overrides_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_parameters_keep"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_parameters_keep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_parameters_keep"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_plans_check"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_plans_check"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_plans_check"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_tests_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_tests_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_tests_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."release_below"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."release_below"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."release_below"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."renew_user_plan"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."renew_user_plan"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."renew_user_plan"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."require_everywhere"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."require_everywhere"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."require_everywhere"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reservations_keep_allocated"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."reservations_keep_allocated"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reservations_keep_allocated"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."route_stages_keep"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."route_stages_keep"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."route_stages_keep"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."running_batches"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."running_batches"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."running_batches"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sessions_record_sign_in"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sessions_record_sign_in"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sessions_record_sign_in"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."sessions_record_sign_out"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sessions_record_sign_out"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sessions_record_sign_out"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."set_test_status"(public.qc_tests, text, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."set_test_status"(public.qc_tests, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."set_test_status"(public.qc_tests, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shipment_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shipment_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shipment_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shrink_reservation"(uuid, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shrink_reservation"(uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shrink_reservation"(uuid, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_flags"(public.stage_logs) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."stage_flags"(public.stage_logs) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."stage_flags"(public.stage_logs) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_flags"(public.stage_logs) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_judged"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_judged"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_judged"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_logs_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_logs_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_logs_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_logs_guard"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_logs_guard"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_logs_guard"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_materials_announce"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_materials_announce"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_materials_announce"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."start_of_day"(uuid, date) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."start_of_day"(uuid, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."start_of_day"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."take_from_balance"(public.lots, public.locations, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."take_user_plan"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."take_user_plan"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."take_user_plan"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."test_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."test_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."test_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."transfer_request_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."transfer_request_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."transfer_request_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."unit_factor"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."unit_factor"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."unit_factor"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."users_record_change"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."users_record_change"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."users_record_change"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."waiting_for_qc"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."waiting_for_qc"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."waiting_for_qc"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."write_results"(public.qc_tests, jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."write_results"(public.qc_tests, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."write_results"(public.qc_tests, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "audit"."keep_but"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "audit"."keep_but"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "audit"."keep_but"() TO "postgres";

REVOKE ALL ON FUNCTION "extensions"."cash_dist"(money, money) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."cash_dist"(money, money) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."cash_dist"(money, money) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."cash_dist"(money, money) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."cash_dist"(money, money) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."cash_dist"(money, money) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."date_dist"(date, date) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."date_dist"(date, date) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."date_dist"(date, date) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."date_dist"(date, date) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."date_dist"(date, date) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."date_dist"(date, date) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."float4_dist"(real, real) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."float4_dist"(real, real) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."float4_dist"(real, real) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."float4_dist"(real, real) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."float4_dist"(real, real) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."float4_dist"(real, real) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."float8_dist"(double precision, double precision) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."float8_dist"(double precision, double precision) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."float8_dist"(double precision, double precision) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."float8_dist"(double precision, double precision) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."float8_dist"(double precision, double precision) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."float8_dist"(double precision, double precision) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_consistent"(internal, bit, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bit_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_consistent"(internal, boolean, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_same"(extensions.gbtreekey2, extensions.gbtreekey2, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bool_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bpchar_consistent"(internal, character, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_consistent"(internal, bytea, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_bytea_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_consistent"(internal, money, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_distance"(internal, money, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_cash_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_consistent"(internal, date, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_distance"(internal, date, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_date_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_date_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_decompress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_decompress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_decompress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_decompress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_decompress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_decompress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_consistent"(internal, anyenum, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_enum_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_consistent"(internal, real, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_distance"(internal, real, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float4_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_consistent"(internal, double precision, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_distance"(internal, double precision, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_float8_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_consistent"(internal, inet, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_inet_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_consistent"(internal, smallint, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_distance"(internal, smallint, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_same"(extensions.gbtreekey4, extensions.gbtreekey4, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int2_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_consistent"(internal, integer, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_distance"(internal, integer, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int4_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_consistent"(internal, bigint, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_distance"(internal, bigint, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_int8_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_consistent"(internal, interval, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_decompress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_decompress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_decompress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_decompress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_decompress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_decompress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_distance"(internal, interval, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_intv_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_consistent"(internal, macaddr8, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad8_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_consistent"(internal, macaddr, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_macad_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_consistent"(internal, numeric, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_numeric_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_consistent"(internal, oid, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_distance"(internal, oid, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_same"(extensions.gbtreekey8, extensions.gbtreekey8, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_oid_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_consistent"(internal, text, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_same"(extensions.gbtreekey_var, extensions.gbtreekey_var, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_text_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_text_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_consistent"(internal, time WITHOUT time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_distance"(internal, time WITHOUT time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_time_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_time_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_timetz_consistent"(internal, time WITH time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_consistent"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_distance"(internal, timestamp WITHOUT time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_same"(extensions.gbtreekey16, extensions.gbtreekey16, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_ts_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_consistent"(internal, timestamp WITH time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_tstz_distance"(internal, timestamp WITH time zone, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_compress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_compress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_compress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_compress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_compress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_compress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_consistent"(internal, uuid, smallint, oid, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_penalty"(internal, internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_picksplit"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_same"(extensions.gbtreekey32, extensions.gbtreekey32, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_uuid_union"(internal, internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_decompress"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_decompress"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_decompress"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_decompress"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_decompress"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_decompress"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_fetch"(internal) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_fetch"(internal) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_fetch"(internal) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_fetch"(internal) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbt_var_fetch"(internal) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbt_var_fetch"(internal) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey16_out"(extensions.gbtreekey16) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey2_out"(extensions.gbtreekey2) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey32_out"(extensions.gbtreekey32) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey4_out"(extensions.gbtreekey4) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey8_out"(extensions.gbtreekey8) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_in"(cstring) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."gbtreekey_var_out"(extensions.gbtreekey_var) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."int2_dist"(smallint, smallint) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."int2_dist"(smallint, smallint) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."int2_dist"(smallint, smallint) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."int2_dist"(smallint, smallint) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."int2_dist"(smallint, smallint) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."int2_dist"(smallint, smallint) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."int4_dist"(integer, integer) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."int4_dist"(integer, integer) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."int4_dist"(integer, integer) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."int4_dist"(integer, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."int4_dist"(integer, integer) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."int4_dist"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."int8_dist"(bigint, bigint) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."int8_dist"(bigint, bigint) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."int8_dist"(bigint, bigint) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."int8_dist"(bigint, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."int8_dist"(bigint, bigint) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."int8_dist"(bigint, bigint) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."interval_dist"(interval, interval) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."interval_dist"(interval, interval) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."interval_dist"(interval, interval) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."interval_dist"(interval, interval) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."interval_dist"(interval, interval) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."interval_dist"(interval, interval) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."oid_dist"(oid, oid) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."oid_dist"(oid, oid) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."oid_dist"(oid, oid) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."oid_dist"(oid, oid) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."oid_dist"(oid, oid) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."oid_dist"(oid, oid) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."time_dist"(time WITHOUT time zone, time WITHOUT time zone) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."ts_dist"(timestamp WITHOUT time zone, timestamp WITHOUT time zone) TO "service_role";

REVOKE ALL ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) FROM "anon";

GRANT EXECUTE ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) TO "anon";

REVOKE ALL ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) FROM "service_role";

GRANT EXECUTE ON FUNCTION "extensions"."tstz_dist"(timestamp WITH time zone, timestamp WITH time zone) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."allocate_material"(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."allocate_material"(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."allocate_material"(uuid, uuid, uuid, uuid, numeric, integer, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."amend_qc_test"(uuid, uuid, jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."amend_qc_test"(uuid, uuid, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."amend_qc_test"(uuid, uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."attach_certificate_file"(uuid, uuid, uuid, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_certificate_file"(uuid, uuid, uuid, integer, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_certificate_file"(uuid, uuid, uuid, integer, text, text) TO "service_role";

REVOKE ALL ON FUNCTION "public"."attach_dispatch_report"(uuid, uuid, uuid, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_dispatch_report"(uuid, uuid, uuid, integer, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."attach_dispatch_report"(uuid, uuid, uuid, integer, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."batch_journey"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."batch_journey"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."batch_journey"(text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_batch"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."cancel_batch"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_batch"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_transfer"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."cancel_transfer"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_transfer"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."decide_override"(uuid, uuid, boolean, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."decide_override"(uuid, uuid, boolean, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."decide_override"(uuid, uuid, boolean, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."decline_transfer"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."decline_transfer"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."decline_transfer"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_downtime"(uuid, uuid, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."end_downtime"(uuid, uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_downtime"(uuid, uuid, timestamp WITH time zone) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_reservation"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."end_reservation"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_reservation"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_stage"(uuid, uuid, numeric, timestamp WITH time zone, jsonb, text, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."finish_stage"(uuid, uuid, numeric, timestamp WITH time zone, jsonb, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_stage"(uuid, uuid, numeric, timestamp WITH time zone, jsonb, text, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."fulfil_transfer"(uuid, uuid, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."fulfil_transfer"(uuid, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."fulfil_transfer"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."hook_password_verification_attempt"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."hook_password_verification_attempt"(jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."hook_password_verification_attempt"(jsonb) TO "supabase_auth_admin";

GRANT EXECUTE ON FUNCTION "public"."import_batch"(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."import_batch"(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."import_batch"(uuid, uuid, uuid, text, date, jsonb, numeric, numeric, numeric, date, jsonb, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."import_lot"(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."import_lot"(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."import_lot"(uuid, uuid, uuid, text, numeric, date, date, date, text, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."issue_certificate"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."issue_certificate"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."issue_certificate"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_users"(text, text, uuid, boolean, text, integer, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."list_users"(text, text, uuid, boolean, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_users"(text, text, uuid, boolean, text, integer, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."log_downtime"(uuid, uuid, uuid, timestamp WITH time zone, timestamp WITH time zone, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."log_downtime"(uuid, uuid, uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."log_downtime"(uuid, uuid, uuid, timestamp WITH time zone, timestamp WITH time zone, text) TO "postgres";

GRANT EXECUTE
  ON FUNCTION "public"."log_stage"(uuid, uuid, uuid, text, timestamp WITH time zone, numeric, timestamp WITH time zone, integer, numeric, jsonb, text, uuid)
  TO "authenticated";

REVOKE ALL
  ON FUNCTION "public"."log_stage"(uuid, uuid, uuid, text, timestamp WITH time zone, numeric, timestamp WITH time zone, integer, numeric, jsonb, text, uuid)
  FROM "postgres";

GRANT EXECUTE
  ON FUNCTION "public"."log_stage"(uuid, uuid, uuid, text, timestamp WITH time zone, numeric, timestamp WITH time zone, integer, numeric, jsonb, text, uuid)
  TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."pack_batch"(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."pack_batch"(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."pack_batch"(uuid, uuid, uuid, uuid, integer, uuid, numeric, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."plan_user"(uuid, uuid, text, text, jsonb, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."plan_user"(uuid, uuid, text, text, jsonb, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."plan_user"(uuid, uuid, text, text, jsonb, boolean) TO "service_role";

REVOKE ALL ON FUNCTION "public"."plan_user_change"(uuid, uuid, uuid, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."plan_user_change"(uuid, uuid, uuid, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."plan_user_change"(uuid, uuid, uuid, text, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."plant_board"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."plant_board"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."plant_board"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."prepare_document"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."prepare_document"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."prepare_document"(uuid, uuid) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."qc_queue"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."qc_queue"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."qc_queue"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_history"(text, text, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."record_history"(text, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_history"(text, text, bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_qc_test"(uuid, jsonb, uuid, uuid, uuid, timestamp WITH time zone, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."record_qc_test"(uuid, jsonb, uuid, uuid, uuid, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_qc_test"(uuid, jsonb, uuid, uuid, uuid, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."register_document"(uuid, uuid, uuid, text, text, text, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."register_document"(uuid, uuid, uuid, text, text, text, integer, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."register_document"(uuid, uuid, uuid, text, text, text, integer, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."reject_lot"(uuid, uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."reject_lot"(uuid, uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."reject_lot"(uuid, uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_override"(uuid, uuid, uuid, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."request_override"(uuid, uuid, uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_override"(uuid, uuid, uuid, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_transfer"(uuid, uuid, numeric, uuid, uuid, uuid, timestamp WITH time zone, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."request_transfer"(uuid, uuid, numeric, uuid, uuid, uuid, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_transfer"(uuid, uuid, numeric, uuid, uuid, uuid, timestamp WITH time zone, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."reserve_stock"(uuid, uuid, uuid, numeric, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."reserve_stock"(uuid, uuid, uuid, numeric, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."reserve_stock"(uuid, uuid, uuid, numeric, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."return_material"(uuid, uuid, numeric, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."return_material"(uuid, uuid, numeric, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."return_material"(uuid, uuid, numeric, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_user_active"(uuid, uuid, uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_user_active"(uuid, uuid, uuid, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_user_active"(uuid, uuid, uuid, boolean) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."shift_board"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shift_board"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shift_board"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."ship_order"(uuid, uuid, uuid, text, text, jsonb, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shipment_details"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shipment_details"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shipment_details"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_batch"(uuid, uuid, uuid, numeric, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."start_batch"(uuid, uuid, uuid, numeric, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_batch"(uuid, uuid, uuid, numeric, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_stage"(uuid, uuid, uuid, text, integer, timestamp WITH time zone, numeric, jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."start_stage"(uuid, uuid, uuid, text, integer, timestamp WITH time zone, numeric, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_stage"(uuid, uuid, uuid, text, integer, timestamp WITH time zone, numeric, jsonb, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."trace_lot"(text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."trace_lot"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."trace_lot"(text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."user_details"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."user_details"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."user_details"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."withdraw_user_plan"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_user_plan"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_user_plan"(uuid) TO "service_role";

REVOKE ALL ON TABLE "public"."batches" FROM "authenticated";

GRANT SELECT ON TABLE "public"."batches" TO "authenticated";

REVOKE ALL ON TABLE "public"."batches" FROM "service_role";

GRANT SELECT ON TABLE "public"."batches" TO "service_role";

REVOKE ALL ON TABLE "public"."certificates" FROM "authenticated";

GRANT SELECT ON TABLE "public"."certificates" TO "authenticated";

REVOKE ALL ON TABLE "public"."certificates" FROM "service_role";

GRANT SELECT ON TABLE "public"."certificates" TO "service_role";

REVOKE ALL ON TABLE "public"."documents" FROM "authenticated";

GRANT SELECT ON TABLE "public"."documents" TO "authenticated";

REVOKE ALL ON TABLE "public"."documents" FROM "service_role";

GRANT SELECT ON TABLE "public"."documents" TO "service_role";

REVOKE ALL ON TABLE "public"."downtimes" FROM "authenticated";

GRANT SELECT ON TABLE "public"."downtimes" TO "authenticated";

REVOKE ALL ON TABLE "public"."downtimes" FROM "service_role";

GRANT SELECT ON TABLE "public"."downtimes" TO "service_role";

REVOKE ALL ("packs_item_id") ON TABLE "public"."items" FROM "authenticated";

GRANT INSERT ("packs_item_id"), UPDATE ("packs_item_id") ON TABLE "public"."items" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_overrides" FROM "authenticated";

GRANT SELECT ON TABLE "public"."qc_overrides" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_overrides" FROM "service_role";

GRANT SELECT ON TABLE "public"."qc_overrides" TO "service_role";

REVOKE ALL ON TABLE "public"."qc_parameters" FROM "authenticated";

REVOKE ALL ("accepted") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("accepted"), UPDATE ("accepted") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("maximum") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("maximum"), UPDATE ("maximum") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("method") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("method"), UPDATE ("method") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("minimum") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("minimum"), UPDATE ("minimum") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("plan_id") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("plan_id") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("position") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("position"), UPDATE ("position") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("required") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("required"), UPDATE ("required") ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ("unit") ON TABLE "public"."qc_parameters" FROM "authenticated";

GRANT INSERT ("unit"), UPDATE ("unit") ON TABLE "public"."qc_parameters" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."qc_parameters" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_parameters" FROM "service_role";

GRANT SELECT ON TABLE "public"."qc_parameters" TO "service_role";

REVOKE ALL ON TABLE "public"."qc_plans" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("effective_from") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("effective_from"), UPDATE ("effective_from") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("item_id") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("item_id") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("note") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("note"), UPDATE ("note") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("stage_id") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("stage_id") ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ("version") ON TABLE "public"."qc_plans" FROM "authenticated";

GRANT INSERT ("version") ON TABLE "public"."qc_plans" TO "authenticated";

GRANT SELECT ON TABLE "public"."qc_plans" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_plans" FROM "service_role";

GRANT SELECT ON TABLE "public"."qc_plans" TO "service_role";

REVOKE ALL ON TABLE "public"."qc_results" FROM "authenticated";

GRANT SELECT ON TABLE "public"."qc_results" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_results" FROM "service_role";

GRANT SELECT ON TABLE "public"."qc_results" TO "service_role";

REVOKE ALL ON TABLE "public"."qc_tests" FROM "authenticated";

GRANT SELECT ON TABLE "public"."qc_tests" TO "authenticated";

REVOKE ALL ON TABLE "public"."qc_tests" FROM "service_role";

GRANT SELECT ON TABLE "public"."qc_tests" TO "service_role";

REVOKE ALL ON TABLE "public"."shipment_lines" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shipment_lines" TO "authenticated";

REVOKE ALL ON TABLE "public"."shipment_lines" FROM "service_role";

GRANT SELECT ON TABLE "public"."shipment_lines" TO "service_role";

REVOKE ALL ON TABLE "public"."shipments" FROM "authenticated";

GRANT SELECT ON TABLE "public"."shipments" TO "authenticated";

REVOKE ALL ON TABLE "public"."shipments" FROM "service_role";

GRANT SELECT ON TABLE "public"."shipments" TO "service_role";

REVOKE ALL ON TABLE "public"."sign_in_attempts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."sign_in_attempts" TO "authenticated";

REVOKE ALL ON TABLE "public"."sign_in_attempts" FROM "service_role";

GRANT SELECT ON TABLE "public"."sign_in_attempts" TO "service_role";

REVOKE ALL ON TABLE "public"."stage_logs" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stage_logs" TO "authenticated";

REVOKE ALL ON TABLE "public"."stage_logs" FROM "service_role";

GRANT SELECT ON TABLE "public"."stage_logs" TO "service_role";

REVOKE ALL ON TABLE "public"."stage_materials" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stage_materials" TO "authenticated";

REVOKE ALL ON TABLE "public"."stage_materials" FROM "service_role";

GRANT SELECT ON TABLE "public"."stage_materials" TO "service_role";

REVOKE ALL ON TABLE "public"."transfer_request_moves" FROM "authenticated";

GRANT SELECT ON TABLE "public"."transfer_request_moves" TO "authenticated";

REVOKE ALL ON TABLE "public"."transfer_request_moves" FROM "service_role";

GRANT SELECT ON TABLE "public"."transfer_request_moves" TO "service_role";

REVOKE ALL ON TABLE "public"."transfer_requests" FROM "authenticated";

GRANT SELECT ON TABLE "public"."transfer_requests" TO "authenticated";

REVOKE ALL ON TABLE "public"."transfer_requests" FROM "service_role";

GRANT SELECT ON TABLE "public"."transfer_requests" TO "service_role";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "authenticated";

GRANT SELECT ON TABLE "public"."stock_levels" TO "authenticated";

REVOKE ALL ON TABLE "public"."stock_levels" FROM "service_role";

GRANT SELECT ON TABLE "public"."stock_levels" TO "service_role";

CREATE INDEX batches_item_id_idx ON public.batches USING btree (item_id, created_at DESC);

CREATE INDEX batches_running_idx ON public.batches USING btree (site_id, created_at)
  WHERE (state = 'running'::text);

CREATE INDEX batches_site_id_idx ON public.batches USING btree (site_id, created_at DESC);

CREATE INDEX certificates_site_id_idx ON public.certificates USING btree (site_id, issued_at DESC);

CREATE INDEX documents_site_id_idx ON public.documents USING btree (site_id, uploaded_at DESC);

CREATE INDEX qc_overrides_requested_by_idx ON public.qc_overrides USING btree (requested_by, requested_at DESC);

ALTER TABLE "public"."qc_plans"
  ADD CONSTRAINT "qc_plans_created_by_fkey" FOREIGN KEY (created_by) REFERENCES public.profiles(id);

CREATE INDEX qc_plans_created_by_idx ON public.qc_plans USING btree (created_by);

CREATE INDEX qc_results_parameter_id_idx ON public.qc_results USING btree (parameter_id, entered_at);

CREATE INDEX qc_tests_lot_id_idx ON public.qc_tests USING btree (lot_id, tested_at);

CREATE INDEX qc_tests_site_id_idx ON public.qc_tests USING btree (site_id, tested_at DESC);

CREATE INDEX qc_tests_stage_log_id_idx ON public.qc_tests USING btree (stage_log_id, tested_at);

CREATE INDEX shipments_customer_id_idx ON public.shipments USING btree (customer_id, shipped_at DESC);

CREATE INDEX shipments_site_id_idx ON public.shipments USING btree (site_id, shipped_at DESC);

CREATE INDEX sign_in_attempts_at_idx ON public.sign_in_attempts USING btree (at DESC, id DESC);

CREATE INDEX sign_in_attempts_user_id_idx ON public.sign_in_attempts USING btree (user_id, at DESC);

CREATE INDEX transfer_requests_site_id_idx ON public.transfer_requests USING btree (site_id, requested_at DESC);
