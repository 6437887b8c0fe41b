import type { Meeting } from '../../shared/domain/meeting.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'
import type { FieldReason } from '../../shared/runtime/problems.ts'

type Told = Pick<Meeting, 'kind' | 'heldAt' | 'ledBy' | 'attended' | 'absent' | 'actions' | 'results'>

/** What of a meeting cannot be: people who do not work here, who were there twice, a plan for yesterday. Pure. */
export function meetingFaults(
  told: Told,
  {
    staff,
    zone,
    now,
  }: { readonly staff: readonly Pick<Staff, 'staffId'>[]; readonly zone: Zone; readonly now: Instant },
): FieldFault[] {
  const known = new Set(staff.map(({ staffId }) => staffId))
  const heldOn = dateIn(told.heldAt, zone)
  const named = [...told.attended, ...told.absent.map(({ staffId }) => staffId)]
  const isTwice = (staffId: string, all: readonly string[]) =>
    all.indexOf(staffId) !== all.lastIndexOf(staffId)
  const results = told.results.map(({ staffId }) => staffId)
  return [
    ...fault(told.heldAt > now, 'heldAt', 'too-far-ahead'),
    ...fault(!known.has(told.ledBy), 'ledBy', 'not-a-choice'),
    ...told.attended.flatMap((staffId, index) => [
      ...fault(!known.has(staffId), `attended.${String(index)}`, 'not-a-choice'),
      ...fault(isTwice(staffId, named), `attended.${String(index)}`, 'named-twice'),
    ]),
    ...told.absent.flatMap(({ staffId }, index) => [
      ...fault(!known.has(staffId), `absent.${String(index)}.staffId`, 'not-a-choice'),
      ...fault(isTwice(staffId, named), `absent.${String(index)}.staffId`, 'named-twice'),
    ]),
    ...told.actions.flatMap(({ ownerId, dueOn, doneOn }, index) => [
      ...fault(!known.has(ownerId), `actions.${String(index)}.ownerId`, 'not-a-choice'),
      ...fault(dueOn < heldOn, `actions.${String(index)}.dueOn`, 'in-the-past'),
      ...fault(
        doneOn !== undefined && doneOn > dateIn(now, zone),
        `actions.${String(index)}.doneOn`,
        'too-far-ahead',
      ),
    ]),
    // A meeting teaches nothing, and who was not there has learnt nothing.
    ...results.flatMap((staffId, index) => [
      ...fault(
        told.kind !== 'training' || !told.attended.includes(staffId),
        `results.${String(index)}.staffId`,
        'not-a-choice',
      ),
      ...fault(isTwice(staffId, results), `results.${String(index)}.staffId`, 'named-twice'),
    ]),
  ]
}

function fault(isOne: boolean, field: string, reason: FieldReason): FieldFault[] {
  return isOne ? [{ path: `body.${field}`, reason }] : []
}
