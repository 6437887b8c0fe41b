import type { StatutoryRules } from './statutory-rules.ts'
import type { EarlyFailure, Remedy } from './statutory-words.ts'

export type WarningCode =
  | 'repair-days'
  | 'same-problem'
  | 'assembly-replaced'
  | 'main-part-replaced'
  | 'serious-fault'
  | 'seven-days'
  | 'new-assembly'
  | 'early-failure'
  | 'repair-open'
  | 'loan-car-due'

interface Words {
  readonly zh: string
  readonly en: string
}

/** What a warning has to tell. */
export interface Told {
  readonly code: WarningCode
  readonly level: 'yellow' | 'orange' | 'red' | 'met'
  readonly count: number
  readonly limit: number
  /** Of the rights of the first days: how far the car may have gone. */
  readonly limitKm?: number | undefined
  readonly subject?: string | undefined
  /** What the subject is called, where it is more than a code. */
  readonly name?: Words | undefined
  readonly article: string
  readonly remedies: readonly Remedy[]
  readonly uncertain: boolean
  readonly law: Pick<StatutoryRules, 'zh' | 'en'>
}

export const failureWords: Readonly<Record<EarlyFailure, Words>> = {
  steering_failure: { zh: '转向系统失效', en: 'the steering failed' },
  brake_failure: { zh: '制动系统失效', en: 'the brakes failed' },
  body_crack: { zh: '车身开裂', en: 'the body cracked' },
  fuel_leak: { zh: '燃油泄漏', en: 'fuel leaked' },
  battery_fire: { zh: '动力蓄电池起火', en: 'the traction battery caught fire' },
}

const remedyWords: Readonly<Record<Remedy, Words>> = {
  new_assembly: { zh: '更换总成', en: 'a new assembly' },
  replace: { zh: '更换车辆', en: 'another car' },
  return: { zh: '退货', en: 'return of the car' },
}

/** A warning in words: what there is, of how much, what follows, and where that stands. */
export function warningWords(told: Told): Words {
  const what = matter(told)
  const follows = consequence(told)
  const doubt = told.uncertain
    ? { zh: '（行驶里程不详，请核实）', en: ' (the odometer is not known: check it)' }
    : { zh: '', en: '' }
  const { zh, en } = told.law
  return {
    zh: `${what.zh}${follows.zh}${doubt.zh}。依据：${zh}${articlesZh(told.article)}`,
    en: `${what.en}${follows.en}${doubt.en}. By ${en}, Art. ${told.article}`,
  }
}

/** `24(4), 40` is 第24条第4项、第40条. */
function articlesZh(articles: string): string {
  return articles
    .split(', ')
    .map((each) => (each.includes('(') ? each.replace(/^(\d+)\((\d+)\)$/, '第$1条第$2项') : `第${each}条`))
    .join('、')
}

function matter(told: Told): Words {
  const { code, count, limit, subject = '', name = { zh: subject, en: subject } } = told
  switch (code) {
    case 'repair-days':
      return {
        zh: `三包有效期内累计修理${count}日，上限${limit}日`,
        en: `${count} days of repair in all, ${limit} are allowed`,
      }
    case 'same-problem':
      return {
        zh: `同一质量问题（${subject}）累计修理${count}次，上限${limit}次`,
        en: `the same problem (${subject}) was repaired ${times(count)}, ${times(limit)} is allowed`,
      }
    case 'assembly-replaced':
      return {
        zh: `${name.zh}总成累计更换${count}次，满${limit}次可换车退车`,
        en: `the ${name.en} was replaced ${times(count)}; it may be ${times(limit)} at most`,
      }
    case 'main-part-replaced':
      return {
        zh: `${name.zh}同一主要零部件（${subject}）累计更换${count}次，满${limit}次可换车退车`,
        en: `the same main part of the ${name.en} (${subject}) was replaced ${times(count)}; it may be ${times(limit)} at most`,
      }
    case 'serious-fault':
      return {
        zh: `严重安全性能故障累计修理${count}次，修理${limit}次后仍未排除或再出现即可换车退车`,
        en: `serious safety faults were repaired ${times(count)}; after ${times(limit)} none may stay or come`,
      }
    case 'seven-days':
      return {
        zh: `起算之日起${within(told).zh}内需更换${name.zh}或其主要零部件`,
        en: `the ${name.en} or a main part of it has to be replaced within ${within(told).en}`,
      }
    case 'new-assembly':
      return {
        zh: `起算之日起${within(told).zh}内${name.zh}主要零部件出现质量问题`,
        en: `a main part of the ${name.en} failed within ${within(told).en}`,
      }
    case 'early-failure':
      return { zh: `起算之日起${within(told).zh}内${name.zh}`, en: `within ${within(told).en} ${name.en}` }
    case 'repair-open':
      return {
        zh: `本次修理已占用${count}日，超过${limit}日`,
        en: `this repair has taken ${count} days, more than ${limit}`,
      }
    case 'loan-car-due':
      return {
        zh: `本次修理已占用${count}日，超过${limit}日，应提供备用车或交通费用补偿`,
        en: `this repair has taken ${count} days, more than ${limit}: a loan car or the cost of travelling is owed`,
      }
  }
}

function consequence({ level, remedies }: Told): Words {
  if (level !== 'met') return { zh: '', en: '' }
  const words = remedies.map((remedy) => remedyWords[remedy])
  return {
    zh: `，已满足条件，消费者可选择${words.map(({ zh }) => zh).join('或')}`,
    en: `: the condition is met, the customer may choose ${words.map(({ en }) => en).join(' or ')}`,
  }
}

function within({ limit, limitKm }: Told): Words {
  const km = limitKm?.toLocaleString('en-US')
  return {
    zh: `${limit}日${km === undefined ? '' : `且${km}公里`}`,
    en: `${limit} days${km === undefined ? '' : ` and ${km} km`}`,
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${String(count)} times`
}
