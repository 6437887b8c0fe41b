import * as z from 'zod'
import { NoticeRuleId } from '../../domain/ids.ts'
import { KindOfNotice } from '../../domain/notice.ts'
import { NoticeRouting, NoticeRule } from '../../domain/notice-teaching.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'
import { functionName, noticeKeepers } from './notices.ts'

const RuleView = NoticeRule.omit({ dealerId: true, version: true }).extend({ etag: z.string() })
export type NoticeRuleView = z.input<typeof RuleView>

const RoutingView = NoticeRouting.omit({ dealerId: true, version: true }).extend({ etag: z.string() })
export type NoticeRoutingView = z.input<typeof RoutingView>

export const listNoticeRules = defineRoute({
  method: 'GET',
  path: '/notice-rules',
  functionName,
  roles: noticeKeepers,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(RuleView),
  summary: {
    zh: '更正中学到的分类规则，最新的在前',
    en: 'Rules of kinds that corrections taught, the newest first',
  },
})

const forgets = {
  functionName,
  method: 'POST',
  roles: noticeKeepers,
  ifMatch: true,
  idempotent: true,
  query: {},
  body: noBody,
} as const

export const forgetNoticeRule = defineRoute({
  ...forgets,
  path: '/notice-rules/{ruleId}/forget',
  params: { ruleId: NoticeRuleId },
  response: RuleView,
  summary: { zh: '删除一条学到的分类规则', en: 'Forgets a rule that a correction taught' },
})

export const listNoticeRoutings = defineRoute({
  method: 'GET',
  path: '/notice-routings',
  functionName,
  roles: noticeKeepers,
  params: {},
  query: {},
  body: noBody,
  response: z.object({ items: z.array(RoutingView) }),
  summary: {
    zh: '本店规定各类通知由谁负责',
    en: 'Whose work each kind is at this dealer, where it was said for always',
  },
})

export const forgetNoticeRouting = defineRoute({
  ...forgets,
  path: '/notice-routings/{kind}/forget',
  params: { kind: KindOfNotice },
  response: RoutingView,
  summary: {
    zh: '取消本店规定，该类通知按部门分工',
    en: 'Forgets it: the kind goes where the department has it',
  },
})

export const noticeTeachingRoutes: readonly Route[] = [
  listNoticeRules,
  forgetNoticeRule,
  listNoticeRoutings,
  forgetNoticeRouting,
]
