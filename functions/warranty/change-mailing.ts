import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { Carriage, WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { warrantyMailingMachine } from '../../shared/domain/warranty-mailing-machine.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { MailingView } from '../../shared/http/routes/warranty-mailings.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { warrantyMailingRecord } from '../../shared/store/warranty-mailings.ts'
import { approveBy } from './approve-by.ts'
import { othersUnchanged, type MailingDependencies } from './draft-mailings.ts'
import { MailingSources, type DrawnUp } from './draw-up.ts'
import { keepManifest, mayBeMailed, prepareMailing, readManifest } from './mailing-message.ts'
import * as verbs from './mailing-verbs.ts'
import { mailingView } from './mailing-view.ts'
import { shipParts } from './ship-parts.ts'
import { stillHolds } from './still-holds.ts'

interface ChangeCall {
  readonly caller: Caller
  readonly mailingId: string
  readonly version: number
  readonly remember: (answer: { readonly body: MailingView; readonly version: number }) => readonly Write[]
}

/** A mailing as a change makes it, and what else belongs into its transaction. */
interface Planned {
  readonly after: WarrantyMailing
  readonly writes: readonly Write[]
}

/** The changes that people make in a mailing, each worked out on the version that they have seen, and written whole. */
export function changesOfMailings(dependencies: MailingDependencies) {
  const { store, files, clock } = dependencies

  async function change(
    { caller, mailingId, version, remember }: ChangeCall,
    action: string,
    work: (before: WarrantyMailing, dealer: Dealer, stamp: Stamp) => Promise<Planned>,
  ): Promise<WarrantyMailing> {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const dealer = await dealerOf(dependencies, dealerId)
    const { record } = await untilCommitted(store, async () => {
      const before = asSeen(await store.warrantyMailings.byId(dealerId, mailingId), version)
      const { after, writes } = await work(before, dealer, stamp)
      const planned = changed(warrantyMailingRecord, { id: mailingId, action, before, after }, stamp)
      // Its mail is only planned: whoever reads it again learns more.
      const answer = { body: mailingView(planned.record, undefined), version: planned.record.version }
      return { record: planned.record, writes: [...planned.writes, ...writes, ...remember(answer)] }
    })
    return record
  }

  /** The manifest from the records as they are now, with all that no other mailing has. */
  async function drawUp(before: WarrantyMailing, dealer: Dealer, { at }: Stamp): Promise<DrawnUp> {
    const today = dateIn(at, dealer.zone)
    const drawn = await new MailingSources(store, dealer, today, before.month).drawUp(before)
    await keepManifest(files, before, drawn)
    return drawn
  }

  const waits = (dealer: Dealer, { manufacturer }: WarrantyMailing, { at }: Stamp) => ({
    at,
    approveBy: approveBy(dealer, manufacturer, at),
  })

  return {
    redraft: (call: ChangeCall) =>
      change(call, 'redrafted', async (before, dealer, stamp) => {
        stateAfter(warrantyMailingMachine, before.status, 'redraft')
        const drawn = await drawUp(before, dealer, stamp)
        return {
          after: verbs.redrafted(before, drawn, waits(dealer, before, stamp)),
          writes: othersUnchanged(dealer.dealerId, drawn),
        }
      }),
    correct: (call: ChangeCall, reason: string) =>
      change(call, 'corrected', async (before, dealer, stamp) => {
        stateAfter(warrantyMailingMachine, before.status, 'correct')
        const drawn = await drawUp(before, dealer, stamp)
        return {
          after: verbs.corrected(before, reason, drawn, waits(dealer, before, stamp)),
          writes: othersUnchanged(dealer.dealerId, drawn),
        }
      }),
    decline: (call: ChangeCall, reason: string) =>
      change(call, 'declined', (before, _, stamp) =>
        Promise.resolve({ after: verbs.declinedBy(before, reason, stamp), writes: [] }),
      ),
    /** The yes and the mail to the manufacturer in one transaction; then the parts leave. */
    async approve(call: ChangeCall, carriage: Carriage | undefined): Promise<WarrantyMailing> {
      const approved = await change(call, 'approved', async (before, dealer, stamp) => {
        stateAfter(warrantyMailingMachine, before.status, 'approve')
        if (before.kind === 'returned_parts' && carriage === undefined)
          throw new FieldsInvalid([{ path: 'body.carriage', reason: 'required' }])
        if (before.sums.lines === 0)
          throw new Refused('transition-refused', { allowed: ['redraft', 'decline'] })
        if (!mayBeMailed(dealer, before.manufacturer).may) throw new Refused('manufacturer-unreachable')
        const manifest = await readManifest(files, before)
        if (!(await stillHolds(store, dealer, before, manifest))) throw new Refused('manifest-outdated')
        const papers = { manifest, carriage }
        const { messageId, writes } = await prepareMailing(files, dealer, before, papers, stamp)
        return { after: verbs.approvedBy(before, { stamp, byRule: false, carriage, messageId }), writes }
      })
      await shipParts(store, approved, stampOf(call.caller, clock.now()))
      return approved
    },
  }
}

/** @throws NotFound when there is no such dealer */
export async function dealerOf(
  { store }: Pick<MailingDependencies, 'store'>,
  dealerId: string,
): Promise<Dealer> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  return dealer
}
