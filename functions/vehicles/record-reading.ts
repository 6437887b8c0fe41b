import type * as z from 'zod'
import { fitsTheOthers, withReading, type Contradiction } from '../../shared/domain/odometer.ts'
import type { RecordedReading } from '../../shared/domain/vehicle-past.ts'
import { nextService } from '../../shared/due/plans/maintenance-reminders.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import type { ReadingAnswer } from '../../shared/http/routes/vehicle-views.ts'
import type { recordOdometer } from '../../shared/http/routes/vehicles.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { factsOf, type SeenVehicle, type VehicleRequest } from './save-vehicle.ts'

type Given = z.output<(typeof recordOdometer)['body']>
type ReadingRequest = Omit<VehicleRequest, 'also'> & {
  readonly also: (answer: Answer<ReadingAnswer>) => readonly Write[]
}

/**
 * Records a reading, from which the next service is counted anew; one that contradicts what is known, and that nobody
 * has confirmed, is set aside, and nothing is recorded but the answer.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function recordReading(
  request: ReadingRequest,
  which: SeenVehicle,
  given: Given,
): Promise<Answer<ReadingAnswer>> {
  const { store, stamp, also } = request
  const { answer } = await untilCommitted(store, async () => {
    const { vehicle: before, dealer, today } = await factsOf(request, which)
    if (given.on > today) throw new FieldsInvalid([{ path: 'body.on', reason: 'too-far-ahead' }])
    const { vehicleId } = before
    const verdict = fitsTheOthers(before, given)
    if (!verdict.fits && given.confirmed === undefined) {
      const { because, against } = verdict
      const refused: Answer<ReadingAnswer> = {
        body: { taken: false, vehicleId, etag: etagOf(before.version), because, against, ...words[because] },
        version: before.version,
      }
      return { answer: refused, writes: [...also(refused)] }
    }
    const reading: RecordedReading = { ...given, by: stamp.by }
    const told = { ...before, readings: withReading(before.readings, reading) }
    const { vehicle, writes } = await vehicleWrites(before, told, 'odometer-read', { store, dealer, stamp })
    const written = asWritten(before, vehicle, stamp)
    const nextServiceOn = written.status === 'active' ? nextService(written, dealer)?.on : undefined
    const taken: Answer<ReadingAnswer> = {
      body: { taken: true, vehicleId, etag: etagOf(written.version), nextServiceOn },
      version: written.version,
    }
    return { answer: taken, writes: [...writes, ...also(taken)] }
  })
  return answer
}

const words: Readonly<Record<Contradiction, Sentence>> = {
  falls: {
    zh: '里程与已登记的相比倒退，未采用：请核对；里程表换过或以前读错的，请说明原因再确认。',
    en: 'The odometer falls between this reading and a known one, so it was set aside: check it, or confirm it with a reason.',
  },
  'too-fast': {
    zh: '里程增长超过每天1,500公里，未采用：请核对；确实无误的，请说明原因再确认。',
    en: 'It would need more than 1,500 km a day, so it was set aside: check it, or confirm it with a reason.',
  },
}
