import * as z from 'zod'
import type { NoticeRouting, NoticeRule } from '../../shared/domain/notice-teaching.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { asSeen, etagOf } from '../../shared/http/etag.ts'
import * as routes from '../../shared/http/routes/notice-teachings.ts'
import { noticeRoutingRecord, noticeRuleRecord } from '../../shared/store/notice-teachings.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { NoticesDependencies } from './api.ts'

/** What answers the routes of what corrections have taught. */
export function teachingRoutes({ store }: Pick<NoticesDependencies, 'store'>): Implementation[] {
  const { noticeTeachings } = store
  return [
    implement(routes.listNoticeRules, async ({ caller: { dealerId }, query: { limit, cursor } }) => {
      const scope = { dealerId, list: routes.listNoticeRules.path, filter: {} }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, z.string())
      const rules = await noticeTeachings.rules(dealerId)
      const begin = after === undefined ? 0 : rules.findIndex(({ ruleId }) => ruleId === after) + 1
      const shown = rules.slice(begin, begin + limit)
      const last = begin + limit < rules.length ? shown.at(-1) : undefined
      return { body: { items: shown.map(ruleView), next: last && cursorFor(scope, last.ruleId) } }
    }),
    implement(routes.forgetNoticeRule, async ({ caller: { dealerId }, params, version, remember }) => {
      const { answer } = await untilCommitted(store, async () => {
        const rule = asSeen(await noticeTeachings.ruleById(dealerId, params.ruleId), version)
        const told = { body: ruleView(rule) }
        return { answer: told, writes: [noticeRuleRecord.remove(rule), ...remember(told)] }
      })
      return answer
    }),
    implement(routes.listNoticeRoutings, async ({ caller: { dealerId } }) => ({
      body: { items: (await noticeTeachings.routings(dealerId)).map(routingView) },
    })),
    implement(routes.forgetNoticeRouting, async ({ caller: { dealerId }, params, version, remember }) => {
      const { answer } = await untilCommitted(store, async () => {
        const routing = asSeen(await noticeTeachings.routingOf(dealerId, params.kind), version)
        const told = { body: routingView(routing) }
        return { answer: told, writes: [noticeRoutingRecord.remove(routing), ...remember(told)] }
      })
      return answer
    }),
  ]
}

function ruleView(rule: NoticeRule): routes.NoticeRuleView {
  return { ...rule, etag: etagOf(rule.version) }
}

function routingView(routing: NoticeRouting): routes.NoticeRoutingView {
  return { ...routing, etag: etagOf(routing.version) }
}
