import type * as z from 'zod'
import { verdictOn } from '../../shared/domain/machine.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { placeOf, type ReturnedPart } from '../../shared/domain/returned-part.ts'
import { addDays, daysBetween } from '../../shared/domain/time.ts'
import { warrantyClaimMachine } from '../../shared/domain/warranty-claim-machine.ts'
import { warrantySettingsOf } from '../../shared/domain/warranty/warranty-settings.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changed as recordChanged, changeRecord } from '../../shared/http/change-record.ts'
import { changeView } from '../../shared/http/changes.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/returned-parts.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { freeName, takeName } from '../../shared/store/guards.ts'
import { returnedPartIdOf, returnedPartRecord } from '../../shared/store/returned-parts.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { withEvidence } from './claim-steps.ts'
import { checkPeriod, contextOf, type Context, type WarrantyDependencies } from './context.ts'
import * as steps from './part-steps.ts'
import { claimWrites } from './save-claim.ts'

function partView(part: ReturnedPart): routes.ReturnedPartView {
  return {
    ...part,
    etag: etagOf(part.version),
    whereabouts: placeOf(part),
    allowed: steps.allowedOf(part),
  }
}

const answer = (part: ReturnedPart): Answer<routes.ReturnedPartView> => ({
  body: partView(part),
  version: part.version,
})

/** A call of a route that changes one part. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly returnedPartId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.ReturnedPartView>) => Write[]
}

/** Answers the routes of replaced parts. */
export function partRoutes(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  const changed = async (
    { caller, params: { returnedPartId }, version, remember }: ChangeCall,
    action: string,
    change: (part: ReturnedPart, context: Context) => ReturnedPart,
  ) => {
    const context = await contextOf(dependencies, caller)
    const read = () => store.returnedParts.byId(caller.dealerId, returnedPartId)
    const part = await changeRecord(
      store,
      { kind: returnedPartRecord, id: returnedPartId, version, read },
      { action, stamp: context.stamp },
      (before) => change(before, context),
      async (after, before) => [...(await tagWrites(before, after, context)), ...remember(answer(after))],
    )
    return answer(part)
  }

  return [
    implement(routes.listPartsHere, async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
      const { state: status, ...which } = filter
      const body = await paged(
        { dealerId, list: routes.listPartsHere.path, filter },
        { limit, cursor },
        (paging) => store.returnedParts.here(dealerId, { status, ...which }, paging),
        partView,
      )
      return { body }
    }),
    implement(
      routes.listRemovedParts,
      async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
        checkPeriod(filter, daysBetween)
        const { state: status, ...which } = filter
        const body = await paged(
          { dealerId, list: routes.listRemovedParts.path, filter },
          { limit, cursor },
          (paging) => store.returnedParts.removed(dealerId, { status, ...which }, paging),
          partView,
        )
        return { body }
      },
    ),
    implement(routes.keepPart, async ({ caller, body, remember }) => {
      const context = await contextOf(dependencies, caller)
      const { record } = await untilCommitted(store, () =>
        kept(body, context, (part) => remember(answer(part))),
      )
      return answer(record)
    }),
    implement(routes.readPart, async ({ caller: { dealerId }, params: { returnedPartId } }) => {
      const part = await store.returnedParts.byId(dealerId, returnedPartId)
      if (part === undefined) throw new NotFound()
      return answer(part)
    }),
    implement(
      routes.listPartsOfClaim,
      async ({ caller: { dealerId }, params: { warrantyClaimId }, query }) => {
        if ((await store.warrantyClaims.byId(dealerId, warrantyClaimId)) === undefined) throw new NotFound()
        const body = await paged(
          { dealerId, list: routes.listPartsOfClaim.path, filter: { warrantyClaimId } },
          query,
          (paging) => store.returnedParts.ofClaim(dealerId, warrantyClaimId, paging),
          partView,
        )
        return { body }
      },
    ),
    implement(routes.listPartChanges, async ({ caller: { dealerId }, params: { returnedPartId }, query }) => {
      if ((await store.returnedParts.byId(dealerId, returnedPartId)) === undefined) throw new NotFound()
      const body = await paged(
        { dealerId, list: routes.listPartChanges.path, filter: { returnedPartId } },
        query,
        (paging) => store.audit.newestOf(dealerId, returnedPartRecord.entity, returnedPartId, paging),
        changeView,
      )
      return { body }
    }),
    implement(routes.changePart, (call) =>
      changed(call, 'changed', (part) => {
        const after = steps.changed(part, call.body)
        if (after.keptUntil < after.removedOn)
          throw new FieldsInvalid([{ path: 'body.keptUntil', reason: 'too-small' }])
        return after
      }),
    ),
    implement(routes.movePart, (call) =>
      changed(call, 'moved', (part, { stamp }) => steps.moved(part, call.body.place, stamp)),
    ),
    implement(routes.packPart, (call) => changed(call, 'packed', (part) => steps.packed(part, call.body))),
    implement(routes.unpackPart, (call) =>
      changed(call, 'unpacked', (part, { stamp }) => steps.unpacked(part, call.body.place, stamp)),
    ),
    implement(routes.shipPart, (call) =>
      changed(call, 'shipped', (part, { stamp }) => steps.shipped(part, call.body, stamp)),
    ),
    implement(routes.receivePart, (call) =>
      changed(call, 'received', (part, { stamp }) => steps.received(part, stamp)),
    ),
    implement(routes.acceptPart, (call) =>
      changed(call, 'accepted', (part, { stamp }) => steps.accepted(part, call.body.remark, stamp)),
    ),
    implement(routes.deductPart, (call) =>
      changed(call, 'deducted', (part, { stamp }) => steps.deducted(part, call.body, stamp)),
    ),
    implement(routes.sendBackPart, (call) =>
      changed(call, 'sent-back', (part, { stamp }) => steps.sentBack(part, call.body.place, stamp)),
    ),
    implement(routes.scrapPart, (call) =>
      changed(call, 'scrapped', (part, context) => steps.scrapped(part, call.body.reason, context)),
    ),
  ]
}

