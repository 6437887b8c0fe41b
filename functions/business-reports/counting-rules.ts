import type { DayFigures, MonthFigures } from '../../shared/domain/business-report.ts'

interface CountingRule {
  /** What the figure is called, and how it is counted. */
  readonly zh: string
  readonly en: string
  readonly how: { readonly zh: string; readonly en: string }
}

/**
 * How each figure is counted, for those who read the report: the words of `count-day.ts`. A day is a calendar day in the
 * dealer's zone. Whoever changes a rule raises `COUNTING_RULES`: a report tells by which ones it was counted.
 */
export const countingRules: Readonly<Record<keyof DayFigures | keyof MonthFigures, CountingRule>> = {
  visits: {
    zh: '进厂台次',
    en: 'Visits',
    how: {
      zh: '当天接车的维修工单数；未到店和已取消的不计。',
      en: 'Repair orders whose car came in on the day; cancelled ones and no-shows are not counted.',
    },
  },
  settled: {
    zh: '结算单数',
    en: 'Orders settled',
    how: {
      zh: '当天结算的工单数；从旧系统导入的工单按交车日计。',
      en: 'Orders that were invoiced on the day; of imported ones, those delivered on it.',
    },
  },
  laborFen: {
    zh: '工时营业额',
    en: 'Labour revenue',
    how: { zh: '当天结算工单的工时费合计。', en: 'Labour of the orders settled on the day.' },
  },
  partsFen: {
    zh: '配件营业额',
    en: 'Parts revenue',
    how: { zh: '当天结算工单的配件费合计。', en: 'Parts of the orders settled on the day.' },
  },
  totalFen: {
    zh: '营业总额',
    en: 'Total revenue',
    how: {
      zh: '当天结算工单的总金额合计；旧系统的总金额可能含工时、配件以外的费用。',
      en: 'Totals of the orders settled on the day; those of an old system may hold more than labour and parts.',
    },
  },
  byKind: {
    zh: '按维修类型',
    en: 'By kind of order',
    how: {
      zh: '以上各项按工单的维修类型分列，合计相等。',
      en: "The same by the order's kind; the kinds add up to the whole.",
    },
  },
  delivered: {
    zh: '交车台次',
    en: 'Deliveries',
    how: { zh: '当天交车的工单数。', en: 'Orders whose car was handed over on the day.' },
  },
  inShop: {
    zh: '在厂车辆',
    en: 'In the shop',
    how: {
      zh: '统计时刻已接车、未交车的工单数。',
      en: 'Orders whose car has come and was not handed over by the time of the count.',
    },
  },
  promised: {
    zh: '已约定交车',
    en: 'Promised',
    how: {
      zh: '在厂车辆中已与客户约定交车时间的。',
      en: 'Of those in the shop, the ones with a promised time.',
    },
  },
  late: {
    zh: '超时未交',
    en: 'Promised and late',
    how: {
      zh: '在厂车辆中约定交车时间已过的。',
      en: 'Of those promised, the ones whose promised time was over at the time of the count.',
    },
  },
  renewals: {
    zh: '续保',
    en: 'Renewals',
    how: {
      zh: '当天登记为续保的保单数和保费；已退保的不计。',
      en: 'Policies recorded on the day as renewals of another, and their premium; those given back are not counted.',
    },
  },
  calls: {
    zh: '续保电话结果',
    en: 'Outcomes of renewal calls',
    how: { zh: '当天登记的每次通话结果。', en: 'Each outcome of a call that was recorded on the day.' },
  },
  sms: {
    zh: '短信',
    en: 'SMS to customers',
    how: {
      zh: '当天决定发送的短信，按用途和统计时的发送结果。',
      en: 'SMS that were decided on the day, by purpose and by what had become of them at the time of the count.',
    },
  },
  days: {
    zh: '逐日',
    en: 'By day',
    how: {
      zh: '当月各日报的数字之和即为月报；已确认后记录有变动的日报，按变动后的记录计。',
      en: 'The month is the sum of its days; of a day whose records have changed since it was confirmed, by the records.',
    },
  },
  targets: {
    zh: '经营目标',
    en: 'Targets',
    how: {
      zh: '统计时当月已设定的目标。',
      en: "The month's targets as they were set by the time of the count.",
    },
  },
}

/** The rules of those figures that a report has. */
export function rulesOf(figures: object): Record<string, CountingRule> {
  return Object.fromEntries(Object.entries(countingRules).filter(([name]) => Object.hasOwn(figures, name)))
}
