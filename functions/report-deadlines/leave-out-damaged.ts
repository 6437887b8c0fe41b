import type { Log, LogFields } from '../../shared/runtime/logger.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import { lines } from './log-lines.ts'

/** Hears of records that cannot be read. */
export type OnDamaged = (damage: DamagedRecord) => void

/**
 * Does what reads many deadlines without those that cannot be read, so that one of them silences no other; how many there
 * were is told in one line, with what is wrong with the first.
 */
export async function leavingOutDamaged<Result>(
  log: Pick<Log, 'error'>,
  fields: LogFields,
  work: (onDamaged: OnDamaged) => Promise<Result>,
): Promise<Result> {
  const damages: DamagedRecord[] = []
  try {
    return await work((damage) => damages.push(damage))
  } finally {
    const [first] = damages
    if (first !== undefined) log.error(lines.damaged, first, { ...fields, damaged: damages.length })
  }
}
