import type { Duty } from '../../shared/domain/duty.ts'
import type { OpeningHours } from '../../shared/domain/working-time.ts'
import { dutyWrites, firstTimerWrites } from '../../shared/due/plans/duty-writes.ts'
import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed } from '../../shared/http/change-record.ts'
import {
  adoptDuties,
  changeDuty,
  createDuty,
  restoreDuty,
  type AdoptionView,
  type DutyView,
} from '../../shared/http/routes/duties.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { adoptMissing } from './adopt.ts'
import type { DutiesDependencies } from './api.ts'
import { dutyCatalogue } from './catalogue.ts'
import { dutyView } from './duty-view.ts'
import * as verbs from './duty-verbs.ts'
import { readWorkplace } from './workplace-of.ts'

/** What answers the routes that change duties. */
export function changeRoutes(dependencies: DutiesDependencies): Implementation[] {
  const { store, clock, log } = dependencies
  const factsOf = async ({ dealerId }: Caller) => ({
    ...(await readWorkplace(dependencies, dealerId)),
    catalogue: dutyCatalogue,
  })
  const answerOf = (duty: Duty): { body: DutyView; version: number } => ({
    body: dutyView(duty),
    version: duty.version,
  })
  /** One change of one duty, in the version that the caller has seen, and what waits of it with it. */
  const change = async (
    { caller, params: { code }, version, remember }: ChangeCall,
    { action, hours }: { readonly action: string; readonly hours: OpeningHours },
    work: (duty: Duty) => Duty,
  ) => {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const { record } = await untilCommitted(store, async () => {
      const before = asSeen(await store.duties.byCode(dealerId, code), version)
      const after = work(before)
      const planned = changed(dutyRecord, { id: code, action, before, after }, stamp)
      const answer = remember(answerOf(planned.record))
      if (planned.writes.length === 0) return { record: planned.record, writes: answer }
      const waiting = await leavingOutDamaged(log, { dealerId, code }, (onDamaged) =>
        dutyWrites(store, { before, after }, hours, stamp, onDamaged),
      )
      return { record: planned.record, writes: [...planned.writes, ...waiting, ...answer] }
    })
    return answerOf(record)
  }
  return [
    implement(adoptDuties, async ({ caller, body, remember }) => {
      const { today, place: hours } = await factsOf(caller)
      const adoptedOn = verbs.adoptionDay(body.adoptedOn, today)
      const rules = rulesNamed(body.codes)
      const answer = (adopted: readonly string[]): { body: AdoptionView } => ({
        body: {
          adoptedOn,
          adopted: [...adopted],
          already: rules.map(({ code }) => code).filter((code) => !adopted.includes(code)),
        },
      })
      const { dealerId } = caller
      const stamp = stampOf(caller, clock.now())
      return answer(
        await adoptMissing(store, rules, { dealerId, adoptedOn, hours, stamp }, (codes) =>
          remember(answer(codes)),
        ),
      )
    }),
    implement(createDuty, async ({ caller, body, remember }) => {
      const { dealerId } = caller
      const facts = await factsOf(caller)
      const stamp = stampOf(caller, clock.now())
      const { record } = await untilCommitted(store, async () => {
        const known = await store.duties.ofDealer(dealerId)
        const after = verbs.added(body, known, facts, { dealerId, stamp })
        const planned = changed(
          dutyRecord,
          { id: after.code, action: 'added', before: undefined, after },
          stamp,
        )
        return {
          record: planned.record,
          writes: [
            ...planned.writes,
            ...firstTimerWrites(after, facts.place, stamp),
            ...remember(answerOf(planned.record)),
          ],
        }
      })
      return answerOf(record)
    }),
    implement(changeDuty, async (call) => {
      const { caller, body } = call
      const facts = await factsOf(caller)
      const stamp = stampOf(caller, clock.now())
      return change(call, { action: actionOf(body), hours: facts.place }, (duty) =>
        verbs.changed(duty, body, facts, stamp),
      )
    }),
    implement(restoreDuty, async (call) => {
      const facts = await factsOf(call.caller)
      return change(call, { action: 'restored', hours: facts.place }, (duty) => verbs.restored(duty, facts))
    }),
  ]
}

interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly code: string }
  readonly version: number
  readonly remember: (answer: { body: DutyView; version: number }) => readonly Write[]
}

/** Who looks through the changes finds at once when a duty was off. */
function actionOf({ on, ...rule }: { readonly on?: boolean | undefined }): string {
  if (on === undefined || Object.keys(rule).length > 0) return 'changed'
  return on ? 'switched-on' : 'switched-off'
}

/** @throws FieldsInvalid when one is not of the catalogue */
function rulesNamed(codes: readonly string[] | undefined) {
  const strangers = (codes ?? []).flatMap((code, index) =>
    dutyCatalogue.some((rule) => rule.code === code)
      ? []
      : [{ path: `body.codes.${String(index)}`, reason: 'not-a-choice' } as const],
  )
  if (strangers.length > 0) throw new FieldsInvalid(strangers)
  return dutyCatalogue.filter(({ code }) => codes?.includes(code) ?? true)
}
