import type { ReturnedPart } from '../../shared/domain/returned-part.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { claimedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import type { WarrantyMail } from '../../shared/domain/warranty/mail-settings.ts'
import {
  MOST_ITEMS,
  type DocumentKind,
  type DocumentLine,
  type Manifest,
  type ManifestSums,
  type PartLine,
} from '../../shared/domain/warranty-mailing.ts'

export type ClaimToMail = Pick<
  WarrantyClaim,
  | 'claimId'
  | 'number'
  | 'manufacturerNumber'
  | 'kind'
  | 'status'
  | 'vin'
  | 'deliveredOn'
  | 'odometerKm'
  | 'lines'
  | 'evidence'
>

export type PartToMail = Pick<
  ReturnedPart,
  | 'returnedPartId'
  | 'tag'
  | 'claimId'
  | 'partNumber'
  | 'name'
  | 'quantity'
  | 'removedOn'
  | 'status'
  | 'place'
  | 'shipment'
>

/** What a mailing takes: up to a day, and nothing that another mailing has. */
export interface Takes {
  readonly upTo: CalendarDate
  readonly taken: ReadonlySet<string>
}

/** A claim whose papers are owed, and why they cannot go yet. */
export interface DocumentsMissing {
  readonly claimId: string
  readonly claimNumber: string
  readonly vin: string
  readonly deliveredOn: CalendarDate
  readonly because: readonly ('not-submitted' | 'no-signed-voucher')[]
}

/** A part that is owed, and why it cannot go yet. */
export interface PartMissing {
  readonly returnedPartId: string
  readonly tag: string
  readonly partNumber: string
  readonly name: string
  readonly removedOn: CalendarDate
  readonly place: string | undefined
  readonly because: 'not-packed' | 'claim-unknown'
}

/** What may go, what may not go yet, and how many did not fit. */
export interface Contents<Line, Missing> {
  readonly ready: readonly Line[]
  readonly missing: readonly Missing[]
  /** They go with the next one. */
  readonly left: number
}

/** Which papers of a claim the manufacturer wants. */
export function documentsOf(
  { kind }: Pick<WarrantyClaim, 'kind'>,
  { cardsOf, vouchersOf }: Pick<WarrantyMail, 'cardsOf' | 'vouchersOf'>,
): DocumentKind[] {
  return [
    ...(cardsOf.includes(kind) ? (['registration_card'] as const) : []),
    ...(vouchersOf.includes(kind) ? (['voucher'] as const) : []),
  ]
}

/**
 * The papers that go with a mailing (保修登记卡与保养凭证). A claim that is given up or refused sends none; what is not
 * submitted or not signed for goes with the next mailing. Pure.
 */
export function documentContents(
  claims: readonly ClaimToMail[],
  mail: Pick<WarrantyMail, 'cardsOf' | 'vouchersOf'>,
  { upTo, taken }: Takes,
): Contents<DocumentLine, DocumentsMissing> {
  const owed = claims
    .filter(({ claimId, deliveredOn }) => deliveredOn <= upTo && !taken.has(claimId))
    .map((claim) => ({ claim, documents: documentsOf(claim, mail) }))
    .filter(({ claim, documents }) => documents.length > 0 && isPursued(claim))
    .sort((a, b) => compare(keyOf(a.claim), keyOf(b.claim)))
  const judged = owed.map(({ claim, documents }) => ({ claim, documents, because: lackOf(claim, documents) }))
  const ready = judged.flatMap(({ claim, documents, because }) =>
    because.length === 0 ? [documentLine(claim, documents)] : [],
  )
  return {
    ...fitted(ready),
    missing: judged.flatMap(({ claim: { claimId, number, vin, deliveredOn }, because }) =>
      because.length === 0 ? [] : [{ claimId, claimNumber: number, vin, deliveredOn, because }],
    ),
  }
}

function isPursued({ status }: Pick<WarrantyClaim, 'status'>): boolean {
  return status !== 'withdrawn' && status !== 'refused'
}

