import * as z from 'zod'
import { ConsentChange, FROM_EXPORT } from '../../domain/consent.ts'
import { Suppression } from '../../domain/contact-point.ts'
import { Mobile, WrittenMobile } from '../../domain/mobile.ts'
import { Channel, ContactPurpose } from '../../domain/purpose.ts'
import { line } from '../../domain/text.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { customerReaders, customerWriters } from './customers.ts'

const functionName = 'customers-api'
const params = { mobile: WrittenMobile }

/** What the holder of a number said, purpose by purpose, and whether anything arrives there. */
export const Contact = z.object({
  mobile: Mobile,
  consents: z.array(
    z.object({
      purpose: ContactPurpose,
      channel: Channel,
      /** What counts now: the last word. */
      state: ConsentChange.shape.state,
      /** Oldest first. */
      history: z.array(ConsentChange),
    }),
  ),
  suppressions: z.array(Suppression),
})
export type ContactView = z.input<typeof Contact>

export const readConsents = defineRoute({
  method: 'GET',
  path: '/contacts/{mobile}/consents',
  functionName,
  roles: customerReaders,
  params,
  query: {},
  body: noBody,
  response: Contact,
  summary: {
    zh: '某手机号对各类消息的同意、拒绝及全部历史',
    en: 'What the holder of a number agreed to and refused, with all of its history',
  },
})

export const recordConsent = defineRoute({
  method: 'POST',
  path: '/contacts/{mobile}/consents',
  functionName,
  roles: customerWriters,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({
    purpose: ContactPurpose,
    /** A mobile is read in SMS alone. */
    channel: Channel.extract(['sms']),
    state: ConsentChange.shape.state,
    /** Where the word was taken: 前台, 电话, … Not an import's, whose word counts for less. */
    source: line(100).refine((source) => !source.toLowerCase().startsWith(FROM_EXPORT)),
    /** The day on which it was said, where it is written down later. */
    saidOn: BookDate.optional(),
  }),
  response: Contact,
  summary: {
    zh: '登记客户本人的同意、拒绝或撤回',
    en: "Writes down the customer's own word: consent, refusal, or consent taken back",
  },
})

export const contactRoutes = [readConsents, recordConsent] as const