/** A part that is put away, and its claim with the evidence that it is. */
async function kept(
  body: z.output<typeof routes.keepPart.body>,
  context: Context,
  also: (part: ReturnedPart) => readonly Write[],
): Promise<{ readonly record: ReturnedPart; readonly writes: readonly Write[] }> {
  const { store, dealer, stamp, today } = context
  const { dealerId, settings } = dealer
  const { claimId, claimLine, tag, place } = body
  const returnedPartId = returnedPartIdOf(dealerId, claimId, claimLine)
  const [claim, known] = await Promise.all([
    store.warrantyClaims.byId(dealerId, claimId),
    store.returnedParts.byId(dealerId, returnedPartId),
  ])
  if (claim === undefined) throw new NotFound()
  if (known !== undefined) throw new Refused('already-exists', { existing: returnedPartId })
  const part = claim.lines.find(({ line }) => line === claimLine)?.part
  if (part === undefined) throw new FieldsInvalid([{ path: 'body.claimLine', reason: 'not-a-choice' }])
  const { removedOn = claim.deliveredOn } = body
  const { keptUntil = addDays(removedOn, warrantySettingsOf(settings).keepPartsDays) } = body
  if (removedOn > today) throw new FieldsInvalid([{ path: 'body.removedOn', reason: 'too-far-ahead' }])
  if (keptUntil < removedOn) throw new FieldsInvalid([{ path: 'body.keptUntil', reason: 'too-small' }])
  const { orderId, vehicleId, manufacturer } = claim
  const after: ReturnedPart = {
    ...unwritten(stamp),
    ...part,
    dealerId,
    returnedPartId,
    tag,
    claimId,
    claimLine,
    orderId,
    vehicleId,
    manufacturer,
    removedOn,
    status: 'kept',
    place,
    keptUntil,
    moves: [{ place, ...stamp }],
  }
  const { record, writes } = recordChanged(
    returnedPartRecord,
    { id: returnedPartId, action: 'kept', before: undefined, after },
    stamp,
  )
  // A claim that is over takes no evidence any more; the part lies here all the same.
  const proved = verdictOn(warrantyClaimMachine, claim.status, 'add-evidence').taken
    ? await claimWrites(
        'evidence-added',
        claim,
        withEvidence(claim, { kind: 'old_part', reference: tag, line: claimLine }, stamp),
        context,
      )
    : { writes: [] }
  return {
    record,
    writes: [...writes, ...(await tagWrites(undefined, after, context)), ...proved.writes, ...also(record)],
  }
}

/** A tag is one part's for ever. @throws Refused `already-exists` */
async function tagWrites(
  before: ReturnedPart | undefined,
  { dealerId, returnedPartId, tag }: ReturnedPart,
  { store, stamp }: Context,
): Promise<Write[]> {
  if (tag === before?.tag) return []
  const existing = (await store.guards.idsBehind(dealerId, 'part-tag', [tag])).get(tag)
  if (existing !== undefined) throw new Refused('already-exists', { existing })
  return [
    ...(before === undefined ? [] : [freeName(dealerId, 'part-tag', before.tag)]),
    takeName(dealerId, 'part-tag', tag, returnedPartId, stamp),
  ]
}