function lackOf(
  { status, evidence }: ClaimToMail,
  documents: readonly DocumentKind[],
): DocumentsMissing['because'] {
  const isSigned = evidence.some(({ kind }) => kind === 'signed_voucher')
  return [
    ...(status === 'opened' || status === 'returned' ? (['not-submitted'] as const) : []),
    ...(documents.includes('voucher') && !isSigned ? (['no-signed-voucher'] as const) : []),
  ]
}

function documentLine(claim: ClaimToMail, documents: readonly DocumentKind[]): DocumentLine {
  const { claimId, number, manufacturerNumber, kind, vin, deliveredOn, odometerKm } = claim
  return {
    claimId,
    claimNumber: number,
    manufacturerNumber,
    kind,
    vin,
    deliveredOn,
    odometerKm,
    documents: [...documents],
    claimedFen: claimedFen(claim),
  }
}

/**
 * The parts that go with a shipment (旧件): packed, or gone already without a notice. What the manufacturer has settled
 * otherwise, and what is scrapped, goes with none. Pure.
 * @param claims of the parts, by id
 */
export function partContents(
  parts: readonly PartToMail[],
  claims: ReadonlyMap<string, Pick<WarrantyClaim, 'number' | 'vin'>>,
  { upTo, taken }: Takes,
): Contents<PartLine, PartMissing> {
  const ready: PartLine[] = []
  const missing: PartMissing[] = []
  for (const part of parts.toSorted((a, b) => compare(a.tag, b.tag))) {
    const { returnedPartId, tag, claimId, partNumber, name, quantity, removedOn, place, shipment } = part
    if (removedOn > upTo || taken.has(returnedPartId)) continue
    const readiness = readinessOf(part)
    if (readiness === 'none') continue
    const claim = claims.get(claimId)
    if (readiness === 'kept' || claim === undefined) {
      const because = claim === undefined ? 'claim-unknown' : 'not-packed'
      missing.push({ returnedPartId, tag, partNumber, name, removedOn, place, because })
    } else {
      ready.push({
        ...{ returnedPartId, tag, claimId, partNumber, name, quantity, removedOn },
        claimNumber: claim.number,
        vin: claim.vin,
        box: shipment?.box,
      })
    }
  }
  return { ...fitted(ready.sort((a, b) => compare(a.box ?? '', b.box ?? ''))), missing }
}

function readinessOf({ status }: Pick<ReturnedPart, 'status'>): 'ready' | 'kept' | 'none' {
  switch (status) {
    case 'packed':
    case 'shipped':
    case 'received':
    case 'accepted':
      return 'ready'
    case 'kept':
      return 'kept'
    case 'sent_back':
    case 'deducted':
    case 'scrapped':
      return 'none'
  }
}

function fitted<Line>(ready: readonly Line[]) {
  return { ready: ready.slice(0, MOST_ITEMS), left: Math.max(0, ready.length - MOST_ITEMS) }
}

/** Which claims or parts a manifest lists. */
export function itemIdsOf(manifest: Manifest): string[] {
  switch (manifest.kind) {
    case 'documents':
      return manifest.lines.map(({ claimId }) => claimId)
    case 'returned_parts':
      return manifest.lines.map(({ returnedPartId }) => returnedPartId)
  }
}

/** What a manifest comes to. Pure. */
export function sumsOf(manifest: Manifest): ManifestSums {
  const claims = new Set(manifest.lines.map(({ claimId }) => claimId)).size
  const none = { cards: 0, vouchers: 0, claimedFen: 0, pieces: 0, boxes: 0 }
  switch (manifest.kind) {
    case 'documents': {
      const { lines } = manifest
      const having = (document: DocumentKind) =>
        lines.filter(({ documents }) => documents.includes(document)).length
      return {
        ...none,
        lines: lines.length,
        claims,
        cards: having('registration_card'),
        vouchers: having('voucher'),
        claimedFen: lines.reduce((sum, line) => sum + line.claimedFen, 0),
      }
    }
    case 'returned_parts': {
      const { lines } = manifest
      return {
        ...none,
        lines: lines.length,
        claims,
        pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
        boxes: new Set(lines.flatMap(({ box }) => box ?? [])).size,
      }
    }
  }
}

function keyOf({ deliveredOn, number }: ClaimToMail): string {
  return `${deliveredOn} ${number}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
