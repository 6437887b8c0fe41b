import type { Deadline } from '../../domain/deadline.ts'
import type { Duty } from '../../domain/duty.ts'
import type { Stamp } from '../../domain/record.ts'
import type { OpeningHours } from '../../domain/working-time.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { DamagedRecord } from '../../store/record-kind.ts'
import type { DutyStore } from '../../store/duty-store.ts'
import type { Write } from '../../store/table-client.ts'
import { deadlineSubject, REPORT_DEADLINES } from './deadline-steps.ts'
import { deadlineWrites } from './deadline-writes.ts'
import { asRuled } from './duty-deadlines.ts'
import { dutySubject, planDuty } from './duty-occurrences.ts'

/**
 * So many open deadlines follow their duty's change in its own transaction, three writes each; a duty has more open only
 * when it is reminded of weeks before. What is beyond follows when its next step is due.
 */
const MOST_FOLLOWING = 30

/**
 * What a duty's change writes besides the duty, into the same transaction: its timer, and what is open and still to come
 * of it as its rule now is. What was due before stays as it was. With `before` as `after`: what the dealer's days or zone
 * have made of it.
 * @param onDamaged hears of deadlines that cannot be read, which stay as they are; without it they are thrown
 */
export async function dutyWrites(
  store: Pick<DutyStore, 'deadlines' | 'dueItems'>,
  { before, after }: { readonly before: Duty; readonly after: Duty },
  hours: OpeningHours,
  stamp: Stamp,
  onDamaged?: (damage: DamagedRecord) => void,
): Promise<Write[]> {
  const { dealerId, code } = after
  const roles = [before.role, after.role]
  const [item, page] = await Promise.all([
    store.dueItems.bySubject(dealerId, REPORT_DEADLINES, dutySubject(code)),
    store.deadlines.unfinished(dealerId, { roles, from: stamp.at, limit: MOST_LISTED }, onDamaged),
  ])
  const open = page.items.filter(({ cause }) => cause.kind === 'duty' && cause.code === code)
  return [
    ...timerWrites(planDuty(after, item, hours, stamp), stamp),
    ...(await following(store, open, after, hours, stamp)),
  ]
}

/** Of all duties of a role. */
const MOST_LISTED = 200

/** The timer of a duty that had none before. */
export function firstTimerWrites(duty: Duty, hours: OpeningHours, stamp: Stamp): Write[] {
  return timerWrites(planDuty(duty, undefined, hours, stamp), stamp)
}

function timerWrites(timer: ReturnType<typeof planDuty>, stamp: Stamp): Write[] {
  return timer === undefined ? [] : [dueItemRecord.put(timer, stamp)]
}

async function following(
  store: Pick<DutyStore, 'dueItems'>,
  open: readonly Deadline[],
  duty: Duty,
  hours: OpeningHours,
  stamp: Stamp,
): Promise<Write[]> {
  const changes = open.slice(0, MOST_FOLLOWING).map((before) => ({
    before,
    after: asRuled(before, duty, hours, stamp),
  }))
  const subjects = changes.map(({ before }) => deadlineSubject(before.deadlineId))
  const items = await store.dueItems.bySubjects(duty.dealerId, REPORT_DEADLINES, subjects)
  return changes.flatMap(({ before, after }) =>
    deadlineWrites(
      { action: actionOf(before, after), before, after, item: items.get(deadlineSubject(before.deadlineId)) },
      hours,
      stamp,
    ),
  )
}

function actionOf(before: Deadline, after: Deadline): string {
  if (after.state === 'dropped') return 'dropped'
  return after.dueAt === before.dueAt ? 'changed' : 'moved'
}
