import * as z from 'zod'
import { OrderId } from '../../domain/ids.ts'
import { line } from '../../domain/text.ts'
import { defineRoute } from '../contract.ts'
import { followUpCallers, followUpParams, ToldFollowUpBody } from './follow-up-calls.ts'

export const informOfRecall = defineRoute({
  method: 'POST',
  path: '/follow-up-calls/{followUpCallId}/inform',
  functionName: 'follow-up-api',
  roles: followUpCallers,
  ifMatch: true,
  idempotent: true,
  params: followUpParams,
  query: {},
  body: z.strictObject({
    /** The order of the visit that was booked in the talk. */
    bookedOrderId: OrderId.optional(),
    remark: line(200).optional(),
  }),
  response: ToldFollowUpBody,
  refuses: ['transition-refused'],
  summary: {
    zh: '召回：已告知车主，可附其预约的工单',
    en: 'The owner of a recalled car was told of the recall, and perhaps booked a visit',
  },
})
