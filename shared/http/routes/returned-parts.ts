import * as z from 'zod'
import { Identifier } from '../../domain/identifier.ts'
import { ReturnedPartId, WarrantyClaimId } from '../../domain/ids.ts'
import { PartNumber } from '../../domain/part-price.ts'
import { deductionReasons, ReturnedPart, ReturnedPartStatus } from '../../domain/returned-part.ts'
import { line, text } from '../../domain/text.ts'
import { MOST_CLAIM_LINES } from '../../domain/warranty-claim.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { functionName } from './warranty-claims.ts'
import { claimKeepers, partKeepers, warrantyReaders } from './warranty-roles.ts'

const Whole = ReturnedPart.omit({ dealerId: true, version: true }).extend({
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** The one place where it is. */
  whereabouts: z.enum(['dealer', 'carrier', 'manufacturer', 'nowhere']),
  /** The verbs that its state takes. */
  allowed: z.array(z.string()),
})
export type ReturnedPartView = z.input<typeof Whole>

const params = { returnedPartId: ReturnedPartId }
const place = line(60)

export const listPartsHere = defineRoute({
  method: 'GET',
  path: '/returned-parts',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: {
    /** On this shelf. */
    place: place.optional(),
    state: ReturnedPartStatus.optional(),
    manufacturer: line(100).optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Whole),
  summary: {
    zh: '在本店的旧件，保留期最早到期的在前；可按货位查',
    en: 'Replaced parts that lie here, those kept the shortest in front; by shelf, state, manufacturer',
  },
})

export const listRemovedParts = defineRoute({
  method: 'GET',
  path: '/removed-parts',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: {
    from: BookDate,
    /** Included; at most 400 days later. */
    until: BookDate,
    state: ReturnedPartStatus.optional(),
    manufacturer: line(100).optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Whole),
  summary: {
    zh: '一段时间内拆下的旧件，任何状态，按日期排序',
    en: 'Replaced parts of a period, wherever they are by now, by the day of their removal',
  },
})

export const keepPart = defineRoute({
  method: 'POST',
  path: '/returned-parts',
  functionName,
  roles: partKeepers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    claimId: WarrantyClaimId,
    claimLine: z.int().min(1).max(MOST_CLAIM_LINES),
    tag: Identifier,
    place,
    /** The day of the delivery when it is not given. */
    removedOn: BookDate.optional(),
    /** As the dealer's settings say when it is not given. */
    keptUntil: BookDate.optional(),
  }),
  response: Whole,
  status: 201,
  refuses: ['not-found', 'already-exists', 'transition-refused'],
  summary: {
    zh: '旧件入库：标签号、货位、保留期；同时作为该索赔行的凭证',
    en: 'Puts a replaced part away under its tag; it is the evidence of its line from then on',
  },
})

export const readPart = defineRoute({
  method: 'GET',
  path: '/returned-parts/{returnedPartId}',
  functionName,
  roles: warrantyReaders,
  params,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一件旧件', en: 'One replaced part' },
})

export const listPartsOfClaim = defineRoute({
  method: 'GET',
  path: '/warranty-claims/{warrantyClaimId}/returned-parts',
  functionName,
  roles: warrantyReaders,
  params: { warrantyClaimId: WarrantyClaimId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Whole),
  summary: { zh: '一张索赔单的旧件', en: 'The replaced parts of a claim, by its lines' },
})

export const listPartChanges = defineRoute({
  method: 'GET',
  path: '/returned-parts/{returnedPartId}/changes',
  functionName,
  roles: warrantyReaders,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '旧件的修改记录', en: 'Who changed what in a replaced part, the latest first' },
})

const verb = {
  method: 'POST',
  functionName,
  roles: partKeepers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Whole,
  refuses: ['transition-refused'],
} as const

export const changePart = defineRoute({
  ...verb,
  method: 'PATCH',
  path: '/returned-parts/{returnedPartId}',
  idempotent: false,
  refuses: ['transition-refused', 'already-exists'],
  body: z.strictObject({
    tag: Identifier.optional(),
    partNumber: PartNumber.optional(),
    name: line(60).optional(),
    /** As it stands in the claim, where that was put right after the part was put away. */
    manufacturer: line(100).optional(),
    keptUntil: BookDate.optional(),
  }),
  summary: {
    zh: '修改标签号、配件、厂家或保留期',
    en: 'Puts tag, part, manufacturer or the day until which it is kept right',
  },
})

export const movePart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/move',
  body: z.strictObject({ place }),
  summary: { zh: '移库', en: 'It lies on another shelf' },
})

export const packPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/pack',
  body: z.strictObject({ manifest: Identifier, box: line(40).optional() }),
  summary: { zh: '装箱：所属装箱单和箱号', en: 'It goes into a box, for a manifest' },
})

export const unpackPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/unpack',
  body: z.strictObject({ place }),
  summary: { zh: '拆箱，放回货位', en: 'It stays here after all, on a shelf' },
})

export const shipPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/ship',
  body: z.strictObject({ carrier: line(60), number: Identifier }),
  summary: { zh: '发运：承运商和运单号', en: 'The shipment leaves, with carrier and number' },
})

export const receivePart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/receive',
  body: noBody,
  summary: { zh: '厂家签收', en: 'The manufacturer has it' },
})

export const acceptPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/accept',
  roles: claimKeepers,
  body: z.strictObject({ remark: text(300).optional() }),
  summary: { zh: '厂家审核合格', en: 'The manufacturer has audited it, and it is in order' },
})

export const deductPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/deduct',
  roles: claimKeepers,
  body: z
    .strictObject({
      reason: z.enum(deductionReasons),
      remark: text(300).optional(),
      amountFen: z.int().min(0).max(1_000_000_000),
    })
    .refine(({ reason, remark }) => reason !== 'other' || remark !== undefined, {
      path: ['remark'],
      params: { reason: 'required' },
    }),
  summary: { zh: '厂家抵扣，须写明原因和金额', en: 'The manufacturer takes its money back, with the reason' },
})

export const sendBackPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/send-back',
  body: z.strictObject({ place }),
  summary: { zh: '厂家退回本店', en: 'The manufacturer has sent it back: it lies on a shelf again' },
})

export const scrapPart = defineRoute({
  ...verb,
  path: '/returned-parts/{returnedPartId}/scrap',
  refuses: ['transition-refused', 'part-kept-longer'],
  body: z.strictObject({ reason: text(300) }),
  summary: { zh: '报废（保留期满后）', en: 'It is scrapped, once the time for which it is kept is over' },
})

export const returnedPartRoutes = [
  listPartsHere,
  listRemovedParts,
  keepPart,
  readPart,
  listPartsOfClaim,
  listPartChanges,
  changePart,
  movePart,
  packPart,
  unpackPart,
  shipPart,
  receivePart,
  acceptPart,
  deductPart,
  sendBackPart,
  scrapPart,
] as const
