import * as z from 'zod'
import { defineOpenRoute, noBody, type Route } from '../contract.ts'

const page = {
  path: '/notice-links/{token}',
  functionName: 'notice-links',
  params: { token: z.string().max(200) },
  query: {},
  response: z.string(),
  contentType: 'text/html; charset=utf-8',
} as const

/** Programs that look through mails follow its links: looking changes nothing. */
export const openNoticeLink = defineOpenRoute({
  ...page,
  method: 'GET',
  body: noBody,
  summary: {
    zh: '邮件中的确认页面：显示通知主题和一个按钮；地址即密钥',
    en: 'The page behind the link of a mail: what the notice is about, and one button; the address is the secret',
  },
})

export const acknowledgeByLink = defineOpenRoute({
  ...page,
  method: 'POST',
  body: noBody,
  summary: {
    zh: '以邮件中的链接确认已查阅，只能一次，七天内有效',
    en: 'Takes note of a notice by the link of its mail: once, within seven days',
  },
})

export const noticeLinkRoutes: readonly Route[] = [openNoticeLink, acknowledgeByLink]
