import type { Log, LogFields, LogLine } from '../runtime/logger.ts'
import type { DamagedRecord } from '../store/record-kind.ts'

const lines = {
  damaged: {
    code: 'DEADLINES_DAMAGED',
    sentence: 'deadlines, or what is to be told of them, cannot be read: they are left out',
  },
} as const satisfies Record<string, LogLine>

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
