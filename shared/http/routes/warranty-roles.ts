/** Whose work warranty is: who may write what. Managers read, and step in. */

/** Claims, statements, what customers ask for under the law. */
export const claimKeepers = ['warranty_clerk', 'front_desk_supervisor', 'service_manager'] as const

/** Replaced parts: who tags, shelves, packs and sends them. */
export const partKeepers = [
  ...claimKeepers,
  'warehouse_keeper',
  'parts_supervisor',
  'logistics_coordinator',
] as const

/** Whoever knows what a repair was for, and what was replaced. */
export const noters = [
  ...claimKeepers,
  'service_advisor',
  'workshop_supervisor',
  'technical_supervisor',
  'team_leader',
] as const

/** Whoever asks how a claim or a part stands. */
export const warrantyReaders = [
  ...claimKeepers,
  'general_manager',
  'service_advisor',
  'workshop_supervisor',
  'workshop_dispatcher',
  'technical_supervisor',
  'team_leader',
  'quality_inspector',
  'parts_supervisor',
  'parts_planner',
  'warehouse_keeper',
  'logistics_coordinator',
  'information_clerk',
  'data_analyst',
  'finance',
] as const
