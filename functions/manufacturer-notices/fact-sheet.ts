import { toIdentifier } from '../../shared/domain/identifier.ts'
import { toFen, type Fen } from '../../shared/domain/money.ts'
import { MOST_PRICE_FEN } from '../../shared/domain/part-price.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vin, VinFault } from '../../shared/domain/vin.ts'
import { isMangledNumber, saysNothing } from '../../shared/domain/written-cell.ts'
import type { TableFault } from './table.ts'

/** Where a fact stands: in a file (its name in the mail), or in the mail's own text, where `row` counts lines. */
export interface FactPlace {
  readonly file: string | null
  readonly sheet: string
  readonly row: number
  readonly column: string
}

export interface NoticeFacts {
  /** Each VIN once, or once for each campaign that it is named with, where it stands first. `warning`: an imported car's check digit does not fit. */
  readonly vins: readonly {
    readonly vin: Vin
    readonly campaign: string | undefined
    readonly warning: 'vin-check-digit' | undefined
    readonly at: FactPlace
  }[]
  /** Numbers of recalls and campaigns, each once. */
  readonly campaigns: readonly { readonly number: string; readonly at: FactPlace }[]
  readonly orderDates: readonly {
    readonly date: CalendarDate
    readonly orderClass: string | undefined
    readonly at: FactPlace
  }[]
  /** What a customer may be charged for a part at most, in fen. */
  readonly priceLimits: readonly {
    /** As `PartNumber` writes it: narrow, upper case. */
    readonly partNumber: string
    readonly name: string | undefined
    readonly limitFen: Fen
    readonly at: FactPlace
  }[]
  readonly settlementLines: readonly {
    readonly claimNumber: string
    readonly amountFen: Fen
    readonly at: FactPlace
  }[]
  readonly faults: readonly FactFault[]
}

export interface FactFault {
  readonly code:
    | TableFault
    | VinFault
    | 'rows-left-out'
    | 'date-invalid'
    | 'part-number-invalid'
    | 'price-invalid'
    | 'claim-number-invalid'
    | 'amount-invalid'
  readonly at: FactPlace
}

/** Facts of a kind, and faults, of one mail: what is beyond stays in the file, and `rows-left-out` says so. */
export const MOST_FACTS = 50_000
export const MOST_FAULTS = 1000

type Mutable<Facts> = {
  -readonly [Key in keyof Facts]: Facts[Key] extends readonly (infer One)[] ? One[] : never
}
export type FactSheet = Mutable<NoticeFacts>

/** A number that names something; undefined for what names nothing, or is mangled by a spreadsheet. */
export function identifierOf(written: string): string | undefined {
  const value = toIdentifier(written)
  return saysNothing(written) || isMangledNumber(written) || value.length > 64 ? undefined : value
}

export function addCampaign(written: string, at: FactPlace, facts: FactSheet): void {
  const number = identifierOf(written)
  if (number !== undefined && facts.campaigns.length < MOST_FACTS) facts.campaigns.push({ number, at })
}

/** `M订单` is class M. */
export function orderClassOf(written: string): string | undefined {
  return identifierOf(written.replace(/(?:类)?订单$/, ''))
}

export function priceOf(written: string): Fen | undefined {
  const fen = toFen(written)
  return fen === undefined || fen <= 0 || fen > MOST_PRICE_FEN ? undefined : fen
}
