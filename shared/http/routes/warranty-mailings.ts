import * as z from 'zod'
import { CalendarMonth } from '../../domain/calendar-month.ts'
import { StaffId, WarrantyMailingId } from '../../domain/ids.ts'
import { MessageStatus } from '../../domain/message.ts'
import { line } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Carriage, ManifestSums, MailingKind, WarrantyMailingStatus } from '../../domain/warranty-mailing.ts'
import { defineRoute, noBody } from '../contract.ts'
import { Remark } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

export const functionName = 'warranty-mail-api'

/** Whose yes it takes: the clerk's, or that of whoever it goes up to. */
export const mailers = ['warranty_clerk', 'front_desk_supervisor', 'service_manager'] as const
const readers = [
  ...mailers,
  'general_manager',
  'parts_supervisor',
  'logistics_coordinator',
  'finance',
] as const

const edition = {
  /** 清单号: stands on the paper and in the mail. */
  manifestNumber: z.string(),
  number: z.int().positive(),
  /** The number that this one corrects: the first. */
  corrects: z.string().optional(),
  /** Why. */
  reason: z.string().optional(),
  sums: ManifestSums,
  draftedAt: Instant,
}

const Approved = z.object({
  at: Instant,
  /** A staff id, else the account; of a dealer that wants no yes the job. */
  by: z.string(),
  byRule: z.boolean(),
  carriage: Carriage.optional(),
  messageId: z.string(),
})

const MailingLine = z.object({
  mailingId: WarrantyMailingId,
  etag: z.string(),
  manufacturer: z.string(),
  kind: MailingKind,
  month: CalendarMonth,
  status: WarrantyMailingStatus,
  /** What may be done with it now. */
  allowed: z.array(z.string()),
  ...edition,
  /** Until when it waits for a yes before it goes up. */
  approveBy: Instant,
  approved: Approved.optional(),
  declined: z.object({ reason: z.string(), at: Instant, by: z.string() }).optional(),
})
export type MailingLineView = z.input<typeof MailingLine>

const Mailing = MailingLine.extend({
  /** What has become of the mail to the manufacturer. */
  mail: z
    .object({ status: MessageStatus, sentAt: Instant.optional(), reason: z.string().optional() })
    .optional(),
  escalations: z.array(z.object({ at: Instant, staffId: StaffId })),
  /** The numbers that were mailed and corrected, the first one in front. */
  earlier: z.array(z.object({ ...edition, approved: Approved })),
})
export type MailingView = z.input<typeof Mailing>

const params = { mailingId: WarrantyMailingId }

export const listMailings = defineRoute({
  method: 'GET',
  path: '/warranty-mailings',
  functionName,
  roles: readers,
  params: {},
  query: { ...pageQuery, month: CalendarMonth.optional() },
  body: noBody,
  response: pageOf(MailingLine),
  summary: {
    zh: '寄往厂家的保修清单：登记卡与凭证、旧件，最近的月份在前',
    en: 'Manifests to manufacturers: cards and vouchers, returned parts, the last month in front',
  },
})

export const readMailing = defineRoute({
  method: 'GET',
  path: '/warranty-mailings/{mailingId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Mailing,
  refuses: ['not-found'],
  summary: {
    zh: '一份保修清单：批准、各号、邮件状态',
    en: 'A manifest: its yes, its numbers, what became of its mail',
  },
})

export const readMailingPage = defineRoute({
  method: 'GET',
  path: '/warranty-mailings/{mailingId}/page',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: z.string(),
  contentType: 'text/html; charset=utf-8',
  refuses: ['not-found'],
  summary: { zh: '清单的打印页', en: 'The manifest as a page to be printed' },
})

export const readMailingWorkbook = defineRoute({
  method: 'GET',
  path: '/warranty-mailings/{mailingId}/workbook',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: z.object({ filename: z.string(), contentType: z.string(), base64: z.base64() }),
  refuses: ['not-found'],
  summary: { zh: '清单的电子表格（.xlsx）', en: 'The manifest as a spreadsheet (.xlsx)' },
})

/** What every verb of a mailing has in common. */
const verb = {
  method: 'POST',
  functionName,
  roles: mailers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Mailing,
  refuses: ['transition-refused'],
} as const

export const redraftMailing = defineRoute({
  ...verb,
  path: '/warranty-mailings/{mailingId}/redraft',
  body: noBody,
  summary: { zh: '批准前按现有记录重新生成', en: 'Draws it up anew from the records, before it is approved' },
})

export const approveMailing = defineRoute({
  ...verb,
  path: '/warranty-mailings/{mailingId}/approve',
  /** Of returned parts: with whom and under which number they travel. */
  body: z.strictObject({
    carriage: z.strictObject({ carrier: line(60), number: line(60) }).optional(),
  }),
  refuses: ['transition-refused', 'manufacturer-unreachable', 'manifest-outdated'],
  summary: {
    zh: '批准并寄往厂家，每号只寄一次；旧件须填承运人和单号',
    en: 'Approves it and mails it to the manufacturer, each number once; of parts with carrier and number',
  },
})

export const declineMailing = defineRoute({
  ...verb,
  path: '/warranty-mailings/{mailingId}/decline',
  body: z.strictObject({ reason: Remark }),
  summary: { zh: '退回，不寄出，须说明原因', en: 'Declines it: nothing is mailed, with the reason' },
})

export const correctMailing = defineRoute({
  ...verb,
  path: '/warranty-mailings/{mailingId}/correct',
  body: z.strictObject({ reason: Remark }),
  summary: {
    zh: '更正已寄出的清单：生成新号待批准，注明所更正的首号',
    en: 'Corrects what was mailed: drafts a new number, to be approved, which names the first',
  },
})

export const warrantyMailingRoutes = [
  listMailings,
  readMailing,
  readMailingPage,
  readMailingWorkbook,
  redraftMailing,
  approveMailing,
  declineMailing,
  correctMailing,
] as const
