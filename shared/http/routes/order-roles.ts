/** Who has to do with repair orders, by what they do with them (spec: the roles of an after-sales department). */

const heads = ['service_manager', 'front_desk_supervisor'] as const

/** Receive cars, quote, agree with customers, hand cars out. */
export const desk = [...heads, 'service_advisor', 'advisor_assistant'] as const

/** Agree appointments besides. */
export const bookers = [...desk, 'customer_service_rep'] as const

/** Do the work. */
export const workshop = [
  'service_manager',
  'workshop_supervisor',
  'workshop_dispatcher',
  'team_leader',
  'technical_supervisor',
] as const

/** Find more to do: whoever works on the car or speaks with its owner. */
export const proposers = [...desk, 'workshop_supervisor', 'team_leader', 'technical_supervisor'] as const

/** Say whether it was done well: never who did it. */
export const inspectors = ['quality_inspector', 'workshop_supervisor', 'technical_supervisor'] as const

/** Make invoices. */
export const cashiers = [...heads, 'service_advisor', 'finance'] as const

/** Set what parts cost. */
export const pricers = ['parts_supervisor', 'service_manager'] as const

export const readers = [
  ...bookers,
  'general_manager',
  'workshop_supervisor',
  'workshop_dispatcher',
  'team_leader',
  'technical_supervisor',
  'quality_inspector',
  'parts_supervisor',
  'parts_planner',
  'warehouse_keeper',
  'warranty_clerk',
  'insurance_manager',
  'insurance_specialist',
  'insurance_claims_clerk',
  'follow_up_caller',
  'field_service_specialist',
  'data_analyst',
  'finance',
] as const
