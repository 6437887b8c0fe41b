import type { EquipmentCheck } from '../../shared/domain/equipment-check.ts'
import { endTimer, type TimerContext } from '../../shared/due/plans/running-timers.ts'
import { checkWord, missingListOf, provedBy } from '../../shared/due/plans/timer-names.ts'
import { startTimer } from '../../shared/due/plans/timers.ts'
import type { Write } from '../../shared/store/table-client.ts'

/**
 * What a check's change means for its timer: with anything missing the list is owed the next day, by who signed for it, until
 * it is handed in, or until it turns out that nothing is missing.
 */
export async function checkTimerWrites(
  before: EquipmentCheck | undefined,
  after: EquipmentCheck,
  context: TimerContext,
): Promise<Write[]> {
  if (before?.status === after.status) return []
  const timer = missingListOf(after)
  switch (after.status) {
    case 'list_owed':
      return startTimer(
        { ...timer, startedAt: after.signedAt, about: after.team, assignedTo: after.signedBy },
        context,
      )
    case 'list_handed_in':
      return endTimer(timer, provedBy(checkWord(after)), context)
    case 'complete':
      return before === undefined ? [] : endTimer(timer, { reason: 'nothing-missing' }, context)
  }
}
