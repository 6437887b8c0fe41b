import type * as z from 'zod'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { manufacturerOf } from '../../shared/domain/manufacturer.ts'
import { Fen } from '../../shared/domain/money.ts'
import { odometerReadings } from '../../shared/domain/odometer.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { coverageOf } from '../../shared/domain/warranty/coverage.ts'
import { coverageFactsOf, type CoverageFacts } from '../../shared/domain/warranty/coverage-facts.ts'
import { kmOn } from '../../shared/domain/warranty/odometer-on.ts'
import { statutoryPeriods } from '../../shared/domain/warranty/statutory-periods.ts'
import { statutoryRules } from '../../shared/domain/warranty/statutory-rules.ts'
import { warrantySettingsOf } from '../../shared/domain/warranty/warranty-settings.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import * as routes from '../../shared/http/routes/warranty.ts'
import { contextOf, vehicleOfVin, type Context, type WarrantyDependencies } from './context.ts'
import { usageFee } from './usage-fee.ts'

/** Answers what a car is covered for, what stands in its certificate, and what its use costs who gives it back. */
export function coverageRoutes(dependencies: WarrantyDependencies): Implementation[] {
  return [
    implement(routes.readCoverage, async ({ caller, params: { vin }, query: { on, odometer } }) => {
      const context = await contextOf(dependencies, caller)
      const vehicle = await vehicleOfVin(context, vin)
      return { body: coverageView(vehicle, context, on ?? context.today, odometer) }
    }),
    implement(routes.readCertificate, async ({ caller, params: { vin } }) => {
      const context = await contextOf(dependencies, caller)
      const vehicle = await vehicleOfVin(context, vin)
      const { plate, brand, model, soldOn, invoicedOn, household } = vehicle
      const manufacturer = manufacturerOf(brand, context.dealer.settings.manufacturers)
      const coverage = coverageView(vehicle, context, context.today)
      return { body: { ...coverage, plate, brand, model, manufacturer, soldOn, invoicedOn, household } }
    }),
    implement(routes.computeUsageFee, async ({ caller, params: { vin }, query }) => {
      const context = await contextOf(dependencies, caller)
      const vehicle = await vehicleOfVin(context, vin)
      const facts = coverageFactsOf(vehicle)
      const { soldOn, start, law } = statutoryPeriods(facts, rulesOf(context))
      const driven = kmDriven(vehicle, facts, context, { told: query.odometer, start: start?.on })
      const not = (reason: FeeRefused) => ({ body: { computed: false, reason, steps: [] } })
      if (soldOn === undefined) return not('sale-date-unknown')
      if (facts.household === false) return not('not-household')
      if (law === undefined) return not('no-law-at-sale')
      if ('missing' in driven) return not(driven.missing)
      const { km } = driven
      const fee = usageFee({ priceFen: Fen.parse(query.priceFen), km, n: query.n }, law)
      return fee.computed ? { body: { ...fee, km, steps: [...fee.steps] } } : not(fee.reason)
    }),
  ]
}

type FeeRefused = NonNullable<z.output<typeof routes.computeUsageFee.response>['reason']>

/** How far the car has gone today: the customer pays for each kilometre, so nothing is taken that may be wrong. */
function kmDriven(
  vehicle: Vehicle,
  { readings }: CoverageFacts,
  { today, dealer: { settings } }: Context,
  { told, start }: { readonly told: number | undefined; readonly start: CalendarDate | undefined },
): { readonly km: number } | { readonly missing: FeeRefused } {
  const { odometerFreshDays: freshDays } = warrantySettingsOf(settings)
  const { atLeast, reading, fault } = kmOn(readings, today, told, { freshDays, start })
  switch (fault) {
    case undefined:
      // The last that was read may be what the others contradict: then a person has to look.
      return reading === undefined || (told === undefined && isDoubted(vehicle, reading.on))
        ? { missing: 'odometer-implausible' }
        : { km: reading.km }
    case 'odometer-replaced':
      // Whoever tells a distance has added up what both odometers showed.
      if (told === undefined) return { missing: 'odometer-unknown' }
      return told < atLeast ? { missing: 'odometer-implausible' } : { km: told }
    case 'odometer':
      return { missing: 'odometer-unknown' }
    case 'odometer-old':
    case 'odometer-implausible':
      return { missing: fault }
  }
}

/** Whether something that no other reading fits was read on the day of the last plausible one, or since. */
function isDoubted(vehicle: Vehicle, lastOn: CalendarDate): boolean {
  return odometerReadings(vehicle).setAside.some(({ on }) => on >= lastOn)
}

function rulesOf({ dealer: { settings } }: Context) {
  const { terms, odometerFreshDays } = warrantySettingsOf(settings)
  return { law: statutoryRules, terms, odometerFreshDays }
}

function coverageView(
  vehicle: Vehicle,
  context: Context,
  on: CalendarDate,
  odometer?: number,
): routes.CoverageView {
  const { missing, lines, ...coverage } = coverageOf(coverageFactsOf(vehicle), rulesOf(context), on, odometer)
  return {
    vehicleId: vehicle.vehicleId,
    vin: vehicle.vin,
    ...coverage,
    missing: [...missing],
    lines: lines.map((line) => ({ ...line, missing: [...line.missing], by: [...line.by] })),
  }
}
