
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "alert_digests": {
                  Row: {
                    "created_at": string,"day": string,"id": string,"items": NonNullable<Json>,"period": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"day": string,"id"?: string,"items": NonNullable<Json>,"period": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"day"?: string,"id"?: string,"items"?: NonNullable<Json>,"period"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_digests_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"alert_events": {
                  Row: {
                    "active": boolean,"channels": (string)[],"code": string,"description": string,"digest": string,"module": string,"name": string,"news": boolean,"params": (string)[],"severity": string,"window_minutes": number
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"channels"?: (string)[],"code": string,"description": string,"digest"?: string,"module": string,"name": string,"news"?: boolean,"params"?: (string)[],"severity": string,"window_minutes"?: number
                  }
                  Update: {
                    "active"?: boolean,"channels"?: (string)[],"code"?: string,"description"?: string,"digest"?: string,"module"?: string,"name"?: string,"news"?: boolean,"params"?: (string)[],"severity"?: string,"window_minutes"?: number
                  }
                  Relationships: [
                    
                  ]
                },"alert_group_members": {
                  Row: {
                    "created_at": string,"group_id": string,"id": string,"site_id": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"group_id": string,"id"?: string,"site_id"?: string | null,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"group_id"?: string,"id"?: string,"site_id"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_group_members_group_id_fkey"
      columns: ["group_id"]
isOneToOne: false
      referencedRelation: "alert_groups"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_group_members_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_group_members_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"alert_groups": {
                  Row: {
                    "active": boolean,"code": string,"id": string,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"id"?: string,"name": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"id"?: string,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"alert_targets": {
                  Row: {
                    "event_code": string,"group_id": string | null,"id": string,"kind": string,"on_duty": boolean,"role": Database["public"]['Enums']["role"] | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "event_code": string,"group_id"?: string | null,"id"?: string,"kind": string,"on_duty"?: boolean,"role"?: Database["public"]['Enums']["role"] | null,"user_id"?: string | null
                  }
                  Update: {
                    "event_code"?: string,"group_id"?: string | null,"id"?: string,"kind"?: string,"on_duty"?: boolean,"role"?: Database["public"]['Enums']["role"] | null,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_targets_event_code_fkey"
      columns: ["event_code"]
isOneToOne: false
      referencedRelation: "alert_events"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "alert_targets_group_id_fkey"
      columns: ["group_id"]
isOneToOne: false
      referencedRelation: "alert_groups"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_targets_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"alert_templates": {
                  Row: {
                    "body": string,"event_code": string,"language": string,"sms": string | null,"title": string
                  }
                  ComputedFields: never
                  Insert: {
                    "body": string,"event_code": string,"language": string,"sms"?: string | null,"title": string
                  }
                  Update: {
                    "body"?: string,"event_code"?: string,"language"?: string,"sms"?: string | null,"title"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_templates_event_code_fkey"
      columns: ["event_code"]
isOneToOne: false
      referencedRelation: "alert_events"
      referencedColumns: ["code"]
    }
                  ]
                },"alerts": {
                  Row: {
                    "acknowledged_at": string | null,"acknowledged_by": string | null,"acknowledgement": string | null,"count": number,"event_code": string,"first_at": string,"id": string,"last_at": string,"link": string | null,"params": NonNullable<Json>,"resolution": string | null,"resolved_at": string | null,"resolved_by": string | null,"severity": string,"site_id": string | null,"state": string,"subject": string,"subject_id": string,"subject_type": string
                  }
                  ComputedFields: never
                  Insert: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"acknowledgement"?: string | null,"count"?: number,"event_code": string,"first_at"?: string,"id"?: string,"last_at"?: string,"link"?: string | null,"params"?: NonNullable<Json>,"resolution"?: string | null,"resolved_at"?: string | null,"resolved_by"?: string | null,"severity": string,"site_id"?: string | null,"state"?: string,"subject": string,"subject_id": string,"subject_type": string
                  }
                  Update: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"acknowledgement"?: string | null,"count"?: number,"event_code"?: string,"first_at"?: string,"id"?: string,"last_at"?: string,"link"?: string | null,"params"?: NonNullable<Json>,"resolution"?: string | null,"resolved_at"?: string | null,"resolved_by"?: string | null,"severity"?: string,"site_id"?: string | null,"state"?: string,"subject"?: string,"subject_id"?: string,"subject_type"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alerts_acknowledged_by_fkey"
      columns: ["acknowledged_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alerts_event_code_fkey"
      columns: ["event_code"]
isOneToOne: false
      referencedRelation: "alert_events"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "alerts_resolved_by_fkey"
      columns: ["resolved_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alerts_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"batch_documents": {
                  Row: {
                    "attached_at": string,"attached_by": string,"batch_id": string,"document_id": string,"position": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attached_at"?: string,"attached_by": string,"batch_id": string,"document_id": string,"position"?: number | null
                  }
                  Update: {
                    "attached_at"?: string,"attached_by"?: string,"batch_id"?: string,"document_id"?: string,"position"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "batch_documents_attached_by_fkey"
      columns: ["attached_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batch_documents_batch_id_fkey"
      columns: ["batch_id"]
isOneToOne: false
      referencedRelation: "batches"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batch_documents_document_id_fkey"
      columns: ["document_id"]
isOneToOne: false
      referencedRelation: "documents"
      referencedColumns: ["id"]
    }
                  ]
                },"batches": {
                  Row: {
                    "code": string,"created_at": string,"created_by": string,"ended_at": string | null,"id": string,"item_id": string,"lot_id": string,"planned_quantity": number,"remarks": string | null,"route_id": string | null,"run_id": string | null,"site_id": string,"state": string
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"created_at"?: string,"created_by": string,"ended_at"?: string | null,"id"?: string,"item_id": string,"lot_id": string,"planned_quantity": number,"remarks"?: string | null,"route_id"?: string | null,"run_id"?: string | null,"site_id": string,"state"?: string
                  }
                  Update: {
                    "code"?: string,"created_at"?: string,"created_by"?: string,"ended_at"?: string | null,"id"?: string,"item_id"?: string,"lot_id"?: string,"planned_quantity"?: number,"remarks"?: string | null,"route_id"?: string | null,"run_id"?: string | null,"site_id"?: string,"state"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "batch belongs to a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "batches_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batches_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batches_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: true
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batches_route_id_fkey"
      columns: ["route_id"]
isOneToOne: false
      referencedRelation: "routes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "batches_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"calendar_links": {
                  Row: {
                    "created_at": string,"ended_at": string | null,"id": string,"token_hash": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"ended_at"?: string | null,"id"?: string,"token_hash": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"ended_at"?: string | null,"id"?: string,"token_hash"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendar_links_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"certificates": {
                  Row: {
                    "content": NonNullable<Json>,"document_path": string | null,"id": string,"issued_at": string,"issued_by": string,"lot_id": string,"number": string,"revision": number,"site_id": string,"test_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "content": NonNullable<Json>,"document_path"?: string | null,"id"?: string,"issued_at"?: string,"issued_by": string,"lot_id": string,"number": string,"revision": number,"site_id": string,"test_id": string
                  }
                  Update: {
                    "content"?: NonNullable<Json>,"document_path"?: string | null,"id"?: string,"issued_at"?: string,"issued_by"?: string,"lot_id"?: string,"number"?: string,"revision"?: number,"site_id"?: string,"test_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "certificates_issued_by_fkey"
      columns: ["issued_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "certificates_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "certificates_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "certificates_test_id_fkey"
      columns: ["test_id"]
isOneToOne: false
      referencedRelation: "qc_tests"
      referencedColumns: ["id"]
    }
                  ]
                },"correction_requests": {
                  Row: {
                    "args": Json | null,"before": Json | null,"changes": Json | null,"command": string | null,"decided_at": string | null,"decided_by": string | null,"decision_note": string | null,"effects": NonNullable<Json>,"entry_id": string | null,"id": string,"kind": string,"made_at": string | null,"number": string,"reason": string,"requested_at": string,"requested_by": string,"result": Json | null,"run_id": string,"site_id": string,"state": string,"subject": string,"subject_id": string | null,"subject_type": string | null,"transaction_id": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "args"?: Json | null,"before"?: Json | null,"changes"?: Json | null,"command"?: string | null,"decided_at"?: string | null,"decided_by"?: string | null,"decision_note"?: string | null,"effects": NonNullable<Json>,"entry_id"?: string | null,"id"?: string,"kind": string,"made_at"?: string | null,"number": string,"reason": string,"requested_at"?: string,"requested_by": string,"result"?: Json | null,"run_id": string,"site_id": string,"state"?: string,"subject": string,"subject_id"?: string | null,"subject_type"?: string | null,"transaction_id"?: number | null
                  }
                  Update: {
                    "args"?: Json | null,"before"?: Json | null,"changes"?: Json | null,"command"?: string | null,"decided_at"?: string | null,"decided_by"?: string | null,"decision_note"?: string | null,"effects"?: NonNullable<Json>,"entry_id"?: string | null,"id"?: string,"kind"?: string,"made_at"?: string | null,"number"?: string,"reason"?: string,"requested_at"?: string,"requested_by"?: string,"result"?: Json | null,"run_id"?: string,"site_id"?: string,"state"?: string,"subject"?: string,"subject_id"?: string | null,"subject_type"?: string | null,"transaction_id"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "correction is of a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "correction_requests_decided_by_fkey"
      columns: ["decided_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "correction_requests_requested_by_fkey"
      columns: ["requested_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"deliveries": {
                  Row: {
                    "attempts": number,"channel": string,"claimed_by": string | null,"claimed_until": string | null,"created_at": string,"destination": string | null,"digest_id": string | null,"ended_at": string | null,"error": string | null,"id": string,"kind": string,"next_attempt_at": string,"notification_id": string | null,"provider": string | null,"provider_id": string | null,"round": number,"sent_at": string | null,"site_id": string | null,"state": string,"subscription_id": string | null,"unsubscribe_key": string | null,"urgent": boolean,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"channel": string,"claimed_by"?: string | null,"claimed_until"?: string | null,"created_at"?: string,"destination"?: string | null,"digest_id"?: string | null,"ended_at"?: string | null,"error"?: string | null,"id"?: string,"kind": string,"next_attempt_at": string,"notification_id"?: string | null,"provider"?: string | null,"provider_id"?: string | null,"round"?: number,"sent_at"?: string | null,"site_id"?: string | null,"state"?: string,"subscription_id"?: string | null,"unsubscribe_key"?: string | null,"urgent": boolean,"user_id": string
                  }
                  Update: {
                    "attempts"?: number,"channel"?: string,"claimed_by"?: string | null,"claimed_until"?: string | null,"created_at"?: string,"destination"?: string | null,"digest_id"?: string | null,"ended_at"?: string | null,"error"?: string | null,"id"?: string,"kind"?: string,"next_attempt_at"?: string,"notification_id"?: string | null,"provider"?: string | null,"provider_id"?: string | null,"round"?: number,"sent_at"?: string | null,"site_id"?: string | null,"state"?: string,"subscription_id"?: string | null,"unsubscribe_key"?: string | null,"urgent"?: boolean,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "deliveries_digest_id_fkey"
      columns: ["digest_id"]
isOneToOne: false
      referencedRelation: "alert_digests"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deliveries_notification_id_fkey"
      columns: ["notification_id"]
isOneToOne: false
      referencedRelation: "notifications"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deliveries_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deliveries_subscription_id_fkey"
      columns: ["subscription_id"]
isOneToOne: false
      referencedRelation: "push_subscriptions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deliveries_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"delivery_events": {
                  Row: {
                    "at": string,"by": string | null,"delivery_id": string | null,"detail": string | null,"event_id": string | null,"id": number,"provider": string | null,"provider_id": string | null,"what": string
                  }
                  ComputedFields: never
                  Insert: {
                    "at"?: string,"by"?: string | null,"delivery_id"?: string | null,"detail"?: string | null,"event_id"?: string | null,"id"?: never,"provider"?: string | null,"provider_id"?: string | null,"what": string
                  }
                  Update: {
                    "at"?: string,"by"?: string | null,"delivery_id"?: string | null,"detail"?: string | null,"event_id"?: string | null,"id"?: never,"provider"?: string | null,"provider_id"?: string | null,"what"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "delivery_events_by_fkey"
      columns: ["by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "delivery_events_delivery_id_fkey"
      columns: ["delivery_id"]
isOneToOne: false
      referencedRelation: "deliveries"
      referencedColumns: ["id"]
    }
                  ]
                },"documents": {
                  Row: {
                    "id": string,"kind": string,"media_type": string,"name": string,"path": string,"sha256": string,"site_id": string,"size_bytes": number,"uploaded_at": string,"uploaded_by": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"kind": string,"media_type": string,"name": string,"path": string,"sha256": string,"site_id": string,"size_bytes": number,"uploaded_at"?: string,"uploaded_by": string
                  }
                  Update: {
                    "id"?: string,"kind"?: string,"media_type"?: string,"name"?: string,"path"?: string,"sha256"?: string,"site_id"?: string,"size_bytes"?: number,"uploaded_at"?: string,"uploaded_by"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "documents_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "documents_uploaded_by_fkey"
      columns: ["uploaded_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"downtimes": {
                  Row: {
                    "ended_at": string | null,"ended_by": string | null,"id": string,"logged_at": string,"logged_by": string,"machine_id": string,"note": string | null,"reason_id": string,"run_id": string | null,"site_id": string,"stage_log_id": string | null,"started_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"logged_at"?: string,"logged_by": string,"machine_id": string,"note"?: string | null,"reason_id": string,"run_id"?: string | null,"site_id": string,"stage_log_id"?: string | null,"started_at": string
                  }
                  Update: {
                    "ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"logged_at"?: string,"logged_by"?: string,"machine_id"?: string,"note"?: string | null,"reason_id"?: string,"run_id"?: string | null,"site_id"?: string,"stage_log_id"?: string | null,"started_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "downtimes_ended_by_fkey"
      columns: ["ended_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_logged_by_fkey"
      columns: ["logged_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_machine_id_fkey"
      columns: ["machine_id"]
isOneToOne: false
      referencedRelation: "machines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_reason_id_fkey"
      columns: ["reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_run_id_fkey"
      columns: ["run_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "downtimes_stage_log_id_fkey"
      columns: ["stage_log_id"]
isOneToOne: false
      referencedRelation: "stage_logs"
      referencedColumns: ["id"]
    }
                  ]
                },"escalation_events": {
                  Row: {
                    "at": string,"escalation_id": string,"id": number,"people": NonNullable<Json>,"position": number | null,"what": string
                  }
                  ComputedFields: never
                  Insert: {
                    "at"?: string,"escalation_id": string,"id"?: never,"people"?: NonNullable<Json>,"position"?: number | null,"what": string
                  }
                  Update: {
                    "at"?: string,"escalation_id"?: string,"id"?: never,"people"?: NonNullable<Json>,"position"?: number | null,"what"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "escalation_events_escalation_id_fkey"
      columns: ["escalation_id"]
isOneToOne: false
      referencedRelation: "escalations"
      referencedColumns: ["id"]
    }
                  ]
                },"escalation_policies": {
                  Row: {
                    "active": boolean,"business_hours": boolean,"condition": string,"created_at": string,"event_code": string | null,"id": string,"name": string,"severity": string | null,"site_id": string | null,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"business_hours"?: boolean,"condition"?: string,"created_at"?: string,"event_code"?: string | null,"id"?: string,"name": string,"severity"?: string | null,"site_id"?: string | null,"version"?: number
                  }
                  Update: {
                    "active"?: boolean,"business_hours"?: boolean,"condition"?: string,"created_at"?: string,"event_code"?: string | null,"id"?: string,"name"?: string,"severity"?: string | null,"site_id"?: string | null,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "escalation_policies_event_code_fkey"
      columns: ["event_code"]
isOneToOne: false
      referencedRelation: "alert_events"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "escalation_policies_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"escalation_steps": {
                  Row: {
                    "after_minutes": number,"channels": (string)[],"group_id": string | null,"id": string,"kind": string,"policy_id": string,"position": number,"role": Database["public"]['Enums']["role"] | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "after_minutes": number,"channels"?: (string)[],"group_id"?: string | null,"id"?: string,"kind": string,"policy_id": string,"position": number,"role"?: Database["public"]['Enums']["role"] | null,"user_id"?: string | null
                  }
                  Update: {
                    "after_minutes"?: number,"channels"?: (string)[],"group_id"?: string | null,"id"?: string,"kind"?: string,"policy_id"?: string,"position"?: number,"role"?: Database["public"]['Enums']["role"] | null,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "escalation_steps_group_id_fkey"
      columns: ["group_id"]
isOneToOne: false
      referencedRelation: "alert_groups"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "escalation_steps_policy_id_fkey"
      columns: ["policy_id"]
isOneToOne: false
      referencedRelation: "escalation_policies"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "escalation_steps_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"escalations": {
                  Row: {
                    "alert_id": string,"end_reason": string | null,"ended_at": string | null,"ended_by": string | null,"id": string,"next_at": string | null,"next_position": number | null,"policy_id": string,"started_at": string,"state": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alert_id": string,"end_reason"?: string | null,"ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"next_at"?: string | null,"next_position"?: number | null,"policy_id": string,"started_at"?: string,"state"?: string
                  }
                  Update: {
                    "alert_id"?: string,"end_reason"?: string | null,"ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"next_at"?: string | null,"next_position"?: number | null,"policy_id"?: string,"started_at"?: string,"state"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "escalations_alert_id_fkey"
      columns: ["alert_id"]
isOneToOne: true
      referencedRelation: "alerts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "escalations_ended_by_fkey"
      columns: ["ended_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "escalations_policy_id_fkey"
      columns: ["policy_id"]
isOneToOne: false
      referencedRelation: "escalation_policies"
      referencedColumns: ["id"]
    }
                  ]
                },"holidays": {
                  Row: {
                    "created_at": string,"day": string,"id": string,"name": string,"site_id": string,"works": boolean
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"day": string,"id"?: string,"name": string,"site_id": string,"works"?: boolean
                  }
                  Update: {
                    "created_at"?: string,"day"?: string,"id"?: string,"name"?: string,"site_id"?: string,"works"?: boolean
                  }
                  Relationships: [
                    {
      foreignKeyName: "holidays_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"item_categories": {
                  Row: {
                    "active": boolean,"created_at": string,"id": string,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"name": string
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"items": {
                  Row: {
                    "active": boolean,"category_id": string | null,"code": string,"created_at": string,"description": string | null,"gtin": string | null,"id": string,"image_path": string | null,"kind": string,"name": string,"pack_size": number | null,"pack_unit": string | null,"packs_item_id": string | null,"picking": string,"price_inr": number | null,"reorder_level": number | null,"shelf_life_days": number | null,"supplier_id": string | null,"unit": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"category_id"?: string | null,"code": string,"created_at"?: string,"description"?: string | null,"gtin"?: string | null,"id"?: string,"image_path"?: string | null,"kind": string,"name": string,"pack_size"?: number | null,"pack_unit"?: string | null,"packs_item_id"?: string | null,"picking"?: string,"price_inr"?: number | null,"reorder_level"?: number | null,"shelf_life_days"?: number | null,"supplier_id"?: string | null,"unit": string
                  }
                  Update: {
                    "active"?: boolean,"category_id"?: string | null,"code"?: string,"created_at"?: string,"description"?: string | null,"gtin"?: string | null,"id"?: string,"image_path"?: string | null,"kind"?: string,"name"?: string,"pack_size"?: number | null,"pack_unit"?: string | null,"packs_item_id"?: string | null,"picking"?: string,"price_inr"?: number | null,"reorder_level"?: number | null,"shelf_life_days"?: number | null,"supplier_id"?: string | null,"unit"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "items_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "item_categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "items_pack_unit_fkey"
      columns: ["pack_unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "items_packs_item_id_fkey"
      columns: ["packs_item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "items_supplier_id_fkey"
      columns: ["supplier_id"]
isOneToOne: false
      referencedRelation: "partners"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "items_unit_fkey"
      columns: ["unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    }
                  ]
                },"locations": {
                  Row: {
                    "active": boolean,"code": string,"created_at": string,"id": string,"kind": string,"name": string,"parent_id": string | null,"site_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"created_at"?: string,"id"?: string,"kind": string,"name": string,"parent_id"?: string | null,"site_id": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"created_at"?: string,"id"?: string,"kind"?: string,"name"?: string,"parent_id"?: string | null,"site_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "locations_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "locations_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"lot_holds": {
                  Row: {
                    "cause_lot_id": string,"held_at": string,"held_by": string,"id": string,"lot_id": string,"note": string | null,"reason_id": string,"release_note": string | null,"released_at": string | null,"released_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "cause_lot_id": string,"held_at"?: string,"held_by": string,"id"?: string,"lot_id": string,"note"?: string | null,"reason_id": string,"release_note"?: string | null,"released_at"?: string | null,"released_by"?: string | null
                  }
                  Update: {
                    "cause_lot_id"?: string,"held_at"?: string,"held_by"?: string,"id"?: string,"lot_id"?: string,"note"?: string | null,"reason_id"?: string,"release_note"?: string | null,"released_at"?: string | null,"released_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "lot_holds_cause_lot_id_fkey"
      columns: ["cause_lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lot_holds_held_by_fkey"
      columns: ["held_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lot_holds_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lot_holds_reason_id_fkey"
      columns: ["reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lot_holds_released_by_fkey"
      columns: ["released_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"lot_links": {
                  Row: {
                    "at": string,"child_id": string,"id": number,"parent_id": string,"quantity": number
                  }
                  ComputedFields: never
                  Insert: {
                    "at"?: string,"child_id": string,"id"?: never,"parent_id": string,"quantity": number
                  }
                  Update: {
                    "at"?: string,"child_id"?: string,"id"?: never,"parent_id"?: string,"quantity"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "lot_links_child_id_fkey"
      columns: ["child_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lot_links_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    }
                  ]
                },"lots": {
                  Row: {
                    "code": string,"created_at": string,"created_by": string,"expires_on": string | null,"id": string,"initial_quantity": number | null,"item_id": string,"manufactured_on": string | null,"qc_status": string,"receipt_id": string | null,"received_on": string,"rejection_note": string | null,"rejection_reason_id": string | null,"site_id": string,"vendor_lot": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"created_at"?: string,"created_by": string,"expires_on"?: string | null,"id"?: string,"initial_quantity"?: number | null,"item_id": string,"manufactured_on"?: string | null,"qc_status"?: string,"receipt_id"?: string | null,"received_on": string,"rejection_note"?: string | null,"rejection_reason_id"?: string | null,"site_id": string,"vendor_lot"?: string | null
                  }
                  Update: {
                    "code"?: string,"created_at"?: string,"created_by"?: string,"expires_on"?: string | null,"id"?: string,"initial_quantity"?: number | null,"item_id"?: string,"manufactured_on"?: string | null,"qc_status"?: string,"receipt_id"?: string | null,"received_on"?: string,"rejection_note"?: string | null,"rejection_reason_id"?: string | null,"site_id"?: string,"vendor_lot"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "lots_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lots_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lots_receipt_id_fkey"
      columns: ["receipt_id"]
isOneToOne: false
      referencedRelation: "receipts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lots_rejection_reason_id_fkey"
      columns: ["rejection_reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lots_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"machines": {
                  Row: {
                    "active": boolean,"code": string,"created_at": string,"id": string,"location_id": string | null,"name": string,"serial_number": string | null,"site_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"created_at"?: string,"id"?: string,"location_id"?: string | null,"name": string,"serial_number"?: string | null,"site_id": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"created_at"?: string,"id"?: string,"location_id"?: string | null,"name"?: string,"serial_number"?: string | null,"site_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "machines_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "machines_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"memberships": {
                  Row: {
                    "created_at": string,"id": string,"role": Database["public"]['Enums']["role"],"site_id": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"role": Database["public"]['Enums']["role"],"site_id"?: string | null,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"role"?: Database["public"]['Enums']["role"],"site_id"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "memberships_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "memberships_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"notification_preferences": {
                  Row: {
                    "channel": string,"enabled": boolean,"event_code": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "channel": string,"enabled": boolean,"event_code": string,"user_id"?: string
                  }
                  Update: {
                    "channel"?: string,"enabled"?: boolean,"event_code"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notification_preferences_event_code_fkey"
      columns: ["event_code"]
isOneToOne: false
      referencedRelation: "alert_events"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "notification_preferences_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"notification_settings": {
                  Row: {
                    "digests": boolean,"email_off_at": string | null,"email_off_reason": string | null,"language": string,"phone": string | null,"quiet_from": string | null,"quiet_until": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "digests"?: boolean,"email_off_at"?: string | null,"email_off_reason"?: string | null,"language"?: string,"phone"?: string | null,"quiet_from"?: string | null,"quiet_until"?: string | null,"user_id"?: string
                  }
                  Update: {
                    "digests"?: boolean,"email_off_at"?: string | null,"email_off_reason"?: string | null,"language"?: string,"phone"?: string | null,"quiet_from"?: string | null,"quiet_until"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notification_settings_user_id_fkey"
      columns: ["user_id"]
isOneToOne: true
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"notifications": {
                  Row: {
                    "alert_id": string,"body": string,"count": number,"created_at": string,"id": string,"level": number,"read_at": string | null,"silent": boolean,"sms": string,"title": string,"updated_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alert_id": string,"body": string,"count"?: number,"created_at"?: string,"id"?: string,"level"?: number,"read_at"?: string | null,"silent"?: boolean,"sms": string,"title": string,"updated_at"?: string,"user_id": string
                  }
                  Update: {
                    "alert_id"?: string,"body"?: string,"count"?: number,"created_at"?: string,"id"?: string,"level"?: number,"read_at"?: string | null,"silent"?: boolean,"sms"?: string,"title"?: string,"updated_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notifications_alert_id_fkey"
      columns: ["alert_id"]
isOneToOne: false
      referencedRelation: "alerts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notifications_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"partners": {
                  Row: {
                    "active": boolean,"address": string | null,"code": string,"contact_name": string | null,"created_at": string,"email": string | null,"gst_number": string | null,"id": string,"kind": string,"name": string,"phone": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"address"?: string | null,"code": string,"contact_name"?: string | null,"created_at"?: string,"email"?: string | null,"gst_number"?: string | null,"id"?: string,"kind": string,"name": string,"phone"?: string | null
                  }
                  Update: {
                    "active"?: boolean,"address"?: string | null,"code"?: string,"contact_name"?: string | null,"created_at"?: string,"email"?: string | null,"gst_number"?: string | null,"id"?: string,"kind"?: string,"name"?: string,"phone"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"permissions": {
                  Row: {
                    "description": string,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "description": string,"name": string
                  }
                  Update: {
                    "description"?: string,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"profiles": {
                  Row: {
                    "active": boolean,"created_at": string,"full_name": string,"id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"full_name": string,"id": string
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"full_name"?: string,"id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"purchase_order_lines": {
                  Row: {
                    "id": string,"item_id": string,"order_id": string,"position": number,"price_inr": number | null,"quantity": number,"received": number
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"item_id": string,"order_id": string,"position": number,"price_inr"?: number | null,"quantity": number,"received"?: number
                  }
                  Update: {
                    "id"?: string,"item_id"?: string,"order_id"?: string,"position"?: number,"price_inr"?: number | null,"quantity"?: number,"received"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "purchase_order_lines_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_order_lines_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "purchase_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"purchase_orders": {
                  Row: {
                    "created_at": string,"created_by": string | null,"id": string,"number": string,"ordered_on": string,"site_id": string,"status": string,"vendor_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"created_by"?: string | null,"id"?: string,"number": string,"ordered_on": string,"site_id": string,"status"?: string,"vendor_id": string
                  }
                  Update: {
                    "created_at"?: string,"created_by"?: string | null,"id"?: string,"number"?: string,"ordered_on"?: string,"site_id"?: string,"status"?: string,"vendor_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "purchase_orders_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_orders_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_orders_vendor_id_fkey"
      columns: ["vendor_id"]
isOneToOne: false
      referencedRelation: "partners"
      referencedColumns: ["id"]
    }
                  ]
                },"push_subscriptions": {
                  Row: {
                    "auth": string,"created_at": string,"ended_at": string | null,"endpoint": string,"id": string,"p256dh": string,"user_agent": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "auth": string,"created_at"?: string,"ended_at"?: string | null,"endpoint": string,"id"?: string,"p256dh": string,"user_agent"?: string | null,"user_id": string
                  }
                  Update: {
                    "auth"?: string,"created_at"?: string,"ended_at"?: string | null,"endpoint"?: string,"id"?: string,"p256dh"?: string,"user_agent"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "push_subscriptions_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"qc_overrides": {
                  Row: {
                    "decided_at": string | null,"decided_by": string | null,"decision_note": string | null,"document_path": string,"id": string,"justification": string,"reason_id": string,"requested_at": string,"requested_by": string,"state": string,"test_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "decided_at"?: string | null,"decided_by"?: string | null,"decision_note"?: string | null,"document_path": string,"id"?: string,"justification": string,"reason_id": string,"requested_at"?: string,"requested_by": string,"state"?: string,"test_id": string
                  }
                  Update: {
                    "decided_at"?: string | null,"decided_by"?: string | null,"decision_note"?: string | null,"document_path"?: string,"id"?: string,"justification"?: string,"reason_id"?: string,"requested_at"?: string,"requested_by"?: string,"state"?: string,"test_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "qc_overrides_decided_by_fkey"
      columns: ["decided_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_overrides_reason_id_fkey"
      columns: ["reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_overrides_requested_by_fkey"
      columns: ["requested_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_overrides_test_id_fkey"
      columns: ["test_id"]
isOneToOne: false
      referencedRelation: "qc_tests"
      referencedColumns: ["id"]
    }
                  ]
                },"qc_parameters": {
                  Row: {
                    "accepted": (string)[] | null,"id": string,"maximum": number | null,"method": string | null,"minimum": number | null,"name": string,"plan_id": string,"position": number,"required": boolean,"unit": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted"?: (string)[] | null,"id"?: string,"maximum"?: number | null,"method"?: string | null,"minimum"?: number | null,"name": string,"plan_id": string,"position"?: number,"required"?: boolean,"unit"?: string | null
                  }
                  Update: {
                    "accepted"?: (string)[] | null,"id"?: string,"maximum"?: number | null,"method"?: string | null,"minimum"?: number | null,"name"?: string,"plan_id"?: string,"position"?: number,"required"?: boolean,"unit"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "qc_parameters_plan_id_fkey"
      columns: ["plan_id"]
isOneToOne: false
      referencedRelation: "qc_plans"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_parameters_unit_fkey"
      columns: ["unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    }
                  ]
                },"qc_plans": {
                  Row: {
                    "active": boolean,"approved_at": string | null,"approved_by": string | null,"created_at": string,"created_by": string | null,"effective_from": string,"id": string,"item_id": string | null,"kind": string,"note": string | null,"stage_id": string | null,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"approved_at"?: string | null,"approved_by"?: string | null,"created_at"?: string,"created_by"?: string | null,"effective_from": string,"id"?: string,"item_id"?: string | null,"kind": string,"note"?: string | null,"stage_id"?: string | null,"version"?: number
                  }
                  Update: {
                    "active"?: boolean,"approved_at"?: string | null,"approved_by"?: string | null,"created_at"?: string,"created_by"?: string | null,"effective_from"?: string,"id"?: string,"item_id"?: string | null,"kind"?: string,"note"?: string | null,"stage_id"?: string | null,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "qc_plans_approved_by_fkey"
      columns: ["approved_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_plans_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_plans_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_plans_stage_id_fkey"
      columns: ["stage_id"]
isOneToOne: false
      referencedRelation: "stages"
      referencedColumns: ["id"]
    }
                  ]
                },"qc_results": {
                  Row: {
                    "accepted": (string)[] | null,"entered_at": string,"entered_by": string,"id": string,"maximum": number | null,"method": string | null,"minimum": number | null,"name": string,"observed": string | null,"parameter_id": string,"position": number,"replaced_at": string | null,"replaced_by": string | null,"replacement_reason": string | null,"required": boolean,"test_id": string,"unit": string | null,"value": number | null,"within_spec": boolean
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted"?: (string)[] | null,"entered_at"?: string,"entered_by": string,"id"?: string,"maximum"?: number | null,"method"?: string | null,"minimum"?: number | null,"name": string,"observed"?: string | null,"parameter_id": string,"position": number,"replaced_at"?: string | null,"replaced_by"?: string | null,"replacement_reason"?: string | null,"required": boolean,"test_id": string,"unit"?: string | null,"value"?: number | null,"within_spec": boolean
                  }
                  Update: {
                    "accepted"?: (string)[] | null,"entered_at"?: string,"entered_by"?: string,"id"?: string,"maximum"?: number | null,"method"?: string | null,"minimum"?: number | null,"name"?: string,"observed"?: string | null,"parameter_id"?: string,"position"?: number,"replaced_at"?: string | null,"replaced_by"?: string | null,"replacement_reason"?: string | null,"required"?: boolean,"test_id"?: string,"unit"?: string | null,"value"?: number | null,"within_spec"?: boolean
                  }
                  Relationships: [
                    {
      foreignKeyName: "qc_results_entered_by_fkey"
      columns: ["entered_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_results_parameter_id_fkey"
      columns: ["parameter_id"]
isOneToOne: false
      referencedRelation: "qc_parameters"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_results_replaced_by_fkey"
      columns: ["replaced_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_results_test_id_fkey"
      columns: ["test_id"]
isOneToOne: false
      referencedRelation: "qc_tests"
      referencedColumns: ["id"]
    }
                  ]
                },"qc_tests": {
                  Row: {
                    "attempt": number,"document_path": string | null,"id": string,"kind": string,"lot_id": string,"number": string,"overridden": boolean,"plan_id": string,"remarks": string | null,"retest_of": string | null,"sampled_at": string,"site_id": string,"stage_log_id": string | null,"status": string,"tested_at": string,"tested_by": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt"?: number,"document_path"?: string | null,"id"?: string,"kind": string,"lot_id": string,"number": string,"overridden"?: boolean,"plan_id": string,"remarks"?: string | null,"retest_of"?: string | null,"sampled_at": string,"site_id": string,"stage_log_id"?: string | null,"status": string,"tested_at"?: string,"tested_by": string
                  }
                  Update: {
                    "attempt"?: number,"document_path"?: string | null,"id"?: string,"kind"?: string,"lot_id"?: string,"number"?: string,"overridden"?: boolean,"plan_id"?: string,"remarks"?: string | null,"retest_of"?: string | null,"sampled_at"?: string,"site_id"?: string,"stage_log_id"?: string | null,"status"?: string,"tested_at"?: string,"tested_by"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "qc_tests_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_tests_plan_id_fkey"
      columns: ["plan_id"]
isOneToOne: false
      referencedRelation: "qc_plans"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_tests_retest_of_fkey"
      columns: ["retest_of"]
isOneToOne: true
      referencedRelation: "qc_tests"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_tests_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_tests_stage_log_id_fkey"
      columns: ["stage_log_id"]
isOneToOne: false
      referencedRelation: "stage_logs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "qc_tests_tested_by_fkey"
      columns: ["tested_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"reason_codes": {
                  Row: {
                    "active": boolean,"code": string,"id": string,"name": string,"purpose": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"id"?: string,"name": string,"purpose": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"id"?: string,"name"?: string,"purpose"?: string
                  }
                  Relationships: [
                    
                  ]
                },"receipts": {
                  Row: {
                    "document_path": string | null,"id": string,"item_id": string,"number": string,"order_line_id": string | null,"quantity": number,"received_at": string,"received_by": string,"remarks": string | null,"site_id": string,"vendor_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "document_path"?: string | null,"id"?: string,"item_id": string,"number": string,"order_line_id"?: string | null,"quantity": number,"received_at": string,"received_by": string,"remarks"?: string | null,"site_id": string,"vendor_id"?: string | null
                  }
                  Update: {
                    "document_path"?: string | null,"id"?: string,"item_id"?: string,"number"?: string,"order_line_id"?: string | null,"quantity"?: number,"received_at"?: string,"received_by"?: string,"remarks"?: string | null,"site_id"?: string,"vendor_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "receipts_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "receipts_order_line_id_fkey"
      columns: ["order_line_id"]
isOneToOne: false
      referencedRelation: "due_lines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "receipts_order_line_id_fkey"
      columns: ["order_line_id"]
isOneToOne: false
      referencedRelation: "purchase_order_lines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "receipts_received_by_fkey"
      columns: ["received_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "receipts_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "receipts_vendor_id_fkey"
      columns: ["vendor_id"]
isOneToOne: false
      referencedRelation: "partners"
      referencedColumns: ["id"]
    }
                  ]
                },"record_versions": {
                  Row: {
                    "at": string,"correction_id": string,"id": string,"record": NonNullable<Json>,"subject_id": string,"subject_type": string,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "at"?: string,"correction_id": string,"id"?: string,"record": NonNullable<Json>,"subject_id": string,"subject_type": string,"version": number
                  }
                  Update: {
                    "at"?: string,"correction_id"?: string,"id"?: string,"record"?: NonNullable<Json>,"subject_id"?: string,"subject_type"?: string,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "record_versions_correction_id_fkey"
      columns: ["correction_id"]
isOneToOne: false
      referencedRelation: "correction_requests"
      referencedColumns: ["id"]
    }
                  ]
                },"reservations": {
                  Row: {
                    "ended_at": string | null,"id": string,"location_id": string,"lot_id": string,"purpose": string,"quantity": number,"reserved_at": string,"reserved_by": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ended_at"?: string | null,"id"?: string,"location_id": string,"lot_id": string,"purpose": string,"quantity": number,"reserved_at"?: string,"reserved_by": string
                  }
                  Update: {
                    "ended_at"?: string | null,"id"?: string,"location_id"?: string,"lot_id"?: string,"purpose"?: string,"quantity"?: number,"reserved_at"?: string,"reserved_by"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "reservations_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "reservations_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "reservations_reserved_by_fkey"
      columns: ["reserved_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"role_permissions": {
                  Row: {
                    "permission": string,"role": Database["public"]['Enums']["role"]
                  }
                  ComputedFields: never
                  Insert: {
                    "permission": string,"role": Database["public"]['Enums']["role"]
                  }
                  Update: {
                    "permission"?: string,"role"?: Database["public"]['Enums']["role"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "role_permissions_permission_fkey"
      columns: ["permission"]
isOneToOne: false
      referencedRelation: "permissions"
      referencedColumns: ["name"]
    }
                  ]
                },"route_stages": {
                  Row: {
                    "loss_limit_percent": number | null,"position": number,"qc_gate": boolean,"route_id": string,"stage_id": string,"yield_max_percent": number | null,"yield_min_percent": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "loss_limit_percent"?: number | null,"position": number,"qc_gate"?: boolean,"route_id": string,"stage_id": string,"yield_max_percent"?: number | null,"yield_min_percent"?: number | null
                  }
                  Update: {
                    "loss_limit_percent"?: number | null,"position"?: number,"qc_gate"?: boolean,"route_id"?: string,"stage_id"?: string,"yield_max_percent"?: number | null,"yield_min_percent"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "route_stages_route_id_fkey"
      columns: ["route_id"]
isOneToOne: false
      referencedRelation: "routes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "route_stages_stage_id_fkey"
      columns: ["stage_id"]
isOneToOne: false
      referencedRelation: "stages"
      referencedColumns: ["id"]
    }
                  ]
                },"routes": {
                  Row: {
                    "active": boolean,"created_at": string,"id": string,"item_id": string,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"item_id": string,"version"?: number
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"item_id"?: string,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "routes_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    }
                  ]
                },"settings": {
                  Row: {
                    "description": string,"key": string,"maximum": number | null,"minimum": number | null,"type": string,"value": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "description": string,"key": string,"maximum"?: number | null,"minimum"?: number | null,"type": string,"value": NonNullable<Json>
                  }
                  Update: {
                    "description"?: string,"key"?: string,"maximum"?: number | null,"minimum"?: number | null,"type"?: string,"value"?: NonNullable<Json>
                  }
                  Relationships: [
                    
                  ]
                },"shift_assignments": {
                  Row: {
                    "active": boolean,"created_at": string,"id": string,"rotation_id": string | null,"run_id": string,"site_id": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"rotation_id"?: string | null,"run_id": string,"site_id": string,"user_id": string
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"rotation_id"?: string | null,"run_id"?: string,"site_id"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "assignment is by a rotation of its site"
      columns: ["rotation_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_rotations"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "assignment is to a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "shift_assignments_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_explanations": {
                  Row: {
                    "explained_at": string,"explained_by": string,"id": number,"kind": string,"reason": string,"run_id": string,"sentence": string,"site_id": string,"subject_id": string,"subject_type": string
                  }
                  ComputedFields: never
                  Insert: {
                    "explained_at"?: string,"explained_by": string,"id"?: never,"kind": string,"reason": string,"run_id": string,"sentence": string,"site_id": string,"subject_id": string,"subject_type": string
                  }
                  Update: {
                    "explained_at"?: string,"explained_by"?: string,"id"?: never,"kind"?: string,"reason"?: string,"run_id"?: string,"sentence"?: string,"site_id"?: string,"subject_id"?: string,"subject_type"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "explanation is for a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "shift_explanations_explained_by_fkey"
      columns: ["explained_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_handovers": {
                  Row: {
                    "facts": NonNullable<Json>,"given_at": string,"given_by": string,"id": string,"next_run_id": string | null,"note": string | null,"received_at": string | null,"received_by": string | null,"received_note": string | null,"run_id": string,"site_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "facts": NonNullable<Json>,"given_at"?: string,"given_by": string,"id"?: string,"next_run_id"?: string | null,"note"?: string | null,"received_at"?: string | null,"received_by"?: string | null,"received_note"?: string | null,"run_id": string,"site_id": string
                  }
                  Update: {
                    "facts"?: NonNullable<Json>,"given_at"?: string,"given_by"?: string,"id"?: string,"next_run_id"?: string | null,"note"?: string | null,"received_at"?: string | null,"received_by"?: string | null,"received_note"?: string | null,"run_id"?: string,"site_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "handover is of a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "handover is to a run of its site"
      columns: ["next_run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "shift_handovers_given_by_fkey"
      columns: ["given_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shift_handovers_received_by_fkey"
      columns: ["received_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_remarks": {
                  Row: {
                    "body": string,"id": string,"run_id": string,"site_id": string,"written_at": string,"written_by": string
                  }
                  ComputedFields: never
                  Insert: {
                    "body": string,"id"?: string,"run_id": string,"site_id": string,"written_at"?: string,"written_by": string
                  }
                  Update: {
                    "body"?: string,"id"?: string,"run_id"?: string,"site_id"?: string,"written_at"?: string,"written_by"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "remark is of a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "shift_remarks_written_by_fkey"
      columns: ["written_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_rotation_turns": {
                  Row: {
                    "id": string,"rotation_id": string,"shift_id": string,"site_id": string,"user_id": string,"week": number,"weekday": number
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"rotation_id": string,"shift_id": string,"site_id": string,"user_id": string,"week": number,"weekday": number
                  }
                  Update: {
                    "id"?: string,"rotation_id"?: string,"shift_id"?: string,"site_id"?: string,"user_id"?: string,"week"?: number,"weekday"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "shift_rotation_turns_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "turn is in a rotation of its site"
      columns: ["rotation_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_rotations"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "turn is of a shift of its site"
      columns: ["shift_id","site_id"]
isOneToOne: false
      referencedRelation: "shifts"
      referencedColumns: ["id","site_id"]
    }
                  ]
                },"shift_rotations": {
                  Row: {
                    "active": boolean,"created_at": string,"id": string,"name": string,"site_id": string,"starts_on": string,"weeks": number
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"name": string,"site_id": string,"starts_on": string,"weeks": number
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"id"?: string,"name"?: string,"site_id"?: string,"starts_on"?: string,"weeks"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "shift_rotations_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_runs": {
                  Row: {
                    "business_date": string,"closed_by": string | null,"created_at": string,"ends_at": string,"id": string,"locked_at": string | null,"opened_by": string | null,"shift_id": string,"site_id": string,"starts_at": string,"state": Database["public"]['Enums']["shift_run_state"]
                  }
                  ComputedFields: never
                  Insert: {
                    "business_date": string,"closed_by"?: string | null,"created_at"?: string,"ends_at": string,"id"?: string,"locked_at"?: string | null,"opened_by"?: string | null,"shift_id": string,"site_id": string,"starts_at": string,"state"?: Database["public"]['Enums']["shift_run_state"]
                  }
                  Update: {
                    "business_date"?: string,"closed_by"?: string | null,"created_at"?: string,"ends_at"?: string,"id"?: string,"locked_at"?: string | null,"opened_by"?: string | null,"shift_id"?: string,"site_id"?: string,"starts_at"?: string,"state"?: Database["public"]['Enums']["shift_run_state"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "run is of a shift of its site"
      columns: ["shift_id","site_id"]
isOneToOne: false
      referencedRelation: "shifts"
      referencedColumns: ["id","site_id"]
    },{
      foreignKeyName: "shift_runs_closed_by_fkey"
      columns: ["closed_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shift_runs_opened_by_fkey"
      columns: ["opened_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shift_summaries": {
                  Row: {
                    "batches_finished": number,"computed_at": string,"correction_id": string | null,"downtime_minutes": number,"entries": number,"figures": NonNullable<Json>,"id": string,"input_quantity": number,"late_entries": number,"output_quantity": number,"rejected_lots": number,"run_id": string,"site_id": string,"stages": number,"version": number,"yield_percent": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "batches_finished": number,"computed_at"?: string,"correction_id"?: string | null,"downtime_minutes": number,"entries": number,"figures": NonNullable<Json>,"id"?: string,"input_quantity": number,"late_entries": number,"output_quantity": number,"rejected_lots": number,"run_id": string,"site_id": string,"stages": number,"version": number,"yield_percent"?: number | null
                  }
                  Update: {
                    "batches_finished"?: number,"computed_at"?: string,"correction_id"?: string | null,"downtime_minutes"?: number,"entries"?: number,"figures"?: NonNullable<Json>,"id"?: string,"input_quantity"?: number,"late_entries"?: number,"output_quantity"?: number,"rejected_lots"?: number,"run_id"?: string,"site_id"?: string,"stages"?: number,"version"?: number,"yield_percent"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "shift_summaries_correction_id_fkey"
      columns: ["correction_id"]
isOneToOne: false
      referencedRelation: "correction_requests"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "summary is of a run of its site"
      columns: ["run_id","site_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id","site_id"]
    }
                  ]
                },"shifts": {
                  Row: {
                    "active": boolean,"code": string,"created_at": string,"ends": string,"id": string,"name": string,"site_id": string,"starts": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"created_at"?: string,"ends": string,"id"?: string,"name": string,"site_id": string,"starts": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"created_at"?: string,"ends"?: string,"id"?: string,"name"?: string,"site_id"?: string,"starts"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "shifts_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"shipment_lines": {
                  Row: {
                    "certificate_id": string | null,"deviation_reason_id": string | null,"id": string,"location_id": string,"lot_id": string,"quantity": number,"shipment_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "certificate_id"?: string | null,"deviation_reason_id"?: string | null,"id"?: string,"location_id": string,"lot_id": string,"quantity": number,"shipment_id": string
                  }
                  Update: {
                    "certificate_id"?: string | null,"deviation_reason_id"?: string | null,"id"?: string,"location_id"?: string,"lot_id"?: string,"quantity"?: number,"shipment_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "shipment_lines_certificate_id_fkey"
      columns: ["certificate_id"]
isOneToOne: false
      referencedRelation: "certificates"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipment_lines_deviation_reason_id_fkey"
      columns: ["deviation_reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipment_lines_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipment_lines_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipment_lines_shipment_id_fkey"
      columns: ["shipment_id"]
isOneToOne: false
      referencedRelation: "shipments"
      referencedColumns: ["id"]
    }
                  ]
                },"shipments": {
                  Row: {
                    "customer_id": string,"document_path": string | null,"driver": string | null,"id": string,"invoice_number": string,"number": string,"order_number": string | null,"remarks": string | null,"shipped_at": string,"shipped_by": string,"site_id": string,"tracking_number": string | null,"vehicle": string
                  }
                  ComputedFields: never
                  Insert: {
                    "customer_id": string,"document_path"?: string | null,"driver"?: string | null,"id"?: string,"invoice_number": string,"number": string,"order_number"?: string | null,"remarks"?: string | null,"shipped_at"?: string,"shipped_by": string,"site_id": string,"tracking_number"?: string | null,"vehicle": string
                  }
                  Update: {
                    "customer_id"?: string,"document_path"?: string | null,"driver"?: string | null,"id"?: string,"invoice_number"?: string,"number"?: string,"order_number"?: string | null,"remarks"?: string | null,"shipped_at"?: string,"shipped_by"?: string,"site_id"?: string,"tracking_number"?: string | null,"vehicle"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "shipments_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "partners"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipments_shipped_by_fkey"
      columns: ["shipped_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shipments_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"sign_in_attempts": {
                  Row: {
                    "at": string,"email": string | null,"id": number,"ip": unknown,"session_id": string | null,"signed_out_at": string | null,"succeeded": boolean,"user_agent": string | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "at"?: string,"email"?: string | null,"id"?: never,"ip"?: unknown,"session_id"?: string | null,"signed_out_at"?: string | null,"succeeded": boolean,"user_agent"?: string | null,"user_id"?: string | null
                  }
                  Update: {
                    "at"?: string,"email"?: string | null,"id"?: never,"ip"?: unknown,"session_id"?: string | null,"signed_out_at"?: string | null,"succeeded"?: boolean,"user_agent"?: string | null,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "sign_in_attempts_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"sites": {
                  Row: {
                    "active": boolean,"code": string,"created_at": string,"grace_minutes": number | null,"id": string,"kind": string,"name": string,"time_zone": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"created_at"?: string,"grace_minutes"?: number | null,"id"?: string,"kind": string,"name": string,"time_zone"?: string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"created_at"?: string,"grace_minutes"?: number | null,"id"?: string,"kind"?: string,"name"?: string,"time_zone"?: string
                  }
                  Relationships: [
                    
                  ]
                },"stage_fields": {
                  Row: {
                    "active": boolean,"choices": (string)[] | null,"condition": Json | null,"id": string,"key": string,"label": string,"maximum": number | null,"minimum": number | null,"position": number,"required": boolean,"stage_id": string,"type": string,"unit": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"choices"?: (string)[] | null,"condition"?: Json | null,"id"?: string,"key": string,"label": string,"maximum"?: number | null,"minimum"?: number | null,"position"?: number,"required"?: boolean,"stage_id": string,"type": string,"unit"?: string | null
                  }
                  Update: {
                    "active"?: boolean,"choices"?: (string)[] | null,"condition"?: Json | null,"id"?: string,"key"?: string,"label"?: string,"maximum"?: number | null,"minimum"?: number | null,"position"?: number,"required"?: boolean,"stage_id"?: string,"type"?: string,"unit"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "stage_fields_stage_id_fkey"
      columns: ["stage_id"]
isOneToOne: false
      referencedRelation: "stages"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_fields_unit_fkey"
      columns: ["unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    }
                  ]
                },"stage_logs": {
                  Row: {
                    "added_quantity": number,"batch_id": string,"carried_quantity": number,"created_at": string,"end_logged_at": string | null,"end_run_id": string | null,"ended_at": string | null,"ended_by": string | null,"id": string,"input_quantity": number,"loss_limit_percent": number | null,"machine_id": string,"operator_name": string,"output_quantity": number | null,"parameters": NonNullable<Json>,"position": number,"qc_gate": boolean,"qc_status": string,"remarks": string | null,"site_id": string,"stage_id": string,"start_run_id": string | null,"started_at": string,"started_by": string,"yield_max_percent": number | null,"yield_min_percent": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "added_quantity"?: number,"batch_id": string,"carried_quantity": number,"created_at"?: string,"end_logged_at"?: string | null,"end_run_id"?: string | null,"ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"input_quantity"?: never,"loss_limit_percent"?: number | null,"machine_id": string,"operator_name": string,"output_quantity"?: number | null,"parameters"?: NonNullable<Json>,"position": number,"qc_gate": boolean,"qc_status"?: string,"remarks"?: string | null,"site_id": string,"stage_id": string,"start_run_id"?: string | null,"started_at": string,"started_by": string,"yield_max_percent"?: number | null,"yield_min_percent"?: number | null
                  }
                  Update: {
                    "added_quantity"?: number,"batch_id"?: string,"carried_quantity"?: number,"created_at"?: string,"end_logged_at"?: string | null,"end_run_id"?: string | null,"ended_at"?: string | null,"ended_by"?: string | null,"id"?: string,"input_quantity"?: never,"loss_limit_percent"?: number | null,"machine_id"?: string,"operator_name"?: string,"output_quantity"?: number | null,"parameters"?: NonNullable<Json>,"position"?: number,"qc_gate"?: boolean,"qc_status"?: string,"remarks"?: string | null,"site_id"?: string,"stage_id"?: string,"start_run_id"?: string | null,"started_at"?: string,"started_by"?: string,"yield_max_percent"?: number | null,"yield_min_percent"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "stage_logs_batch_id_fkey"
      columns: ["batch_id"]
isOneToOne: false
      referencedRelation: "batches"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_end_run_id_fkey"
      columns: ["end_run_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_ended_by_fkey"
      columns: ["ended_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_machine_id_fkey"
      columns: ["machine_id"]
isOneToOne: false
      referencedRelation: "machines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_stage_id_fkey"
      columns: ["stage_id"]
isOneToOne: false
      referencedRelation: "stages"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_start_run_id_fkey"
      columns: ["start_run_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_logs_started_by_fkey"
      columns: ["started_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"stage_materials": {
                  Row: {
                    "allocated": number,"allocated_at": string,"allocated_by": string,"batch_id": string,"consumed": number,"deviation_reason_id": string | null,"id": string,"location_id": string,"lot_id": string,"note": string | null,"position": number,"reservation_id": string,"returned": number,"run_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "allocated": number,"allocated_at"?: string,"allocated_by": string,"batch_id": string,"consumed"?: number,"deviation_reason_id"?: string | null,"id"?: string,"location_id": string,"lot_id": string,"note"?: string | null,"position": number,"reservation_id": string,"returned"?: number,"run_id"?: string | null
                  }
                  Update: {
                    "allocated"?: number,"allocated_at"?: string,"allocated_by"?: string,"batch_id"?: string,"consumed"?: number,"deviation_reason_id"?: string | null,"id"?: string,"location_id"?: string,"lot_id"?: string,"note"?: string | null,"position"?: number,"reservation_id"?: string,"returned"?: number,"run_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "stage_materials_allocated_by_fkey"
      columns: ["allocated_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_batch_id_fkey"
      columns: ["batch_id"]
isOneToOne: false
      referencedRelation: "batches"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_deviation_reason_id_fkey"
      columns: ["deviation_reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_reservation_id_fkey"
      columns: ["reservation_id"]
isOneToOne: true
      referencedRelation: "reservations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stage_materials_run_id_fkey"
      columns: ["run_id"]
isOneToOne: false
      referencedRelation: "shift_runs"
      referencedColumns: ["id"]
    }
                  ]
                },"stages": {
                  Row: {
                    "active": boolean,"code": string,"id": string,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"id"?: string,"name": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"id"?: string,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"stock_balances": {
                  Row: {
                    "location_id": string,"lot_id": string,"on_hand": number
                  }
                  ComputedFields: never
                  Insert: {
                    "location_id": string,"lot_id": string,"on_hand": number
                  }
                  Update: {
                    "location_id"?: string,"lot_id"?: string,"on_hand"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "stock_balances_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_balances_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    }
                  ]
                },"stock_moves": {
                  Row: {
                    "corrects_id": number | null,"from_id": string,"id": number,"kind": string,"lot_id": string,"moved_at": string,"moved_by": string,"note": string | null,"quantity": number,"reason_id": string | null,"request_id": string,"to_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "corrects_id"?: number | null,"from_id": string,"id"?: never,"kind": string,"lot_id": string,"moved_at"?: string,"moved_by": string,"note"?: string | null,"quantity": number,"reason_id"?: string | null,"request_id": string,"to_id": string
                  }
                  Update: {
                    "corrects_id"?: number | null,"from_id"?: string,"id"?: never,"kind"?: string,"lot_id"?: string,"moved_at"?: string,"moved_by"?: string,"note"?: string | null,"quantity"?: number,"reason_id"?: string | null,"request_id"?: string,"to_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "stock_moves_corrects_id_fkey"
      columns: ["corrects_id"]
isOneToOne: false
      referencedRelation: "stock_moves"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_moves_from_id_fkey"
      columns: ["from_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_moves_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_moves_moved_by_fkey"
      columns: ["moved_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_moves_reason_id_fkey"
      columns: ["reason_id"]
isOneToOne: false
      referencedRelation: "reason_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_moves_to_id_fkey"
      columns: ["to_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    }
                  ]
                },"transfer_request_moves": {
                  Row: {
                    "move_id": number,"transfer_request_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "move_id": number,"transfer_request_id": string
                  }
                  Update: {
                    "move_id"?: number,"transfer_request_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "transfer_request_moves_move_id_fkey"
      columns: ["move_id"]
isOneToOne: true
      referencedRelation: "stock_moves"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_request_moves_transfer_request_id_fkey"
      columns: ["transfer_request_id"]
isOneToOne: false
      referencedRelation: "transfer_requests"
      referencedColumns: ["id"]
    }
                  ]
                },"transfer_requests": {
                  Row: {
                    "decided_at": string | null,"decided_by": string | null,"decline_reason": string | null,"from_id": string | null,"fulfilled": number,"id": string,"item_id": string,"lot_id": string | null,"needed_by": string | null,"note": string | null,"quantity": number,"requested_at": string,"requested_by": string,"site_id": string,"state": string,"to_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "decided_at"?: string | null,"decided_by"?: string | null,"decline_reason"?: string | null,"from_id"?: string | null,"fulfilled"?: number,"id"?: string,"item_id": string,"lot_id"?: string | null,"needed_by"?: string | null,"note"?: string | null,"quantity": number,"requested_at"?: string,"requested_by": string,"site_id": string,"state"?: string,"to_id": string
                  }
                  Update: {
                    "decided_at"?: string | null,"decided_by"?: string | null,"decline_reason"?: string | null,"from_id"?: string | null,"fulfilled"?: number,"id"?: string,"item_id"?: string,"lot_id"?: string | null,"needed_by"?: string | null,"note"?: string | null,"quantity"?: number,"requested_at"?: string,"requested_by"?: string,"site_id"?: string,"state"?: string,"to_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "transfer_requests_decided_by_fkey"
      columns: ["decided_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_from_id_fkey"
      columns: ["from_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_requested_by_fkey"
      columns: ["requested_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "transfer_requests_to_id_fkey"
      columns: ["to_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    }
                  ]
                },"units": {
                  Row: {
                    "active": boolean,"code": string,"dimension": string,"factor": number,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"dimension": string,"factor"?: number,"name": string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"dimension"?: string,"factor"?: number,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            "due_lines": {
                  Row: {
                    "due": number | null,"id": string,"item": string,"item_id": string,"item_name": string,"number": string,"order_id": string,"ordered_on": string,"position": number,"quantity": number,"received": number,"site_id": string,"unit": string,"vendor": string | null,"vendor_id": string
                  }
                  ComputedFields: never
                  Relationships: [
                    {
      foreignKeyName: "items_unit_fkey"
      columns: ["unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "purchase_order_lines_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_order_lines_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "purchase_orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_orders_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "purchase_orders_vendor_id_fkey"
      columns: ["vendor_id"]
isOneToOne: false
      referencedRelation: "partners"
      referencedColumns: ["id"]
    }
                  ]
                },"stock_levels": {
                  Row: {
                    "available": number | null,"expires_on": string | null,"item": string,"item_id": string,"item_kind": string,"item_name": string,"location": string,"location_id": string,"lot": string,"lot_id": string,"obstacle": string | null,"on_hand": number,"qc_status": string,"received_on": string,"reserved": number | null,"site_id": string,"unit": string
                  }
                  ComputedFields: never
                  Relationships: [
                    {
      foreignKeyName: "items_unit_fkey"
      columns: ["unit"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["code"]
    },{
      foreignKeyName: "locations_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lots_item_id_fkey"
      columns: ["item_id"]
isOneToOne: false
      referencedRelation: "items"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_balances_location_id_fkey"
      columns: ["location_id"]
isOneToOne: false
      referencedRelation: "locations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "stock_balances_lot_id_fkey"
      columns: ["lot_id"]
isOneToOne: false
      referencedRelation: "lots"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Functions: {
            "acknowledge_alert":
{ Args: { "alert": string,"note"?: string,"request_id": string }; Returns: Json
                           },
"add_shift_remark":
{ Args: { "remark": string,"request_id": string,"run": string }; Returns: Json
                           },
"adjust_stock":
{ Args: { "change": number,"location_id": string,"lot_id": string,"note"?: string,"reason_id": string,"request_id": string }; Returns: Json
                           },
"alert_details":
{ Args: { "alert": string }; Returns: Json
                           },
"allocate_material":
{ Args: { "batch_id": string,"deviation_reason_id"?: string,"location_id": string,"lot_id": string,"note"?: string,"position"?: number,"quantity": number,"request_id": string }; Returns: Json
                           },
"amend_qc_test":
{ Args: { "reason": string,"request_id": string,"results": Json,"test_id": string }; Returns: Json
                           },
"assign_shift":
{ Args: { "person": string,"request_id": string,"run": string }; Returns: Json
                           },
"attach_batch_document":
{ Args: { "batch_id": string,"document_id": string,"position"?: number,"request_id": string }; Returns: Json
                           },
"attach_certificate_file":
{ Args: { "certificate_id": string,"path": string,"person": string,"request_id": string,"sha256": string,"size_bytes": number }; Returns: Json
                           },
"attach_dispatch_report":
{ Args: { "path": string,"person": string,"request_id": string,"sha256": string,"shipment_id": string,"size_bytes": number }; Returns: Json
                           },
"batch_journey":
{ Args: { "code": string }; Returns: Json
                           },
"calendar_feed":
{ Args: { "token": string }; Returns: Json
                           },
"cancel_batch":
{ Args: { "batch_id": string,"remarks": string,"request_id": string }; Returns: Json
                           },
"cancel_transfer":
{ Args: { "request_id": string,"transfer_request_id": string }; Returns: Json
                           },
"claim_deliveries":
{ Args: { "batch"?: number,"worker": string }; Returns: {
              "attempts": number,"body": string,"channel": string,"destination": string,"id": string,"idempotency_key": string,"items": Json,"kind": string,"language": string,"link": string,"push": Json,"severity": string,"sms": string,"thread": string,"title": string,"unsubscribe_token": string
            }[]
                           },
"close_shift":
{ Args: { "request_id": string,"run": string }; Returns: Json
                           },
"correction_details":
{ Args: { "correction": string }; Returns: Json
                           },
"corrections":
{ Args: { "before"?: string,"page_size"?: number,"site_id": string,"state"?: string }; Returns: Json
                           },
"decide_correction":
{ Args: { "approve": boolean,"correction": string,"note": string,"request_id": string }; Returns: Json
                           },
"decide_override":
{ Args: { "approve": boolean,"note": string,"override_id": string,"request_id": string }; Returns: Json
                           },
"decline_transfer":
{ Args: { "reason": string,"request_id": string,"transfer_request_id": string }; Returns: Json
                           },
"delivery_log":
{ Args: { "before"?: string,"before_id"?: string,"channel"?: string,"page_size"?: number,"site_id"?: string,"state"?: string }; Returns: Json
                           },
"end_calendar_link":
{ Args: { "request_id": string }; Returns: Json
                           },
"end_downtime":
{ Args: { "downtime_id": string,"ended_at"?: string,"request_id": string }; Returns: Json
                           },
"end_push":
{ Args: { "endpoint": string,"request_id": string }; Returns: Json
                           },
"end_reservation":
{ Args: { "request_id": string,"reservation_id": string }; Returns: Json
                           },
"escalation_preview":
{ Args: { "happened_at"?: string,"policy": Json }; Returns: {
              "at": string,"channels": (string)[],"clock": string,"people": Json,"position": number,"sentence": string,"to": string
            }[]
                           },
"explain_gap":
{ Args: { "kind": string,"reason": string,"request_id": string,"run": string,"subject_id": string }; Returns: Json
                           },
"find_stock":
{ Args: { "descending"?: boolean,"expires_by"?: string,"item_id"?: string,"location_id"?: string,"page"?: number,"page_size"?: number,"search"?: string,"site_id": string,"sort"?: string,"state"?: string }; Returns: Json
                           },
"finish_delivery":
{ Args: { "delivery": string,"error"?: string,"outcome": string,"provider"?: string,"provider_id"?: string,"retry_after"?: number,"worker": string }; Returns: boolean
                           },
"finish_stage":
{ Args: { "batch_id": string,"ended_at"?: string,"output_quantity": number,"parameters"?: Json,"remarks"?: string,"request_id": string,"to_id"?: string }; Returns: Json
                           },
"fulfil_transfer":
{ Args: { "lines": Json,"request_id": string,"transfer_request_id": string }; Returns: Json
                           },
"hand_over_shift":
{ Args: { "note"?: string,"request_id": string,"run": string }; Returns: Json
                           },
"hold_lot":
{ Args: { "lot_id": string,"note"?: string,"reason_id": string,"request_id": string }; Returns: Json
                           },
"hook_password_verification_attempt":
{ Args: { "event": Json }; Returns: Json
                           },
"import_batch":
{ Args: { "code": string,"expires_on"?: string,"in_stock_quantity"?: number,"inputs": Json,"item_id": string,"location_id": string,"made_on": string,"output_quantity": number,"planned_quantity": number,"remarks"?: string,"request_id": string,"results"?: Json }; Returns: Json
                           },
"import_lot":
{ Args: { "code": string,"expires_on"?: string,"item_id": string,"location_id": string,"manufactured_on"?: string,"quantity": number,"received_on": string,"request_id": string,"tests"?: Json,"vendor_lot"?: string }; Returns: Json
                           },
"issue_certificate":
{ Args: { "lot_id": string,"request_id": string }; Returns: Json
                           },
"list_rotations":
{ Args: { "site_id": string }; Returns: Json
                           },
"list_users":
{ Args: { "active"?: boolean,"page"?: number,"page_size"?: number,"role"?: string,"search"?: string,"site_id"?: string,"sort"?: string }; Returns: Json
                           },
"log_downtime":
{ Args: { "ended_at"?: string,"machine_id": string,"note"?: string,"reason_id": string,"request_id": string,"started_at"?: string }; Returns: Json
                           },
"log_stage":
{ Args: { "batch_id": string,"ended_at"?: string,"input_quantity"?: number,"machine_id": string,"operator_name": string,"output_quantity": number,"parameters"?: Json,"position"?: number,"remarks"?: string,"request_id": string,"started_at": string,"to_id"?: string }; Returns: Json
                           },
"lot_journey":
{ Args: { "lot_id": string }; Returns: Json
                           },
"lot_moves":
{ Args: { "kind"?: string,"lot_id": string,"page"?: number,"page_size"?: number }; Returns: Json
                           },
"make_calendar_link":
{ Args: { "request_id": string }; Returns: Json
                           },
"my_notifications":
{ Args: { "before"?: string,"before_id"?: string,"module"?: string,"page_size"?: number,"severity"?: string,"unread_only"?: boolean }; Returns: Json
                           },
"my_preferences":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_shifts":
{ Args: { "from_day": string,"to_day": string }; Returns: Json
                           },
"open_escalations":
{ Args: { "site_id"?: string }; Returns: Json
                           },
"open_shift":
{ Args: { "request_id": string,"run": string }; Returns: Json
                           },
"pack_batch":
{ Args: { "batch_id": string,"location_id": string,"loss_quantity"?: number,"packaging"?: Json,"packs": number,"remarks"?: string,"request_id": string,"sku_id": string,"to_id": string }; Returns: Json
                           },
"parameter_history":
{ Args: { "item_id": string,"last"?: number,"parameter_id": string,"site_id": string }; Returns: Json
                           },
"plan_user":
{ Args: { "email": string,"full_name": string,"invite": boolean,"memberships": Json,"person": string,"request_id": string }; Returns: Json
                           },
"plan_user_change":
{ Args: { "action": string,"email"?: string,"full_name"?: string,"person": string,"request_id": string,"user_id": string }; Returns: Json
                           },
"plant_board":
{ Args: { "site_id": string }; Returns: Json
                           },
"plant_trends":
{ Args: { "days"?: number,"site_id": string }; Returns: Json
                           },
"prepare_document":
{ Args: { "site_id": string,"uploader": string }; Returns: string
                           },
"qc_queue":
{ Args: { "site_id": string }; Returns: Json
                           },
"qc_subject":
{ Args: { "lot_id": string,"stage_log_id"?: string }; Returns: Json
                           },
"read_notifications":
{ Args: { "ids"?: (string)[],"request_id": string }; Returns: Json
                           },
"receive_goods":
{ Args: { "document_path"?: string,"expires_on"?: string,"item_id": string,"location_id": string,"lot_code"?: string,"manufactured_on"?: string,"order_line_id"?: string,"quantity": number,"remarks"?: string,"request_id": string,"vendor_id"?: string,"vendor_lot"?: string }; Returns: Json
                           },
"receive_handover":
{ Args: { "handover": string,"note"?: string,"request_id": string }; Returns: Json
                           },
"record_delivery_event":
{ Args: { "at"?: string,"detail"?: string,"event_id": string,"provider": string,"provider_id": string,"status": string }; Returns: string
                           },
"record_history":
{ Args: { "before_id"?: number,"record_id": string,"relation": string }; Returns: {
              "actor": string,"actor_id": string,"at": string,"changes": Json,"id": number,"ip": string,"operation": string,"user_agent": string
            }[]
                           },
"record_qc_test":
{ Args: { "document_path"?: string,"lot_id"?: string,"remarks"?: string,"request_id": string,"results": Json,"retest_of"?: string,"sampled_at"?: string,"stage_log_id"?: string }; Returns: Json
                           },
"register_document":
{ Args: { "kind": string,"media_type": string,"name": string,"path": string,"request_id": string,"sha256": string,"site_id": string,"size_bytes": number,"uploader": string }; Returns: Json
                           },
"register_push":
{ Args: { "auth": string,"endpoint": string,"p256dh": string,"request_id": string,"user_agent"?: string }; Returns: Json
                           },
"reject_lot":
{ Args: { "lot_id": string,"note"?: string,"reason_id": string,"request_id": string }; Returns: Json
                           },
"release_lot":
{ Args: { "lot_id": string,"note": string,"request_id": string }; Returns: Json
                           },
"request_correction":
{ Args: { "changes": Json,"reason": string,"request_id": string,"subject_id": string,"subject_type": string }; Returns: Json
                           },
"request_late_entry":
{ Args: { "args": Json,"command": string,"made_at": string,"reason": string,"request_id": string,"run": string }; Returns: Json
                           },
"request_override":
{ Args: { "document_path": string,"justification": string,"reason_id": string,"request_id": string,"test_id": string }; Returns: Json
                           },
"request_transfer":
{ Args: { "from_id"?: string,"item_id": string,"lot_id"?: string,"needed_by"?: string,"note"?: string,"quantity": number,"request_id": string,"to_id": string }; Returns: Json
                           },
"resend_delivery":
{ Args: { "delivery": string,"request_id": string }; Returns: Json
                           },
"reserve_stock":
{ Args: { "location_id": string,"lot_id": string,"purpose": string,"quantity": number,"request_id": string }; Returns: Json
                           },
"resolve_alert":
{ Args: { "alert": string,"note": string,"request_id": string }; Returns: Json
                           },
"return_material":
{ Args: { "note"?: string,"quantity": number,"request_id": string,"stage_material_id": string,"to_id"?: string }; Returns: Json
                           },
"save_escalation_policy":
{ Args: { "id"?: string,"policy": Json,"request_id": string }; Returns: Json
                           },
"save_rotation":
{ Args: { "active"?: boolean,"name": string,"request_id": string,"rotation"?: string,"site_id": string,"starts_on": string,"turns": Json,"weeks": number }; Returns: Json
                           },
"send_test_notification":
{ Args: { "channel": string,"request_id": string }; Returns: Json
                           },
"server_time":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"set_user_active":
{ Args: { "active": boolean,"person": string,"request_id": string,"user_id": string }; Returns: Json
                           },
"shift_board":
{ Args: { "site_id": string }; Returns: Json
                           },
"shift_close_view":
{ Args: { "run": string }; Returns: Json
                           },
"shift_conflicts":
{ Args: { "from_day": string,"site_id": string,"to_day": string }; Returns: Json
                           },
"shift_gaps":
{ Args: { "run": string }; Returns: Json
                           },
"shift_handover":
{ Args: { "run": string }; Returns: Json
                           },
"shift_logbook":
{ Args: { "before"?: string,"page_size"?: number,"run": string }; Returns: Json
                           },
"shift_summary":
{ Args: { "run": string }; Returns: Json
                           },
"ship_order":
{ Args: { "customer_id": string,"driver"?: string,"invoice_number": string,"lines": Json,"order_number"?: string,"remarks"?: string,"request_id": string,"site_id": string,"tracking_number"?: string,"vehicle": string }; Returns: Json
                           },
"shipment_details":
{ Args: { "shipment_id": string }; Returns: Json
                           },
"start_batch":
{ Args: { "code"?: string,"item_id": string,"planned_quantity": number,"remarks"?: string,"request_id": string,"site_id": string }; Returns: Json
                           },
"start_stage":
{ Args: { "batch_id": string,"input_quantity"?: number,"machine_id": string,"operator_name": string,"parameters"?: Json,"position"?: number,"remarks"?: string,"request_id": string,"started_at"?: string }; Returns: Json
                           },
"stock_overview":
{ Args: { "expiring_days"?: number,"site_id": string }; Returns: Json
                           },
"suggest_lots":
{ Args: { "item_id": string,"quantity": number,"site_id": string }; Returns: {
              "available": number,"expires_on": string,"location": string,"location_id": string,"lot": string,"lot_id": string,"received_on": string,"skipped": string,"take": number
            }[]
                           },
"trace_lot":
{ Args: { "code": string,"direction"?: string }; Returns: {
              "depth": number,"expires_on": string,"held": boolean,"item": string,"item_name": string,"lot": string,"lot_id": string,"parent": string,"parent_id": string,"places": Json,"qc_status": string,"quantity": number,"quantity_unit": string,"shipments": Json,"unit": string
            }[]
                           },
"transfer_stock":
{ Args: { "from_id": string,"lot_id": string,"note"?: string,"quantity": number,"request_id": string,"to_id": string }; Returns: Json
                           },
"unassign_shift":
{ Args: { "person": string,"request_id": string,"run": string }; Returns: Json
                           },
"unread_count":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"unread_notifications":
{ Args: { "ids": (string)[],"request_id": string }; Returns: Json
                           },
"unsubscribe":
{ Args: { "token": string }; Returns: Json
                           },
"user_details":
{ Args: { "user_id": string }; Returns: Json
                           },
"user_history":
{ Args: { "before_id"?: number,"user_id": string }; Returns: {
              "actor": string,"actor_id": string,"at": string,"changes": Json,"id": number,"ip": string,"operation": string,"user_agent": string
            }[]
                           },
"withdraw_correction":
{ Args: { "correction": string,"request_id": string }; Returns: Json
                           },
"withdraw_user_plan":
{ Args: { "request_id": string }; Returns: undefined
                           }
          }
          Enums: {
            "role": "admin"|"manager"|"qa"|"supervisor"|"storekeeper"|"dispatch_clerk"|"distributor"|"retailer","shift_run_state": "scheduled"|"open"|"closing"|"locked"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "role": ["admin", "manager", "qa", "supervisor", "storekeeper", "dispatch_clerk", "distributor", "retailer"],"shift_run_state": ["scheduled", "open", "closing", "locked"]
          }
        }
} as const
