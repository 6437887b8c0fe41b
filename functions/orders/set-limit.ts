import { withLimit, type PartPrice, type PriceLimit } from '../../shared/domain/part-price.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'

type SetLimit = Pick<PriceLimit, 'fromOn' | 'limitFen' | 'source'>

/**
 * The limits of a part with one that the parts supervisor has set. What the desk had named gives way to it as soon as it
 * counts; until then the part keeps its price of today. The same word again changes nothing.
 */
export function limitsWith(
  known: PartPrice['limits'],
  limit: SetLimit,
  today: CalendarDate,
  stamp: Stamp,
): PartPrice['limits'] {
  const kept = known.filter(({ confirmed }) => confirmed || limit.fromOn > today)
  const said = kept.find(({ fromOn }) => fromOn === limit.fromOn)
  const same = said?.confirmed && said.limitFen === limit.limitFen && said.source === limit.source
  return same ? kept : withLimit(kept, { ...limit, confirmed: true, setAt: stamp.at, setBy: stamp.by })
}
