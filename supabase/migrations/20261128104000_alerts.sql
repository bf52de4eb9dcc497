SET local check_function_bodies = off;

DROP VIEW "app"."errors";

CREATE EXTENSION IF NOT EXISTS "pg_net" SCHEMA "extensions";

CREATE TABLE "public"."alert_digests" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"    uuid                     NOT NULL,
  "period"     text                     NOT NULL,
  "day"        date                     NOT NULL,
  "items"      jsonb                    NOT NULL,
  CONSTRAINT "a person has a digest of a day once" UNIQUE (user_id, period, day),
  CONSTRAINT "digest is daily or weekly" CHECK ((period = ANY (ARRAY['daily'::text, 'weekly'::text]))),
  CONSTRAINT "alert_digests_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."alert_digests"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_digests" FROM "anon";

CREATE TABLE "public"."alert_events" (
  "code"           text    NOT NULL,
  "module"         text    NOT NULL,
  "name"           text    NOT NULL,
  "description"    text    NOT NULL,
  "severity"       text    NOT NULL,
  "window_minutes" integer NOT NULL DEFAULT 30,
  "channels"       text[]  NOT NULL DEFAULT '{in_app}'::text[],
  "digest"         text    NOT NULL DEFAULT 'none'::text,
  "params"         text[]  NOT NULL DEFAULT '{}'::text[],
  "active"         boolean NOT NULL DEFAULT true,
  CONSTRAINT "event channels are known" CHECK (((channels <@ ARRAY['in_app'::text, 'email'::text, 'sms'::text, 'push'::text]) AND (array_position(channels, NULL::text) IS NULL))),
  CONSTRAINT "event code is module.event" CHECK (((code ~ '^[a-z]+\.[a-z_]+$'::text) AND (length(code) <= 60))),
  CONSTRAINT "event description has 1 to 300 characters" CHECK (((btrim(description) <> ''::text) AND (length(description) <= 300))),
  CONSTRAINT "event digest is none, daily or weekly" CHECK ((digest = ANY (ARRAY['none'::text, 'daily'::text, 'weekly'::text]))),
  CONSTRAINT "event module is words" CHECK ((module ~ '^[a-z_]{2,30}$'::text)),
  CONSTRAINT "event name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "event severity is low, medium or high" CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text]))),
  CONSTRAINT "event window is 0 minutes to 7 days" CHECK (((window_minutes >= 0) AND (window_minutes <= 10080))),
  CONSTRAINT "alert_events_pkey" PRIMARY KEY (code)
);

ALTER TABLE "public"."alert_events"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_events" FROM "anon";

CREATE TABLE "public"."alert_group_members" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "group_id"   uuid                     NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "site_id"    uuid,
  CONSTRAINT "a person is in a group at a site once" UNIQUE NULLS NOT DISTINCT (group_id, user_id, site_id),
  CONSTRAINT "alert_group_members_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."alert_group_members"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_group_members" FROM "anon";

CREATE TABLE "public"."alert_groups" (
  "id"     uuid    NOT NULL DEFAULT gen_random_uuid(),
  "code"   text    NOT NULL,
  "name"   text    NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  CONSTRAINT "group code is 2 to 40 capital letters, digits or underscores" CHECK ((code ~ '^[A-Z][A-Z0-9_]{1,39}$'::text)),
  CONSTRAINT "group name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "alert_groups_code_key" UNIQUE (code),
  CONSTRAINT "alert_groups_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."alert_groups"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_groups" FROM "anon";

CREATE TABLE "public"."alert_targets" (
  "id"         uuid        NOT NULL DEFAULT gen_random_uuid(),
  "event_code" text        NOT NULL,
  "kind"       text        NOT NULL,
  "role"       public.role,
  "group_id"   uuid,
  "user_id"    uuid,
  "on_duty"    boolean     NOT NULL DEFAULT false,
  CONSTRAINT "a target names what it is" CHECK ((((role IS NOT NULL) = (kind = 'role'::text)) AND ((group_id IS NOT NULL) = (kind = 'group'::text)) AND ((user_id IS
    NOT NULL) = (kind = 'person'::text)))),
  CONSTRAINT "a target stands once" UNIQUE NULLS NOT DISTINCT (event_code, ROLE, group_id, user_id),
  CONSTRAINT "only a role is on duty" CHECK (((NOT on_duty) OR (kind = 'role'::text))),
  CONSTRAINT "target is a role, a group or a person" CHECK ((kind = ANY (ARRAY['role'::text, 'group'::text, 'person'::text]))),
  CONSTRAINT "alert_targets_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."alert_targets"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_targets" FROM "anon";

CREATE TABLE "public"."alert_templates" (
  "event_code" text NOT NULL,
  "language"   text NOT NULL,
  "title"      text NOT NULL,
  "body"       text NOT NULL,
  "sms"        text,
  CONSTRAINT "template body has 1 to 2000 characters" CHECK (((btrim(body) <> ''::text) AND (length(body) <= 2000))),
  CONSTRAINT "template language is en, hi or ta" CHECK ((language = ANY (ARRAY['en'::text, 'hi'::text, 'ta'::text]))),
  CONSTRAINT "template of a message has 1 to 300 characters" CHECK (((btrim(sms) <> ''::text) AND (length(sms) <= 300))),
  CONSTRAINT "template title has 1 to 160 characters" CHECK (((btrim(title) <> ''::text) AND (length(title) <= 160))),
  CONSTRAINT "alert_templates_pkey" PRIMARY KEY (event_code, LANGUAGE)
);

ALTER TABLE "public"."alert_templates"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_templates" FROM "anon";

CREATE TABLE "public"."alerts" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "event_code"      text                     NOT NULL,
  "site_id"         uuid,
  "severity"        text                     NOT NULL,
  "subject_type"    text                     NOT NULL,
  "subject_id"      text                     NOT NULL,
  "subject"         text                     NOT NULL,
  "params"          jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  "link"            text,
  "count"           integer                  NOT NULL DEFAULT 1,
  "state"           text                     NOT NULL DEFAULT 'open'::text,
  "acknowledged_by" uuid,
  "acknowledged_at" timestamp with time zone,
  "acknowledgement" text,
  "resolved_by"     uuid,
  "resolved_at"     timestamp with time zone,
  "resolution"      text,
  CONSTRAINT "a resolved alert has its time and says how" CHECK ((((state = 'resolved'::text) = (resolved_at IS NOT NULL)) AND ((resolved_at IS NULL) = (resolution IS NULL)))),
  CONSTRAINT "acknowledgement has at most 2000 characters" CHECK ((length(acknowledgement) <= 2000)),
  CONSTRAINT "alert is open, acknowledged or resolved" CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text]))),
  CONSTRAINT "an acknowledgement has somebody and a time" CHECK (((acknowledged_by IS NULL) = (acknowledged_at IS NULL))),
  CONSTRAINT "count is 1 or above" CHECK ((count >= 1)),
  CONSTRAINT "link is a path of the app" CHECK (((link ~ '^/'::text) AND (length(link) <= 300))),
  CONSTRAINT "resolution has at most 2000 characters" CHECK ((length(resolution) <= 2000)),
  CONSTRAINT "severity is low, medium or high" CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text]))),
  CONSTRAINT "subject has 1 to 200 characters" CHECK (((length(subject) >= 1) AND (length(subject) <= 200))),
  CONSTRAINT "subject id has 1 to 120 characters" CHECK (((length(subject_id) >= 1) AND (length(subject_id) <= 120))),
  CONSTRAINT "subject type has 1 to 60 characters" CHECK (((length(subject_type) >= 1) AND (length(subject_type) <= 60))),
  CONSTRAINT "alerts_pkey" PRIMARY KEY (id),
  "first_at"        timestamp with time zone NOT NULL DEFAULT app.now(),
  "last_at"         timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."alerts"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alerts" FROM "anon";

CREATE TABLE "public"."deliveries" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "kind"            text                     NOT NULL,
  "notification_id" uuid,
  "digest_id"       uuid,
  "site_id"         uuid,
  "user_id"         uuid                     NOT NULL,
  "channel"         text                     NOT NULL,
  "subscription_id" uuid,
  "destination"     text,
  "state"           text                     NOT NULL DEFAULT 'queued'::text,
  "urgent"          boolean                  NOT NULL,
  "round"           integer                  NOT NULL DEFAULT 0,
  "attempts"        integer                  NOT NULL DEFAULT 0,
  "next_attempt_at" timestamp with time zone NOT NULL,
  "claimed_by"      uuid,
  "claimed_until"   timestamp with time zone,
  "provider"        text,
  "provider_id"     text,
  "error"           text,
  "unsubscribe_key" uuid,
  "sent_at"         timestamp with time zone,
  "ended_at"        timestamp with time zone,
  CONSTRAINT "a delivery is of a notification or of a digest" CHECK ((((notification_id IS NOT NULL) = (kind <> 'digest'::text)) AND ((digest_id IS
    NOT NULL) = (kind = 'digest'::text)))),
  CONSTRAINT "a delivery that is being sent is somebody's" CHECK (((state <> 'sending'::text) OR ((claimed_by IS NOT NULL) AND (claimed_until IS NOT NULL)))),
  CONSTRAINT "delivery goes by email, sms or push" CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  CONSTRAINT "delivery is of an alert, a digest or a test" CHECK ((kind = ANY (ARRAY['alert'::text, 'digest'::text, 'test'::text]))),
  CONSTRAINT "destination has at most 1000 characters" CHECK ((length(destination) <= 1000)),
  CONSTRAINT "error has at most 500 characters" CHECK ((length(error) <= 500)),
  CONSTRAINT "only push goes to a browser" CHECK (((subscription_id IS NOT NULL) = (channel = 'push'::text))),
  CONSTRAINT "provider has at most 40 characters" CHECK ((length(provider) <= 40)),
  CONSTRAINT "provider's id has at most 200 characters" CHECK ((length(provider_id) <= 200)),
  CONSTRAINT "state of a delivery is known"
    CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'failed'::text, 'dead'::text, 'cancelled'::text]))),
  CONSTRAINT "deliveries_pkey" PRIMARY KEY (id),
  CONSTRAINT "deliveries_unsubscribe_key_key" UNIQUE (unsubscribe_key),
  "created_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."deliveries"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."deliveries" FROM "anon";

CREATE TABLE "public"."delivery_events" (
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "delivery_id" uuid,
  "what"        text                     NOT NULL,
  "provider"    text,
  "event_id"    text,
  "provider_id" text,
  "detail"      text,
  "by"          uuid,
  CONSTRAINT "event's detail has at most 500 characters" CHECK ((length(detail) <= 500)),
  CONSTRAINT "event's id has at most 200 characters" CHECK ((length(event_id) <= 200)),
  CONSTRAINT "event's message id has at most 200 characters" CHECK ((length(provider_id) <= 200)),
  CONSTRAINT "event's provider has at most 40 characters" CHECK ((length(provider) <= 40)),
  CONSTRAINT "what happened to a delivery has 1 to 40 characters" CHECK (((length(what) >= 1) AND (length(what) <= 40))),
  CONSTRAINT "delivery_events_pkey" PRIMARY KEY (id),
  "at"          timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."delivery_events"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."delivery_events" FROM "anon";

CREATE TABLE "public"."escalation_events" (
  "id"            bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "escalation_id" uuid                     NOT NULL,
  "position"      integer,
  "what"          text                     NOT NULL,
  "people"        jsonb                    NOT NULL DEFAULT '[]'::jsonb,
  CONSTRAINT "an escalation starts, reaches a level, or is seen, acknowledged"
    CHECK ((what = ANY (ARRAY['started'::text, 'step'::text, 'seen'::text, 'acknowledged'::text, 'resolved'::text]))),
  CONSTRAINT "escalation_events_pkey" PRIMARY KEY (id),
  "at"            timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."escalation_events"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."escalation_events" FROM "anon";

CREATE TABLE "public"."escalation_policies" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "name"           text                     NOT NULL,
  "event_code"     text,
  "severity"       text,
  "site_id"        uuid,
  "condition"      text                     NOT NULL DEFAULT 'unacknowledged'::text,
  "business_hours" boolean                  NOT NULL DEFAULT false,
  "active"         boolean                  NOT NULL DEFAULT true,
  CONSTRAINT "policy name has 1 to 80 characters" CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  CONSTRAINT "policy severity is low, medium or high" CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text]))),
  CONSTRAINT "policy waits for what is unseen, unacknowledged or unresolved" CHECK ((condition = ANY (ARRAY['unseen'::text, 'unacknowledged'::text, 'unresolved'::text]))),
  CONSTRAINT "escalation_policies_name_key" UNIQUE (name),
  CONSTRAINT "escalation_policies_pkey" PRIMARY KEY (id),
  "created_at"     timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."escalation_policies"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."escalation_policies" FROM "anon";

