import { unheardOf, type ContactPoint } from '../../shared/domain/contact-point.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { readConsents, recordConsent, type ContactView } from '../../shared/http/routes/contacts.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { CustomersDependencies } from './api.ts'
import { afterSpoken } from './record-word.ts'

const viewOf = (mobile: Mobile, { consents, suppressions }: ContactPoint): ContactView => ({
  mobile,
  consents,
  suppressions,
})

/**
 * What was said to a number. A word needs no `If-Match`: it is a fact of its own, and stands behind all that was said
 * before. Who wrote it down stands in the history, so there is no audit entry, whose key would have to name the number.
 */
export function contactRoutes({ store, clock }: CustomersDependencies): Implementation[] {
  const contactOf = async (dealerId: string, mobile: Mobile) =>
    (await store.contactPoints.byAddresses(dealerId, [mobile])).get(mobile)
  return [
    implement(readConsents, async ({ caller: { dealerId }, params: { mobile } }) => {
      const contact = await contactOf(dealerId, mobile)
      if (contact === undefined) throw new NotFound()
      return { body: viewOf(mobile, contact) }
    }),
    implement(recordConsent, async ({ caller, params: { mobile }, body, remember }) => {
      const { dealerId } = caller
      const stamp = stampOf(caller, clock.now())
      const dealer = await store.dealers.byId(dealerId)
      if (dealer === undefined) throw new NotFound()
      if (body.saidOn !== undefined && body.saidOn > dateIn(stamp.at, dealer.zone)) {
        throw new FieldsInvalid([{ path: 'body.saidOn', reason: 'too-far-ahead' }])
      }
      const { answer } = await untilCommitted(store, async () => {
        const known = await contactOf(dealerId, mobile)
        const after = afterSpoken(known ?? unheardOf({ dealerId, address: mobile }, stamp), body, stamp)
        const given = { body: viewOf(mobile, after) }
        return { answer: given, writes: [contactPointRecord.put(after, stamp), ...remember(given)] }
      })
      return answer
    }),
  ]
}
