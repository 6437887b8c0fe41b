import { RoleCode, superiors } from './roles.ts'

export interface Role {
  readonly code: RoleCode
  /** What staff read. */
  readonly zh: string
  readonly en: string
  /** Where the role's work goes when nobody holds it. */
  readonly reportsTo?: RoleCode
}

const names: Readonly<Record<RoleCode, Pick<Role, 'zh' | 'en'>>> = {
  general_manager: { zh: '总经理', en: 'General manager' },
  service_manager: { zh: '服务站长', en: 'Service manager (head of after-sales)' },
  information_clerk: { zh: '信息员', en: 'Information clerk' },
  front_desk_supervisor: { zh: '前台主管', en: 'Front-desk supervisor' },
  service_advisor: { zh: '服务顾问', en: 'Service advisor' },
  customer_service_rep: { zh: '客户服务代表', en: 'Customer service representative' },
  follow_up_caller: { zh: '回访员', en: 'Follow-up caller' },
  workshop_supervisor: { zh: '车间主管', en: 'Workshop supervisor' },
  workshop_dispatcher: { zh: '车间调度', en: 'Workshop dispatcher' },
  team_leader: { zh: '班组长', en: 'Mechanical, body or paint team leader' },
  technical_supervisor: { zh: '技术主管', en: 'Technical supervisor' },
  quality_inspector: { zh: '质检员', en: 'Quality inspector' },
  trainer: { zh: '培训讲师', en: 'In-house trainer' },
  parts_supervisor: { zh: '配件主管', en: 'Parts supervisor' },
  parts_planner: { zh: '配件计划员', en: 'Parts planner' },
  warehouse_keeper: { zh: '仓库管理员', en: 'Warehouse keeper' },
  accessories_supervisor: { zh: '精品主管', en: 'Accessories supervisor' },
  warranty_clerk: { zh: '索赔员', en: 'Warranty clerk' },
  insurance_manager: { zh: '保险经理', en: 'Insurance manager' },
  insurance_specialist: { zh: '保险专员', en: 'Accident-claims specialist' },
  insurance_clerk: { zh: '保险内勤', en: 'Insurance back-office clerk' },
  renewal_specialist: { zh: '续保专员', en: 'Insurance renewal specialist' },
  field_service_specialist: { zh: '售后专员', en: 'On-site after-sales specialist' },
  data_analyst: { zh: '数据分析员', en: 'After-sales data analyst' },
  advisor_assistant: { zh: '服务顾问助理', en: "Service advisor's assistant" },
  insurance_claims_clerk: { zh: '保险理赔员', en: 'Insurance claims clerk' },
  insurance_assistant: { zh: '保险助理', en: 'Insurance assistant' },
  logistics_coordinator: { zh: '物流协调员', en: 'Logistics coordinator' },
  finance: { zh: '财务', en: 'Finance' },
}

/** The roles of an after-sales department. */
export const roles: readonly Role[] = RoleCode.options.map((code) => {
  const reportsTo = superiors[code]
  return { code, ...names[code], ...(reportsTo === undefined ? {} : { reportsTo }) }
})

const byName: ReadonlyMap<string, RoleCode> = new Map(
  roles.flatMap(({ code, zh, en }) => [code, zh, en].map((name) => [name.toLowerCase(), code] as const)),
)

/** The role of that Chinese or English name or code, however it is cased. */
export function roleNamed(name: string): RoleCode | undefined {
  return byName.get(name.normalize('NFKC').trim().toLowerCase())
}
