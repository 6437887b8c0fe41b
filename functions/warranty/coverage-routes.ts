import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { manufacturerOf } from '../../shared/domain/manufacturer.ts'
import { Fen } from '../../shared/domain/money.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { coverageOf } from '../../shared/domain/warranty/coverage.ts'
import { coverageFactsOf } from '../../shared/domain/warranty/coverage-facts.ts'
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
      const { soldOn, law } = statutoryPeriods(facts, rulesOf(context))
      const last = facts.readings.at(-1)
      const km = query.odometer ?? (last?.atLeast === true ? undefined : last?.km)
      const not = (
        reason:
          | 'sale-date-unknown'
          | 'no-law-at-sale'
          | 'not-household'
          | 'odometer-unknown'
          | 'coefficient-too-high'
          | 'coefficient-too-low',
      ) => ({ body: { computed: false, reason, steps: [] } })
      if (soldOn === undefined) return not('sale-date-unknown')
      if (facts.household === false) return not('not-household')
      if (law === undefined) return not('no-law-at-sale')
      if (km === undefined) return not('odometer-unknown')
      const fee = usageFee({ priceFen: Fen.parse(query.priceFen), km, n: query.n }, law)
      return fee.computed ? { body: { ...fee, km, steps: [...fee.steps] } } : not(fee.reason)
    }),
  ]
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
