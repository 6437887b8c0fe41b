import type { Staff } from '../../shared/domain/staff.ts'
import type { StaffChange } from '../../shared/domain/staff-change.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeRecord } from '../../shared/http/change-record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  fileStaffChange,
  listFilings,
  needNotFile,
  readFiling,
  undoFiling,
  type StaffChangeView,
} from '../../shared/http/routes/staff-changes.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { staffChangeRecord } from '../../shared/store/staff-changes.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { StaffDependencies } from './api.ts'
import { filed, notNeeded, undone } from './filing-verbs.ts'
import { filingTimerWrites } from './filing-writes.ts'

/** A call of a route that changes one staff change. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly staffChangeId: string }
  readonly version: number
  readonly remember: (answer: Answer<StaffChangeView>) => Write[]
}

/** What answers the routes of staff changes: what manufacturers' systems say of them, and what they do not say yet. */
export function filingRoutes({ store, clock }: StaffDependencies): Implementation[] {
  const answerOf = (change: StaffChange, person: Staff | undefined): Answer<StaffChangeView> => ({
    body: viewOf(change, person),
    version: change.version,
  })
  const changed = async (
    { caller: { dealerId, ...caller }, params: { staffChangeId: id }, version, remember }: ChangeCall,
    action: string,
    change: (known: StaffChange, stamp: Stamp, today: CalendarDate) => StaffChange,
  ) => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    const stamp = stampOf({ dealerId, ...caller }, clock.now())
    const today = dateIn(stamp.at, dealer.zone)
    const read = () => store.staffChanges.byId(dealerId, id)
    const known = await read()
    const person = known && (await store.staff.byId(dealerId, known.staffId))
    const after = await changeRecord(
      store,
      { kind: staffChangeRecord, id, version, read },
      { action, stamp },
      (before) => change(before, stamp, today),
      async (record, before) => [
        ...(await filingTimerWrites(before, record, { store, dealer, stamp })),
        ...remember(answerOf(record, person)),
      ],
    )
    return answerOf(after, person)
  }
  return [
    implement(listFilings, async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
      const { status, staffId, ...days } = filter
      // The table refuses a stretch that ends before it begins as a fault of ours.
      if (days.from !== undefined && days.until !== undefined && days.until < days.from)
        throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
      const page = await paged(
        { dealerId, list: listFilings.path, filter },
        { limit, cursor },
        async (paging) => {
          if (status === 'to_file') {
            return store.staffChanges.toFile(dealerId, { staffId, ...days, ...paging })
          }
          const { items, next } = await store.staffChanges.inPeriod(dealerId, { ...days, ...paging })
          // Few people come and go: a page is narrowed down after it was read.
          const isWanted = (change: StaffChange) =>
            (status ?? change.status) === change.status && (staffId ?? change.staffId) === change.staffId
          return { items: items.filter(isWanted), next }
        },
        (change) => change,
      )
      const people = await store.staff.byIds(
        dealerId,
        page.items.map((change) => change.staffId),
      )
      const items = page.items.map((change) => viewOf(change, people.get(change.staffId)))
      return { body: { items, next: page.next } }
    }),
    implement(readFiling, async ({ caller: { dealerId }, params: { staffChangeId } }) => {
      const change = await store.staffChanges.byId(dealerId, staffChangeId)
      if (change === undefined) throw new NotFound()
      return answerOf(change, await store.staff.byId(dealerId, change.staffId))
    }),
    implement(fileStaffChange, (call) =>
      changed(call, 'filed', (change, stamp, today) => filed(change, call.body, today, stamp)),
    ),
    implement(needNotFile, (call) =>
      changed(call, 'not-needed', (change, stamp) => notNeeded(change, call.body, stamp)),
    ),
    implement(undoFiling, (call) =>
      changed(call, 'undone', (change, stamp) => undone(change, call.body.system, stamp)),
    ),
  ]
}

function viewOf(change: StaffChange, person: Staff | undefined): StaffChangeView {
  return { ...change, etag: etagOf(change.version), number: person?.number, name: person?.name }
}
