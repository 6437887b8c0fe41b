import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { listMessages, readMessage } from '../../shared/http/routes/messages.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { decidedPage, DecidedPlace } from './decided-page.ts'
import { messageView } from './ledger-view.ts'

/** What answers the routes of the ledger. */
export function messagesApi({
  store,
  clock,
}: {
  store: Pick<Store, 'messages'>
  clock: Clock
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
  ]
}
