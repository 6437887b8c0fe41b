import * as z from 'zod'

/** The identifier of a role in code, tokens and templates. */
export const RoleCode = z.enum([
  'general_manager',
  'service_manager',
  'information_clerk',
  'front_desk_supervisor',
  'service_advisor',
  'customer_service_rep',
  'follow_up_caller',
  'workshop_supervisor',
  'workshop_dispatcher',
  'team_leader',
  'technical_supervisor',
  'quality_inspector',
  'trainer',
  'parts_supervisor',
  'parts_planner',
  'warehouse_keeper',
  'accessories_supervisor',
  'warranty_clerk',
  'insurance_manager',
  'insurance_specialist',
  'insurance_clerk',
  'renewal_specialist',
  'field_service_specialist',
  'data_analyst',
  'advisor_assistant',
  'insurance_claims_clerk',
  'insurance_assistant',
  'logistics_coordinator',
  'finance',
])
export type RoleCode = z.infer<typeof RoleCode>

export interface Role {
  readonly code: RoleCode
  /** What staff read. */
  readonly zh: string
  readonly en: string
  /** Where the role's work goes when nobody holds it. */
  readonly reportsTo?: RoleCode
}

/** The roles of an after-sales department. */
export const roles: readonly Role[] = [
  { code: 'general_manager', zh: '总经理', en: 'General manager' },
  {
    code: 'service_manager',
    zh: '服务站长',
    en: 'Service manager (head of after-sales)',
    reportsTo: 'general_manager',
  },
  { code: 'information_clerk', zh: '信息员', en: 'Information clerk', reportsTo: 'service_manager' },
  {
    code: 'front_desk_supervisor',
    zh: '前台主管',
    en: 'Front-desk supervisor',
    reportsTo: 'service_manager',
  },
  { code: 'service_advisor', zh: '服务顾问', en: 'Service advisor', reportsTo: 'front_desk_supervisor' },
  {
    code: 'customer_service_rep',
    zh: '客户服务代表',
    en: 'Customer service representative',
    reportsTo: 'front_desk_supervisor',
  },
  { code: 'follow_up_caller', zh: '回访员', en: 'Follow-up caller', reportsTo: 'front_desk_supervisor' },
  { code: 'workshop_supervisor', zh: '车间主管', en: 'Workshop supervisor', reportsTo: 'service_manager' },
  {
    code: 'workshop_dispatcher',
    zh: '车间调度',
    en: 'Workshop dispatcher',
    reportsTo: 'workshop_supervisor',
  },
  {
    code: 'team_leader',
    zh: '班组长',
    en: 'Mechanical, body or paint team leader',
    reportsTo: 'workshop_supervisor',
  },
  { code: 'technical_supervisor', zh: '技术主管', en: 'Technical supervisor', reportsTo: 'service_manager' },
  { code: 'quality_inspector', zh: '质检员', en: 'Quality inspector', reportsTo: 'workshop_supervisor' },
  { code: 'trainer', zh: '培训讲师', en: 'In-house trainer', reportsTo: 'service_manager' },
  { code: 'parts_supervisor', zh: '配件主管', en: 'Parts supervisor', reportsTo: 'service_manager' },
  { code: 'parts_planner', zh: '配件计划员', en: 'Parts planner', reportsTo: 'parts_supervisor' },
  { code: 'warehouse_keeper', zh: '仓库管理员', en: 'Warehouse keeper', reportsTo: 'parts_supervisor' },
  {
    code: 'accessories_supervisor',
    zh: '精品主管',
    en: 'Accessories supervisor',
    reportsTo: 'service_manager',
  },
  { code: 'warranty_clerk', zh: '索赔员', en: 'Warranty clerk', reportsTo: 'front_desk_supervisor' },
  { code: 'insurance_manager', zh: '保险经理', en: 'Insurance manager', reportsTo: 'service_manager' },
  {
    code: 'insurance_specialist',
    zh: '保险专员',
    en: 'Accident-claims specialist',
    reportsTo: 'insurance_manager',
  },
  {
    code: 'insurance_clerk',
    zh: '保险内勤',
    en: 'Insurance back-office clerk',
    reportsTo: 'insurance_manager',
  },
  {
    code: 'renewal_specialist',
    zh: '续保专员',
    en: 'Insurance renewal specialist',
    reportsTo: 'insurance_manager',
  },
  {
    code: 'field_service_specialist',
    zh: '售后专员',
    en: 'On-site after-sales specialist',
    reportsTo: 'service_manager',
  },
  { code: 'data_analyst', zh: '数据分析员', en: 'After-sales data analyst', reportsTo: 'service_manager' },
  {
    code: 'advisor_assistant',
    zh: '服务顾问助理',
    en: "Service advisor's assistant",
    reportsTo: 'service_advisor',
  },
  {
    code: 'insurance_claims_clerk',
    zh: '保险理赔员',
    en: 'Insurance claims clerk',
    reportsTo: 'insurance_manager',
  },
  { code: 'insurance_assistant', zh: '保险助理', en: 'Insurance assistant', reportsTo: 'insurance_manager' },
  {
    code: 'logistics_coordinator',
    zh: '物流协调员',
    en: 'Logistics coordinator',
    reportsTo: 'parts_supervisor',
  },
  { code: 'finance', zh: '财务', en: 'Finance', reportsTo: 'general_manager' },
]

const byName: ReadonlyMap<string, RoleCode> = new Map(
  roles.flatMap(({ code, zh, en }) => [code, zh, en].map((name) => [name.toLowerCase(), code] as const)),
)

/** The role of that Chinese or English name or code, however it is cased. */
export function roleNamed(name: string): RoleCode | undefined {
  return byName.get(name.normalize('NFKC').trim().toLowerCase())
}
