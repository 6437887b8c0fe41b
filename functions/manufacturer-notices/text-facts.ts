import { toFen } from '../../shared/domain/money.ts'
import { PartNumber } from '../../shared/domain/part-price.ts'
import { checkVin } from '../../shared/domain/vin.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { addCampaign, orderClassOf, priceOf, type FactPlace, type FactSheet } from './fact-sheet.ts'
import { nearestDay } from './named-day.ts'
import type { ReadMail } from './read-mail.ts'
import { writtenDates } from './written-dates.ts'

/** Lines of a text that are read: tables of more lines come as files. */
const MOST_LINES = 5000
const MOST_LINE_CHARACTERS = 2000

const vinShaped = /(?<![A-Z0-9])(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])/g
/** The number of a recall as the market regulator gives it: S, year, M, number, V. */
const recallNumber = /(?<![A-Z0-9])S20\d{2}[A-Z]\d{3,5}[A-Z](?![A-Z0-9])/g
const namedCampaign = /(?:活动|召回)(?:编号|代码|号)[:为是\s]{0,3}([A-Z0-9][A-Z0-9-]{3,29})/g
const pricedPart =
  /([A-Z0-9][A-Z0-9.-]{4,39})[^\n\d]{0,20}?(?:限价|零售价)[^\n\d]{0,8}([\d,]{1,12}(?:\.\d{1,2})?) ?元/g
/** 订货日期为12月3日、12月13日: the days of a line that speaks of order days. */
const orderDays = /订货日|订货时间|下单日|截单|订单日期|ORDER DATES?/
const settledClaim =
  /索赔单号?[: ]{0,2}([A-Z0-9][A-Z0-9-]{4,30})[^\n\d]{0,10}?(?:金额|结算)[^\n\d-]{0,8}(-?[\d,]{1,14}(?:\.\d{1,2})?) ?元/g

/** What the words of a notice list, line by line: VINs, campaign numbers, prices of parts, order days and lines of a settlement. */
export function textFacts(
  { subject, text }: Pick<ReadMail, 'subject' | 'text'>,
  on: CalendarDate,
  facts: FactSheet,
): void {
  const lines = [subject, ...text.split('\n')].slice(0, MOST_LINES)
  for (const [row, written] of lines.entries()) {
    const line = written.slice(0, MOST_LINE_CHARACTERS).normalize('NFKC').toUpperCase()
    // Line 0 is the subject.
    const at: FactPlace = { file: null, sheet: '', row, column: '' }
    for (const [vin] of line.matchAll(vinShaped)) {
      const check = checkVin(vin)
      if (check.ok) facts.vins.push({ vin: check.vin, campaign: undefined, warning: check.warning, at })
      else facts.faults.push({ code: check.code, at })
    }
    for (const [number] of line.matchAll(recallNumber)) addCampaign(number, at, facts)
    for (const [, number = ''] of line.matchAll(namedCampaign)) addCampaign(number, at, facts)
    for (const [, number = '', price = ''] of line.matchAll(pricedPart)) {
      const partNumber = PartNumber.safeParse(number).data
      const limitFen = priceOf(price)
      if (partNumber !== undefined && limitFen !== undefined) {
        facts.priceLimits.push({ partNumber, name: undefined, limitFen, at })
      }
    }
    if (row > 0 && orderDays.test(line)) readOrderDays(line, on, at, facts)
    for (const [, claimNumber = '', amount = ''] of line.matchAll(settledClaim)) {
      const amountFen = toFen(amount)
      if (amountFen !== undefined) facts.settlementLines.push({ claimNumber, amountFen, at })
    }
  }
}

function readOrderDays(line: string, on: CalendarDate, at: FactPlace, facts: FactSheet): void {
  // Only behind the word: what stands before it is of something else.
  const from = line.search(orderDays)
  const orderClass = orderClassOf(/([A-Z])(?:类)?订单/.exec(line)?.[1] ?? '')
  for (const day of writtenDates(line.slice(from), { on, overrides: [] })) {
    if (day.form === 'day' && !day.isLimit)
      facts.orderDates.push({ date: nearestDay(on, day), orderClass, at })
  }
}
