import type { Duty } from '../../shared/domain/duty.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed, changeRecord } from '../../shared/http/change-record.ts'
import {
  adoptDuties,
  changeDuty,
  createDuty,
  restoreDuty,
  type AdoptionView,
  type DutyView,
} from '../../shared/http/routes/duties.ts'
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
  const { store, clock } = dependencies
  const factsOf = async ({ dealerId }: Caller): Promise<verbs.DutyFacts> => ({
    ...(await readWorkplace(dependencies, dealerId)),
    catalogue: dutyCatalogue,
  })
  const answerOf = (duty: Duty): { body: DutyView; version: number } => ({
    body: dutyView(duty),
    version: duty.version,
  })
  /** One change of one duty, in the version that the caller has seen. */
  const change = async (
    { caller, params: { code }, version, remember }: ChangeCall,
    action: string,
    work: (duty: Duty) => Duty,
  ) => {
    const { dealerId } = caller
    const read = () => store.duties.byCode(dealerId, code)
    const doing = { action, stamp: stampOf(caller, clock.now()) }
    const duty = await changeRecord(
      store,
      { kind: dutyRecord, id: code, version, read },
      doing,
      work,
      (record) => remember(answerOf(record)),
    )
    return answerOf(duty)
  }
  return [
    implement(adoptDuties, async ({ caller, body, remember }) => {
      const { today } = await factsOf(caller)
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
        await adoptMissing(store, rules, { dealerId, adoptedOn, stamp }, (codes) => remember(answer(codes))),
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
          writes: [...planned.writes, ...remember(answerOf(planned.record))],
        }
      })
      return answerOf(record)
    }),
    implement(changeDuty, async (call) => {
      const { caller, body } = call
      const facts = await factsOf(caller)
      const stamp = stampOf(caller, clock.now())
      return change(call, actionOf(body), (duty) => verbs.changed(duty, body, facts, stamp))
    }),
    implement(restoreDuty, async (call) => {
      const facts = await factsOf(call.caller)
      return change(call, 'restored', (duty) => verbs.restored(duty, facts))
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
