import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  dropHeld,
  dropSeveralHeld,
  listHeld,
  listMessageChanges,
  listMessages,
  readMessage,
  releaseHeld,
  releaseSeveralHeld,
} from '../../shared/http/routes/messages.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { messageRecord } from '../../shared/store/messages.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { decidedPage, DecidedPlace } from './decided-page.ts'
import { theOnly, type DecidedMessage, type HeldOutcome } from './decide-held.ts'
import { dropMessages } from './drop.ts'
import { answersFor, decidedFields, decisionOn } from './held-answers.ts'
import { heldPage, HeldPlace } from './held-page.ts'
import { heldView, messageView } from './ledger-view.ts'
import { lines } from './log-lines.ts'
import { releaseMessages, type ReleasedMessage } from './release.ts'

/** What answers the routes of the ledger. */
export function messagesApi({
  store,
  clock,
  log,
}: {
  store: Store
  clock: Clock
  log: Log
}): Implementation[] {
  return [
    implement(listMessages, async ({ caller: { dealerId }, query: { on, purpose, limit, cursor } }) => {
      const scope = { dealerId, list: listMessages.path, filter: { on, purpose } }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, DecidedPlace)
      const question = { dealerId, on, purpose, limit, after, now: clock.now() }
      const { items, next } = await decidedPage(store, question)
      return { body: { items: [...items], next: next && cursorFor(scope, next) } }
    }),
    implement(readMessage, async ({ caller: { dealerId }, params: { messageId } }) => {
      const message = await store.messages.byId(dealerId, messageId)
      if (message === undefined) throw new NotFound()
      return { body: messageView(message), version: message.version }
    }),
    implement(listMessageChanges, async ({ caller: { dealerId }, params: { messageId }, query }) => {
      if ((await store.messages.byId(dealerId, messageId)) === undefined) throw new NotFound()
      const scope = { dealerId, list: listMessageChanges.path, filter: { messageId } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, messageRecord.entity, messageId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
    implement(listHeld, async ({ caller: { dealerId }, query: { limit, cursor } }) => {
      const scope = { dealerId, list: listHeld.path, filter: {} }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, HeldPlace)
      const { messages, next } = await heldPage(store, { dealerId, limit, after }, (damage) => {
        log.error(lines.heldDamaged, damage, { dealerId })
      })
      return { body: { items: messages.map(heldView), next: next && cursorFor(scope, next) } }
    }),
    implement(releaseHeld, async ({ caller, params: { messageId }, version, remember }) => {
      const answer = (outcome: HeldOutcome<ReleasedMessage>) => {
        const { message, delivery } = theOnly(outcome)
        const body = { messageId, status: message.status, sendAfter: delivery.sendAfter }
        return { body, version: message.version + 1 }
      }
      const which = { dealerId: caller.dealerId, messages: [{ messageId, version }] }
      return answer(
        await releaseMessages(store, which, stampOf(caller, clock.now()), (outcome) =>
          remember(answer(outcome)),
        ),
      )
    }),
    implement(dropHeld, async ({ caller, params: { messageId }, version, remember }) => {
      const answer = (outcome: HeldOutcome<DecidedMessage>) => {
        const { message } = theOnly(outcome)
        return { body: { messageId, status: message.status }, version: message.version + 1 }
      }
      const which = { dealerId: caller.dealerId, messages: [{ messageId, version }] }
      return answer(
        await dropMessages(store, which, stampOf(caller, clock.now()), (outcome) =>
          remember(answer(outcome)),
        ),
      )
    }),
    implement(releaseSeveralHeld, async ({ caller, body, remember }) => {
      const which = decisionOn(caller.dealerId, body)
      const answer = (outcome: HeldOutcome<ReleasedMessage>) => ({
        body: {
          messages: answersFor(which, outcome, (each) => {
            const { sendAfter } = each.delivery
            return { ...decidedFields(each), outcome: 'released' as const, sendAfter }
          }),
        },
      })
      return answer(
        await releaseMessages(store, which, stampOf(caller, clock.now()), (outcome) =>
          remember(answer(outcome)),
        ),
      )
    }),
    implement(dropSeveralHeld, async ({ caller, body, remember }) => {
      const which = decisionOn(caller.dealerId, body)
      const answer = (outcome: HeldOutcome<DecidedMessage>) => ({
        body: {
          messages: answersFor(which, outcome, (each) => ({
            ...decidedFields(each),
            outcome: 'dropped' as const,
          })),
        },
      })
      return answer(
        await dropMessages(store, which, stampOf(caller, clock.now()), (outcome) =>
          remember(answer(outcome)),
        ),
      )
    }),
  ]
}