CREATE TABLE "public"."escalation_steps" (
  "id"            uuid        NOT NULL DEFAULT gen_random_uuid(),
  "policy_id"     uuid        NOT NULL,
  "position"      integer     NOT NULL,
  "after_minutes" integer     NOT NULL,
  "kind"          text        NOT NULL,
  "role"          public.role,
  "group_id"      uuid,
  "user_id"       uuid,
  "channels"      text[]      NOT NULL DEFAULT '{in_app,email}'::text[],
  CONSTRAINT "a policy has one step at a position" UNIQUE (policy_id, "position"),
  CONSTRAINT "a step names whom it goes to" CHECK ((((role IS NOT NULL) = (kind = 'role'::text)) AND ((group_id IS NOT NULL) = (kind = 'group'::text)) AND ((user_id IS
    NOT NULL) = (kind = 'person'::text)))),
  CONSTRAINT "step channels are known" CHECK (((channels <@ ARRAY['in_app'::text, 'email'::text, 'sms'::text, 'push'::text]) AND (array_position(channels, NULL::text) IS NULL))),
  CONSTRAINT "step comes after 1 minute to 30 days" CHECK (((after_minutes >= 1) AND (after_minutes <= 43200))),
  CONSTRAINT "step goes to a role, a group or a person" CHECK ((kind = ANY (ARRAY['role'::text, 'group'::text, 'person'::text]))),
  CONSTRAINT "step position is 1 to 20" CHECK ((("position" >= 1) AND ("position" <= 20))),
  CONSTRAINT "escalation_steps_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."escalation_steps"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."escalation_steps" FROM "anon";

CREATE TABLE "public"."escalations" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "alert_id"      uuid                     NOT NULL,
  "policy_id"     uuid                     NOT NULL,
  "state"         text                     NOT NULL DEFAULT 'running'::text,
  "next_position" integer,
  "next_at"       timestamp with time zone,
  "ended_at"      timestamp with time zone,
  "ended_by"      uuid,
  "end_reason"    text,
  CONSTRAINT "a step to come has its time" CHECK (((next_position IS NULL) = (next_at IS NULL))),
  CONSTRAINT "an escalation that does not run says since when and why" CHECK ((((state = 'running'::text) = (ended_at IS NULL)) AND ((ended_at IS NULL) = (end_reason IS NULL)))),
  CONSTRAINT "escalation ends because it was seen, acknowledged or resolved" CHECK ((end_reason = ANY (ARRAY['seen'::text, 'acknowledged'::text, 'resolved'::text]))),
  CONSTRAINT "escalation is running, stopped or ended" CHECK ((state = ANY (ARRAY['running'::text, 'stopped'::text, 'ended'::text]))),
  CONSTRAINT "escalations_alert_id_key" UNIQUE (alert_id),
  CONSTRAINT "escalations_pkey" PRIMARY KEY (id),
  "started_at"    timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."escalations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."escalations" FROM "anon";

CREATE TABLE "public"."notification_preferences" (
  "event_code" text    NOT NULL,
  "channel"    text    NOT NULL,
  "enabled"    boolean NOT NULL,
  CONSTRAINT "preference is for in_app, email, sms or push" CHECK ((channel = ANY (ARRAY['in_app'::text, 'email'::text, 'sms'::text, 'push'::text]))),
  "user_id"    uuid    NOT NULL DEFAULT auth.uid(),
  CONSTRAINT "notification_preferences_pkey" PRIMARY KEY (user_id, event_code, channel)
);

ALTER TABLE "public"."notification_preferences"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."notification_preferences" FROM "anon";

CREATE TABLE "public"."notification_settings" (
  "language"         text                     NOT NULL DEFAULT 'en'::text,
  "phone"            text,
  "quiet_from"       time without time zone,
  "quiet_until"      time without time zone,
  "digests"          boolean                  NOT NULL DEFAULT true,
  "email_off_at"     timestamp with time zone,
  "email_off_reason" text,
  CONSTRAINT "language is en, hi or ta" CHECK ((language = ANY (ARRAY['en'::text, 'hi'::text, 'ta'::text]))),
  CONSTRAINT "phone number has the form +919840012345" CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  CONSTRAINT "quiet hours have a beginning and an end"
    CHECK
    ((((quiet_from IS NULL) = (quiet_until IS NULL)) AND (quiet_from <> quiet_until) AND (quiet_from < '24:00:00'::time without time zone) AND (quiet_until < '24:00:00'::time
    without time zone))),
  CONSTRAINT "reason of an address turned off has at most 500 characters" CHECK ((length(email_off_reason) <= 500)),
  "user_id"          uuid                     NOT NULL DEFAULT auth.uid(),
  CONSTRAINT "notification_settings_pkey" PRIMARY KEY (user_id)
);

ALTER TABLE "public"."notification_settings"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."notification_settings" FROM "anon";

CREATE TABLE "public"."notifications" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "alert_id"   uuid                     NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "title"      text                     NOT NULL,
  "body"       text                     NOT NULL,
  "sms"        text                     NOT NULL,
  "count"      integer                  NOT NULL DEFAULT 1,
  "level"      integer                  NOT NULL DEFAULT 0,
  "silent"     boolean                  NOT NULL DEFAULT false,
  "read_at"    timestamp with time zone,
  CONSTRAINT "a person is told of an alert once" UNIQUE (alert_id, user_id),
  CONSTRAINT "body has at most 2000 characters" CHECK ((length(body) <= 2000)),
  CONSTRAINT "level is 0 or above" CHECK ((level >= 0)),
  CONSTRAINT "text message has at most 160 characters" CHECK ((length(sms) <= 160)),
  CONSTRAINT "title has 1 to 200 characters" CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CONSTRAINT "notifications_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now(),
  "updated_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."notifications"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."notifications" FROM "anon";

CREATE TABLE "public"."push_subscriptions" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"    uuid                     NOT NULL,
  "endpoint"   text                     NOT NULL,
  "p256dh"     text                     NOT NULL,
  "auth"       text                     NOT NULL,
  "user_agent" text,
  "ended_at"   timestamp with time zone,
  CONSTRAINT "push endpoint is an https address" CHECK (((endpoint ~ '^(https://|http://(localhost|127\.0\.0\.1)[:/])[^\s]+$'::text) AND (length(endpoint) <= 1000))),
  CONSTRAINT "push key has 1 to 200 characters" CHECK ((p256dh ~ '^[A-Za-z0-9_=-]{1,200}$'::text)),
  CONSTRAINT "push secret has 1 to 100 characters" CHECK ((auth ~ '^[A-Za-z0-9_=-]{1,100}$'::text)),
  CONSTRAINT "user agent has at most 300 characters" CHECK ((length(user_agent) <= 300)),
  CONSTRAINT "push_subscriptions_endpoint_key" UNIQUE (endpoint),
  CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY (id),
  "created_at" timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."push_subscriptions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."push_subscriptions" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."delivery_events_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."delivery_events_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."delivery_events_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."escalation_events_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."escalation_events_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."escalation_events_id_seq" FROM "service_role";

CREATE OR REPLACE FUNCTION app.add_business_minutes (
  at      timestamp with time zone,
  minutes integer,
  site_id uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  rules record := app.business_time(add_business_minutes.site_id);
  day date := (add_business_minutes.at at time zone rules.zone)::date;
  missing interval := add_business_minutes.minutes * interval '1 minute';
  opens timestamptz;
  closes timestamptz;
begin
  for ahead in 0..3700 loop
    if extract(isodow from day)::integer = any (rules.days) then
      opens := greatest((day + rules.opens) at time zone rules.zone, add_business_minutes.at);
      closes := case when rules.closes = '24:00' then (day + 1)::timestamp else day + rules.closes end at time zone rules.zone;
      if closes > opens then
        if opens + missing <= closes then
          return opens + missing;
        end if;
        missing := missing - (closes - opens);
      end if;
    end if;
    day := day + 1;
  end loop;
  return add_business_minutes.at + add_business_minutes.minutes * interval '1 minute';
end $function$;

CREATE OR REPLACE FUNCTION app.alert_answer (
  alert uuid
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
      'id', alerts.id, 'event', alerts.event_code, 'name', alert_events.name, 'module', alert_events.module,
      'site_id', alerts.site_id, 'site', sites.code, 'severity', alerts.severity,
      'subject_type', alerts.subject_type, 'subject_id', alerts.subject_id, 'subject', alerts.subject, 'params', alerts.params,
      'link', alerts.link, 'count', alerts.count, 'first_at', alerts.first_at, 'last_at', alerts.last_at, 'state', alerts.state,
      'acknowledged_by', (select full_name from public.profiles where id = alerts.acknowledged_by),
      'acknowledged_at', alerts.acknowledged_at, 'acknowledgement', alerts.acknowledgement,
      'resolved_by', (select full_name from public.profiles where id = alerts.resolved_by),
      'resolved_at', alerts.resolved_at, 'resolution', alerts.resolution
    )
    from public.alerts
    join public.alert_events on alert_events.code = alerts.event_code
    left join public.sites on sites.id = alerts.site_id
    where alerts.id = alert_answer.alert
  );
end $function$;

CREATE OR REPLACE FUNCTION app.alert_people (
  event   text,
  site_id uuid,
  run     uuid DEFAULT NULL::uuid
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
begin
  return (
    select coalesce(pg_catalog.array_agg(distinct person.id), '{}')
    from public.alert_targets as targets
    cross join lateral app.people_of(
      targets.kind, targets.role, targets.group_id, targets.user_id, targets.on_duty, alert_people.site_id, alert_people.run
    ) as person (id)
    where targets.event_code = alert_people.event
  );
end $function$;

CREATE OR REPLACE FUNCTION app.alert_templates_check()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  names text[];
  given record;
begin
  select params || array['subject', 'site', 'time', 'count', 'severity'] into names
  from public.alert_events where code = new.event_code;
  for given in
    select field.name as field, found.parts[1] as name
    from (values ('title', new.title), ('body', new.body), ('sms', new.sms)) as field (name, words)
    cross join lateral pg_catalog.regexp_matches(field.words, '\{([^{}]*)\}', 'g') as found (parts)
  loop
    if given.name <> all (names) then
      perform app.fail(
        'VALUE_INVALID',
        pg_catalog.format('%s has no value {%s}; a template may use {%s}.', new.event_code, left(given.name, 60),
          pg_catalog.array_to_string(names, '}, {')),
        given.field
      );
    end if;
  end loop;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.alert_text (
  alert      public.alerts,
  language   text,
  escalation jsonb         DEFAULT NULL::jsonb,
  OUT        title text,
  OUT        body text,
  OUT        sms text
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  given jsonb;
  words public.alert_templates;
begin
  given := alert.params || pg_catalog.jsonb_build_object(
    'subject', alert.subject,
    'site', (select sites.code from public.sites where sites.id = alert.site_id),
    'time', coalesce(app.site_clock(alert.site_id, alert.last_at), pg_catalog.to_char(alert.last_at at time zone 'UTC', 'HH24:MI "UTC"')),
    'count', alert.count,
    'severity', alert.severity
  );
  select * into words from public.alert_templates
  where event_code = alert.event_code and alert_templates.language in (alert_text.language, 'en')
  order by alert_templates.language = alert_text.language desc limit 1;
  title := app.cut_text(app.render_text(
    coalesce(words.title, (select name from public.alert_events where code = alert.event_code) || ': {subject}'), given), 200);
  body := app.cut_text(app.render_text(coalesce(words.body, '{subject}'), given), 2000);
  sms := app.cut_text(app.render_text(coalesce(words.sms, words.title, '{subject}'), given), 160);
  if escalation is not null then
    given := escalation || pg_catalog.jsonb_build_object('title', title, 'body', body, 'sms', sms);
    select * into words from public.alert_templates
    where event_code = 'system.escalated' and alert_templates.language in (alert_text.language, 'en')
    order by alert_templates.language = alert_text.language desc limit 1;
    title := app.cut_text(app.render_text(coalesce(words.title, '{title}'), given), 200);
    body := app.cut_text(app.render_text(coalesce(words.body, '{body}'), given, 2000), 2000);
    sms := app.cut_text(app.render_text(coalesce(words.sms, words.title, '{sms}'), given), 160);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.apply_delivery_status (
  delivery public.deliveries,
  status   text,
  at       timestamp with time zone,
  detail   text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- How far each has come; what ended badly is never put right by a report that was late.
  reached jsonb := '{"queued": 0, "sending": 0, "sent": 1, "delivered": 2, "failed": 3, "bounced": 3, "dead": 3, "cancelled": 3}';
begin
  if apply_delivery_status.status in ('bounced', 'complained') and delivery.channel = 'email' then
    perform app.turn_address_off(delivery, apply_delivery_status.status, apply_delivery_status.detail);
  end if;
  if (reached ->> apply_delivery_status.status)::integer is null
    or (reached ->> apply_delivery_status.status)::integer <= (reached ->> delivery.state)::integer then
    return false;
  end if;
  update public.deliveries
  set state = apply_delivery_status.status,
    sent_at = coalesce(sent_at, apply_delivery_status.at),
    ended_at = case when apply_delivery_status.status = 'sent' then ended_at else apply_delivery_status.at end,
    error = case when apply_delivery_status.status in ('bounced', 'failed')
      then left(coalesce(apply_delivery_status.detail, 'The provider gives no reason.'), 500) else error end
  where id = delivery.id;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.bury_delivery (
  delivery public.deliveries,
  error    text,
  provider text              DEFAULT NULL::text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.deliveries
  set state = 'dead', ended_at = app.now(), error = left(bury_delivery.error, 500), claimed_by = null, claimed_until = null,
    provider = coalesce(left(bury_delivery.provider, 40), deliveries.provider)
  where id = delivery.id;
  insert into public.delivery_events (delivery_id, at, what, provider, detail)
  values (delivery.id, app.now(), 'dead', left(bury_delivery.provider, 40), left(bury_delivery.error, 500));
  if not exists (
    select from public.notifications join public.alerts on alerts.id = notifications.alert_id
    where notifications.id = delivery.notification_id and alerts.event_code = 'system.delivery_dead'
  ) then
    perform app.notify(
      'system.delivery_dead', null, 'channels', delivery.channel,
      case delivery.channel when 'email' then 'E-mail' when 'sms' then 'Text messages' else 'Push messages' end,
      pg_catalog.jsonb_build_object('person', (select full_name from public.profiles where id = delivery.user_id), 'error', bury_delivery.error),
      '/alerts/deliveries?state=dead'
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.business_time (
  site_id uuid,
  OUT     zone text,
  OUT     opens time without time zone,
  OUT     closes time without time zone,
  OUT     days integer[]
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  hours text[] := pg_catalog.regexp_match(app.setting('alerts.business_hours') #>> '{}', '^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$');
  named text := app.setting('alerts.business_days') #>> '{}';
begin
  zone := coalesce((select sites.time_zone from public.sites where sites.id = business_time.site_id), 'Asia/Kolkata');
  opens := coalesce((hours[1] || ':' || hours[2])::time, '09:00');
  closes := coalesce((hours[3] || ':' || hours[4])::time, '18:00');
  days := case when named ~ '^[1-7](,[1-7])*$' then pg_catalog.string_to_array(named, ',')::integer[] else '{1,2,3,4,5,6}' end;
  if opens >= closes then
    opens := '00:00';
    closes := '24:00';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.check_lot_stock (
  lot       public.lots,
  direction integer
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
  place record;
begin
  select * into strict item from public.items where id = lot.item_id;
  if item.reorder_level is null then
    return;
  end if;
  for place in
    select locations.site_id, sum(stock_balances.on_hand) as on_hand
    from public.stock_balances join public.locations on locations.id = stock_balances.location_id
    where stock_balances.lot_id = lot.id and stock_balances.on_hand > 0
    group by locations.site_id order by locations.site_id
  loop
    if direction < 0 or exists (
      select from public.alerts
      where event_code in ('stock.low', 'stock.out') and subject_id = item.id || '@' || place.site_id and state <> 'resolved'
    ) then
      perform app.check_stock(item, place.site_id, direction * place.on_hand);
    end if;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.check_page (
  page_size integer,
  most      integer
)
  RETURNS integer
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if page_size is null or page_size not between 1 and most then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A page has 1 to %s rows, not %s.', most, coalesce(page_size::text, 'nothing')), 'page_size');
  end if;
  return page_size;
end $function$;

CREATE OR REPLACE FUNCTION app.check_stock (
  item    public.items,
  site_id uuid,
  change  numeric
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  level numeric := item.reorder_level;
  after numeric := app.usable_stock(item.id, check_stock.site_id, greatest(level, 1e-6) + greatest(change, 0));
  before numeric := after - change;
  subject text := item.id || '@' || check_stock.site_id;
  given jsonb;
begin
  if change > 0 then
    if after > 0 then
      perform app.resolve_alerts('stock.out', 'items@site', subject, pg_catalog.format('%s %s are there again.', pg_catalog.trim_scale(after), item.unit));
    end if;
    if after >= level then
      perform app.resolve_alerts('stock.low', 'items@site', subject, pg_catalog.format('%s %s are there again.', pg_catalog.trim_scale(after), item.unit));
      return;
    end if;
  end if;
  given := pg_catalog.jsonb_build_object(
    'item', item.name, 'code', item.code, 'unit', item.unit, 'available', pg_catalog.trim_scale(after), 'level', pg_catalog.trim_scale(level)
  );
  if after <= 0 and before > 0 then
    perform app.resolve_alerts('stock.low', 'items@site', subject, 'Now there is none left.');
    perform app.notify('stock.out', check_stock.site_id, 'items@site', subject, item.name, given, '/stock?item=' || item.id);
  elsif (after < level and before >= level) or (change > 0 and before <= 0 and after > 0 and after < level) then
    perform app.notify('stock.low', check_stock.site_id, 'items@site', subject, item.name, given, '/stock?item=' || item.id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.cut_text (
  given   text,
  longest integer
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when length(given) <= longest then given else left(given, longest - 3) || '...' end;
end $function$;

CREATE OR REPLACE FUNCTION app.deliveries_wake()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if exists (select from added where urgent) then
    perform app.wake_notify();
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.end_escalation (
  alert  uuid,
  reason text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  escalation uuid;
begin
  update public.escalations
  set state = case when end_escalation.reason = 'resolved' then 'ended' else 'stopped' end,
    ended_at = app.now(), ended_by = auth.uid(), end_reason = end_escalation.reason, next_position = null, next_at = null
  from public.escalation_policies
  where escalations.alert_id = end_escalation.alert and escalations.state = 'running'
    and escalation_policies.id = escalations.policy_id
    and case escalation_policies.condition
      when 'unseen' then true
      when 'unacknowledged' then end_escalation.reason <> 'seen'
      else end_escalation.reason = 'resolved'
    end
  returning escalations.id into escalation;
  if found then
    insert into public.escalation_events (escalation_id, at, what, people)
    values (escalation, app.now(), end_escalation.reason, app.people_named(array[auth.uid()]));
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.end_of_quiet (
  quiet_from  time without time zone,
  quiet_until time without time zone,
  time_zone   text,
  at          timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  clock timestamp := end_of_quiet.at at time zone end_of_quiet.time_zone;
  quiet boolean := case
    when quiet_from < quiet_until then clock::time >= quiet_from and clock::time < quiet_until
    else clock::time >= quiet_from or clock::time < quiet_until
  end;
begin
  if quiet is not true then
    return end_of_quiet.at;
  end if;
  return (clock::date + (clock::time >= quiet_until)::integer + quiet_until) at time zone end_of_quiet.time_zone;
end $function$;

CREATE OR REPLACE FUNCTION app.escalation_answer (
  escalation public.escalations
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
      'id', escalation.id, 'state', escalation.state, 'policy_id', policies.id, 'policy', policies.name, 'condition', policies.condition,
      'business_hours', policies.business_hours, 'started_at', escalation.started_at, 'next_position', escalation.next_position,
      'next_at', escalation.next_at, 'ended_at', escalation.ended_at, 'end_reason', escalation.end_reason,
      'ended_by', (select full_name from public.profiles where id = escalation.ended_by),
      'steps', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'position', steps.position, 'after_minutes', steps.after_minutes, 'kind', steps.kind,
          'to', coalesce(steps.role::text, alert_groups.name, profiles.full_name), 'channels', steps.channels
        ) order by steps.position), '[]')
        from public.escalation_steps as steps
        left join public.alert_groups on alert_groups.id = steps.group_id
        left join public.profiles on profiles.id = steps.user_id
        where steps.policy_id = policies.id
      ),
      'events', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'position', events.position, 'at', events.at, 'what', events.what, 'people', events.people) order by events.id), '[]')
        from public.escalation_events as events where events.escalation_id = escalation.id
      )
    )
    from public.escalation_policies as policies where policies.id = escalation.policy_id
  );
end $function$;

CREATE OR REPLACE FUNCTION app.lock_alert (
  alert uuid
)
  RETURNS public.alerts
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  found_alert public.alerts;
begin
  select * into found_alert from public.alerts where id = lock_alert.alert for no key update;
  if not found or not (
    exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid())
    or app.has('alerts.view_log', found_alert.site_id)
  ) then
    perform app.fail('NOT_FOUND', 'There is no such alert among yours.', 'alert');
  end if;
  if not exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid()) then
    perform app.require('alerts.acknowledge', found_alert.site_id);
  end if;
  if found_alert.state = 'resolved' then
    perform app.fail(
      'ALERT_RESOLVED',
      pg_catalog.format('This was over at %s.', coalesce(app.site_clock(found_alert.site_id, found_alert.resolved_at),
        pg_catalog.to_char(found_alert.resolved_at at time zone 'UTC', 'HH24:MI "UTC"'))),
      'alert'
    );
  end if;
  return found_alert;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_message (
  provider    text,
  provider_id text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(
    pg_catalog.concat_ws('/', 'message', lock_message.provider, lock_message.provider_id), 0));
end $function$;

CREATE OR REPLACE FUNCTION app.lot_holds_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  other boolean := exists (
    select from public.lot_holds where lot_holds.lot_id = new.lot_id and lot_holds.id <> new.id and released_at is null
  );
begin
  select * into strict lot from public.lots where id = new.lot_id;
  if new.lot_id = new.cause_lot_id then
    perform app.tell_lot_status(lot,
      case when tg_op = 'INSERT' then app.status_word(lot.qc_status) else 'on hold' end,
      case when tg_op = 'INSERT' or other then 'on hold' else app.status_word(lot.qc_status) end);
  end if;
  if lot.qc_status = 'pass' and not other then
    perform app.check_lot_stock(lot, case when tg_op = 'INSERT' then -1 else 1 end);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.lots_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.tell_lot_status(new, app.status_word(old.qc_status), app.status_word(new.qc_status));
  if 'pass' in (old.qc_status, new.qc_status) then
    perform app.check_lot_stock(new, case when new.qc_status = 'pass' then 1 else -1 end);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.most_attempts()
  RETURNS integer
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ select 8 $function$;

CREATE OR REPLACE FUNCTION app.notify (
  event        text,
  site_id      uuid,
  subject_type text,
  subject_id   text,
  subject      text,
  params       jsonb  DEFAULT '{}'::jsonb,
  link         text   DEFAULT NULL::text,
  people       uuid[] DEFAULT NULL::uuid[]
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  known public.alert_events;
  alert public.alerts;
  told uuid[];
begin
  select * into known from public.alert_events where code = notify.event;
  if not found then
    raise exception 'There is no event % to notify of.', notify.event;
  end if;
  if not known.active then
    return null;
  end if;
  -- Two who raise the same at once would each not see the other's.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(
    pg_catalog.concat_ws('/', notify.event, notify.site_id, notify.subject_type, notify.subject_id), 0));
  update public.alerts
  set count = alerts.count + 1, last_at = app.now(), params = notify.params, subject = left(notify.subject, 200)
  where id = (
    select earlier.id from public.alerts as earlier
    where earlier.event_code = notify.event and earlier.subject_id = notify.subject_id
      and earlier.subject_type = notify.subject_type and earlier.site_id is not distinct from notify.site_id
      and earlier.state <> 'resolved'
      and earlier.first_at > app.now() - known.window_minutes * interval '1 minute'
    order by earlier.first_at desc limit 1
  )
  returning * into alert;
  if found then
    select pg_catalog.array_agg(notifications.user_id) into told from public.notifications where notifications.alert_id = alert.id;
    perform app.tell(alert, told, null);
    return alert.id;
  end if;
  insert into public.alerts (event_code, site_id, severity, subject_type, subject_id, subject, params, link, first_at, last_at)
  values (
    known.code, notify.site_id, coalesce(notify.params ->> 'severity', known.severity), notify.subject_type, notify.subject_id,
    left(notify.subject, 200), notify.params, notify.link, app.now(), app.now()
  )
  returning * into alert;
  told := app.alert_people(known.code, notify.site_id, (notify.params ->> 'run')::uuid) || coalesce(notify.people, '{}');
  perform app.tell(alert, told, known.channels);
  perform app.start_escalation(alert);
  return alert.id;
end $function$;

CREATE OR REPLACE FUNCTION app.people_named (
  people uuid[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', profiles.id, 'name', profiles.full_name) order by profiles.full_name, profiles.id), '[]')
    from public.profiles where profiles.id = any (people_named.people) and profiles.active
  );
end $function$;

CREATE OR REPLACE FUNCTION app.people_of (
  kind     text,
  role     public.role,
  group_id uuid,
  user_id  uuid,
  on_duty  boolean,
  site_id  uuid,
  run      uuid
)
  RETURNS SETOF uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if people_of.kind = 'person' then
    return query select people_of.user_id;
  elsif people_of.kind = 'group' then
    return query
    select members.user_id
    from public.alert_group_members as members
    join public.alert_groups on alert_groups.id = members.group_id and alert_groups.active
    where members.group_id = people_of.group_id
      and (people_of.site_id is null or members.site_id is null or members.site_id = people_of.site_id);
  elsif not people_of.on_duty then
    return query
    select memberships.user_id from public.memberships
    where memberships.role = people_of.role
      and (people_of.site_id is null or memberships.site_id is null or memberships.site_id = people_of.site_id);
  else
    return query
    select memberships.user_id
    from public.shift_runs
    join public.shift_assignments on shift_assignments.run_id = shift_runs.id and shift_assignments.active
    join public.memberships on memberships.user_id = shift_assignments.user_id
    where shift_runs.site_id = people_of.site_id
      and case when people_of.run is not null then shift_runs.id = people_of.run
        -- A run is shorter than two days: no more of them than that is looked at.
        else shift_runs.starts_at <= app.now() and shift_runs.starts_at > app.now() - interval '2 days'
          and shift_runs.ends_at > app.now() and shift_runs.state <> 'locked' end
      and memberships.role = people_of.role
      and (memberships.site_id is null or memberships.site_id = people_of.site_id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.qc_overrides_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  test public.qc_tests;
  lot public.lots;
begin
  if new.state <> 'requested' then
    perform app.resolve_alerts('quality.override_requested', 'qc_overrides', new.id::text, pg_catalog.format('It was %s.', new.state));
    return null;
  end if;
  select * into strict test from public.qc_tests where id = new.test_id;
  select * into strict lot from public.lots where id = test.lot_id;
  perform app.notify(
    'quality.override_requested', test.site_id, 'qc_overrides', new.id::text, pg_catalog.format('%s, test %s', lot.code, test.number),
    pg_catalog.jsonb_build_object(
      'lot', lot.code, 'test', test.number, 'person', (select full_name from public.profiles where id = new.requested_by),
      'reason', (select name from public.reason_codes where id = new.reason_id), 'justification', new.justification
    ),
    '/quality/items/' || lot.id || coalesce('/' || test.stage_log_id, '')
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.qc_tests_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  lot public.lots;
  stage text;
  earlier uuid;
begin
  select * into strict lot from public.lots where id = new.lot_id;
  if new.status = 'hold' then
    stage := (
      select stages.name from public.stage_logs join public.stages on stages.id = stage_logs.stage_id where stage_logs.id = new.stage_log_id
    );
    perform app.notify(
      'quality.test_failed', new.site_id, 'qc_tests', new.id::text, pg_catalog.concat_ws(', ', lot.code, stage),
      pg_catalog.jsonb_build_object(
        'lot', lot.code, 'stage', coalesce(stage, case new.kind when 'incoming' then 'Incoming' else 'Final test' end), 'test', new.number,
        'item', (select items.name from public.items where items.id = lot.item_id), 'findings', app.test_findings(new),
        'person', (select full_name from public.profiles where id = new.tested_by)
      ),
      '/quality/items/' || lot.id || coalesce('/' || new.stage_log_id, '')
    );
  else
    -- A test that passes answers for the ones before it of the same lot or stage, as a rejection does.
    for earlier in
      select qc_tests.id from public.qc_tests
      where qc_tests.lot_id = new.lot_id and qc_tests.stage_log_id is not distinct from new.stage_log_id
      order by qc_tests.attempt
    loop
      perform app.resolve_alerts('quality.test_failed', 'qc_tests', earlier::text, case new.status
        when 'fail' then pg_catalog.format('%s was rejected.', lot.code)
        when 'pass' then pg_catalog.format('Test %s has passed%s.', new.number, case when new.overridden then ' by an override' end)
        else pg_catalog.format('Test %s was put right.', new.number) end);
    end loop;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.render_text (
  template text,
  given    jsonb,
  longest  integer DEFAULT 200
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(
      pg_catalog.string_agg(
        case
          when part.words[1] ~ '^\{[a-z_]+\}$' then coalesce(
            nullif(left(pg_catalog.btrim(pg_catalog.regexp_replace(given ->> pg_catalog.btrim(part.words[1], '{}'), '[[:cntrl:]]+', ' ', 'g')), longest), ''),
            '–'
          )
          else part.words[1]
        end,
        '' order by part.place
      ),
      ''
    )
    from pg_catalog.regexp_matches(template, '\{[a-z_]+\}|[^{]+|\{', 'g') with ordinality as part (words, place)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.resolve_alert (
  alert      public.alerts,
  resolution text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.alerts
  set state = 'resolved', resolved_by = auth.uid(), resolved_at = app.now(), resolution = left(resolve_alert.resolution, 2000)
  where id = alert.id and state <> 'resolved';
  if not found then
    return;
  end if;
  perform app.end_escalation(alert.id, 'resolved');
  -- What still waits to be sent is news no more.
  with ended as (
    update public.deliveries
    set state = 'cancelled', ended_at = app.now(), error = 'It was over before this was sent.'
    where notification_id in (select id from public.notifications where alert_id = alert.id)
      and state = 'queued' and next_attempt_at > app.now()
    returning id
  )
  insert into public.delivery_events (delivery_id, at, what, detail)
  select ended.id, app.now(), 'cancelled', 'It was over before this was sent.' from ended;
  perform app.ring_change(alert.id);
end $function$;

CREATE OR REPLACE FUNCTION app.resolve_alerts (
  event        text,
  subject_type text,
  subject_id   text,
  resolution   text
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  alert public.alerts;
  resolved integer := 0;
begin
  for alert in
    select alerts.* from public.alerts
    where alerts.event_code = resolve_alerts.event and alerts.subject_id = resolve_alerts.subject_id
      and alerts.subject_type = resolve_alerts.subject_type and alerts.state <> 'resolved'
    order by id for no key update
  loop
    perform app.resolve_alert(alert, resolve_alerts.resolution);
    resolved := resolved + 1;
  end loop;
  return resolved;
end $function$;

CREATE OR REPLACE FUNCTION app.ring (
  alert  public.alerts,
  people uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
begin
  perform realtime.send(
    pg_catalog.jsonb_build_object(
      'id', notifications.id, 'alert', alert.id, 'event', alert.event_code, 'severity', alert.severity,
      'title', notifications.title, 'body', left(notifications.body, 300), 'link', alert.link, 'count', notifications.count,
      'level', notifications.level, 'unread', app.unread_of(notifications.user_id)
    ),
    'notification', 'user:' || notifications.user_id, true
  )
  from public.notifications
  where notifications.alert_id = alert.id and notifications.user_id = any (ring.people) and not notifications.silent;
end $function$;

CREATE OR REPLACE FUNCTION app.ring_change (
  alert uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform realtime.send(
    pg_catalog.jsonb_build_object('alert', alerts.id, 'state', alerts.state), 'alert', 'user:' || notifications.user_id, true
  )
  from public.alerts join public.notifications on notifications.alert_id = alerts.id
  where alerts.id = ring_change.alert;
  perform app.announce(alerts.site_id, 'alerts', 'alert', pg_catalog.jsonb_build_object('alert', alerts.id, 'state', alerts.state))
  from public.alerts where alerts.id = ring_change.alert and alerts.site_id is not null;
end $function$;

CREATE OR REPLACE FUNCTION app.run_escalations()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  escalation public.escalations;
  policy public.escalation_policies;
  step public.escalation_steps;
  later public.escalation_steps;
  alert public.alerts;
  told uuid[];
  reached integer := 0;
begin
  loop
    -- One after the other: a level that is long overdue is told before the one after it.
    select escalations.* into escalation from public.escalations
    where state = 'running' and next_at <= app.now()
    order by next_at, id limit 1 for no key update skip locked;
    exit when not found;
    select * into strict alert from public.alerts where id = escalation.alert_id;
    select * into strict policy from public.escalation_policies where id = escalation.policy_id;
    select * into step from public.escalation_steps
    where policy_id = policy.id and position >= escalation.next_position order by position limit 1;
    if step.id is not null then
      told := array(
        select distinct person.id
        from app.people_of(step.kind, step.role, step.group_id, step.user_id, false, alert.site_id, null) as person (id)
      );
      perform app.tell(alert, told, step.channels, pg_catalog.jsonb_build_object(
        'level', (select count(*) from public.escalation_steps as lower where lower.policy_id = policy.id and lower.position <= step.position),
        'minutes', step.after_minutes, 'policy', policy.name
      ));
      insert into public.escalation_events (escalation_id, position, at, what, people)
      values (escalation.id, step.position, app.now(), 'step', app.people_named(told));
      reached := reached + 1;
    end if;
    select * into later from public.escalation_steps
    where policy_id = policy.id and position > coalesce(step.position, escalation.next_position) order by position limit 1;
    update public.escalations
    set next_position = later.position,
      next_at = case when later.id is not null
        then greatest(app.step_at(escalation.started_at, later.after_minutes, policy.business_hours, alert.site_id), escalation.next_at) end
    where id = escalation.id;
    if alert.site_id is not null then
      perform app.announce(alert.site_id, 'alerts', 'escalation', pg_catalog.jsonb_build_object('alert', alert.id, 'position', step.position));
    end if;
  end loop;
  return reached;
end $function$;

CREATE OR REPLACE FUNCTION app.scan_expiry()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  thresholds integer[];
  stock record;
  alert public.alerts;
  raised integer := 0;
begin
  select coalesce(pg_catalog.array_agg(distinct days::integer), '{30,15,7}') into thresholds
  from pg_catalog.regexp_split_to_table(coalesce(app.setting('alerts.expiry_days') #>> '{}', ''), '[, ]+') as days
  where days ~ '^[0-9]{1,4}$';
  for stock in
    select lots.id, lots.code, lots.expires_on, places.site_id, places.on_hand, items.name as item, items.unit,
      lots.expires_on - places.today as days,
      (select min(threshold) from pg_catalog.unnest(thresholds) as threshold where lots.expires_on - places.today <= threshold) as threshold
    from (
      select stock_balances.lot_id, locations.site_id, app.business_date(locations.site_id) as today, sum(stock_balances.on_hand) as on_hand
      from public.stock_balances join public.locations on locations.id = stock_balances.location_id
      where stock_balances.on_hand > 0
      group by stock_balances.lot_id, locations.site_id
    ) as places
    join public.lots on lots.id = places.lot_id
    join public.items on items.id = lots.item_id
    where lots.expires_on >= places.today and lots.qc_status <> 'fail'
      and lots.expires_on - places.today <= (select max(threshold) from pg_catalog.unnest(thresholds) as threshold)
    order by places.site_id, lots.expires_on, lots.id
  loop
    continue when exists (
      select from public.alerts
      where event_code = 'stock.expiring' and subject_id = stock.id::text and site_id = stock.site_id
        and (params ->> 'threshold')::integer <= stock.threshold
    );
    for alert in
      select alerts.* from public.alerts
      where event_code = 'stock.expiring' and subject_id = stock.id::text and site_id = stock.site_id and state <> 'resolved'
      order by id for no key update
    loop
      perform app.resolve_alert(alert, pg_catalog.format('Now it is %s days.', stock.days));
    end loop;
    perform app.notify(
      'stock.expiring', stock.site_id, 'lots', stock.id::text, stock.code,
      pg_catalog.jsonb_build_object(
        'lot', stock.code, 'item', stock.item, 'days', stock.days, 'date', pg_catalog.to_char(stock.expires_on, 'DD Mon YYYY'),
        'quantity', pg_catalog.trim_scale(stock.on_hand), 'unit', stock.unit, 'threshold', stock.threshold
      ) || case when stock.threshold = (select min(threshold) from pg_catalog.unnest(thresholds) as threshold) then '{"severity": "high"}' else '{}' end::jsonb,
      '/stock/lots/' || stock.id
    );
    raised := raised + 1;
  end loop;
  -- What is used up, sent away or has expired is no longer about to.
  for alert in
    select alerts.* from public.alerts
    join public.lots on lots.id = alerts.subject_id::uuid
    where alerts.event_code = 'stock.expiring' and alerts.state <> 'resolved'
      and (
        lots.expires_on < app.business_date(alerts.site_id)
        or not exists (
          select from public.stock_balances join public.locations on locations.id = stock_balances.location_id
          where stock_balances.lot_id = lots.id and stock_balances.on_hand > 0 and locations.site_id = alerts.site_id
        )
      )
    order by alerts.id for no key update of alerts
  loop
    perform app.resolve_alert(alert, case when (
      select lots.expires_on from public.lots where lots.id = alert.subject_id::uuid) < app.business_date(alert.site_id)
      then 'It has expired.' else 'Nothing of it is left here.' end);
  end loop;
  return raised;
end $function$;

CREATE OR REPLACE FUNCTION app.send_digests()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  hour integer := coalesce(app.setting('alerts.digest_hour')::integer, 7);
  sent integer;
begin
  with zones as (
    -- A person of several sites has the clock of the first of them.
    select distinct on (memberships.user_id) memberships.user_id, sites.time_zone
    from public.memberships
    join public.sites on (memberships.site_id is null or sites.id = memberships.site_id) and sites.active
    order by memberships.user_id, sites.code
  ), due as (
    select zones.user_id, period.name as period, (app.now() at time zone zones.time_zone)::date as day,
      app.now() - period.length as since
    from zones
    cross join (values ('daily', interval '1 day'), ('weekly', interval '7 days')) as period (name, length)
    join public.profiles on profiles.id = zones.user_id and profiles.active
    join auth.users on users.id = zones.user_id and users.email is not null
    left join public.notification_settings as settings on settings.user_id = zones.user_id
    where extract(hour from app.now() at time zone zones.time_zone) = hour
      and (period.name = 'daily' or extract(isodow from app.now() at time zone zones.time_zone) = 1)
      and coalesce(settings.digests, true) and settings.email_off_at is null
  ), gathered as (
    select due.user_id, due.period, due.day, pg_catalog.jsonb_agg(
      pg_catalog.jsonb_build_object(
        'event', alerts.event_code, 'name', alert_events.name, 'severity', alerts.severity, 'site', sites.code,
        'title', told.title, 'body', told.body, 'link', alerts.link, 'count', alerts.count, 'at', told.updated_at, 'state', alerts.state
      ) order by alerts.severity = 'medium' desc, told.updated_at desc
    ) as items
    from due
    cross join lateral (
      select notifications.* from public.notifications
      where notifications.user_id = due.user_id
        and notifications.updated_at > greatest(due.since, (
          select max(before.created_at) from public.alert_digests as before
          where before.user_id = due.user_id and before.period = due.period
        ))
      order by notifications.updated_at desc limit 200
    ) as told
    join public.alerts on alerts.id = told.alert_id and alerts.severity <> 'high'
    join public.alert_events on alert_events.code = alerts.event_code and alert_events.digest = due.period
    left join public.sites on sites.id = alerts.site_id
    left join public.notification_preferences as preference
      on preference.user_id = due.user_id and preference.event_code = alerts.event_code and preference.channel = 'email'
    -- Who wants it at once has had it; who wants no mail of it gets none.
    where preference.enabled is null and told.level = 0
    group by due.user_id, due.period, due.day
  ), written as (
    insert into public.alert_digests (user_id, period, day, items, created_at)
    select gathered.user_id, gathered.period, gathered.day, gathered.items, app.now() from gathered
    on conflict (user_id, period, day) do nothing
    returning id, user_id
  )
  insert into public.deliveries (kind, digest_id, user_id, channel, urgent, next_attempt_at, created_at, unsubscribe_key)
  select 'digest', written.id, written.user_id, 'email', false, app.now(), app.now(), pg_catalog.gen_random_uuid()
  from written;
  get diagnostics sent = row_count;
  return sent;
end $function$;

CREATE OR REPLACE FUNCTION app.shift_runs_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if new.state = 'closing' then
    if not exists (select from public.shift_assignments where run_id = new.id and active) then
      return null;
    end if;
    perform app.notify(
      'shift.not_closed', new.site_id, 'shift_runs', new.id::text, app.shift_run_name(new),
      pg_catalog.jsonb_build_object(
        'shift', app.shift_run_name(new), 'ended', app.site_clock(new.site_id, new.ends_at),
        'locks', app.site_clock(new.site_id, new.ends_at + app.shift_grace()), 'run', new.id
      ),
      '/shifts'
    );
  else
    perform app.resolve_alerts('shift.not_closed', 'shift_runs', new.id::text, 'The shift is locked.');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.stage_logs_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  flags jsonb := app.stage_flags(new);
  batch public.batches;
  stage text;
begin
  if not ((flags ->> 'loss_above_limit')::boolean or (flags ->> 'yield_out_of_band')::boolean) then
    return null;
  end if;
  select * into strict batch from public.batches where id = new.batch_id;
  stage := (select name from public.stages where id = new.stage_id);
  perform app.notify(
    'input.suspicious', new.site_id, 'stage_logs', new.id::text, pg_catalog.format('%s of %s', stage, batch.code),
    pg_catalog.jsonb_build_object(
      'batch', batch.code, 'stage', stage, 'loss', pg_catalog.round((flags ->> 'loss_percent')::numeric, 1),
      'yield', pg_catalog.round((flags ->> 'yield_percent')::numeric, 1),
      'finding', case when (flags ->> 'loss_above_limit')::boolean
        then pg_catalog.format('a loss of %s %% is over the limit of %s %%', pg_catalog.round((flags ->> 'loss_percent')::numeric, 1), pg_catalog.trim_scale(new.loss_limit_percent))
        else pg_catalog.format('a yield of %s %% is outside %s to %s %%', pg_catalog.round((flags ->> 'yield_percent')::numeric, 1),
          pg_catalog.trim_scale(coalesce(new.yield_min_percent, 0)), pg_catalog.trim_scale(coalesce(new.yield_max_percent, 100))) end,
      'person', new.operator_name, 'run', new.end_run_id
    ),
    '/production/batches/' || batch.id
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.start_escalation (
  alert public.alerts
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  policy public.escalation_policies;
  step public.escalation_steps;
  escalation uuid;
begin
  -- What the system says of itself has no next level.
  if alert.event_code like 'system.%' then
    return;
  end if;
  select * into policy from public.escalation_policies
  where active
    and (event_code is null or event_code = alert.event_code)
    and (severity is null or severity = alert.severity)
    and (site_id is null or site_id = alert.site_id)
    and exists (select from public.escalation_steps where policy_id = escalation_policies.id)
  order by event_code is null, site_id is null, severity is null, created_at, id
  limit 1;
  if not found then
    return;
  end if;
  select * into strict step from public.escalation_steps where policy_id = policy.id order by position limit 1;
  insert into public.escalations (alert_id, policy_id, started_at, next_position, next_at)
  values (alert.id, policy.id, app.now(), step.position, app.step_at(app.now(), step.after_minutes, policy.business_hours, alert.site_id))
  returning id into escalation;
  insert into public.escalation_events (escalation_id, at, what, people)
  values (escalation, app.now(), 'started', app.people_named(array(select user_id from public.notifications where alert_id = alert.id)));
end $function$;

CREATE OR REPLACE FUNCTION app.status_word (
  status text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case status when 'pending' then 'waiting for QC' when 'pass' then 'released' when 'fail' then 'rejected' when 'hold' then 'on hold' end;
end $function$;

CREATE OR REPLACE FUNCTION app.step_at (
  started_at     timestamp with time zone,
  after_minutes  integer,
  business_hours boolean,
  site_id        uuid
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case when step_at.business_hours then app.add_business_minutes(step_at.started_at, step_at.after_minutes, step_at.site_id)
    else step_at.started_at + step_at.after_minutes * interval '1 minute' end;
end $function$;

CREATE OR REPLACE FUNCTION app.stock_moves_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
  lot public.lots;
  source public.locations;
  target public.locations;
begin
  select lots.* into strict lot from public.lots where id = new.lot_id;
  select items.* into strict item from public.items where id = lot.item_id;
  if item.reorder_level is null or lot.qc_status <> 'pass' then
    return null;
  end if;
  select * into strict source from public.locations where id = new.from_id;
  select * into strict target from public.locations where id = new.to_id;
  if source.site_id = target.site_id and app.holds_stock(source.kind) = app.holds_stock(target.kind) then
    return null;
  end if;
  if app.lot_obstacle(lot, source.site_id) is not null then
    return null;
  end if;
  if app.holds_stock(source.kind) and not exists (
    select from public.stock_balances
    where lot_id = lot.id and location_id = source.id and on_hand >= item.reorder_level and on_hand > 0
  ) then
    perform app.check_stock(item, source.site_id, -new.quantity);
  end if;
  if app.holds_stock(target.kind) and exists (
    select from public.alerts
    where event_code in ('stock.low', 'stock.out') and subject_id = item.id || '@' || target.site_id and state <> 'resolved'
  ) then
    perform app.check_stock(item, target.site_id, new.quantity);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.target_name (
  kind     text,
  role     public.role,
  group_id uuid,
  user_id  uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return case target_name.kind
    when 'role' then pg_catalog.initcap(pg_catalog.replace(target_name.role::text, '_', ' '))
    when 'group' then (select alert_groups.name from public.alert_groups where id = target_name.group_id)
    else (select full_name from public.profiles where id = target_name.user_id)
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.tell (
  alert      public.alerts,
  people     uuid[],
  channels   text[],
  escalation jsonb         DEFAULT NULL::jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  event public.alert_events;
  zone text := coalesce((select sites.time_zone from public.sites where sites.id = alert.site_id), 'Asia/Kolkata');
  urgent boolean := alert.severity = 'high';
begin
  if coalesce(pg_catalog.cardinality(people), 0) = 0 then
    return;
  end if;
  select * into strict event from public.alert_events where code = alert.event_code;
  with person as materialized (
    select profiles.id, coalesce(settings.language, 'en') as language, coalesce(not preference.enabled, false) as silent
    from public.profiles
    left join public.notification_settings as settings on settings.user_id = profiles.id
    left join public.notification_preferences as preference
      on preference.user_id = profiles.id and preference.event_code = event.code and preference.channel = 'in_app'
    where profiles.id = any (people) and profiles.active
  ), words as materialized (
    select spoken.language, words.title, words.body, words.sms
    from (select distinct person.language from person) as spoken
    cross join lateral app.alert_text(alert, spoken.language, tell.escalation) as words
  )
  insert into public.notifications (alert_id, user_id, title, body, sms, count, level, silent, created_at, updated_at)
  select alert.id, person.id, words.title, words.body, words.sms, alert.count, coalesce((tell.escalation ->> 'level')::integer, 0),
    person.silent and not urgent, app.now(), app.now()
  from person join words using (language)
  order by person.id
  on conflict (alert_id, user_id) do update
  set title = excluded.title, body = excluded.body, sms = excluded.sms, count = excluded.count, level = excluded.level,
    updated_at = excluded.updated_at, read_at = null;

  if channels is null then
    perform app.ring(alert, people);
    return;
  end if;
  insert into public.deliveries (kind, notification_id, site_id, user_id, channel, subscription_id, urgent, next_attempt_at, created_at, unsubscribe_key)
  select
    case alert.event_code when 'system.test' then 'test' else 'alert' end,
    notifications.id, alert.site_id, notifications.user_id, channel.name, browser.id,
    urgent or alert.event_code = 'system.test',
    case when urgent or alert.event_code = 'system.test' then app.now()
      else app.end_of_quiet(settings.quiet_from, settings.quiet_until, zone, app.now()) end,
    app.now(),
    case when channel.name = 'email' and alert.event_code <> 'system.test' then pg_catalog.gen_random_uuid() end
  from public.notifications
  join auth.users on users.id = notifications.user_id
  left join public.notification_settings as settings on settings.user_id = notifications.user_id
  cross join (values ('email'), ('sms'), ('push')) as channel (name)
  left join public.notification_preferences as preference
    on preference.user_id = notifications.user_id and preference.event_code = event.code and preference.channel = channel.name
  left join public.push_subscriptions as browser
    on channel.name = 'push' and browser.user_id = notifications.user_id and browser.ended_at is null
  where notifications.alert_id = alert.id and notifications.user_id = any (people)
    and case
      when tell.escalation is not null or alert.event_code = 'system.test'
        then channel.name = any (channels) and preference.enabled is not false
      else coalesce(
        preference.enabled,
        channel.name = any (channels) and not (channel.name = 'email' and event.digest <> 'none' and not urgent)
      )
    end
    and case channel.name
      when 'email' then users.email is not null and settings.email_off_at is null
      when 'sms' then settings.phone is not null
      else browser.id is not null
    end;
  perform app.ring(alert, people);
end $function$;

CREATE OR REPLACE FUNCTION app.tell_lot_status (
  lot    public.lots,
  was    text,
  is_now text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.notify(
    'lot.status_changed', place.site_id, 'lots', lot.id::text, lot.code,
    pg_catalog.jsonb_build_object(
      'lot', lot.code, 'item', (select items.name from public.items where items.id = lot.item_id), 'before', tell_lot_status.was, 'after', tell_lot_status.is_now
    ),
    '/stock/lots/' || lot.id
  )
  from (
    select lot.site_id
    union
    select locations.site_id
    from public.stock_balances join public.locations on locations.id = stock_balances.location_id
    where stock_balances.lot_id = lot.id and stock_balances.on_hand > 0
  ) as place;
end $function$;

CREATE OR REPLACE FUNCTION app.test_findings (
  test public.qc_tests
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select pg_catalog.string_agg(
      pg_catalog.format('%s %s%s%s', qc_results.name,
        coalesce(pg_catalog.trim_scale(qc_results.value)::text, qc_results.observed),
        case when qc_results.unit is not null and qc_results.unit <> qc_results.name then ' ' || qc_results.unit end,
        case
          when qc_results.accepted is not null then ' (must be ' || pg_catalog.array_to_string(qc_results.accepted, ' or ') || ')'
          when qc_results.value > qc_results.maximum then ' over ' || pg_catalog.trim_scale(qc_results.maximum)
          else ' under ' || pg_catalog.trim_scale(qc_results.minimum)
        end),
      ', ' order by qc_results.position, qc_results.name)
    from public.qc_results
    where qc_results.test_id = test.id and replaced_at is null and not within_spec
  );
end $function$;

CREATE OR REPLACE FUNCTION app.transfer_requests_raise()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  item public.items;
begin
  if tg_op = 'UPDATE' then
    perform app.resolve_alerts('stock.transfer_requested', 'transfer_requests', new.id::text, pg_catalog.format('It was %s.', new.state));
    return null;
  end if;
  select * into strict item from public.items where id = new.item_id;
  perform app.notify(
    'stock.transfer_requested', new.site_id, 'transfer_requests', new.id::text, pg_catalog.format('%s to %s', item.name,
      (select code from public.locations where id = new.to_id)),
    pg_catalog.jsonb_build_object(
      'item', item.name, 'quantity', pg_catalog.trim_scale(new.quantity), 'unit', item.unit,
      'place', (select code from public.locations where id = new.to_id),
      'person', (select full_name from public.profiles where id = new.requested_by),
      'needed_by', coalesce(app.site_clock(new.site_id, new.needed_by), 'soon')
    ),
    '/stock'
  );
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.turn_address_off (
  delivery public.deliveries,
  status   text,
  detail   text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  address text := (select email from auth.users where id = delivery.user_id);
begin
  -- A mail to an address that the person has left says nothing about the one he has now.
  if address is distinct from delivery.destination then
    return;
  end if;
  insert into public.notification_settings as settings (user_id, email_off_at, email_off_reason)
  values (
    delivery.user_id, app.now(),
    left(coalesce(turn_address_off.detail, case turn_address_off.status when 'bounced' then 'The mail came back.' else 'The mail was marked as unwanted.' end), 500)
  )
  on conflict (user_id) do update set email_off_at = excluded.email_off_at, email_off_reason = excluded.email_off_reason
  where settings.email_off_at is null;
  if found then
    perform app.notify(
      'system.address_off', null, 'profiles', delivery.user_id::text, address,
      pg_catalog.jsonb_build_object('address', address, 'reason', turn_address_off.detail), '/account', array[delivery.user_id]
    );
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.unread_of (
  person uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (
    select count(*) from (
      select from public.notifications
      where user_id = unread_of.person and read_at is null and not silent limit 100
    ) as unread
  );
end $function$;

CREATE OR REPLACE FUNCTION app.usable_stock (
  item_id uuid,
  site_id uuid,
  enough  numeric
)
  RETURNS numeric
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  today date := app.business_date(usable_stock.site_id);
  total numeric;
begin
  -- Lots that have expired are left out by the index, so the cost follows the shelf life, not the age
  -- of the plant; and it ends where there is enough.
  select added.total into total
  from (
    select sum(stock_balances.on_hand) over (order by lots.expires_on desc, lots.received_on desc, lots.id, stock_balances.location_id rows unbounded preceding) as total
    from public.lots
    join public.stock_balances on stock_balances.lot_id = lots.id and stock_balances.on_hand > 0
    join public.locations on locations.id = stock_balances.location_id and locations.site_id = usable_stock.site_id
    where lots.item_id = usable_stock.item_id and lots.qc_status = 'pass' and (lots.expires_on is null or lots.expires_on >= today)
      and not exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null)
  ) as added
  where added.total >= usable_stock.enough
  limit 1;
  if total is not null then
    return total;
  end if;
  return (
    select coalesce(sum(stock_balances.on_hand), 0)
    from public.lots
    join public.stock_balances on stock_balances.lot_id = lots.id and stock_balances.on_hand > 0
    join public.locations on locations.id = stock_balances.location_id and locations.site_id = usable_stock.site_id
    where lots.item_id = usable_stock.item_id and lots.qc_status = 'pass' and (lots.expires_on is null or lots.expires_on >= today)
      and not exists (select from public.lot_holds where lot_holds.lot_id = lots.id and released_at is null)
  );
end $function$;

CREATE OR REPLACE FUNCTION app.users_try_address()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.notification_settings set email_off_at = null, email_off_reason = null
  where user_id = new.id and email_off_at is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.wake_if_due()
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.deliveries where state in ('queued', 'sending') and next_attempt_at <= app.now()) then
    perform app.wake_notify();
    return true;
  end if;
  return false;
end $function$;

CREATE OR REPLACE FUNCTION app.wake_notify()
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  place text := (select decrypted_secret from vault.decrypted_secrets where name = 'functions_url');
  key text := (select decrypted_secret from vault.decrypted_secrets where name = 'functions_key');
begin
  if place is null or key is null then
    return null;
  end if;
  return net.http_post(
    url => pg_catalog.rtrim(place, '/') || '/notify',
    body => '{}'::jsonb,
    headers => pg_catalog.jsonb_build_object('Content-Type', 'application/json', 'apikey', key),
    timeout_milliseconds => 5000
  );
end $function$;

CREATE OR REPLACE FUNCTION public.acknowledge_alert (
  request_id uuid,
  alert      uuid,
  note       text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'acknowledge_alert', pg_catalog.jsonb_build_object('alert', alert, 'note', note));
  taken public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  taken := app.lock_alert(acknowledge_alert.alert);
  if taken.state = 'acknowledged' then
    perform app.fail(
      'ALERT_ACKNOWLEDGED',
      pg_catalog.format('%s has taken this already.', (select full_name from public.profiles where id = taken.acknowledged_by)),
      'alert'
    );
  end if;
  update public.alerts
  set state = 'acknowledged', acknowledged_by = auth.uid(), acknowledged_at = app.now(),
    acknowledgement = case when not app.is_blank(acknowledge_alert.note) then acknowledge_alert.note end
  where id = taken.id;
  perform app.end_escalation(taken.id, 'acknowledged');
  update public.notifications set read_at = app.now() where alert_id = taken.id and user_id = auth.uid() and read_at is null;
  perform app.ring_change(taken.id);
  return app.end_command(request_id, app.alert_answer(taken.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."acknowledge_alert"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.alert_details (
  alert uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  found_alert public.alerts;
begin
  select * into found_alert from public.alerts where id = alert_details.alert;
  if not found or not (
    exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid())
    or app.has('alerts.view_log', found_alert.site_id)
  ) then
    perform app.fail('NOT_FOUND', 'There is no such alert among yours.', 'alert');
  end if;
  return app.alert_answer(found_alert.id) || pg_catalog.jsonb_build_object(
    'people', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'id', profiles.id, 'name', profiles.full_name, 'level', notifications.level, 'told_at', notifications.created_at, 'read_at', notifications.read_at,
        'deliveries', (
          select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'id', deliveries.id, 'channel', deliveries.channel, 'state', deliveries.state, 'attempts', deliveries.attempts,
            'created_at', deliveries.created_at, 'sent_at', deliveries.sent_at, 'ended_at', deliveries.ended_at, 'error', deliveries.error
          ) order by deliveries.created_at, deliveries.id), '[]')
          from public.deliveries where deliveries.notification_id = notifications.id
        )
      ) order by notifications.level, notifications.created_at, profiles.full_name), '[]')
      from public.notifications join public.profiles on profiles.id = notifications.user_id
      where notifications.alert_id = found_alert.id
    ),
    'escalation', (select app.escalation_answer(escalations) from public.escalations where escalations.alert_id = found_alert.id)
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."alert_details"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.claim_deliveries (
  worker uuid,
  batch  integer DEFAULT 50
)
  RETURNS TABLE (
    id                uuid,
    channel           text,
    destination       text,
    language          text,
    severity          text,
    title             text,
    body              text,
    sms               text,
    link              text,
    thread            text,
    idempotency_key   text,
    attempts          integer,
    push              jsonb,
    unsubscribe_token text,
    kind              text,
    items             jsonb
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
#variable_conflict use_column
declare
  mine uuid[];
  touched integer;
  lost public.deliveries;
begin
  if claim_deliveries.worker is null then
    perform app.fail('FIELD_MISSING', 'The id of the worker is missing.', 'worker');
  end if;
  if claim_deliveries.batch is null or claim_deliveries.batch not between 1 and 1000 then
    perform app.fail('VALUE_INVALID', 'A worker claims 1 to 1000 deliveries at once.', 'batch');
  end if;
  -- One that a worker has died of so often would be the death of the next one too.
  for lost in
    select deliveries.* from public.deliveries
    where state = 'sending' and next_attempt_at <= app.now() and deliveries.attempts >= app.most_attempts()
    order by deliveries.id limit 100 for no key update skip locked
  loop
    perform app.bury_delivery(lost, 'No worker came back from sending this.');
  end loop;
  loop
    with due as materialized (
      select deliveries.id from public.deliveries
      where state in ('queued', 'sending') and next_attempt_at <= app.now()
      order by urgent desc, next_attempt_at
      limit claim_deliveries.batch
      for no key update skip locked
    ), reachable as (
      select deliveries.id, deliveries.channel,
        case
          when not profiles.active then null
          when deliveries.channel = 'email' and settings.email_off_at is null then users.email::text
          when deliveries.channel = 'sms' then settings.phone
          when deliveries.channel = 'push' and browser.ended_at is null and browser.user_id = deliveries.user_id then browser.endpoint
        end as destination
      from due
      join public.deliveries on deliveries.id = due.id
      join public.profiles on profiles.id = deliveries.user_id
      join auth.users on users.id = deliveries.user_id
      left join public.notification_settings as settings on settings.user_id = deliveries.user_id
      left join public.push_subscriptions as browser on browser.id = deliveries.subscription_id
    ), taken as (
      update public.deliveries
      set state = case when reachable.destination is null then 'cancelled' else 'sending' end,
        destination = coalesce(reachable.destination, deliveries.destination),
        attempts = deliveries.attempts + (reachable.destination is not null)::integer,
        claimed_by = case when reachable.destination is not null then claim_deliveries.worker end,
        claimed_until = case when reachable.destination is not null then app.now() + interval '2 minutes' end,
        next_attempt_at = case when reachable.destination is not null then app.now() + interval '2 minutes' else deliveries.next_attempt_at end,
        error = case when reachable.destination is null then 'The person cannot be reached this way any more.' else deliveries.error end,
        ended_at = case when reachable.destination is null then app.now() end
      from reachable where reachable.id = deliveries.id
      returning deliveries.id, deliveries.state
    ), told as (
      insert into public.delivery_events (delivery_id, at, what, detail)
      select taken.id, app.now(), 'cancelled', 'The person cannot be reached this way any more.' from taken where taken.state = 'cancelled'
    )
    select pg_catalog.array_agg(taken.id) filter (where taken.state = 'sending'), count(*) into mine, touched from taken;
    exit when mine is not null or touched = 0;
  end loop;
  return query
  select deliveries.id, deliveries.channel, deliveries.destination, coalesce(settings.language, 'en'),
    coalesce(alerts.severity, 'low'),
    coalesce(notifications.title, case digests.period when 'daily' then 'What happened yesterday' else 'What happened last week' end),
    coalesce(notifications.body, ''),
    notifications.sms,
    coalesce(alerts.link, '/alerts'),
    coalesce('alert-' || alerts.id, 'digest-' || digests.id),
    deliveries.id || ':' || deliveries.round,
    deliveries.attempts,
    case when deliveries.channel = 'push' then pg_catalog.jsonb_build_object('endpoint', browser.endpoint, 'p256dh', browser.p256dh, 'auth', browser.auth) end,
    deliveries.unsubscribe_key::text,
    deliveries.kind,
    digests.items
  from public.deliveries
  left join public.notifications on notifications.id = deliveries.notification_id
  left join public.alerts on alerts.id = notifications.alert_id
  left join public.alert_digests as digests on digests.id = deliveries.digest_id
  left join public.notification_settings as settings on settings.user_id = deliveries.user_id
  left join public.push_subscriptions as browser on browser.id = deliveries.subscription_id
  where deliveries.id = any (mine)
  order by deliveries.urgent desc, deliveries.created_at, deliveries.id;
end $function$;

REVOKE ALL ON FUNCTION "public"."claim_deliveries"(uuid, integer) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.delivery_log (
  site_id   uuid                     DEFAULT NULL::uuid,
  state     text                     DEFAULT NULL::text,
  channel   text                     DEFAULT NULL::text,
  before    timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  page_size integer                  DEFAULT 50,
  before_id uuid                     DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  size integer := app.check_page(page_size, 200);
  watched uuid[];
  everywhere boolean;
  wanted text[];
  shown jsonb;
begin
  perform app.require('alerts.view_log', delivery_log.site_id);
  watched := app.sites_with('alerts.view_log');
  everywhere := app.has_everywhere('alerts.view_log');
  wanted := case delivery_log.state when 'ended_badly' then '{dead,failed,bounced}' else array[delivery_log.state] end;
  select coalesce(pg_catalog.jsonb_agg(
    pg_catalog.jsonb_build_object(
      'id', sent.id, 'kind', sent.kind, 'channel', sent.channel, 'state', sent.state, 'urgent', sent.urgent, 'person', profiles.full_name,
      'destination', sent.destination, 'title', notifications.title, 'alert_id', notifications.alert_id, 'event', alerts.event_code,
      'site', sites.code, 'attempts', sent.attempts, 'round', sent.round, 'next_attempt_at', sent.next_attempt_at, 'provider', sent.provider,
      'provider_id', sent.provider_id, 'error', sent.error, 'created_at', sent.created_at, 'sent_at', sent.sent_at, 'ended_at', sent.ended_at,
      'events', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'at', events.at, 'what', events.what, 'provider', events.provider, 'detail', events.detail,
          'by', (select full_name from public.profiles where id = events.by)) order by events.id), '[]')
        from public.delivery_events as events where events.delivery_id = sent.id
      )
    ) order by sent.created_at desc, sent.id desc), '[]') into shown
  from (
    select deliveries.* from public.deliveries
    where (delivery_log.site_id is null or deliveries.site_id = delivery_log.site_id)
      and (deliveries.site_id = any (watched) or (deliveries.site_id is null and everywhere))
      and (delivery_log.state is null or deliveries.state = any (wanted))
      and (delivery_log.channel is null or deliveries.channel = delivery_log.channel)
      and (
        delivery_log.before is null
        or (deliveries.created_at, deliveries.id) < (delivery_log.before, coalesce(delivery_log.before_id, '00000000-0000-0000-0000-000000000000'))
      )
    order by deliveries.created_at desc, deliveries.id desc
    limit size
  ) as sent
  join public.profiles on profiles.id = sent.user_id
  left join public.notifications on notifications.id = sent.notification_id
  left join public.alerts on alerts.id = notifications.alert_id
  left join public.sites on sites.id = sent.site_id;
  return pg_catalog.jsonb_build_object(
    'deliveries', shown,
    'ended_badly', (
      select count(*) from public.deliveries
      where deliveries.state in ('dead', 'failed', 'bounced')
        and (delivery_log.site_id is null or deliveries.site_id = delivery_log.site_id)
        and (deliveries.site_id = any (watched) or (deliveries.site_id is null and everywhere))
        and deliveries.created_at > app.now() - interval '30 days'
    ),
    'next', case when pg_catalog.jsonb_array_length(shown) = size
      then pg_catalog.jsonb_build_object('before', shown -> -1 -> 'created_at', 'before_id', shown -> -1 -> 'id') end
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."delivery_log"(uuid, text, text, timestamp WITH time zone, integer, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.end_push (
  request_id uuid,
  endpoint   text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'end_push', pg_catalog.jsonb_build_object('endpoint', endpoint));
  ended integer;
begin
  if answer is not null then
    return answer;
  end if;
  update public.push_subscriptions set ended_at = app.now()
  where push_subscriptions.endpoint = end_push.endpoint and user_id = auth.uid() and ended_at is null;
  get diagnostics ended = row_count;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('ended', ended));
end $function$;

REVOKE ALL ON FUNCTION "public"."end_push"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.escalation_preview (
  policy      jsonb,
  happened_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone
)
  RETURNS TABLE (
    at         timestamp with time zone,
    clock      text,
    "position" integer,
    "to"       text,
    people     jsonb,
    channels   text[],
    sentence   text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
#variable_conflict use_column
declare
  given record;
  began timestamptz := coalesce(escalation_preview.happened_at, app.now());
  zone text;
  step record;
  passed text;
begin
  perform app.require('alerts.configure');
  if coalesce(pg_catalog.jsonb_typeof(policy), '') <> 'object' then
    perform app.fail('VALUE_INVALID', 'The policy is no object.', 'policy');
  end if;
  perform app.check_lines(coalesce(policy -> 'steps', '[]'), 'steps', 0, 20);
  begin
    select * into given from pg_catalog.jsonb_to_record(policy)
      as wanted (event_code text, severity text, site_id uuid, condition text, business_hours boolean);
    passed := case given.condition when 'unseen' then 'nobody has seen it' when 'unresolved' then 'it is not over' else 'nobody has taken it' end;
    zone := (app.business_time(given.site_id)).zone;
    at := began;
    clock := pg_catalog.to_char(began at time zone zone, 'HH24:MI');
    "position" := 0;
    people := app.people_named(case when given.event_code is not null then app.alert_people(given.event_code, given.site_id) end);
    "to" := (
      select pg_catalog.string_agg(app.target_name(targets.kind, targets.role, targets.group_id, targets.user_id), ', ' order by targets.kind desc, targets.role)
      from public.alert_targets as targets where targets.event_code = given.event_code
    );
    channels := (select alert_events.channels from public.alert_events where alert_events.code = given.event_code);
    sentence := pg_catalog.format('At %s it happens: %s %s told at once.', clock, coalesce("to", 'those of the event'), 'are');
    return next;
    for step in
      select wanted.* from pg_catalog.jsonb_to_recordset(coalesce(policy -> 'steps', '[]'))
        as wanted ("position" integer, after_minutes integer, kind text, role public.role, group_id uuid, user_id uuid, channels text[])
      order by wanted."position" nulls last, wanted.after_minutes
    loop
      at := greatest(at, app.step_at(began, step.after_minutes, coalesce(given.business_hours, false), given.site_id));
      clock := pg_catalog.to_char(at at time zone zone, 'HH24:MI')
        || case when (at at time zone zone)::date <> (began at time zone zone)::date then pg_catalog.to_char(at at time zone zone, ' on FMDD Mon') else '' end;
      "position" := coalesce(step.position, "position" + 1);
      "to" := app.target_name(step.kind, step.role, step.group_id, step.user_id);
      people := app.people_named(array(
        select person.id from app.people_of(step.kind, step.role, step.group_id, step.user_id, false, given.site_id, null) as person (id)));
      channels := step.channels;
      sentence := pg_catalog.format('At %s, if %s: %s %s told.', clock, passed, coalesce("to", 'nobody'),
        case when step.kind = 'person' then 'is' else 'are' end);
      return next;
    end loop;
  exception when invalid_text_representation or invalid_parameter_value or datatype_mismatch or datetime_field_overflow
    or numeric_value_out_of_range or invalid_datetime_format or null_value_not_allowed then
    perform app.fail('VALUE_INVALID', 'A value of the policy is none that it can have.', 'policy');
  end;
end $function$;

REVOKE ALL ON FUNCTION "public"."escalation_preview"(jsonb, timestamp WITH time zone) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.finish_delivery (
  delivery    uuid,
  worker      uuid,
  outcome     text,
  provider    text    DEFAULT NULL::text,
  provider_id text    DEFAULT NULL::text,
  error       text    DEFAULT NULL::text,
  retry_after integer DEFAULT NULL::integer
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  claimed public.deliveries;
  pause double precision;
  waiting public.delivery_events;
begin
  if coalesce(outcome, '') not in ('sent', 'retry', 'failed', 'gone') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no outcome; it is sent, retry, failed or gone.', left(outcome, 60)), 'outcome');
  end if;
  select * into claimed from public.deliveries
  where id = finish_delivery.delivery and state = 'sending' and claimed_by = finish_delivery.worker
  for no key update;
  if not found then
    return false;
  end if;
  if outcome = 'sent' then
    perform app.lock_message(finish_delivery.provider, finish_delivery.provider_id);
    update public.deliveries
    set state = 'sent', sent_at = app.now(), claimed_by = null, claimed_until = null, error = null,
      provider = left(finish_delivery.provider, 40), provider_id = left(finish_delivery.provider_id, 200)
    where id = claimed.id
    returning * into claimed;
    insert into public.delivery_events (delivery_id, at, what, provider, provider_id)
    values (claimed.id, app.now(), 'sent', claimed.provider, claimed.provider_id);
    -- A provider may have spoken of it before this.
    for waiting in
      update public.delivery_events set delivery_id = claimed.id
      where delivery_events.provider = claimed.provider and delivery_events.provider_id = claimed.provider_id and delivery_id is null
      returning *
    loop
      perform app.apply_delivery_status(claimed, waiting.what, waiting.at, waiting.detail);
      select * into strict claimed from public.deliveries where id = claimed.id;
    end loop;
  elsif outcome = 'retry' and claimed.attempts < app.most_attempts() then
    pause := least(3600, greatest(coalesce(retry_after, 0), least(3600, 30 * pg_catalog.power(2, claimed.attempts - 1)) * (0.75 + pg_catalog.random() / 2)));
    update public.deliveries
    set state = 'queued', claimed_by = null, claimed_until = null, error = left(finish_delivery.error, 500),
      provider = left(finish_delivery.provider, 40), next_attempt_at = app.now() + pause * interval '1 second'
    where id = claimed.id;
    insert into public.delivery_events (delivery_id, at, what, provider, detail)
    values (claimed.id, app.now(), 'retry', left(finish_delivery.provider, 40), left(finish_delivery.error, 500));
  elsif outcome = 'gone' then
    update public.push_subscriptions set ended_at = app.now() where id = claimed.subscription_id and ended_at is null;
    update public.deliveries
    set state = 'failed', ended_at = app.now(), claimed_by = null, claimed_until = null,
      error = left(coalesce(finish_delivery.error, 'The browser takes no messages any more.'), 500), provider = left(finish_delivery.provider, 40)
    where id = claimed.id;
    insert into public.delivery_events (delivery_id, at, what, provider, detail)
    values (claimed.id, app.now(), 'gone', left(finish_delivery.provider, 40), left(finish_delivery.error, 500));
  else
    perform app.bury_delivery(claimed, coalesce(finish_delivery.error, 'The provider refused it.'), finish_delivery.provider);
  end if;
  return true;
end $function$;

REVOKE ALL ON FUNCTION "public"."finish_delivery"(uuid, uuid, text, text, text, text, integer) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.my_notifications (
  before      timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  page_size   integer                  DEFAULT 50,
  unread_only boolean                  DEFAULT false,
  severity    text                     DEFAULT NULL::text,
  module      text                     DEFAULT NULL::text,
  before_id   uuid                     DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  size integer := app.check_page(page_size, 200);
  shown jsonb;
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  select coalesce(pg_catalog.jsonb_agg(
    pg_catalog.jsonb_build_object(
      'id', told.id, 'title', told.title, 'body', told.body, 'count', told.count, 'level', told.level, 'silent', told.silent,
      'created_at', told.created_at, 'updated_at', told.updated_at, 'read_at', told.read_at,
      'alert', app.alert_answer(told.alert_id)
    ) order by told.updated_at desc, told.id desc), '[]') into shown
  from (
    select notifications.* from public.notifications
    join public.alerts on alerts.id = notifications.alert_id
    join public.alert_events on alert_events.code = alerts.event_code
    where notifications.user_id = auth.uid()
      and (not coalesce(unread_only, false) or notifications.read_at is null)
      and (my_notifications.severity is null or alerts.severity = my_notifications.severity)
      and (my_notifications.module is null or alert_events.module = my_notifications.module)
      and (
        my_notifications.before is null
        or (notifications.updated_at, notifications.id) < (my_notifications.before, coalesce(my_notifications.before_id, '00000000-0000-0000-0000-000000000000'))
      )
    order by notifications.updated_at desc, notifications.id desc
    limit size
  ) as told;
  return pg_catalog.jsonb_build_object(
    'notifications', shown,
    'unread', app.unread_of(auth.uid()),
    'next', case when pg_catalog.jsonb_array_length(shown) = size
      then pg_catalog.jsonb_build_object('before', shown -> -1 -> 'updated_at', 'before_id', shown -> -1 -> 'id') end
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."my_notifications"(timestamp WITH time zone, integer, boolean, text, text, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.my_preferences()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return pg_catalog.jsonb_build_object(
    'email', (select users.email from auth.users where users.id = auth.uid()),
    'settings', coalesce(
      (select pg_catalog.to_jsonb(settings) - 'user_id' from public.notification_settings as settings where settings.user_id = auth.uid()),
      '{"language": "en", "phone": null, "quiet_from": null, "quiet_until": null, "digests": true, "email_off_at": null, "email_off_reason": null}'
    ),
    'browsers', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'id', browser.id, 'endpoint', browser.endpoint, 'user_agent', browser.user_agent, 'created_at', browser.created_at) order by browser.created_at), '[]')
      from public.push_subscriptions as browser where browser.user_id = auth.uid() and browser.ended_at is null
    ),
    'events', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'code', alert_events.code, 'module', alert_events.module, 'name', alert_events.name, 'description', alert_events.description,
        'severity', alert_events.severity, 'digest', alert_events.digest,
        'defaults', pg_catalog.jsonb_build_object(
          'in_app', true, 'email', 'email' = any (alert_events.channels), 'sms', 'sms' = any (alert_events.channels), 'push', 'push' = any (alert_events.channels)),
        'chosen', (
          select coalesce(pg_catalog.jsonb_object_agg(preference.channel, preference.enabled), '{}')
          from public.notification_preferences as preference
          where preference.user_id = auth.uid() and preference.event_code = alert_events.code
        )
      ) order by alert_events.module, alert_events.name), '[]')
      from public.alert_events
      where alert_events.active and alert_events.code not in ('system.test', 'system.escalated') and (
        exists (
          select from public.alert_targets
          where alert_targets.event_code = alert_events.code and (
            alert_targets.user_id = auth.uid()
            or alert_targets.role in (select memberships.role from public.memberships where memberships.user_id = auth.uid())
            or alert_targets.group_id in (select members.group_id from public.alert_group_members as members where members.user_id = auth.uid())
          )
        )
        -- Of some only the person is told whom they are about.
        or not exists (select from public.alert_targets where alert_targets.event_code = alert_events.code)
      )
    )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."my_preferences"() FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.open_escalations (
  site_id uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  watched uuid[] := app.sites_with('alerts.view_log');
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(
      app.escalation_answer(escalations) || pg_catalog.jsonb_build_object('alert', app.alert_answer(escalations.alert_id), 'now', app.now())
      order by escalations.next_at nulls last, escalations.started_at
    ), '[]')
    from public.escalations join public.alerts on alerts.id = escalations.alert_id
    where escalations.state = 'running'
      and (open_escalations.site_id is null or alerts.site_id = open_escalations.site_id)
      and (
        alerts.site_id = any (watched)
        or exists (select from public.notifications where notifications.alert_id = alerts.id and notifications.user_id = auth.uid())
      )
  );
end $function$;

REVOKE ALL ON FUNCTION "public"."open_escalations"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.read_notifications (
  request_id uuid,
  ids        uuid[] DEFAULT NULL::uuid[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'read_notifications', pg_catalog.jsonb_build_object('ids', ids));
  changed integer;
begin
  if answer is not null then
    return answer;
  end if;
  if pg_catalog.cardinality(ids) > 1000 then
    perform app.fail('VALUE_INVALID', 'No more than 1000 notifications are read at once.', 'ids');
  end if;
  -- The clocks come before the notifications, as where a level is told.
  perform app.end_escalation(running.alert_id, 'seen')
  from (
    select escalations.alert_id
    from public.notifications join public.escalations on escalations.alert_id = notifications.alert_id
    where notifications.user_id = auth.uid() and notifications.read_at is null
      and (ids is null or notifications.id = any (ids)) and escalations.state = 'running'
    order by escalations.id
  ) as running;
  update public.notifications set read_at = app.now()
  where user_id = auth.uid() and read_at is null and (ids is null or id = any (ids));
  get diagnostics changed = row_count;
  answer := pg_catalog.jsonb_build_object('changed', changed, 'unread', app.unread_of(auth.uid()));
  if changed > 0 then
    perform realtime.send(pg_catalog.jsonb_build_object('ids', ids, 'unread', answer -> 'unread'), 'read', 'user:' || auth.uid(), true);
  end if;
  return app.end_command(request_id, answer);
end $function$;

REVOKE ALL ON FUNCTION "public"."read_notifications"(uuid, uuid[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.record_delivery_event (
  provider    text,
  event_id    text,
  provider_id text,
  status      text,
  at          timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  detail      text                     DEFAULT NULL::text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
#variable_conflict use_column
declare
  sent public.deliveries;
begin
  if app.is_blank(record_delivery_event.provider) or app.is_blank(record_delivery_event.event_id) or app.is_blank(record_delivery_event.provider_id) then
    perform app.fail('FIELD_MISSING', 'The event says not whose, which, or of which message it is.', 'event_id');
  end if;
  if coalesce(record_delivery_event.status, '') not in ('sent', 'delivered', 'bounced', 'failed', 'delayed', 'complained') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no status.', left(record_delivery_event.status, 60)), 'status');
  end if;
  perform app.lock_message(record_delivery_event.provider, record_delivery_event.provider_id);
  select * into sent from public.deliveries
  where deliveries.provider = record_delivery_event.provider and deliveries.provider_id = record_delivery_event.provider_id
  for no key update;
  insert into public.delivery_events (delivery_id, at, what, provider, event_id, provider_id, detail)
  values (
    sent.id, coalesce(record_delivery_event.at, app.now()), record_delivery_event.status, left(record_delivery_event.provider, 40),
    left(record_delivery_event.event_id, 200), left(record_delivery_event.provider_id, 200), left(record_delivery_event.detail, 500)
  )
  on conflict (provider, event_id) where event_id is not null do nothing;
  if not found then
    return 'repeated';
  end if;
  if sent.id is null then
    return 'waiting';
  end if;
  return case when app.apply_delivery_status(sent, record_delivery_event.status, coalesce(record_delivery_event.at, app.now()), record_delivery_event.detail)
    then 'applied' else 'ignored' end;
end $function$;

REVOKE ALL ON FUNCTION "public"."record_delivery_event"(text, text, text, text, timestamp WITH time zone, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.register_push (
  request_id uuid,
  endpoint   text,
  p256dh     text,
  auth       text,
  user_agent text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'register_push', pg_catalog.jsonb_build_object(
    'endpoint', endpoint, 'p256dh', p256dh, 'auth', register_push.auth, 'user_agent', user_agent));
  browser public.push_subscriptions;
begin
  if answer is not null then
    return answer;
  end if;
  -- A browser that somebody else has used speaks to who is signed in there now.
  insert into public.push_subscriptions as known (user_id, endpoint, p256dh, auth, user_agent)
  values (auth.uid(), register_push.endpoint, register_push.p256dh, register_push.auth, left(register_push.user_agent, 300))
  on conflict on constraint push_subscriptions_endpoint_key do update
  set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent,
    ended_at = null, created_at = case when known.user_id = excluded.user_id and known.ended_at is null then known.created_at else app.now() end
  returning * into browser;
  return app.end_command(request_id, pg_catalog.jsonb_build_object(
    'id', browser.id, 'endpoint', browser.endpoint, 'user_agent', browser.user_agent, 'created_at', browser.created_at));
end $function$;

REVOKE ALL ON FUNCTION "public"."register_push"(uuid, text, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.resend_delivery (
  request_id uuid,
  delivery   uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'resend_delivery', pg_catalog.jsonb_build_object('delivery', delivery));
  again public.deliveries;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('alerts.configure');
  select * into again from public.deliveries where id = resend_delivery.delivery for no key update;
  if not found or not app.has('alerts.configure', again.site_id) then
    perform app.fail('NOT_FOUND', 'There is no such delivery.', 'delivery');
  end if;
  if again.state not in ('dead', 'failed', 'bounced', 'cancelled') then
    perform app.fail('DELIVERY_UNDER_WAY', pg_catalog.format('This is %s.', again.state), 'delivery', pg_catalog.jsonb_build_object('state', again.state));
  end if;
  update public.deliveries
  set state = 'queued', round = round + 1, attempts = 0, urgent = true, next_attempt_at = app.now(), claimed_by = null, claimed_until = null,
    provider = null, provider_id = null, error = null, sent_at = null, ended_at = null
  where id = again.id;
  insert into public.delivery_events (delivery_id, at, what, by) values (again.id, app.now(), 'resent', auth.uid());
  perform app.wake_notify();
  return app.end_command(request_id, pg_catalog.jsonb_build_object('id', again.id, 'state', 'queued'));
end $function$;

REVOKE ALL ON FUNCTION "public"."resend_delivery"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.resolve_alert (
  request_id uuid,
  alert      uuid,
  note       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'resolve_alert', pg_catalog.jsonb_build_object('alert', alert, 'note', note));
  ended public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  ended := app.lock_alert(resolve_alert.alert);
  if app.is_blank(resolve_alert.note) then
    perform app.fail('FIELD_MISSING', 'Say how it was put right.', 'note');
  end if;
  if length(resolve_alert.note) > 2000 then
    perform app.fail('VALUE_INVALID', 'What was done has more than 2000 characters.', 'note');
  end if;
  perform app.resolve_alert(ended, resolve_alert.note);
  update public.notifications set read_at = app.now() where alert_id = ended.id and user_id = auth.uid() and read_at is null;
  return app.end_command(request_id, app.alert_answer(ended.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."resolve_alert"(uuid, uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.send_test_notification (
  request_id uuid,
  channel    text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'send_test_notification', pg_catalog.jsonb_build_object('channel', channel));
  alert public.alerts;
begin
  if answer is not null then
    return answer;
  end if;
  if coalesce(channel, '') not in ('in_app', 'email', 'sms', 'push') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no channel.', left(channel, 60)), 'channel');
  end if;
  if channel = 'sms' and not exists (select from public.notification_settings where user_id = auth.uid() and phone is not null) then
    perform app.fail('ADDRESS_MISSING', 'You have entered no phone number.', 'phone');
  end if;
  if channel = 'push' and not exists (select from public.push_subscriptions where user_id = auth.uid() and ended_at is null) then
    perform app.fail('ADDRESS_MISSING', 'None of your browsers shows messages yet.', 'channel');
  end if;
  if channel = 'email' and exists (select from public.notification_settings where user_id = auth.uid() and email_off_at is not null) then
    perform app.fail('ADDRESS_MISSING', 'A mail to your address came back; turn e-mail on again first.', 'channel');
  end if;
  insert into public.alerts (event_code, severity, subject_type, subject_id, subject, params, link, first_at, last_at)
  values ('system.test', 'low', 'profiles', auth.uid()::text, 'Test', pg_catalog.jsonb_build_object('channel', channel), '/account', app.now(), app.now())
  returning * into alert;
  perform app.tell(alert, array[auth.uid()], array[channel]);
  perform app.resolve_alert(alert, 'A test has nothing to be put right.');
  return app.end_command(request_id, (
    select pg_catalog.jsonb_build_object(
      'notification', notifications.id,
      'deliveries', (select coalesce(pg_catalog.jsonb_agg(deliveries.id), '[]') from public.deliveries where deliveries.notification_id = notifications.id)
    )
    from public.notifications where notifications.alert_id = alert.id
  ));
end $function$;

REVOKE ALL ON FUNCTION "public"."send_test_notification"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.unread_count()
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if auth.uid() is null then
    perform app.fail('NOT_SIGNED_IN', 'This needs somebody who is signed in.');
  end if;
  return app.unread_of(auth.uid());
end $function$;

REVOKE ALL ON FUNCTION "public"."unread_count"() FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.unread_notifications (
  request_id uuid,
  ids        uuid[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  answer jsonb := app.begin_command(request_id, 'unread_notifications', pg_catalog.jsonb_build_object('ids', ids));
  changed integer;
begin
  if answer is not null then
    return answer;
  end if;
  if ids is null or pg_catalog.cardinality(ids) > 1000 then
    perform app.fail('VALUE_INVALID', 'Say which notifications, no more than 1000.', 'ids');
  end if;
  update public.notifications set read_at = null
  where user_id = auth.uid() and read_at is not null and id = any (ids);
  get diagnostics changed = row_count;
  answer := pg_catalog.jsonb_build_object('changed', changed, 'unread', app.unread_of(auth.uid()));
  if changed > 0 then
    perform realtime.send(pg_catalog.jsonb_build_object('ids', ids, 'unread', answer -> 'unread'), 'unread', 'user:' || auth.uid(), true);
  end if;
  return app.end_command(request_id, answer);
end $function$;

REVOKE ALL ON FUNCTION "public"."unread_notifications"(uuid, uuid[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.unsubscribe (
  token text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  mail public.deliveries;
  event public.alert_events;
begin
  if pg_catalog.pg_input_is_valid(coalesce(token, ''), 'uuid') then
    select * into mail from public.deliveries where unsubscribe_key = unsubscribe.token::uuid;
  end if;
  if mail.id is null then
    perform app.fail('NOT_FOUND', 'This link leads nowhere; sign in and choose there what you are sent.', 'token');
  end if;
  if mail.kind = 'digest' then
    insert into public.notification_settings as settings (user_id, digests) values (mail.user_id, false)
    on conflict (user_id) do update set digests = false;
    return pg_catalog.jsonb_build_object('kind', 'digest', 'event', null, 'name', null);
  end if;
  select alert_events.* into event
  from public.notifications
  join public.alerts on alerts.id = notifications.alert_id
  join public.alert_events on alert_events.code = alerts.event_code
  where notifications.id = mail.notification_id;
  insert into public.notification_preferences (user_id, event_code, channel, enabled)
  values (mail.user_id, event.code, 'email', false)
  on conflict (user_id, event_code, channel) do update set enabled = false;
  return pg_catalog.jsonb_build_object('kind', 'alert', 'event', event.code, 'name', event.name);
end $function$;

REVOKE ALL ON FUNCTION "public"."unsubscribe"(text) FROM PUBLIC, "service_role";

ALTER TABLE "public"."alert_digests"
  ADD CONSTRAINT "alert_digests_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."alert_group_members"
  ADD CONSTRAINT "alert_group_members_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."alert_group_members"
  ADD CONSTRAINT "alert_group_members_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."alert_group_members"
  ADD CONSTRAINT "alert_group_members_group_id_fkey" FOREIGN KEY (group_id) REFERENCES public.alert_groups(id);

ALTER TABLE "public"."alert_targets"
  ADD CONSTRAINT "alert_targets_event_code_fkey" FOREIGN KEY (event_code) REFERENCES public.alert_events(code);

ALTER TABLE "public"."alert_targets"
  ADD CONSTRAINT "alert_targets_group_id_fkey" FOREIGN KEY (group_id) REFERENCES public.alert_groups(id);

ALTER TABLE "public"."alert_targets"
  ADD CONSTRAINT "alert_targets_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."alert_templates"
  ADD CONSTRAINT "alert_templates_event_code_fkey" FOREIGN KEY (event_code) REFERENCES public.alert_events(code);

ALTER TABLE "public"."alerts"
  ADD CONSTRAINT "alerts_acknowledged_by_fkey" FOREIGN KEY (acknowledged_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."alerts"
  ADD CONSTRAINT "alerts_event_code_fkey" FOREIGN KEY (event_code) REFERENCES public.alert_events(code);

ALTER TABLE "public"."alerts"
  ADD CONSTRAINT "alerts_resolved_by_fkey" FOREIGN KEY (resolved_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."alerts"
  ADD CONSTRAINT "alerts_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."deliveries"
  ADD CONSTRAINT "deliveries_digest_id_fkey" FOREIGN KEY (digest_id) REFERENCES public.alert_digests(id);

ALTER TABLE "public"."deliveries"
  ADD CONSTRAINT "deliveries_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."deliveries"
  ADD CONSTRAINT "deliveries_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."delivery_events"
  ADD CONSTRAINT "delivery_events_by_fkey" FOREIGN KEY (BY) REFERENCES public.profiles(id);

ALTER TABLE "public"."delivery_events"
  ADD CONSTRAINT "delivery_events_delivery_id_fkey" FOREIGN KEY (delivery_id) REFERENCES public.deliveries(id);

ALTER TABLE "public"."escalation_policies"
  ADD CONSTRAINT "escalation_policies_event_code_fkey" FOREIGN KEY (event_code) REFERENCES public.alert_events(code);

ALTER TABLE "public"."escalation_policies"
  ADD CONSTRAINT "escalation_policies_site_id_fkey" FOREIGN KEY (site_id) REFERENCES public.sites(id);

ALTER TABLE "public"."escalation_steps"
  ADD CONSTRAINT "escalation_steps_group_id_fkey" FOREIGN KEY (group_id) REFERENCES public.alert_groups(id);

ALTER TABLE "public"."escalation_steps"
  ADD CONSTRAINT "escalation_steps_policy_id_fkey" FOREIGN KEY (policy_id) REFERENCES public.escalation_policies(id);

ALTER TABLE "public"."escalation_steps"
  ADD CONSTRAINT "escalation_steps_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."escalations"
  ADD CONSTRAINT "escalations_alert_id_fkey" FOREIGN KEY (alert_id) REFERENCES public.alerts(id);

ALTER TABLE "public"."escalations"
  ADD CONSTRAINT "escalations_ended_by_fkey" FOREIGN KEY (ended_by) REFERENCES public.profiles(id);

ALTER TABLE "public"."escalation_events"
  ADD CONSTRAINT "escalation_events_escalation_id_fkey" FOREIGN KEY (escalation_id) REFERENCES public.escalations(id);

ALTER TABLE "public"."escalations"
  ADD CONSTRAINT "escalations_policy_id_fkey" FOREIGN KEY (policy_id) REFERENCES public.escalation_policies(id);

ALTER TABLE "public"."notification_preferences"
  ADD CONSTRAINT "notification_preferences_event_code_fkey" FOREIGN KEY (event_code) REFERENCES public.alert_events(code);

ALTER TABLE "public"."notifications"
  ADD CONSTRAINT "notifications_alert_id_fkey" FOREIGN KEY (alert_id) REFERENCES public.alerts(id);

ALTER TABLE "public"."deliveries"
  ADD CONSTRAINT "deliveries_notification_id_fkey" FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

ALTER TABLE "public"."notifications"
  ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

ALTER TABLE "public"."deliveries"
  ADD CONSTRAINT "deliveries_subscription_id_fkey" FOREIGN KEY (subscription_id) REFERENCES public.push_subscriptions(id);

ALTER TABLE "public"."push_subscriptions"
  ADD CONSTRAINT "push_subscriptions_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

CREATE VIEW "app"."errors" AS  SELECT code,
    status,
    hint
   FROM ( VALUES ('NOT_SIGNED_IN'::text,401,'Sign in, then try again.'::text), ('NOT_ALLOWED'::text,403,'Ask an administrator for the permission, or somebody who has it to do this.'::text), ('REQUEST_REUSED'::text,409,'Send the changed request under a new id.'::text), ('REQUEST_ID_MISSING'::text,400,'Send a UUID that stands for this one action.'::text), ('NOT_FOUND'::text,404,'Check the code, or look for it in the list.'::text), ('VALUE_INVALID'::text,400,'Correct the field and send it again.'::text), ('LAST_ADMIN'::text,422,'Make somebody else an administrator first.'::text), ('EMAIL_TAKEN'::text,409,'Look for the user in the list, or enter another address.'::text), ('PASSWORD_WEAK'::text,422,'Choose a longer password, with letters of both cases, a digit and a special character.'::text), ('USER_INACTIVE'::text,422,'Activate the user first.'::text), ('INVITATION_OVER'::text,409,'Reload the user: the invitation has been accepted already.'::text), ('MAIL_NOT_SENT'::text,503,'Send it again in a few minutes; nothing is done twice.'::text), ('FILE_TOO_LARGE'::text,413,'Scan it with a lower resolution, or send it in parts.'::text), ('FILE_TYPE_REFUSED'::text,415,'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'::text), ('QUANTITY_INVALID'::text,400,'Enter a number above zero, in the unit shown beside the field.'::text), ('LOT_CODE_TAKEN'::text,409,'Leave the code empty to have one made, or enter another.'::text), ('ORDER_NEEDED'::text,422,'Choose the line of the purchase order that these goods were ordered by.'::text), ('ORDER_EXCEEDED'::text,422,'Check the quantity; goods over the order need a changed order first.'::text), ('ORDER_MISMATCH'::text,422,'Choose the line of this item at this site, on an order that is open.'::text), ('LOT_NOT_USABLE'::text,422,'Ask QA to test or to release the lot, or take another.'::text), ('STOCK_SHORT'::text,422,'Take less, or take the rest from another lot.'::text), ('PLACE_UNSUITABLE'::text,422,'Choose a place that holds stock and is in use.'::text), ('DEVIATION_NEEDED'::text,422,'Take the lot that comes first, or give a reason for taking another.'::text), ('RESERVATION_ENDED'::text,409,'Reload the lot: what was reserved is free again.'::text), ('TRANSFER_DECIDED'::text,409,'Reload the request: it has been fulfilled, declined or cancelled meanwhile.'::text), ('TRANSFER_EXCEEDED'::text,422,'Move no more than is missing; for more, ask for another request.'::text), ('LOT_NOT_HELD'::text,409,'Reload the lot: it has been released already.'::text), ('CIRCLE'::text,422,'A lot cannot come out of itself; check which went into which.'::text), ('APPEND_ONLY'::text,403,'Nothing is changed or removed here; a correction is a new entry.'::text), ('SHIFT_LOCKED'::text,423,'Ask a manager for a correction.'::text), ('SHIFT_NOT_YOURS'::text,403,'Ask a manager or an administrator to assign you to the shift.'::text), ('SHIFT_NOT_BEGUN'::text,403,'Come back when the shift has begun.'::text), ('SHIFT_OVERLAP'::text,422,'Choose another shift or person, or undo the other assignment first.'::text), ('ROUTE_MISSING'::text,422,'Ask an administrator for a route with its stages.'::text), ('ROUTE_IN_USE'::text,422,'Make a new version of the route; batches keep the one they began with.'::text), ('PACK_IN_USE'::text,422,'Add another SKU; packs that were made keep their size.'::text), ('BATCH_OVER'::text,422,'Look at the batch: it is no longer in work.'::text), ('STAGE_DONE'::text,409,'Reload the batch: somebody has logged this stage already.'::text), ('STAGE_ORDER'::text,422,'Log the stages in the order of the route, each after the one before has ended.'::text), ('STAGE_NOT_RUNNING'::text,409,'Reload the batch: the stage has not been started, or has ended.'::text), ('QC_GATE_CLOSED'::text,422,'Ask QA for the test, or a manager for an override.'::text), ('OUTPUT_EXCEEDS'::text,422,'Check both weighings; more cannot come out than went in.'::text), ('INPUT_UNALLOCATED'::text,422,'Allocate what is missing, or correct the input.'::text), ('MATERIAL_OPEN'::text,422,'Return what is left of the material, or use it up.'::text), ('UNIT_MISMATCH'::text,422,'Choose a material that is weighed in a unit of the same kind.'::text), ('TIME_ORDER'::text,422,'Correct the times; each stage begins after the one before has ended.'::text), ('DOWNTIME_ENDED'::text,409,'Reload the machine: somebody has recorded already that it runs again.'::text), ('MACHINE_BUSY'::text,409,'Choose another machine, or correct the times.'::text), ('LOSS_EXCEEDS'::text,422,'Check the weighing; a manager writes off more, as an adjustment.'::text), ('FIELD_MISSING'::text,400,'Fill in the field.'::text), ('PLAN_MISSING'::text,422,'Ask who edits QC plans for one that is in force.'::text), ('PLAN_IN_USE'::text,422,'Make a new version of the plan; tests keep the one they were judged by.'::text), ('TEST_EXISTS'::text,409,'Record a re-test of the latest test, and say why.'::text), ('TEST_LOCKED'::text,423,'Record a re-test; what is older than a day stays as it is.'::text), ('TEST_NOT_DUE'::text,422,'Finish the stage or the batch first.'::text), ('RETEST_LIMIT'::text,422,'Ask a manager for an override, or reject the lot.'::text), ('OVERRIDE_NOT_NEEDED'::text,422,'Only a test on hold can be overridden.'::text), ('OVERRIDE_OPEN'::text,409,'Wait for the decision on the request that is there.'::text), ('OVERRIDE_DECIDED'::text,409,'Reload the request: somebody has decided it already.'::text), ('OVERRIDE_OWN'::text,403,'Ask another manager to decide.'::text), ('INVOICE_TAKEN'::text,409,'Check the invoice number; it has gone out with another shipment.'::text), ('CERTIFICATE_NOT_DUE'::text,422,'A certificate needs a lot that has passed its final test.'::text), ('ALERT_RESOLVED'::text,409,'Reload the list: it is over.'::text), ('ALERT_ACKNOWLEDGED'::text,409,'Reload the list: somebody takes care of it.'::text), ('ADDRESS_MISSING'::text,422,'Enter where you want to be reached, then try again.'::text), ('DELIVERY_UNDER_WAY'::text,409,'Reload the list; only what has not arrived is sent again.'::text)) known(code, status, hint);

CREATE INDEX alert_group_members_site_id_idx ON public.alert_group_members USING btree (site_id);

CREATE INDEX alert_group_members_user_id_idx ON public.alert_group_members USING btree (user_id);

CREATE INDEX alert_targets_group_id_idx ON public.alert_targets USING btree (group_id);

CREATE INDEX alert_targets_user_id_idx ON public.alert_targets USING btree (user_id);

CREATE INDEX alerts_acknowledged_by_idx ON public.alerts USING btree (acknowledged_by);

CREATE INDEX alerts_resolved_by_idx ON public.alerts USING btree (resolved_by);

CREATE INDEX alerts_subject_idx ON public.alerts USING btree (subject_id, event_code);

CREATE INDEX deliveries_digest_id_idx ON public.deliveries USING btree (digest_id);

CREATE INDEX deliveries_due_idx ON public.deliveries USING btree (urgent DESC, next_attempt_at)
  WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));

CREATE INDEX deliveries_notification_id_idx ON public.deliveries USING btree (notification_id);

CREATE INDEX deliveries_provider_id_idx ON public.deliveries USING btree (PROVIDER, provider_id)
  WHERE (provider_id IS NOT NULL);

CREATE INDEX deliveries_subscription_id_idx ON public.deliveries USING btree (subscription_id);

CREATE INDEX delivery_events_by_idx ON public.delivery_events USING btree (BY);

CREATE INDEX delivery_events_delivery_id_idx ON public.delivery_events USING btree (delivery_id, id);

CREATE UNIQUE INDEX delivery_events_event_id_idx ON public.delivery_events USING btree (PROVIDER, event_id)
  WHERE (event_id IS NOT NULL);

CREATE INDEX delivery_events_waiting_idx ON public.delivery_events USING btree (PROVIDER, provider_id)
  WHERE (delivery_id IS NULL);

CREATE INDEX escalation_events_escalation_id_idx ON public.escalation_events USING btree (escalation_id, id);

CREATE INDEX escalation_policies_event_code_idx ON public.escalation_policies USING btree (event_code);

CREATE INDEX escalation_policies_site_id_idx ON public.escalation_policies USING btree (site_id);

CREATE INDEX escalation_steps_group_id_idx ON public.escalation_steps USING btree (group_id);

CREATE INDEX escalation_steps_user_id_idx ON public.escalation_steps USING btree (user_id);

CREATE INDEX escalations_due_idx ON public.escalations USING btree (next_at)
  WHERE (state = 'running'::text);

CREATE INDEX escalations_ended_by_idx ON public.escalations USING btree (ended_by);

CREATE INDEX escalations_policy_id_idx ON public.escalations USING btree (policy_id);

CREATE INDEX notification_preferences_event_code_idx ON public.notification_preferences USING btree (event_code);

CREATE INDEX notifications_unread_idx ON public.notifications USING btree (user_id)
  WHERE (read_at IS NULL);

CREATE INDEX push_subscriptions_user_id_idx ON public.push_subscriptions USING btree (user_id)
  WHERE (ended_at IS NULL);

CREATE INDEX push_subscriptions_user_idx ON public.push_subscriptions USING btree (user_id);

CREATE TRIGGER users_try_address
  AFTER UPDATE OF email ON auth.users
  FOR EACH ROW
  WHEN (((old.email)::text IS DISTINCT FROM (new.email)::text))
  EXECUTE FUNCTION app.users_try_address();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_digests
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.alert_digests
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER UPDATE ON public.alert_events
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_events
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('code');

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_group_members
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_group_members
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.alert_groups
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_groups
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_targets
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_targets
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.alert_templates
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alert_templates
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('event_code', 'language');

CREATE TRIGGER check_names
  BEFORE INSERT OR UPDATE ON public.alert_templates
  FOR EACH ROW
  EXECUTE FUNCTION app.alert_templates_check();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.alerts
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.deliveries
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER wake
  AFTER INSERT ON public.deliveries REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.deliveries_wake();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.delivery_events
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.delivery_events
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep_but('delivery_id');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.escalation_events
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER keep
  BEFORE DELETE OR UPDATE ON public.escalation_events
  FOR EACH ROW
  EXECUTE FUNCTION audit.keep();

CREATE TRIGGER announce
  AFTER INSERT OR UPDATE ON public.escalation_policies
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.escalation_policies
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER announce
  AFTER INSERT OR DELETE OR UPDATE ON public.escalation_steps
  FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_everywhere('alerts');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.escalation_steps
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.escalations
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER raise_alerts
  AFTER INSERT OR UPDATE OF released_at ON public.lot_holds
  FOR EACH ROW
  EXECUTE FUNCTION app.lot_holds_raise();

CREATE TRIGGER raise_alerts
  AFTER UPDATE OF qc_status ON public.lots
  FOR EACH ROW
  WHEN ((old.qc_status <> new.qc_status))
  EXECUTE FUNCTION app.lots_raise();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.notification_preferences
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('user_id', 'event_code', 'channel');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.notification_settings
  FOR EACH ROW
  EXECUTE FUNCTION audit.record('user_id');

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.notifications
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER audit
  AFTER INSERT OR DELETE OR UPDATE ON public.push_subscriptions
  FOR EACH ROW
  EXECUTE FUNCTION audit.record();

CREATE TRIGGER raise_alerts
  AFTER INSERT OR UPDATE OF state ON public.qc_overrides
  FOR EACH ROW
  EXECUTE FUNCTION app.qc_overrides_raise();

CREATE TRIGGER raise_alerts
  AFTER UPDATE OF status ON public.qc_tests
  FOR EACH ROW
  WHEN (((old.status <> new.status) AND ((new.status <> 'pending'::text) OR (old.status = 'hold'::text))))
  EXECUTE FUNCTION app.qc_tests_raise();

CREATE TRIGGER raise_alerts
  AFTER UPDATE OF state ON public.shift_runs
  FOR EACH ROW
  WHEN (((old.state <> new.state) AND (new.state = ANY (ARRAY['closing'::public.shift_run_state, 'locked'::public.shift_run_state]))))
  EXECUTE FUNCTION app.shift_runs_raise();

CREATE TRIGGER raise_finished
  AFTER UPDATE OF ended_at ON public.stage_logs
  FOR EACH ROW
  WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL)))
  EXECUTE FUNCTION app.stage_logs_raise();

CREATE TRIGGER raise_logged
  AFTER INSERT ON public.stage_logs
  FOR EACH ROW
  WHEN ((new.ended_at IS NOT NULL))
  EXECUTE FUNCTION app.stage_logs_raise();

CREATE TRIGGER raise_alerts
  AFTER INSERT ON public.stock_moves
  FOR EACH ROW
  EXECUTE FUNCTION app.stock_moves_raise();

CREATE TRIGGER raise_asked
  AFTER INSERT ON public.transfer_requests
  FOR EACH ROW
  EXECUTE FUNCTION app.transfer_requests_raise();

CREATE TRIGGER raise_decided
  AFTER UPDATE OF state ON public.transfer_requests
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION app.transfer_requests_raise();

CREATE POLICY "a person sees his own digests" ON "public"."alert_digests"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "events are edited by permission" ON "public"."alert_events"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "everybody sees what people are told about" ON "public"."alert_events"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "everybody sees who is in a group" ON "public"."alert_group_members"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "people are put into groups by permission" ON "public"."alert_group_members"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "people are taken out of groups by permission" ON "public"."alert_group_members"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "everybody sees the groups" ON "public"."alert_groups"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "groups are added by permission" ON "public"."alert_groups"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "groups are edited by permission" ON "public"."alert_groups"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "everybody sees who is told" ON "public"."alert_targets"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "targets are added by permission" ON "public"."alert_targets"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "targets are edited by permission" ON "public"."alert_targets"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "targets are removed by permission" ON "public"."alert_targets"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "everybody sees the templates" ON "public"."alert_templates"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "templates are added by permission" ON "public"."alert_templates"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "templates are edited by permission" ON "public"."alert_templates"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "alerts are seen by who was told, and by permission" ON "public"."alerts"
  FOR SELECT
  TO "authenticated"
  USING
    (((site_id = ANY (( SELECT app.sites_with('alerts.view_log'::text) AS sites_with)::uuid[])) OR ((site_id IS NULL) AND ( SELECT app.has_everywhere('alerts.view_log'::text) AS
    has_everywhere)) OR (EXISTS ( SELECT
   FROM public.notifications
  WHERE ((notifications.alert_id = alerts.id) AND (notifications.user_id = ( SELECT auth.uid() AS uid)))))));

CREATE POLICY "deliveries are seen by who gets them, and by permission" ON "public"."deliveries"
  FOR SELECT
  TO "authenticated"
  USING
    (((user_id = ( SELECT auth.uid() AS uid)) OR (site_id = ANY (( SELECT app.sites_with('alerts.view_log'::text) AS sites_with)::uuid[])) OR ((site_id IS NULL) AND ( SELECT
    app.has_everywhere('alerts.view_log'::text) AS has_everywhere))));

CREATE POLICY "events are seen with their delivery" ON "public"."delivery_events"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.deliveries
  WHERE (deliveries.id = delivery_events.delivery_id))));

CREATE POLICY "steps are seen with their escalation" ON "public"."escalation_events"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.escalations
  WHERE (escalations.id = escalation_events.escalation_id))));

CREATE POLICY "everybody sees the policies" ON "public"."escalation_policies"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "policies are added by permission" ON "public"."escalation_policies"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "policies are edited by permission" ON "public"."escalation_policies"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "everybody sees the steps" ON "public"."escalation_steps"
  FOR SELECT
  TO "authenticated"
  USING (true);

CREATE POLICY "steps are added by permission" ON "public"."escalation_steps"
  FOR INSERT
  TO "authenticated"
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "steps are edited by permission" ON "public"."escalation_steps"
  FOR UPDATE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere))
  WITH CHECK (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "steps are removed by permission" ON "public"."escalation_steps"
  FOR DELETE
  TO "authenticated"
  USING (( SELECT app.has_everywhere('alerts.configure'::text) AS has_everywhere));

CREATE POLICY "escalations are seen with their alert" ON "public"."escalations"
  FOR SELECT
  TO "authenticated"
  USING ((EXISTS ( SELECT
   FROM public.alerts
  WHERE (alerts.id = escalations.alert_id))));

CREATE POLICY "a person sees what he was told" ON "public"."notifications"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person sees his own browsers" ON "public"."push_subscriptions"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."alert_events"."channels" IS 'How people are told unless they choose otherwise; the bell is always among them.';

COMMENT ON COLUMN "public"."alert_events"."digest" IS 'Unless it is urgent, e-mail waits for the digest of the day or of the week (P9.05).';

COMMENT ON COLUMN "public"."alert_events"."module" IS 'The module whose facts it is about, as people look for it.';

COMMENT ON COLUMN "public"."alert_events"."params" IS 'The names that its templates may use, besides subject, site, time, count and severity.';

COMMENT ON COLUMN "public"."alert_events"."window_minutes" IS 'The same on the same subject within so many minutes grows a count instead of coming again.';

COMMENT ON COLUMN "public"."alert_group_members"."site_id" IS 'Null stands for every site, those to come included.';

COMMENT ON COLUMN "public"."alert_targets"."on_duty" IS 'Only those who are assigned to the shift that runs there at that moment, or to the one that it is about.';

COMMENT ON COLUMN "public"."alert_templates"."sms" IS 'For a text message, which is cut to 160 characters; null takes the title.';

COMMENT ON COLUMN "public"."alerts"."count" IS 'How often it happened within the window of its event.';

COMMENT ON COLUMN "public"."alerts"."resolved_by" IS 'Null when the fact ended by itself.';

COMMENT ON COLUMN "public"."alerts"."subject" IS 'What it is about, as people name it.';

COMMENT ON COLUMN "public"."alerts"."subject_type" IS 'The table of what it is about, with which subject_id says which row.';

COMMENT ON COLUMN "public"."deliveries"."destination" IS 'Address, number or endpoint as it was when it was claimed last.';

COMMENT ON COLUMN "public"."deliveries"."next_attempt_at" IS 'When it may be claimed; of one that is being sent, when its lease ends.';

COMMENT ON COLUMN "public"."deliveries"."round" IS 'How often an administrator has sent it again; part of the key by which a provider knows a repetition.';

COMMENT ON COLUMN "public"."deliveries"."unsubscribe_key" IS 'What the link in this mail proves; never shown by a read.';

COMMENT ON COLUMN "public"."delivery_events"."delivery_id" IS 'Null while a provider speaks of a message that the worker has not yet written down as sent.';

COMMENT ON COLUMN "public"."escalation_events"."people" IS 'Who was told, or who acted: [{id, name}].';

COMMENT ON COLUMN "public"."escalation_policies"."business_hours" IS 'Whether the clock stands still outside the hours and days of the settings alerts.business_….';

COMMENT ON COLUMN "public"."escalation_policies"."condition" IS 'unseen: until somebody has read it; unacknowledged: until somebody takes it; unresolved: until it is over.';

COMMENT ON COLUMN "public"."escalation_policies"."event_code" IS 'Null stands for every event, as severity and site_id for every one of these.';

COMMENT ON COLUMN "public"."escalation_steps"."after_minutes" IS 'Since the alert, not since the step before.';

COMMENT ON COLUMN "public"."escalations"."next_at" IS 'When the next level is told; null when the last one was and still nobody acts.';

COMMENT ON COLUMN "public"."notification_preferences"."enabled" IS 'In the app, false leaves it in the list and off the bell; what is urgent is always on the bell.';

COMMENT ON COLUMN "public"."notification_settings"."email_off_at" IS 'When a mail came back; the person puts it to null to try again, and a new address does.';

COMMENT ON COLUMN "public"."notification_settings"."quiet_from" IS 'From here to quiet_until, by the clock of the site, e-mail, text messages and push wait, unless it is urgent.';

COMMENT ON COLUMN "public"."notifications"."level" IS '0 for who is told at once, else the level of the escalation that reached him (P9.04).';

COMMENT ON COLUMN "public"."notifications"."silent" IS 'In the list and not on the bell, as the person wants it.';

COMMENT ON FUNCTION "app"."add_business_minutes"(timestamp with time zone, integer, uuid) IS 'An instant so many minutes of the office''s hours later (P9.04).';

COMMENT ON FUNCTION "app"."alert_answer"(uuid) IS 'An alert as screens show it.';

COMMENT ON FUNCTION "app"."alert_people"(text, uuid, uuid) IS 'Who is told of an event at a site, by its targets (P9.01).';

COMMENT ON FUNCTION "app"."alert_templates_check"() IS 'Refuses with VALUE_INVALID a name in braces that the event has no value for.';

COMMENT ON FUNCTION "app"."alert_text"(public.alerts, text, jsonb) IS 'Title, body and text message of an alert in a language; escalation {level, minutes, policy} or null. The text message has at most 160 characters.';

COMMENT ON FUNCTION "app"."apply_delivery_status"(public.deliveries, text, timestamp with time zone, text) IS 'Moves a delivery on to what its provider says of it, never back; whether it moved (P9.03).';

COMMENT ON FUNCTION "app"."bury_delivery"(public.deliveries, text, text) IS 'Gives a delivery up, and tells the administrators (P9.03).';

COMMENT ON FUNCTION "app"."business_time"(uuid) IS 'The clock, hours and days (1 Monday to 7 Sunday) in which a site works in the office, by the settings alerts.business_hours and alerts.business_days.';

COMMENT ON FUNCTION "app"."check_lot_stock"(public.lots, integer) IS 'Looks what it means for the stock of its item that a lot has become usable (1) or is so no more (-1), wherever it lies.';

COMMENT ON FUNCTION "app"."check_page"(integer, integer) IS 'The size of a page, or VALUE_INVALID.';

COMMENT ON FUNCTION "app"."check_stock"(public.items, uuid, numeric) IS 'Raises stock.low or stock.out when a change of the usable stock (base unit) has crossed the item''s reorder level or left nothing, and ends them when it is over (P5.07, W4.01).';

COMMENT ON FUNCTION "app"."cut_text"(text, integer) IS 'A text of at most so many characters, with dots where something is missing.';

COMMENT ON FUNCTION "app"."deliveries_wake"() IS 'What is urgent does not wait for the job of the minute.';

COMMENT ON FUNCTION "app"."end_escalation"(uuid, text) IS 'Ends the clock of an alert that was seen, acknowledged or resolved, where that is what its policy waits for (P9.04).';

COMMENT ON FUNCTION "app"."end_of_quiet"(time without time zone, time without time zone, text, timestamp with time zone) IS 'When somebody may be disturbed again: the end of the quiet hours that an instant lies in, else the instant (P9.02).';

COMMENT ON FUNCTION "app"."escalation_answer"(public.escalations) IS 'An escalation with its steps and what has happened, as screens show it.';

COMMENT ON FUNCTION "app"."lock_alert"(uuid) IS 'An alert that the caller was told of, or may act on by permission, locked. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED.';

COMMENT ON FUNCTION "app"."lock_message"(text, text) IS 'Has whoever writes about a provider''s message wait for the other.';

COMMENT ON FUNCTION "app"."lot_holds_raise"() IS 'Tells that a lot was put on hold or set free, and looks what it means for the stock of its item (W4.01, P5.07).';

COMMENT ON FUNCTION "app"."lots_raise"() IS 'Tells of a lot''s new QC status, and looks what it means for the stock of its item (W4.01, P5.07).';

COMMENT ON FUNCTION "app"."most_attempts"() IS 'How often a delivery is tried before it is given up.';

COMMENT ON FUNCTION "app"."notify"(text, uuid, text, text, text, jsonb, text, uuid[]) IS 'Raises an alert about a subject at a site and tells who is to know, and people besides; the same within the window of its event grows a count and is unread again. params: values for the templates; of these severity overrides the event''s, run is the run of a shift whose people are on duty. Returns the alert, null when the event is turned off. Fails only for an event that does not exist (P9.01, P9.03).';

COMMENT ON FUNCTION "app"."people_named"(uuid[]) IS 'People as [{id, name}]; who has left is not among them.';

COMMENT ON FUNCTION "app"."people_of"(text, public.role, uuid, uuid, boolean, uuid, uuid) IS 'Who a target is at a site: everybody of a role or those of it on duty (in the run, or in the one that runs now), a group, a person (P9.01).';

COMMENT ON FUNCTION "app"."qc_overrides_raise"() IS 'Raises quality.override_requested, and ends it with the decision (P4.06).';

COMMENT ON FUNCTION "app"."qc_tests_raise"() IS 'Raises quality.test_failed with what is out of its limits, and ends it when the test passes, is put right, or the lot is rejected (P9.01, P4.04).';

COMMENT ON FUNCTION "app"."render_text"(text, jsonb, integer) IS 'A template with its {names} filled in, each with at most so many characters; what is missing is a dash. Plain text (P9.02).';

COMMENT ON FUNCTION "app"."resolve_alert"(public.alerts, text) IS 'Ends an alert: its escalation, and what of it still waits to be sent.';

COMMENT ON FUNCTION "app"."resolve_alerts"(text, text, text, text) IS 'Ends the open alerts of an event about a subject, because the fact has ended; returns how many.';

COMMENT ON FUNCTION "app"."ring"(public.alerts, uuid[]) IS 'Tells the screens of people, on user:<id>, what has come: {id, alert, event, severity, title, body, link, count, level, unread}.';

COMMENT ON FUNCTION "app"."ring_change"(uuid) IS 'Tells who was told, and the site, that an alert was taken or is over: {alert, state}.';

COMMENT ON FUNCTION "app"."run_escalations"() IS 'Tells the levels whose time has come and sets the clocks of the next ones; returns how many levels were told (P9.04).';

COMMENT ON FUNCTION "app"."scan_expiry"() IS 'Raises stock.expiring for each lot with stock at a site that has come to one of the thresholds of the setting alerts.expiry_days, urgent at the last, and ends what is no longer so; returns how many were raised (W4.01).';

COMMENT ON FUNCTION "app"."send_digests"() IS 'Puts the digests of the day, on Mondays also of the week, into the outbox for everybody whose clock shows the hour of the setting alerts.digest_hour; once each; returns how many (P9.05).';

COMMENT ON FUNCTION "app"."shift_runs_raise"() IS 'Raises shift.not_closed at the end of a run that takes entries still, and ends it when the run is locked (P9.01, P3.09).';

COMMENT ON FUNCTION "app"."stage_logs_raise"() IS 'Raises input.suspicious for a stage whose loss or yield breaks its limits (P9.01, P3.03).';

COMMENT ON FUNCTION "app"."start_escalation"(public.alerts) IS 'Starts the clock of the policy that fits an alert most exactly: by event, then site, then severity; nothing when there is none (P9.04).';

COMMENT ON FUNCTION "app"."status_word"(text) IS 'A QC status as people say it.';

COMMENT ON FUNCTION "app"."step_at"(timestamp with time zone, integer, boolean, uuid) IS 'When a step of a policy is due.';

COMMENT ON FUNCTION "app"."stock_moves_raise"() IS 'Looks whether a move has crossed the reorder level of its item at a site (P5.07).';

COMMENT ON FUNCTION "app"."target_name"(text, public.role, uuid, uuid) IS 'A target as a sentence names it.';

COMMENT ON FUNCTION "app"."tell"(public.alerts, uuid[], text[], jsonb) IS 'Tells people of an alert, again if they have been told: in the app always, by the channels as they prefer and can be reached, e-mail not when it waits for a digest; channels null for what has grown, which is not sent again; escalation {level, minutes, policy} when a level is told (P9.02). Who has left is not told.';

COMMENT ON FUNCTION "app"."tell_lot_status"(public.lots, text, text) IS 'Raises lot.status_changed wherever a lot is (W4.01).';

COMMENT ON FUNCTION "app"."test_findings"(public.qc_tests) IS 'What of a test is out of its limits, as words: pH 8.2 over 7.5.';

COMMENT ON FUNCTION "app"."transfer_requests_raise"() IS 'Raises stock.transfer_requested, and ends it when the request is brought, declined or cancelled (P5.02).';

COMMENT ON FUNCTION "app"."turn_address_off"(public.deliveries, text, text) IS 'Sends no more mail to an address that gave it back, and tells the person in the app (P9.03).';

COMMENT ON FUNCTION "app"."unread_of"(uuid) IS 'How many notifications a person has not read, at most 100, which stands for more than 99 (P9.02).';

COMMENT ON FUNCTION "app"."usable_stock"(uuid, uuid, numeric) IS 'How much of an item at a site may be used (released, not held, not expired), in its base unit; counts no further than enough (P5.07).';

COMMENT ON FUNCTION "app"."users_try_address"() IS 'Turns e-mail on again when the address has changed.';

COMMENT ON FUNCTION "app"."wake_if_due"() IS 'The job of every minute: wakes the function when something is due.';

COMMENT ON FUNCTION "app"."wake_notify"() IS 'Calls the edge function `notify` when the transaction commits, where the secrets functions_url and functions_key are in the vault; else nothing (P9.02).';

COMMENT ON FUNCTION "public"."acknowledge_alert"(uuid, uuid, text) IS 'Says that the caller takes care of an alert, perhaps how, and stops its clock (P9.04). Answers the alert. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED, ALERT_ACKNOWLEDGED.';

COMMENT ON FUNCTION "public"."alert_details"(uuid) IS 'An alert with everybody who was told, when he has read it and what was sent to him, and its escalation: as acknowledge_alert answers, and {people: [{id, name, level, told_at, read_at, deliveries: [{id, channel, state, attempts, created_at, sent_at, ended_at, error}]}], escalation} (P9.03, P9.04). For who was told, or may see the log. Refuses with NOT_FOUND.';

COMMENT ON FUNCTION "public"."claim_deliveries"(uuid, integer) IS 'Gives a worker up to so many deliveries that are due, urgent ones first, for two minutes; two workers never get the same one, and what a worker has not finished by then is given out again under the same idempotency_key. E-mail goes to the address of the account as it is now; who cannot be reached any more is not written to. title, body and sms are plain text; thread is the same for all messages of an alert; items for a digest [{event, name, severity, site, title, body, link, count, at, state}]. Refuses with FIELD_MISSING, VALUE_INVALID. For the edge function `notify`.';

COMMENT ON FUNCTION "public"."delivery_log"(uuid, text, text, timestamp with time zone, integer, uuid) IS 'A page of what was sent, the latest first (P9.03): {deliveries: [{id, kind, channel, state, urgent, person, destination, title, alert_id, event, site, attempts, round, next_attempt_at, provider, provider_id, error, created_at, sent_at, ended_at, events: [{at, what, provider, detail, by}]}], ended_badly: dead letters of 30 days, next: {before, before_id} or null}. state: one of a delivery, or ended_badly for dead, failed and bounced; page_size 1 to 200. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."end_push"(uuid, text) IS 'Ends the messages in one of the caller''s browsers (P9.02). Answers {ended}: 1, or 0 when there was none.';

COMMENT ON FUNCTION "public"."escalation_preview"(jsonb, timestamp with time zone) IS 'What would happen under a policy if something happened at an instant, row by row (P9.04): policy {event_code, severity, site_id, condition, business_hours, steps: [{position, after_minutes, kind, role, group_id, user_id, channels}]}, as edited and not yet saved; rows at, clock, position (0 at once), to, people [{id, name}], channels, sentence. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."finish_delivery"(uuid, uuid, text, text, text, text, integer) IS 'Says what became of a claimed delivery: sent, with the provider''s id; retry, after 30 s · 2ⁿ with jitter, up to an hour, or later where the provider asks for it (retry_after in seconds), the eighth time given up; failed, given up at once; gone, the browser has ended its subscription. False when the lease was over and another''s (P9.03). Refuses with VALUE_INVALID. For the edge function `notify`.';

COMMENT ON FUNCTION "public"."my_notifications"(timestamp with time zone, integer, boolean, text, text, uuid) IS 'A page of the caller''s notifications, the latest change first (P9.02, P9.03): {notifications: [{id, title, body, count, level, silent, created_at, updated_at, read_at, alert}], unread, next: {before, before_id} or null}; alert as acknowledge_alert answers it; page_size 1 to 200. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."my_preferences"() IS 'How the caller is told (P9.02): {email, settings: {language, phone, quiet_from, quiet_until, digests, email_off_at, email_off_reason}, browsers: [{id, endpoint, user_agent, created_at}], events: [{code, module, name, description, severity, digest, defaults: {in_app, email, sms, push}, chosen: {channel: boolean}}]}; the events that can reach him by what he is. Refuses with NOT_SIGNED_IN.';

COMMENT ON FUNCTION "public"."open_escalations"(uuid) IS 'The clocks that run, of a site or of all: [{id, state, policy_id, policy, condition, business_hours, started_at, next_position, next_at, steps: [{position, after_minutes, kind, to, channels}], events: [{position, at, what, people: [{id, name}]}], alert, now}]; next_at is null when every level has been told. By permission alerts.view_log all, else those that the caller was told of (P9.04). Refuses with NOT_SIGNED_IN.';

COMMENT ON FUNCTION "public"."read_notifications"(uuid, uuid[]) IS 'Marks own notifications as read, all when ids is null, and so stops the clocks that wait until somebody has seen it (P9.03, P9.04). Answers {changed, unread}; unread is at most 100. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."record_delivery_event"(text, text, text, text, timestamp with time zone, text) IS 'Keeps what a provider says of a message: sent, delivered, bounced, failed, delayed or complained, once for each of its events, and moves the delivery on, never back (P9.03). Answers applied, ignored, repeated, or waiting when the message is not known yet. Refuses with FIELD_MISSING, VALUE_INVALID. For the edge function `webhooks`.';

COMMENT ON FUNCTION "public"."register_push"(uuid, text, text, text, text) IS 'Has a browser show the caller''s messages, by what its push service gave it (P9.02). Answers {id, endpoint, user_agent, created_at}. Refuses with NOT_SIGNED_IN, and by the constraints of the fields.';

COMMENT ON FUNCTION "public"."resend_delivery"(uuid, uuid) IS 'Sends again what was given up, came back or was cancelled, as a new message (P9.03). Answers {id, state}. Refuses with NOT_ALLOWED, NOT_FOUND, DELIVERY_UNDER_WAY.';

COMMENT ON FUNCTION "public"."resolve_alert"(uuid, uuid, text) IS 'Says how what an alert is about was put right, and ends it with its clock (P9.04). Answers the alert. Refuses with NOT_FOUND, NOT_ALLOWED, ALERT_RESOLVED, FIELD_MISSING, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."send_test_notification"(uuid, text) IS 'Sends the caller a test by a channel: in_app, email, sms or push (P9.02). Answers {notification, deliveries: [id]}. Refuses with NOT_SIGNED_IN, VALUE_INVALID, ADDRESS_MISSING.';

COMMENT ON FUNCTION "public"."unread_count"() IS 'How many notifications on the bell the caller has not read; 100 stands for more than 99 (P9.02). Refuses with NOT_SIGNED_IN.';

COMMENT ON FUNCTION "public"."unread_notifications"(uuid, uuid[]) IS 'Marks own notifications as unread again; a clock that was stopped stays so (P9.03). Answers {changed, unread}. Refuses with NOT_SIGNED_IN, VALUE_INVALID.';

COMMENT ON FUNCTION "public"."unsubscribe"(text) IS 'Ends e-mail of the one kind that the link of a mail is about, for who got it; repeating it changes nothing (P9.05). Answers {kind: alert or digest, event, name}. Refuses with NOT_FOUND.';

COMMENT ON TABLE "public"."alert_digests" IS 'What was put together for people who need not know at once (P9.05).';

COMMENT ON TABLE "public"."alert_events" IS 'What people are told about (P9.01); each module''s migration adds its own.';

COMMENT ON TABLE "public"."alert_group_members" IS 'Who is in a group, and for which site.';

COMMENT ON TABLE "public"."alert_groups" IS 'Groups of people who are told together (P9.01, P9.04).';

COMMENT ON TABLE "public"."alert_targets" IS 'Who is told of an event, at the site where it happens (P9.01).';

COMMENT ON TABLE "public"."alert_templates" IS 'The words of each event, as plain text with {names} of its values (P9.02).';

COMMENT ON TABLE "public"."alerts" IS 'Facts that people are told of (P9.03); written by app.notify and by commands.';

COMMENT ON TABLE "public"."deliveries" IS 'Mails, text messages and push messages, and what became of them (P9.02, P9.03).';

COMMENT ON TABLE "public"."delivery_events" IS 'What happened to deliveries, append-only (P9.03).';

COMMENT ON TABLE "public"."escalation_events" IS 'Every step of every escalation, append-only (P9.04).';

COMMENT ON TABLE "public"."escalation_policies" IS 'Policies by event, severity and site; of several the most exact holds (P9.04).';

COMMENT ON TABLE "public"."escalation_steps" IS 'The levels of a policy, one after the other (P9.04).';

COMMENT ON TABLE "public"."escalations" IS 'Clocks that run until somebody acts (P9.04); written by app.notify, run_escalations and commands.';

COMMENT ON TABLE "public"."notification_preferences" IS 'Where a person wants it otherwise than the event has it (P9.02).';

COMMENT ON TABLE "public"."notification_settings" IS 'Language, phone and quiet hours of a person (P9.02).';

COMMENT ON TABLE "public"."notifications" IS 'What each person was told, in his language, and whether he has seen it (P9.03).';

COMMENT ON TABLE "public"."push_subscriptions" IS 'Browsers that show messages also when the app is closed (P9.02); written by commands alone.';

COMMENT ON VIEW "app"."errors" IS 'Codes of refusals with their HTTP status and what to do; the DETAIL of every error names one.';

REVOKE ALL ON FUNCTION "app"."add_business_minutes"(timestamp WITH time zone, integer, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."add_business_minutes"(timestamp WITH time zone, integer, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."add_business_minutes"(timestamp WITH time zone, integer, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."alert_answer"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."alert_answer"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."alert_answer"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."alert_people"(text, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."alert_people"(text, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."alert_people"(text, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."alert_templates_check"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."alert_templates_check"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."alert_templates_check"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."alert_text"(public.alerts, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."alert_text"(public.alerts, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."alert_text"(public.alerts, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."apply_delivery_status"(public.deliveries, text, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_delivery_status"(public.deliveries, text, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_delivery_status"(public.deliveries, text, timestamp WITH time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bury_delivery"(public.deliveries, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."bury_delivery"(public.deliveries, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bury_delivery"(public.deliveries, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."business_time"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."business_time"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."business_time"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_lot_stock"(public.lots, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_lot_stock"(public.lots, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_lot_stock"(public.lots, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_page"(integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_page"(integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_page"(integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."check_stock"(public.items, uuid, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."check_stock"(public.items, uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."check_stock"(public.items, uuid, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."cut_text"(text, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."cut_text"(text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."cut_text"(text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."deliveries_wake"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."deliveries_wake"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."deliveries_wake"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."end_escalation"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."end_escalation"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."end_escalation"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."end_of_quiet"(time WITHOUT time zone, time WITHOUT time zone, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."end_of_quiet"(time WITHOUT time zone, time WITHOUT time zone, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."end_of_quiet"(time WITHOUT time zone, time WITHOUT time zone, text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."escalation_answer"(public.escalations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."escalation_answer"(public.escalations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."escalation_answer"(public.escalations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_alert"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_alert"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_alert"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_message"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_message"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_message"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lot_holds_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lot_holds_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lot_holds_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."lots_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lots_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lots_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."most_attempts"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."most_attempts"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."most_attempts"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."notify"(text, uuid, text, text, text, jsonb, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."notify"(text, uuid, text, text, text, jsonb, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."notify"(text, uuid, text, text, text, jsonb, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_named"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."people_named"(uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_named"(uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_of"(text, public.role, uuid, uuid, boolean, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."people_of"(text, public.role, uuid, uuid, boolean, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_of"(text, public.role, uuid, uuid, boolean, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_overrides_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_overrides_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_overrides_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."qc_tests_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."qc_tests_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."qc_tests_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."render_text"(text, jsonb, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."render_text"(text, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."render_text"(text, jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."resolve_alert"(public.alerts, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."resolve_alert"(public.alerts, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."resolve_alert"(public.alerts, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."resolve_alerts"(text, text, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."resolve_alerts"(text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."resolve_alerts"(text, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."ring"(public.alerts, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."ring"(public.alerts, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."ring"(public.alerts, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."ring_change"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."ring_change"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."ring_change"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."run_escalations"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."run_escalations"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."run_escalations"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."scan_expiry"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."scan_expiry"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."scan_expiry"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."send_digests"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."send_digests"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."send_digests"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."shift_runs_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shift_runs_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shift_runs_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."stage_logs_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stage_logs_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stage_logs_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."start_escalation"(public.alerts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."start_escalation"(public.alerts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."start_escalation"(public.alerts) TO "postgres";

REVOKE ALL ON FUNCTION "app"."status_word"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."status_word"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."status_word"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."step_at"(timestamp WITH time zone, integer, boolean, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."step_at"(timestamp WITH time zone, integer, boolean, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."step_at"(timestamp WITH time zone, integer, boolean, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."stock_moves_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."stock_moves_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."stock_moves_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."target_name"(text, public.role, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."target_name"(text, public.role, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."target_name"(text, public.role, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tell"(public.alerts, uuid[], text[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tell"(public.alerts, uuid[], text[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tell"(public.alerts, uuid[], text[], jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tell_lot_status"(public.lots, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tell_lot_status"(public.lots, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tell_lot_status"(public.lots, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."test_findings"(public.qc_tests) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."test_findings"(public.qc_tests) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."test_findings"(public.qc_tests) TO "postgres";

REVOKE ALL ON FUNCTION "app"."transfer_requests_raise"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."transfer_requests_raise"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."transfer_requests_raise"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."turn_address_off"(public.deliveries, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."turn_address_off"(public.deliveries, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."turn_address_off"(public.deliveries, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."unread_of"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."unread_of"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."unread_of"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."usable_stock"(uuid, uuid, numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."usable_stock"(uuid, uuid, numeric) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."usable_stock"(uuid, uuid, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "app"."users_try_address"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."users_try_address"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."users_try_address"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."wake_if_due"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."wake_if_due"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."wake_if_due"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."wake_notify"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."wake_notify"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."wake_notify"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."acknowledge_alert"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."acknowledge_alert"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."acknowledge_alert"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."alert_details"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."alert_details"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."alert_details"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_deliveries"(uuid, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_deliveries"(uuid, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_deliveries"(uuid, integer) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."delivery_log"(uuid, text, text, timestamp WITH time zone, integer, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."delivery_log"(uuid, text, text, timestamp WITH time zone, integer, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."delivery_log"(uuid, text, text, timestamp WITH time zone, integer, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_push"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."end_push"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."end_push"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."escalation_preview"(jsonb, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."escalation_preview"(jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."escalation_preview"(jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."finish_delivery"(uuid, uuid, text, text, text, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_delivery"(uuid, uuid, text, text, text, text, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."finish_delivery"(uuid, uuid, text, text, text, text, integer) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."my_notifications"(timestamp WITH time zone, integer, boolean, text, text, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."my_notifications"(timestamp WITH time zone, integer, boolean, text, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_notifications"(timestamp WITH time zone, integer, boolean, text, text, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_preferences"() TO "authenticated";

REVOKE ALL ON FUNCTION "public"."my_preferences"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."my_preferences"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_escalations"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."open_escalations"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_escalations"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_notifications"(uuid, uuid[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."read_notifications"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_notifications"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_delivery_event"(text, text, text, text, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_delivery_event"(text, text, text, text, timestamp WITH time zone, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_delivery_event"(text, text, text, text, timestamp WITH time zone, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."register_push"(uuid, text, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."register_push"(uuid, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."register_push"(uuid, text, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."resend_delivery"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."resend_delivery"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."resend_delivery"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."resolve_alert"(uuid, uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."resolve_alert"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."resolve_alert"(uuid, uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_test_notification"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."send_test_notification"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_test_notification"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."unread_count"() TO "authenticated";

REVOKE ALL ON FUNCTION "public"."unread_count"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unread_count"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."unread_notifications"(uuid, uuid[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."unread_notifications"(uuid, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unread_notifications"(uuid, uuid[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."unsubscribe"(text) TO "anon", "authenticated";

REVOKE ALL ON FUNCTION "public"."unsubscribe"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."unsubscribe"(text) TO "postgres";

REVOKE ALL ON TABLE "public"."alert_digests" FROM "authenticated";

GRANT SELECT ON TABLE "public"."alert_digests" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_digests" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_digests" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_events" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("channels") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("channels") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("description") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("description") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("digest") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("digest") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("name") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("severity") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("severity") ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ("window_minutes") ON TABLE "public"."alert_events" FROM "authenticated";

GRANT UPDATE ("window_minutes") ON TABLE "public"."alert_events" TO "authenticated";

GRANT SELECT ON TABLE "public"."alert_events" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_events" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_events" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_group_members" FROM "authenticated";

REVOKE ALL ("group_id") ON TABLE "public"."alert_group_members" FROM "authenticated";

GRANT INSERT ("group_id") ON TABLE "public"."alert_group_members" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."alert_group_members" FROM "authenticated";

GRANT INSERT ("site_id") ON TABLE "public"."alert_group_members" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."alert_group_members" FROM "authenticated";

GRANT INSERT ("user_id") ON TABLE "public"."alert_group_members" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."alert_group_members" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_group_members" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_group_members" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_groups" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."alert_groups" FROM "authenticated";

GRANT UPDATE ("active") ON TABLE "public"."alert_groups" TO "authenticated";

REVOKE ALL ("code") ON TABLE "public"."alert_groups" FROM "authenticated";

GRANT INSERT ("code") ON TABLE "public"."alert_groups" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."alert_groups" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."alert_groups" TO "authenticated";

GRANT SELECT ON TABLE "public"."alert_groups" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_groups" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_groups" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_targets" FROM "authenticated";

REVOKE ALL ("event_code") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("event_code") ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ("group_id") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("group_id") ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("kind") ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ("on_duty") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("on_duty"), UPDATE ("on_duty") ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ("role") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("role") ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."alert_targets" FROM "authenticated";

GRANT INSERT ("user_id") ON TABLE "public"."alert_targets" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."alert_targets" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_targets" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_targets" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_templates" FROM "authenticated";

REVOKE ALL ("body") ON TABLE "public"."alert_templates" FROM "authenticated";

GRANT INSERT ("body"), UPDATE ("body") ON TABLE "public"."alert_templates" TO "authenticated";

REVOKE ALL ("event_code") ON TABLE "public"."alert_templates" FROM "authenticated";

GRANT INSERT ("event_code") ON TABLE "public"."alert_templates" TO "authenticated";

REVOKE ALL ("language") ON TABLE "public"."alert_templates" FROM "authenticated";

GRANT INSERT ("language") ON TABLE "public"."alert_templates" TO "authenticated";

REVOKE ALL ("sms") ON TABLE "public"."alert_templates" FROM "authenticated";

GRANT INSERT ("sms"), UPDATE ("sms") ON TABLE "public"."alert_templates" TO "authenticated";

REVOKE ALL ("title") ON TABLE "public"."alert_templates" FROM "authenticated";

GRANT INSERT ("title"), UPDATE ("title") ON TABLE "public"."alert_templates" TO "authenticated";

GRANT SELECT ON TABLE "public"."alert_templates" TO "authenticated";

REVOKE ALL ON TABLE "public"."alert_templates" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_templates" TO "service_role";

REVOKE ALL ON TABLE "public"."alerts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."alerts" TO "authenticated";

REVOKE ALL ON TABLE "public"."alerts" FROM "service_role";

GRANT SELECT ON TABLE "public"."alerts" TO "service_role";

REVOKE ALL ON TABLE "public"."deliveries" FROM "authenticated";

REVOKE ALL ("attempts") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("attempts") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("channel") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("channel") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("claimed_until") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("claimed_until") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("destination") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("destination") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("digest_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("digest_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("ended_at") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("ended_at") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("error") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("error") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("kind") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("next_attempt_at") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("next_attempt_at") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("notification_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("notification_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("provider_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("provider_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("provider") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("provider") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("round") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("round") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("sent_at") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("sent_at") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("site_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("state") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("state") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("subscription_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("subscription_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("urgent") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("urgent") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("user_id") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ON TABLE "public"."deliveries" FROM "service_role";

REVOKE ALL ("attempts") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("attempts") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("channel") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("channel") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("claimed_until") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("claimed_until") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("destination") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("destination") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("digest_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("digest_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("ended_at") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("ended_at") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("error") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("error") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("kind") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("kind") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("next_attempt_at") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("next_attempt_at") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("notification_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("notification_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("provider_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("provider_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("provider") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("provider") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("round") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("round") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("sent_at") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("sent_at") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("site_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("site_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("state") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("state") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("subscription_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("subscription_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("urgent") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("urgent") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ("user_id") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("user_id") ON TABLE "public"."deliveries" TO "service_role";

REVOKE ALL ON TABLE "public"."delivery_events" FROM "authenticated";

GRANT SELECT ON TABLE "public"."delivery_events" TO "authenticated";

REVOKE ALL ON TABLE "public"."delivery_events" FROM "service_role";

GRANT SELECT ON TABLE "public"."delivery_events" TO "service_role";

REVOKE ALL ON TABLE "public"."escalation_events" FROM "authenticated";

GRANT SELECT ON TABLE "public"."escalation_events" TO "authenticated";

REVOKE ALL ON TABLE "public"."escalation_events" FROM "service_role";

GRANT SELECT ON TABLE "public"."escalation_events" TO "service_role";

REVOKE ALL ON TABLE "public"."escalation_policies" FROM "authenticated";

REVOKE ALL ("active") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("active"), UPDATE ("active") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("business_hours") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("business_hours"), UPDATE ("business_hours") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("condition") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("condition"), UPDATE ("condition") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("event_code") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("event_code"), UPDATE ("event_code") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("name"), UPDATE ("name") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("severity") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("severity"), UPDATE ("severity") ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ("site_id") ON TABLE "public"."escalation_policies" FROM "authenticated";

GRANT INSERT ("site_id"), UPDATE ("site_id") ON TABLE "public"."escalation_policies" TO "authenticated";

GRANT SELECT ON TABLE "public"."escalation_policies" TO "authenticated";

REVOKE ALL ON TABLE "public"."escalation_policies" FROM "service_role";

GRANT SELECT ON TABLE "public"."escalation_policies" TO "service_role";

REVOKE ALL ON TABLE "public"."escalation_steps" FROM "authenticated";

REVOKE ALL ("after_minutes") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("after_minutes"), UPDATE ("after_minutes") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("channels") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("channels"), UPDATE ("channels") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("group_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("group_id"), UPDATE ("group_id") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("kind"), UPDATE ("kind") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("policy_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("policy_id") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("position") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("position"), UPDATE ("position") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("role") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("role"), UPDATE ("role") ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."escalation_steps" FROM "authenticated";

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."escalation_steps" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."escalation_steps" TO "authenticated";

REVOKE ALL ON TABLE "public"."escalation_steps" FROM "service_role";

GRANT SELECT ON TABLE "public"."escalation_steps" TO "service_role";

REVOKE ALL ON TABLE "public"."escalations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."escalations" TO "authenticated";

REVOKE ALL ON TABLE "public"."escalations" FROM "service_role";

GRANT SELECT ON TABLE "public"."escalations" TO "service_role";

REVOKE ALL ON TABLE "public"."notification_preferences" FROM "authenticated";

REVOKE ALL ("channel") ON TABLE "public"."notification_preferences" FROM "authenticated";

GRANT INSERT ("channel"), UPDATE ("channel") ON TABLE "public"."notification_preferences" TO "authenticated";

REVOKE ALL ("enabled") ON TABLE "public"."notification_preferences" FROM "authenticated";

GRANT INSERT ("enabled"), UPDATE ("enabled") ON TABLE "public"."notification_preferences" TO "authenticated";

REVOKE ALL ("event_code") ON TABLE "public"."notification_preferences" FROM "authenticated";

GRANT INSERT ("event_code"), UPDATE ("event_code") ON TABLE "public"."notification_preferences" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."notification_preferences" TO "authenticated";

REVOKE ALL ON TABLE "public"."notification_preferences" FROM "service_role";

GRANT SELECT ON TABLE "public"."notification_preferences" TO "service_role";

REVOKE ALL ON TABLE "public"."notification_settings" FROM "authenticated";

REVOKE ALL ("digests") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("digests"), UPDATE ("digests") ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ("email_off_at") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT UPDATE ("email_off_at") ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ("language") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("language"), UPDATE ("language") ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ("phone") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("phone"), UPDATE ("phone") ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ("quiet_from") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("quiet_from"), UPDATE ("quiet_from") ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ("quiet_until") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("quiet_until"), UPDATE ("quiet_until") ON TABLE "public"."notification_settings" TO "authenticated";

GRANT SELECT ON TABLE "public"."notification_settings" TO "authenticated";

REVOKE ALL ON TABLE "public"."notification_settings" FROM "service_role";

GRANT SELECT ON TABLE "public"."notification_settings" TO "service_role";

REVOKE ALL ON TABLE "public"."notifications" FROM "authenticated";

GRANT SELECT ON TABLE "public"."notifications" TO "authenticated";

REVOKE ALL ON TABLE "public"."notifications" FROM "service_role";

GRANT SELECT ON TABLE "public"."notifications" TO "service_role";

REVOKE ALL ON TABLE "public"."push_subscriptions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."push_subscriptions" TO "authenticated";

REVOKE ALL ON TABLE "public"."push_subscriptions" FROM "service_role";

GRANT SELECT ON TABLE "public"."push_subscriptions" TO "service_role";

SELECT cron.schedule('run-escalations', '* * * * *', 'select app.run_escalations()');

SELECT cron.schedule('scan-expiry', '30 0 * * *', 'select app.scan_expiry()');

SELECT cron.schedule('send-digests', '0,30 * * * *', 'select app.send_digests()');

SELECT cron.schedule('wake-notify', '* * * * *', 'select app.wake_if_due()');

CREATE INDEX alerts_event_code_idx ON public.alerts USING btree (event_code, first_at DESC);

CREATE INDEX alerts_open_idx ON public.alerts USING btree (event_code, subject_id, first_at DESC)
  WHERE (state <> 'resolved'::text);

CREATE INDEX alerts_site_id_idx ON public.alerts USING btree (site_id, first_at DESC);

CREATE INDEX deliveries_created_at_idx ON public.deliveries USING btree (created_at DESC, id DESC);

CREATE INDEX deliveries_ended_badly_idx ON public.deliveries USING btree (created_at DESC, id DESC)
  WHERE (state = ANY (ARRAY['dead'::text, 'failed'::text, 'bounced'::text]));

CREATE INDEX deliveries_site_id_idx ON public.deliveries USING btree (site_id, created_at DESC);

CREATE INDEX deliveries_user_id_idx ON public.deliveries USING btree (user_id, created_at DESC);

REVOKE ALL ("created_at") ON TABLE "public"."deliveries" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."deliveries" TO "authenticated";

REVOKE ALL ("created_at") ON TABLE "public"."deliveries" FROM "service_role";

GRANT SELECT ("created_at") ON TABLE "public"."deliveries" TO "service_role";

ALTER TABLE "public"."notification_preferences"
  ADD CONSTRAINT "notification_preferences_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

CREATE POLICY "a person edits his own preferences" ON "public"."notification_preferences"
  FOR UPDATE
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)))
  WITH CHECK ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person makes his own preferences" ON "public"."notification_preferences"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person removes his own preferences" ON "public"."notification_preferences"
  FOR DELETE
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person sees his own preferences" ON "public"."notification_preferences"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

REVOKE ALL ("user_id") ON TABLE "public"."notification_preferences" FROM "authenticated";

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."notification_preferences" TO "authenticated";

ALTER TABLE "public"."notification_settings"
  ADD CONSTRAINT "notification_settings_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id);

CREATE POLICY "a person edits his own settings" ON "public"."notification_settings"
  FOR UPDATE
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)))
  WITH CHECK ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person makes his own settings" ON "public"."notification_settings"
  FOR INSERT
  TO "authenticated"
  WITH CHECK ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "a person sees his own settings" ON "public"."notification_settings"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

REVOKE ALL ("user_id") ON TABLE "public"."notification_settings" FROM "authenticated";

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."notification_settings" TO "authenticated";

CREATE INDEX notifications_user_id_idx ON public.notifications USING btree (user_id, updated_at DESC, id DESC);
