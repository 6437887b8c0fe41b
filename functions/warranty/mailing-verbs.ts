import type { Stamp } from '../../shared/domain/record.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { unwritten } from '../../shared/domain/record.ts'
import {
  MOST_ITEMS,
  MOST_NUMBERS,
  type Carriage,
  type WarrantyMailing,
} from '../../shared/domain/warranty-mailing.ts'
import { warrantyMailingMachine } from '../../shared/domain/warranty-mailing-machine.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import { warrantyMailingIdOf } from '../../shared/store/warranty-mailings.ts'
import type { DrawnUp, NamedMailing } from './draw-up.ts'

/** What a mailing may become, as its machine declares it. Pure: each takes the record and gives the next one. */

type Drawn = Pick<DrawnUp, 'sums' | 'digest' | 'itemIds'>

/** The first number, waiting for its yes. */
export function newMailing(
  dealerId: string,
  named: NamedMailing,
  { sums, digest, itemIds }: Drawn,
  { approveBy, stamp }: { readonly approveBy: Instant; readonly stamp: Stamp },
): WarrantyMailing {
  const { manufacturer, kind, month } = named
  return {
    ...unwritten(stamp),
    dealerId,
    mailingId: warrantyMailingIdOf(dealerId, named),
    ...{ manufacturer, kind, month },
    status: 'awaiting',
    number: 1,
    ...{ sums, digest, itemIds },
    draftedAt: stamp.at,
    approveBy,
    escalations: [],
    earlier: [],
  }
}

export function redrafted(
  mailing: WarrantyMailing,
  drawn: Drawn,
  { approveBy, at }: { readonly approveBy: Instant; readonly at: Instant },
): WarrantyMailing {
  const status = stateAfter(warrantyMailingMachine, mailing.status, 'redraft')
  return { ...mailing, ...waiting(mailing, drawn, { approveBy, at }), status, declined: undefined }
}

/** A new number, which names the first; what was mailed stays in the record as it went out. */
export function corrected(
  mailing: WarrantyMailing,
  reason: string,
  drawn: Drawn,
  { approveBy, at }: { readonly approveBy: Instant; readonly at: Instant },
): WarrantyMailing {
  const status = stateAfter(warrantyMailingMachine, mailing.status, 'correct')
  const { number, sums, digest, draftedAt, approved } = mailing
  if (number >= MOST_NUMBERS || approved === undefined)
    throw new Refused('transition-refused', { allowed: [] })
  const before = { number, sums, digest, draftedAt, reason: mailing.reason, approved }
  return {
    ...mailing,
    ...waiting(mailing, drawn, { approveBy, at }),
    status,
    number: number + 1,
    reason,
    approved: undefined,
    declined: undefined,
    earlier: [...mailing.earlier, before],
  }
}

/** What was mailed once belongs to this mailing for good, whether a correction still lists it or not. */
function waiting(
  mailing: WarrantyMailing,
  { sums, digest, itemIds }: Drawn,
  { approveBy, at }: { readonly approveBy: Instant; readonly at: Instant },
) {
  const mailed = mailedIds(mailing)
  const added = itemIds.filter((id) => !mailed.has(id))
  const all = [...mailed, ...added]
  if (all.length > MOST_ITEMS) throw new Refused('transition-refused', { allowed: ['decline'] })
  const brought = mailed.size === 0 ? undefined : added
  return { sums, digest, itemIds: all, added: brought, draftedAt: at, approveBy, escalations: [] }
}

/** What this mailing's numbers have taken to the manufacturer so far. */
function mailedIds({ itemIds, added = [], earlier, approved }: WarrantyMailing): Set<string> {
  if (earlier.length === 0 && approved === undefined) return new Set()
  const brought = new Set(added)
  return new Set(itemIds.filter((id) => !brought.has(id)))
}

export function approvedBy(
  mailing: WarrantyMailing,
  approval: {
    readonly stamp: Stamp
    readonly byRule: boolean
    readonly carriage: Carriage | undefined
    readonly messageId: string
  },
): WarrantyMailing {
  const status = stateAfter(warrantyMailingMachine, mailing.status, 'approve')
  const { stamp, byRule, carriage, messageId } = approval
  return { ...mailing, status, added: undefined, approved: { ...stamp, byRule, carriage, messageId } }
}

/** A first number sets its things free; a correction leaves what was mailed before it. */
export function declinedBy(mailing: WarrantyMailing, reason: string, { at, by }: Stamp): WarrantyMailing {
  const declined = { reason, at, by }
  const before = mailing.earlier.at(-1)
  const status = stateAfter(
    warrantyMailingMachine,
    mailing.status,
    'decline',
    before === undefined ? 'declined' : 'approved',
  )
  return before === undefined
    ? { ...mailing, status, declined }
    : {
        ...mailing,
        ...before,
        itemIds: [...mailedIds(mailing)],
        added: undefined,
        reason: before.reason,
        status,
        declined,
        earlier: mailing.earlier.slice(0, -1),
      }
}
