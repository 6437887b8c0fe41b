import type { ClaimKind } from '../../shared/domain/claim-kind.ts'
import { Fen, formatFen } from '../../shared/domain/money.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import {
  manifestNumber,
  type DocumentKind,
  type DocumentLine,
  type Manifest,
  type ManifestSums,
  type MailingKind,
  type PartLine,
  type WarrantyMailing,
} from '../../shared/domain/warranty-mailing.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'

/** A column of a manifest: the workbook and the printed page have the same. */
export interface Column<Line> {
  readonly zh: string
  readonly en: string
  /** In characters, of the workbook. */
  readonly width: number
  readonly value: (line: Line, index: number) => CellValue
}

export type CellValue =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'date'; readonly date: CalendarDate }
  | { readonly is: 'count'; readonly count: number }
  | { readonly is: 'fen'; readonly fen: number }
  | { readonly is: 'nothing' }

const nothing: CellValue = { is: 'nothing' }
const text = (value: string | undefined): CellValue =>
  value === undefined || value === '' ? nothing : { is: 'text', text: value }
const count = (value: number | undefined): CellValue =>
  value === undefined ? nothing : { is: 'count', count: value }

export const claimKindWords: Readonly<Record<ClaimKind, Sentence>> = {
  warranty: { zh: '保修', en: 'Warranty' },
  free_service: { zh: '免费保养', en: 'Free service' },
  campaign: { zh: '服务活动', en: 'Campaign' },
  goodwill: { zh: '善意索赔', en: 'Goodwill' },
}

const has = (line: DocumentLine, document: DocumentKind): CellValue =>
  line.documents.includes(document) ? count(1) : nothing

const documentColumns: readonly Column<DocumentLine>[] = [
  { zh: '序号', en: 'No.', width: 6, value: (_, index) => count(index + 1) },
  { zh: '索赔单号', en: 'Claim', width: 18, value: ({ claimNumber }) => text(claimNumber) },
  {
    zh: '厂家索赔单号',
    en: "Manufacturer's no.",
    width: 18,
    value: ({ manufacturerNumber }) => text(manufacturerNumber),
  },
  { zh: '类别', en: 'Kind', width: 14, value: ({ kind }) => text(claimKindWords[kind].zh) },
  { zh: '车架号', en: 'VIN', width: 21, value: ({ vin }) => text(vin) },
  {
    zh: '交车日期',
    en: 'Delivered on',
    width: 13,
    value: ({ deliveredOn }) => ({ is: 'date', date: deliveredOn }),
  },
  { zh: '行驶里程（公里）', en: 'Odometer, km', width: 16, value: ({ odometerKm }) => count(odometerKm) },
  { zh: '保修登记卡', en: 'Registration card', width: 16, value: (line) => has(line, 'registration_card') },
  { zh: '保养凭证', en: 'Voucher', width: 12, value: (line) => has(line, 'voucher') },
  {
    zh: '索赔金额（元）',
    en: 'Claimed, CNY',
    width: 15,
    value: ({ claimedFen }) => ({ is: 'fen', fen: claimedFen }),
  },
]

const partColumns: readonly Column<PartLine>[] = [
  { zh: '序号', en: 'No.', width: 6, value: (_, index) => count(index + 1) },
  { zh: '箱号', en: 'Box', width: 10, value: ({ box }) => text(box) },
  { zh: '旧件标签号', en: 'Tag', width: 18, value: ({ tag }) => text(tag) },
  { zh: '零件号', en: 'Part no.', width: 20, value: ({ partNumber }) => text(partNumber) },
  { zh: '零件名称', en: 'Part', width: 22, value: ({ name }) => text(name) },
  { zh: '数量', en: 'Quantity', width: 10, value: ({ quantity }) => count(quantity) },
  { zh: '索赔单号', en: 'Claim', width: 18, value: ({ claimNumber }) => text(claimNumber) },
  { zh: '车架号', en: 'VIN', width: 21, value: ({ vin }) => text(vin) },
  {
    zh: '拆下日期',
    en: 'Removed on',
    width: 13,
    value: ({ removedOn }) => ({ is: 'date', date: removedOn }),
  },
]

/** A manifest as rows: what stands in them, whatever they are shown in. */
export interface ManifestTable {
  readonly heads: readonly Omit<Column<never>, 'value'>[]
  readonly rows: readonly (readonly CellValue[])[]
}

export function manifestTable(manifest: Manifest): ManifestTable {
  switch (manifest.kind) {
    case 'documents':
      return tableOf(documentColumns, manifest.lines)
    case 'returned_parts':
      return tableOf(partColumns, manifest.lines)
  }
}

function tableOf<Line>(columns: readonly Column<Line>[], lines: readonly Line[]): ManifestTable {
  return {
    heads: columns.map(({ zh, en, width }) => ({ zh, en, width })),
    rows: lines.map((line, index) => columns.map(({ value }) => value(line, index))),
  }
}

export const mailingKindWords: Readonly<Record<MailingKind, Sentence>> = {
  documents: { zh: '保修登记卡与保养凭证清单', en: 'Registration cards and vouchers' },
  returned_parts: { zh: '保修旧件发运清单', en: 'Returned parts shipped' },
}

/** 更正: the number that a correction names. */
export function correctionWords(
  mailing: Pick<WarrantyMailing, 'kind' | 'month' | 'number' | 'reason'>,
): Sentence | undefined {
  if (mailing.number === 1) return undefined
  const first = manifestNumber({ ...mailing, number: 1 })
  return {
    zh: `本清单更正并取代 ${first}。更正原因：${mailing.reason ?? ''}`,
    en: `This manifest corrects and replaces ${first}.`,
  }
}

/** What a manifest comes to, in words. */
export function sumWords(kind: MailingKind, sums: ManifestSums): Sentence {
  switch (kind) {
    case 'documents':
      return {
        zh: `共 ${String(sums.lines)} 份索赔单：保修登记卡 ${String(sums.cards)} 张，保养凭证 ${String(sums.vouchers)} 张，索赔金额 ${yuan(sums.claimedFen)} 元`,
        en: `${String(sums.lines)} claims: ${String(sums.cards)} registration cards, ${String(sums.vouchers)} vouchers, CNY ${yuan(sums.claimedFen)} claimed`,
      }
    case 'returned_parts':
      return {
        zh: `共 ${String(sums.lines)} 行 ${String(sums.pieces)} 件旧件，${String(sums.boxes)} 箱，涉及索赔单 ${String(sums.claims)} 份`,
        en: `${String(sums.lines)} lines, ${String(sums.pieces)} pieces in ${String(sums.boxes)} boxes, of ${String(sums.claims)} claims`,
      }
  }
}

function yuan(fen: number): string {
  return formatFen(Fen.parse(fen))
}
