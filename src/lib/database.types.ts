
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "item_categories": {
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
                    "active": boolean,"category_id": string | null,"code": string,"created_at": string,"description": string | null,"gtin": string | null,"id": string,"image_path": string | null,"kind": string,"name": string,"pack_size": number | null,"pack_unit": string | null,"picking": string,"price_inr": number | null,"reorder_level": number | null,"shelf_life_days": number | null,"supplier_id": string | null,"unit": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"category_id"?: string | null,"code": string,"created_at"?: string,"description"?: string | null,"gtin"?: string | null,"id"?: string,"image_path"?: string | null,"kind": string,"name": string,"pack_size"?: number | null,"pack_unit"?: string | null,"picking"?: string,"price_inr"?: number | null,"reorder_level"?: number | null,"shelf_life_days"?: number | null,"supplier_id"?: string | null,"unit": string
                  }
                  Update: {
                    "active"?: boolean,"category_id"?: string | null,"code"?: string,"created_at"?: string,"description"?: string | null,"gtin"?: string | null,"id"?: string,"image_path"?: string | null,"kind"?: string,"name"?: string,"pack_size"?: number | null,"pack_unit"?: string | null,"picking"?: string,"price_inr"?: number | null,"reorder_level"?: number | null,"shelf_life_days"?: number | null,"supplier_id"?: string | null,"unit"?: string
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
                },"sites": {
                  Row: {
                    "active": boolean,"code": string,"created_at": string,"id": string,"kind": string,"name": string,"time_zone": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"code": string,"created_at"?: string,"id"?: string,"kind": string,"name": string,"time_zone"?: string
                  }
                  Update: {
                    "active"?: boolean,"code"?: string,"created_at"?: string,"id"?: string,"kind"?: string,"name"?: string,"time_zone"?: string
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
            [_ in never]: never
          }
          Functions: {
            [_ in never]: never
          }
          Enums: {
            "role": "admin"|"manager"|"qa"|"supervisor"|"storekeeper"|"dispatch_clerk"|"distributor"|"retailer"
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
            "role": ["admin", "manager", "qa", "supervisor", "storekeeper", "dispatch_clerk", "distributor", "retailer"]
          }
        }
} as const
