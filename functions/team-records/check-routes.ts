import type { EquipmentCheck } from '../../shared/domain/equipment-check.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { closedByRecord } from '../../shared/due/close-by-record.ts'
import { checkWord } from '../../shared/due/plans/timer-names.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed, changeRecord } from '../../shared/http/change-record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  changeCheck,
  handInMissingList,
  listChecks,
  readCheck,
  recordCheck,
  type EquipmentCheckView,
} from '../../shared/http/routes/equipment-checks.ts'
import { FieldsInvalid, NotAllowed, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { equipmentCheckIdOf, equipmentCheckRecord } from '../../shared/store/equipment-checks.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { readDealer, readTeam, type TeamRecordsDependencies } from './api.ts'
import { askedPeriod } from './asked-period.ts'
import { checkTimerWrites } from './check-timer.ts'
import { corrected, listHandedIn, statusOf } from './check-verbs.ts'

/** A call of a route that changes one check. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly equipmentCheckId: string }
  readonly version: number
  readonly remember: (answer: Answer<EquipmentCheckView>) => Write[]
}

/** What answers the routes of equipment checks. */
export function checkRoutes(dependencies: TeamRecordsDependencies): Implementation[] {
  const { store, clock } = dependencies
  const changeOf = async (
    { caller, params: { equipmentCheckId: id }, version, remember }: ChangeCall,
    action: string,
    change: (check: EquipmentCheck, stamp: Stamp) => EquipmentCheck,
  ) => {
    const { dealerId } = caller
    const dealer = await readDealer(dependencies, dealerId)
    const stamp = stampOf(caller, clock.now())
    const read = () => store.equipmentChecks.byId(dealerId, id)
    const check = await changeRecord(
      store,
      { kind: equipmentCheckRecord, id, version, read },
      { action, stamp },
      (before) => change(before, stamp),
      async (after, before) => [
        ...(await checkTimerWrites(before, after, { store, dealer, stamp })),
        ...remember(answerOf(after)),
      ],
    )
    return answerOf(check)
  }
  return [
    implement(recordCheck, async ({ caller, body, remember }) => {
      const { dealerId } = caller
      const signedBy = signerOf(caller)
      const { dealer, staff } = await readTeam(dependencies, dealerId)
      const stamp = stampOf(caller, clock.now())
      const today = dateIn(stamp.at, dealer.zone)
      const { closesDeadline: deadlineId, on = today, team, occasion, lines } = body
      if (on > today) throw new FieldsInvalid([{ path: 'body.on', reason: 'too-far-ahead' }])
      const equipmentCheckId = equipmentCheckIdOf(dealerId, { team, on, occasion })
      const after: EquipmentCheck = {
        ...unwritten(stamp),
        dealerId,
        equipmentCheckId,
        team,
        on,
        occasion,
        lines,
        signedBy,
        signedAt: stamp.at,
        deadlineId,
        status: statusOf({ lines }),
      }
      const context = { store, dealer, stamp }
      const { answer } = await untilCommitted(store, async () => {
        if ((await store.equipmentChecks.byId(dealerId, equipmentCheckId)) !== undefined) {
          throw new Refused('already-exists', { existing: equipmentCheckId })
        }
        const closed =
          deadlineId === undefined
            ? undefined
            : await closedByRecord(
                { deadlineId, record: checkWord(after) },
                { path: 'body.closesDeadline', fits: ({ dueOn }) => dueOn === on },
                { caller, staff },
                context,
              )
        const change = { id: equipmentCheckId, action: 'recorded', before: undefined, after }
        const { record, writes } = changed(equipmentCheckRecord, change, stamp)
        const given = answerOf(record)
        const timer = await checkTimerWrites(undefined, after, context)
        return { answer: given, writes: [...writes, ...timer, ...(closed?.writes ?? []), ...remember(given)] }
      })
      return answer
    }),
    implement(listChecks, async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
      const { team, listOwed, ...days } = filter
      const { zone } = await readDealer(dependencies, dealerId)
      const period = askedPeriod(days, dateIn(clock.now(), zone))
      const { inPeriod, listsOwed } = store.equipmentChecks
      const body = await paged(
        { dealerId, list: listChecks.path, filter },
        { limit, cursor },
        async (paging) => {
          const ask = listOwed === 'yes' ? listsOwed : inPeriod
          const { items, next } = await ask(dealerId, { ...period, ...paging })
          // A workshop has a handful of teams: one narrows a page down after it was read.
          return { items: items.filter((check) => (team ?? check.team) === check.team), next }
        },
        checkView,
      )
      return { body }
    }),
    implement(readCheck, async ({ caller: { dealerId }, params: { equipmentCheckId } }) => {
      const check = await store.equipmentChecks.byId(dealerId, equipmentCheckId)
      if (check === undefined) throw new NotFound()
      return answerOf(check)
    }),
    implement(changeCheck, (call) => changeOf(call, 'changed', (check) => corrected(check, call.body.lines))),
    implement(handInMissingList, async (call) => {
      const by = signerOf(call.caller)
      return changeOf(call, 'list-handed-in', (check, { at }) => listHandedIn(check, call.body, { at, by }))
    }),
  ]
}

/** @throws NotAllowed: a signature is a person's */
function signerOf({ staffId }: Caller): string {
  if (staffId === undefined) throw new NotAllowed('no-staff-record')
  return staffId
}

function answerOf(check: EquipmentCheck): Answer<EquipmentCheckView> {
  return { body: checkView(check), version: check.version }
}

function checkView(check: EquipmentCheck): EquipmentCheckView {
  return { ...check, etag: etagOf(check.version) }
}
