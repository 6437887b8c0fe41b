import { PartNumber } from '../../shared/domain/part-price.ts'
import { toFen } from '../../shared/domain/money.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { checkVin } from '../../shared/domain/vin.ts'
import { isMangledNumber, narrow, readDate, saysNothing } from '../../shared/domain/written-cell.ts'
import { findColumns, type ColumnField, type Columns } from './column-words.ts'
import {
  addCampaign,
  identifierOf,
  MOST_FACTS,
  MOST_FAULTS,
  orderClassOf,
  priceOf,
  type FactPlace,
  type FactSheet,
  type NoticeFacts,
} from './fact-sheet.ts'
import type { Attachment } from './mail-content.ts'
import { nearestDay, nextDay } from './named-day.ts'
import type { ReadMail } from './read-mail.ts'
import { readTables, type Sheet, type TableRow } from './table.ts'
import { textFacts } from './text-facts.ts'

/**
 * What a notice lists, out of its text, CSV and XLSX files; each fault with its file, row and column. Never throws.
 * `on`: the mail's day, from which days without a year are counted.
 */
export function noticeFacts(
  mail: Pick<ReadMail, 'text' | 'subject'> & {
    readonly attachments: readonly Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[]
  },
  on: CalendarDate,
): NoticeFacts {
  const facts: FactSheet = {
    vins: [],
    campaigns: [],
    orderDates: [],
    priceLimits: [],
    settlementLines: [],
    faults: [],
  }
  for (const file of mail.attachments) {
    const tables = readTables(file)
    const nowhere = { file: file.name, sheet: '', row: 0, column: '' }
    if (typeof tables === 'string') facts.faults.push({ code: tables, at: nowhere })
    else for (const sheet of tables ?? []) readSheet(sheet, file.name, on, facts)
  }
  textFacts(mail, on, facts)
  return {
    vins: eachCampaignOfEach(facts.vins).slice(0, MOST_FACTS),
    campaigns: firstOfEach(facts.campaigns, ({ number }) => number).slice(0, MOST_FACTS),
    orderDates: firstOfEach(facts.orderDates, ({ date, orderClass }) => `${date} ${orderClass ?? ''}`).slice(
      0,
      MOST_FACTS,
    ),
    priceLimits: facts.priceLimits.slice(0, MOST_FACTS),
    settlementLines: facts.settlementLines.slice(0, MOST_FACTS),
    faults: facts.faults.slice(0, MOST_FAULTS),
  }
}

/** A car may be recalled for several reasons at once; where one is named, its VIN alone says nothing more. */
function eachCampaignOfEach(vins: FactSheet['vins']): FactSheet['vins'] {
  const named = new Set(vins.flatMap(({ vin, campaign }) => (campaign === undefined ? [] : [vin])))
  return firstOfEach(
    vins.filter(({ vin, campaign }) => campaign !== undefined || !named.has(vin)),
    ({ vin, campaign }) => `${vin} ${campaign ?? ''}`,
  )
}

