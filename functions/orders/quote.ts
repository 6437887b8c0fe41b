import type { LaborRate } from '../../shared/domain/labor-rate.ts'
import type { LaborOperation, Lines, PartLine, Payer } from '../../shared/domain/order-lines.ts'
import { limitOn, type PartPrice, type PriceLimit } from '../../shared/domain/part-price.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { AskedLines } from '../../shared/http/routes/order-steps.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'
import type { FieldReason } from '../../shared/runtime/problems.ts'

/** What an insurer pays on top of the limit for the handling (trade practice, spec: quoting). */
const INSURERS_HANDLING_PERCENT = 20

/**
 * What one piece costs. The customer pays the manufacturer's limit, never above and never below, and so does the
 * manufacturer itself until its claim is settled; an insurer pays 20 % more for the handling.
 * @returns whole fen, the nearest: a fifth of a fen is never a half
 */
export function unitPriceFen(payer: Payer, limitFen: number): number {
  switch (payer) {
    case 'customer':
    case 'manufacturer':
      return limitFen
    case 'insurer':
      return limitFen + Math.round((limitFen * INSURERS_HANDLING_PERCENT) / 100)
  }
}

/** Hours at a rate, in whole fen; half a fen counts as one. Hours are counted in hundredths, so nothing is lost. */
export function laborFen(laborHours: number, rateFen: number): number {
  return Math.floor((Math.round(laborHours * 100) * rateFen + 50) / 100)
}

export interface QuoteFacts {
  /** What is known of the parts that are asked for, by part number. */
  readonly prices: ReadonlyMap<string, PartPrice>
  /** The day of the quote. */
  readonly on: CalendarDate
  /** What an hour of work costs; none: the lines say it. */
  readonly laborRates: readonly LaborRate[]
  /** Who pays a line that does not say it. */
  readonly settlement: Payer
  readonly stamp: Stamp
}

/** A limit that the desk has named for a part of which none was known. */
export interface NamedLimit {
  readonly partNumber: string
  readonly name: string
  readonly limit: PriceLimit
}

export type QuoteVerdict =
  | { readonly quoted: true; readonly lines: Lines; readonly named: readonly NamedLimit[] }
  | { readonly quoted: false; readonly faults: readonly FieldFault[] }

/**
 * The lines with their prices. A part costs the same whoever the customer is: its price follows from the part and the
 * day alone. Where no limit is known the first line that needs it names it, with its source; it counts for everybody
 * from then on, and is flagged until the parts supervisor confirms it.
 */
export function quote({ labor, parts }: AskedLines, facts: QuoteFacts): QuoteVerdict {
  const named = new Map<string, NamedLimit>()
  const faults: FieldFault[] = []
  const priced: PartLine[] = []
  for (const [index, part] of parts.entries()) {
    const known = limitOn(facts.prices.get(part.partNumber), facts.on) ?? named.get(part.partNumber)?.limit
    const limit = known ?? limitNamedBy(part, facts)
    const path = `body.parts.${String(index)}.priceLimit`
    if (limit === undefined) {
      faults.push({ path, reason: 'required' })
      continue
    }
    if (part.priceLimit !== undefined && part.priceLimit.limitFen !== limit.limitFen) {
      faults.push({ path: `${path}.limitFen`, reason: 'not-the-price-limit' })
      continue
    }
    if (known === undefined) {
      named.set(part.partNumber, { partNumber: part.partNumber, name: part.name, limit })
    }
    priced.push(partLine(part, limit, facts.settlement))
  }
  const operations: LaborOperation[] = []
  for (const [index, { rate, rateFen: said, ...operation }] of labor.entries()) {
    const found = hourlyRate({ rate, rateFen: said }, facts.laborRates)
    if ('reason' in found) {
      faults.push({ path: `body.labor.${String(index)}.${found.field}`, reason: found.reason })
      continue
    }
    const { rateFen } = found
    const amountFen = laborFen(operation.laborHours, rateFen)
    operations.push({ ...operation, rateFen, payer: operation.payer ?? facts.settlement, amountFen })
  }
  if (faults.length > 0) return { quoted: false, faults }
  return { quoted: true, lines: { labor: operations, parts: priced }, named: [...named.values()] }
}

type AskedRate = Pick<AskedLines['labor'][number], 'rate' | 'rateFen'>

/**
 * What an hour costs. Where the dealer has set rates no line has a price of its own: it names one of them, or needs to
 * name none where there is one. A price beside the name is only compared.
 */
function hourlyRate(
  { rate, rateFen }: AskedRate,
  rates: readonly LaborRate[],
): { readonly rateFen: number } | { readonly field: keyof AskedRate; readonly reason: FieldReason } {
  if (rates.length === 0) {
    if (rate !== undefined) return { field: 'rate', reason: 'not-a-choice' }
    return rateFen === undefined ? { field: 'rateFen', reason: 'required' } : { rateFen }
  }
  const named = rates.filter(({ code, rateFen: set }) =>
    rate === undefined ? rates.length === 1 || set === rateFen : code === rate,
  )
  const [found] = named
  if (found === undefined) {
    return {
      field: 'rate',
      reason: rate === undefined && rateFen === undefined ? 'required' : 'not-a-choice',
    }
  }
  return rateFen === undefined || rateFen === found.rateFen
    ? { rateFen: found.rateFen }
    : { field: 'rateFen', reason: 'not-a-choice' }
}

function limitNamedBy(
  { priceLimit }: AskedLines['parts'][number],
  { on, stamp }: QuoteFacts,
): PriceLimit | undefined {
  return priceLimit && { ...priceLimit, fromOn: on, confirmed: false, setAt: stamp.at, setBy: stamp.by }
}

function partLine(
  { partNumber, name, quantity, payer: said }: AskedLines['parts'][number],
  { limitFen, source, fromOn, confirmed }: PriceLimit,
  settlement: Payer,
): PartLine {
  const payer = said ?? settlement
  const unit = unitPriceFen(payer, limitFen)
  return {
    partNumber,
    name,
    quantity,
    payer,
    limit: { fen: limitFen, source, fromOn, confirmed },
    unitPriceFen: unit,
    amountFen: unit * quantity,
  }
}
