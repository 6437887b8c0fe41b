import type { Message } from '../../shared/domain/message.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import {
  dropHeld,
  listHeld,
  listMessages,
  readMessage,
  releaseHeld,
} from '../../shared/http/routes/messages.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { decidedPage, DecidedPlace } from './decided-page.ts'
import { dropMessage } from './drop.ts'
import { heldPage, HeldPlace } from './held-page.ts'
import { heldView, messageView } from './ledger-view.ts'
import { releaseMessage, type Released } from './release.ts'

/** What answers the routes of the ledger. */
export function messagesApi({ store, clock }: { store: Store; clock: Clock }): Implementation[] {
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
    implement(listHeld, async ({ caller: { dealerId }, query: { limit, cursor } }) => {
      const scope = { dealerId, list: listHeld.path, filter: {} }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, HeldPlace)
      const { messages, next } = await heldPage(store, { dealerId, limit, after })
      return { body: { items: messages.map(heldView), next: next && cursorFor(scope, next) } }
    }),
    implement(releaseHeld, async ({ caller, params: { messageId }, version, remember }) => {
      const { dealerId, userId, staffId } = caller
      const answer = ({ message: { status, version: seen }, delivery: { sendAfter } }: Released) => ({
        body: { messageId, status, sendAfter },
        version: seen + 1,
      })
      const stamp = { at: clock.now(), by: staffId ?? userId }
      const which = { dealerId, messageId, version }
      return answer(await releaseMessage(store, which, stamp, (released) => remember(answer(released))))
    }),
    implement(dropHeld, async ({ caller, params: { messageId }, version, remember }) => {
      const { dealerId, userId, staffId } = caller
      const answer = ({ status, version: seen }: Message) => ({
        body: { messageId, status },
        version: seen + 1,
      })
      const stamp = { at: clock.now(), by: staffId ?? userId }
      const which = { dealerId, messageId, version }
      return answer(await dropMessage(store, which, stamp, (dropped) => remember(answer(dropped))))
    }),
  ]
}