function firstOfEach<Fact>(all: readonly Fact[], keyOf: (fact: Fact) => string): Fact[] {
  const seen = new Set<string>()
  return all.filter((fact) => {
    const key = keyOf(fact)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function readSheet(sheet: Sheet, file: string, on: CalendarDate, facts: FactSheet): void {
  const place = (row: number, column: string): FactPlace => ({ file, sheet: sheet.name, row, column })
  const found = findColumns(sheet.rows)
  const columns: Columns = found?.columns ?? new Map()
  for (const row of found?.below ?? sheet.rows) {
    if (row.cells.every((cell) => cell === '')) continue
    const line: Line = {
      cell: (field) => row.cells[columns.get(field)?.position ?? -1] ?? '',
      at: (field) => place(row.row, columns.get(field)?.title ?? ''),
      has: (...wanted) => wanted.every((field) => columns.has(field)),
    }
    if (line.has('vin')) readVin(line, facts)
    else readVinShaped(row, line, place, facts)
    if (line.has('campaign')) addCampaign(line.cell('campaign'), line.at('campaign'), facts)
    if (line.has('orderDate')) readOrderDate(line, on, facts)
    if (line.has('partNumber', 'limit')) readPriceLimit(line, facts)
    if (line.has('claim', 'amount')) readSettlement(line, facts)
  }
  if (sheet.isCut) facts.faults.push({ code: 'rows-left-out', at: place(sheet.rows.at(-1)?.row ?? 0, '') })
}

interface Line {
  readonly cell: (field: ColumnField) => string
  readonly at: (field: ColumnField) => FactPlace
  readonly has: (...fields: readonly ColumnField[]) => boolean
}

function readVin(line: Line, facts: FactSheet): void {
  const written = line.cell('vin')
  if (saysNothing(written)) return
  const check = checkVin(written)
  if (!check.ok) facts.faults.push({ code: check.code, at: line.at('vin') })
  else {
    const campaign = identifierOf(line.cell('campaign'))
    facts.vins.push({ vin: check.vin, campaign, warning: check.warning, at: line.at('vin') })
  }
}

/** A list without header, or with one that nobody knows: any cell that is a VIN. */
function readVinShaped(
  { row, cells }: TableRow,
  line: Line,
  place: (row: number, column: string) => FactPlace,
  facts: FactSheet,
): void {
  for (const [index, cell] of cells.entries()) {
    const written = narrow(cell).toUpperCase()
    if (!/^(?=.*[A-Z])(?=.*\d)[A-HJ-NPR-Z0-9]{17}$/.test(written)) continue
    const check = checkVin(written)
    const at = place(row, String(index + 1))
    if (!check.ok) facts.faults.push({ code: check.code, at })
    else {
      const campaign = identifierOf(line.cell('campaign'))
      facts.vins.push({ vin: check.vin, campaign, warning: check.warning, at })
    }
  }
}

/** `12月3日（周四）`: a calendar of one month often leaves out the year. */
const withoutYear = /^(\d{1,2}) *月 *(\d{1,2}) *[日号](?: *\([^()]{0,10}\))?$/

function readDayOfList(written: string, on: CalendarDate): CalendarDate | undefined {
  const [, month, day] = withoutYear.exec(narrow(written)) ?? []
  const next = nextDay(on, month, day)
  return next === undefined ? undefined : nearestDay(on, next)
}

function readOrderDate(line: Line, on: CalendarDate, facts: FactSheet): void {
  const written = line.cell('orderDate')
  if (saysNothing(written)) return
  const date = readDate(written) ?? readDayOfList(written, on)
  if (date === undefined) facts.faults.push({ code: 'date-invalid', at: line.at('orderDate') })
  else
    facts.orderDates.push({
      date,
      orderClass: orderClassOf(line.cell('orderClass')),
      at: line.at('orderDate'),
    })
}

function readPriceLimit(line: Line, facts: FactSheet): void {
  const [number, price] = [line.cell('partNumber'), line.cell('limit')]
  if (saysNothing(number) && saysNothing(price)) return
  const partNumber = isMangledNumber(number) ? undefined : PartNumber.safeParse(number).data
  if (partNumber === undefined) facts.faults.push({ code: 'part-number-invalid', at: line.at('partNumber') })
  const limitFen = priceOf(price)
  if (limitFen === undefined) facts.faults.push({ code: 'price-invalid', at: line.at('limit') })
  if (partNumber === undefined || limitFen === undefined) return
  const name = saysNothing(line.cell('partName')) ? undefined : line.cell('partName')
  facts.priceLimits.push({ partNumber, name, limitFen, at: line.at('limit') })
}

/** Sums stand below the lines of a settlement and are none of them. */
const sumLine = /^(?:合计|总计|小计|共计|汇总|total|sum)/i

function readSettlement(line: Line, facts: FactSheet): void {
  const [number, amount] = [line.cell('claim'), line.cell('amount')]
  if ((saysNothing(number) && saysNothing(amount)) || sumLine.test(narrow(number))) return
  const claimNumber = identifierOf(number)
  if (claimNumber === undefined) facts.faults.push({ code: 'claim-number-invalid', at: line.at('claim') })
  const amountFen = toFen(amount)
  if (amountFen === undefined) facts.faults.push({ code: 'amount-invalid', at: line.at('amount') })
  if (claimNumber !== undefined && amountFen !== undefined) {
    facts.settlementLines.push({ claimNumber, amountFen, at: line.at('amount') })
  }
}
