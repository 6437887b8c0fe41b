import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed } from '../../shared/http/change-record.ts'
import { changeView } from '../../shared/http/changes.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/notice-effects.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { EffectApiStore } from '../../shared/store/effect-api-store.ts'
import { noticeEffectRecord } from '../../shared/store/notice-effects.ts'
import { Place, type Paging } from '../../shared/store/read.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import * as verbs from './effect-verbs.ts'
import { besideKnown, effectView } from './effect-view.ts'
import { noticeFor } from './notice-answers.ts'

export interface EffectsApiDependencies {
  readonly store: EffectApiStore
  readonly clock: Clock
}

interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly noticeId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.NoticeEffectView>) => Write[]
}

/** What answers the routes of what notices bring; whoever may work on a notice may decide about it. */
export function effectsApi(dependencies: EffectsApiDependencies): Implementation[] {
  const { store, clock } = dependencies
  const scope = ({ dealerId }: Caller, noticeId: string) => ({
    dealerId,
    list: routes.listProposedPrices.path,
    filter: { noticeId },
  })
  const pricesOf = async (
    caller: Caller,
    effect: NoticeEffect,
    { today, cursor }: { readonly today: CalendarDate; readonly cursor?: string | undefined },
  ): Promise<routes.ProposedPricesView> => {
    const { dealerId, noticeId } = effect
    const list = scope(caller, noticeId)
    const after = cursor === undefined ? undefined : placeOf(list, cursor, Place)
    const { items, next } = await store.proposedPrices.ofNotice(dealerId, noticeId, { limit: 1, after })
    const prices = items.flatMap((page) => page.prices)
    const known = await store.partPrices.byNumbers(
      dealerId,
      prices.map(({ partNumber }) => partNumber),
    )
    const on = effect.fromOn ?? today
    return {
      items: prices.map((price) => besideKnown(price, known.get(price.partNumber), on)),
      next: next && cursorFor(list, next),
    }
  }
  const answerOf = async (
    caller: Caller,
    effect: NoticeEffect,
    today: CalendarDate,
  ): Promise<Answer<routes.NoticeEffectView>> => {
    const prices = effect.kind === 'parts_price' ? await pricesOf(caller, effect, { today }) : undefined
    return { body: effectView(effect, prices), version: effect.version }
  }
  /** @throws NotFound, NotAllowed `not-your-notice` */
  const effectFor = async (caller: Caller, noticeId: string) => {
    const [{ team }, effect] = await Promise.all([
      noticeFor(dependencies, caller, noticeId),
      store.noticeEffects.ofNotice(caller.dealerId, noticeId),
    ])
    if (effect === undefined) throw new NotFound()
    return { effect, today: team.today }
  }
  const change = async (
    { caller, params: { noticeId }, version, remember }: ChangeCall,
    action: string,
    work: (effect: NoticeEffect, today: CalendarDate) => NoticeEffect,
  ): Promise<Answer<routes.NoticeEffectView>> => {
    if (caller.staffId === undefined) throw new NotAllowed('no-staff-record')
    const stamp = stampOf(caller, clock.now())
    const { answer } = await untilCommitted(store, async () => {
      const known = await effectFor(caller, noticeId)
      const before = asSeen(known.effect, version)
      const after = work(before, known.today)
      const { record, writes } = changed(noticeEffectRecord, { id: noticeId, action, before, after }, stamp)
      const told = await answerOf(caller, record, known.today)
      return { answer: told, writes: [...writes, ...remember(told)] }
    })
    return answer
  }
  const stampFor = (caller: Caller) => stampOf(caller, clock.now())

  return [
    implement(routes.readEffect, async ({ caller, params: { noticeId } }) => {
      const { effect, today } = await effectFor(caller, noticeId)
      return answerOf(caller, effect, today)
    }),
    implement(routes.listProposedPrices, async ({ caller, params: { noticeId }, query: { cursor } }) => {
      const { effect, today } = await effectFor(caller, noticeId)
      return { body: await pricesOf(caller, effect, { today, cursor }) }
    }),
    implement(routes.listEffectChanges, async ({ caller, params: { noticeId }, query }) => {
      await effectFor(caller, noticeId)
      const { dealerId } = caller
      const list = { dealerId, list: routes.listEffectChanges.path, filter: { noticeId } }
      const ask = (paging: Paging) =>
        store.audit.newestOf(dealerId, noticeEffectRecord.entity, noticeId, paging)
      return { body: await paged(list, query, ask, changeView) }
    }),
    implement(routes.acceptEffect, (call) =>
      change(call, 'accepted', (effect, today) =>
        verbs.accepted(effect, call.body.fromOn, { stamp: stampFor(call.caller), today }),
      ),
    ),
    implement(routes.declineEffect, (call) =>
      change(call, 'declined', (effect) => verbs.declined(effect, call.body.reason, stampFor(call.caller))),
    ),
    implement(routes.retryEffect, (call) =>
      change(call, 'retried', (effect) => verbs.retried(effect, stampFor(call.caller))),
    ),
    implement(routes.withdrawEffect, (call) =>
      change(call, 'withdrawn', (effect) => verbs.takenBack(effect, call.body.reason, stampFor(call.caller))),
    ),
  ]
}
