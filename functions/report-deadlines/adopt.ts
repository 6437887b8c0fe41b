import type { Duty, DutyRule } from '../../shared/domain/duty.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { OpeningHours } from '../../shared/domain/working-time.ts'
import { firstTimerWrites } from '../../shared/due/plans/duty-writes.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import { MOST_WRITES, type Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { adopted } from './duty-verbs.ts'

/** A duty, who adopted it and its timer are three writes of a transaction, and its last one holds the answer. */
const AT_ONCE = Math.floor((MOST_WRITES - 1) / 3)

export interface Adoption {
  readonly dealerId: string
  readonly adoptedOn: CalendarDate
  readonly hours: OpeningHours
  readonly stamp: Stamp
}

/**
 * Adopts rules that the dealer has not. It takes several transactions; each adopts what is missing when it is written,
 * so whoever was stopped in between asks again, and of two who ask at once each duty is adopted by one.
 * @param done what goes into the last transaction, given the codes that were adopted
 * @throws Contested
 */
export async function adoptMissing(
  store: Pick<DutyStore, 'duties' | 'commit'>,
  rules: readonly DutyRule[],
  { dealerId, adoptedOn, hours, stamp }: Adoption,
  done: (codes: readonly string[]) => readonly Write[],
): Promise<readonly string[]> {
  const codes: string[] = []
  let left: number
  do {
    const step = await untilCommitted(store, async () => {
      const known = new Set((await store.duties.ofDealer(dealerId)).map(({ code }) => code))
      const missing = rules.filter(({ code }) => !known.has(code))
      const now = missing.slice(0, AT_ONCE).map((rule) => adopted(rule, dealerId, adoptedOn, stamp))
      const rest = missing.length - now.length
      const all = [...codes, ...now.map(({ code }) => code)]
      return {
        now,
        rest,
        writes: [...now.flatMap((duty) => adoption(duty, hours, stamp)), ...(rest === 0 ? done(all) : [])],
      }
    })
    codes.push(...step.now.map(({ code }) => code))
    left = step.rest
  } while (left > 0)
  return codes
}

function adoption(duty: Duty, hours: OpeningHours, stamp: Stamp): Write[] {
  return [
    ...changeWrites(dutyRecord, { id: duty.code, action: 'adopted', before: undefined, after: duty }, stamp),
    ...firstTimerWrites(duty, hours, stamp),
  ]
}
