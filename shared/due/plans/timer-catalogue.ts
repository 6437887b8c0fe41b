import type { DutySpan } from '../../domain/duty.ts'
import type { RoleCode } from '../../domain/roles.ts'

/** Something a role owes because something has happened, within a time from then on. */
export interface TimerRule {
  readonly code: string
  /** What staff read. */
  readonly zh: string
  readonly en: string
  readonly role: RoleCode
  /** `end-of-day`; `given`: the fact names the moment itself (a promise of delivery, an expected arrival). */
  readonly within: DutySpan
  readonly remindBefore: readonly DutySpan[]
  readonly escalateTo: RoleCode
  readonly escalateAfter: DutySpan
}

const atTheMoment = { remindBefore: ['PT0S'], escalateAfter: 'PT2H' } as const

/**
 * The department's timers, as it works today. Source: the manufacturers' process standards for service stations, and the
 * department's own rules where `default` is said.
 */
export const timers = {
  'complaint-reply': {
    code: 'complaint-reply',
    zh: '客户抱怨单24小时内处理并交还',
    en: 'Answer the complaint and hand it back within 24 hours',
    // The workshop supervisor's where the matter is the quality of a repair.
    role: 'front_desk_supervisor',
    within: 'PT24H',
    remindBefore: ['PT4H', 'PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
  },
  'post-repair-follow-up': {
    code: 'post-repair-follow-up',
    zh: '修后三日回访',
    en: 'Follow-up call within three days of delivery',
    role: 'follow_up_caller',
    // On the day that the dealer's settings say, the third unless they do.
    within: 'given',
    escalateTo: 'front_desk_supervisor',
    ...atTheMoment,
  },
  'personnel-change-filing': {
    code: 'personnel-change-filing',
    zh: '人员入离职三日内报备厂家系统',
    en: 'File joiners and leavers in each manufacturer system within three days',
    role: 'information_clerk',
    within: 'P3D',
    remindBefore: ['P1D', 'PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
  },
  'manufacturer-notice-acknowledge': {
    code: 'manufacturer-notice-acknowledge',
    zh: '厂家通知当日查阅',
    en: "Acknowledge the manufacturer's notice the same day",
    // Whose it is the notice says, by its kind.
    role: 'information_clerk',
    within: 'end-of-day',
    escalateTo: 'information_clerk',
    ...atTheMoment,
  },
  'manufacturer-notice-feedback': {
    code: 'manufacturer-notice-feedback',
    zh: '按期反馈厂家',
    en: 'Report back to the manufacturer by the date the notice names',
    role: 'information_clerk',
    within: 'given',
    remindBefore: ['P1D', 'PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
  },
  'promised-delivery': {
    code: 'promised-delivery',
    zh: '预计交车时间',
    en: 'Deliver by the promised time, or tell the customer first',
    role: 'service_advisor',
    within: 'given',
    remindBefore: ['PT1H', 'PT0S'],
    escalateTo: 'front_desk_supervisor',
    escalateAfter: 'PT2H',
  },
  'stranded-vehicle': {
    code: 'stranded-vehicle',
    zh: '滞留车辆跟踪',
    en: 'A vehicle in the workshop for over seven days is followed up',
    role: 'service_advisor',
    within: 'P7D',
    escalateTo: 'service_manager',
    ...atTheMoment,
  },
  'parts-arrival': {
    code: 'parts-arrival',
    zh: '配件到货跟踪',
    en: 'Parts arrive when expected, or the arrival is chased',
    role: 'parts_planner',
    within: 'given',
    escalateTo: 'parts_supervisor',
    ...atTheMoment,
  },
  'field-visit-contact': {
    code: 'field-visit-contact',
    zh: '接单后及时联系客户',
    en: 'Contact the customer promptly after a field-service request',
    role: 'field_service_specialist',
    within: 'PT2H',
    escalateTo: 'service_manager',
    ...atTheMoment,
  },
  'service-feedback-card': {
    code: 'service-feedback-card',
    zh: '24小时内提交服务反馈卡',
    en: 'Hand in the service feedback card within 24 hours',
    role: 'field_service_specialist',
    within: 'PT24H',
    escalateTo: 'service_manager',
    ...atTheMoment,
  },
  'missing-tools-list': {
    code: 'missing-tools-list',
    zh: '次日上报缺失工具单',
    en: 'Hand in the list of missing tools the next day',
    role: 'team_leader',
    within: 'P1D',
    escalateTo: 'workshop_supervisor',
    ...atTheMoment,
  },
  'new-owner-call': {
    code: 'new-owner-call',
    zh: '新车主回访',
    en: 'Call the owner of a new car, its maintenance booklet registered',
    role: 'warranty_clerk',
    within: 'P7D',
    escalateTo: 'front_desk_supervisor',
    ...atTheMoment,
  },
  'warranty-claim-same-day': {
    code: 'warranty-claim-same-day',
    zh: '保修单据当天提报',
    en: 'Submit the warranty claim the same day',
    role: 'warranty_clerk',
    // Later where the dealer's settings give more days.
    within: 'end-of-day',
    escalateTo: 'front_desk_supervisor',
    ...atTheMoment,
  },
  'rescue-report': {
    code: 'rescue-report',
    zh: '路救索赔附24小时救援报告',
    en: "A claim with a roadside rescue carries the 24-hour rescue service's report",
    role: 'warranty_clerk',
    within: 'end-of-day',
    escalateTo: 'front_desk_supervisor',
    ...atTheMoment,
  },
  'statutory-answer': {
    code: 'statutory-answer',
    zh: '三包换车退车要求：10个工作日内答复',
    en: 'Answer the customer who asks for replacement or return within ten working days',
    role: 'warranty_clerk',
    within: 'given',
    remindBefore: ['P3D', 'P1D', 'PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
  },
  'statutory-completion': {
    code: 'statutory-completion',
    zh: '三包换车退车：20个工作日内办结',
    en: 'Complete the replacement or return within twenty working days of the request',
    role: 'warranty_clerk',
    within: 'given',
    remindBefore: ['P3D', 'P1D', 'PT0S'],
    escalateTo: 'service_manager',
    escalateAfter: 'PT2H',
  },
} as const satisfies Record<string, TimerRule>

export type TimerCode = keyof typeof timers
