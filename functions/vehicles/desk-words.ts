import type { WaitingDueItem } from '../../shared/domain/due-item.ts'
import { VehiclePurpose } from '../../shared/domain/purpose.ts'
import type { CountedService } from '../../shared/due/plans/maintenance-reminders.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'

/** Why the next service falls on its day. */
export function serviceWords({ cycle, base, interval, because, kmPerDay }: CountedService): Sentence {
  const { months, km } = interval
  const from = cycle === 'sale' ? { zh: `${base}购车`, en: `the sale on ${base}` } : visitWords(base)
  if (because === 'months') {
    return {
      zh: `自${from.zh}起${String(months)}个月（先于${km.toLocaleString('en')}公里）`,
      en: `${String(months)} months from ${from.en}, which comes before ${km.toLocaleString('en')} km`,
    }
  }
  const mean = String(Math.round((kmPerDay ?? 0) * 10) / 10)
  return {
    zh: `自${from.zh}起${km.toLocaleString('en')}公里，按每天${mean}公里（先于${String(months)}个月）`,
    en: `${km.toLocaleString('en')} km from ${from.en} at ${mean} km a day, which comes before ${String(months)} months`,
  }
}

function visitWords(base: string): Sentence {
  return { zh: `${base}保养`, en: `the service on ${base}` }
}

const steps: Readonly<Record<VehiclePurpose, Readonly<Record<string, Sentence>>>> = {
  'maintenance-reminders': {
    before: { zh: '保养到期前短信提醒', en: 'SMS before the service falls due' },
    after: { zh: '保养到期后短信提醒', en: 'SMS after the service fell due' },
    lapsed: { zh: '转入流失客户', en: 'Enters the pool of lapsed customers' },
  },
  'insurance-call-lists': {
    expired: { zh: '保险过期，退出名单', en: 'Leaves the list: the policy has been over for long' },
    'call-back': { zh: '按约定回电', en: 'To be called again, as agreed' },
  },
}

/** What a waiting step is about. */
export function stepWords({ purpose, step }: Pick<WaitingDueItem, 'purpose' | 'step'>): Sentence {
  const days = /^d(\d+)$/.exec(step)?.[1]
  const ofDays = days && { zh: `保险到期前${days}天联系`, en: `Call ${days} days before the policy ends` }
  const { data: known } = VehiclePurpose.safeParse(purpose)
  return (known && steps[known][step]) ?? (ofDays || { zh: step, en: step })
}
