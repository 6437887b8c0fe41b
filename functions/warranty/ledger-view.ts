import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { LedgerCount } from '../../shared/domain/warranty/ledger-counts.ts'
import type { VehicleLedger } from '../../shared/due/ledger-of-vehicle.ts'
import { ledgerWarningView } from '../../shared/http/ledger-warning.ts'
import type { LedgerView } from '../../shared/http/routes/warranty.ts'

function countView({ orderIds, ...count }: LedgerCount) {
  return { ...count, orderIds: [...orderIds] }
}

/** A car's ledger as the API shows it. */
export function ledgerView({ vehicleId, vin }: Vehicle, { verdict, warnings }: VehicleLedger): LedgerView {
  const car = { vehicleId, vin }
  if (!verdict.kept) return { ...car, kept: false, reason: verdict.reason, warnings: [] }
  const { ledger } = verdict
  return {
    ...car,
    kept: true,
    ledger: {
      ...ledger,
      law: { code: ledger.law.code, zh: ledger.law.zh, en: ledger.law.en },
      repairDaysLimit: ledger.law.repairDays.moreThan,
      repairs: [...ledger.repairs],
      problems: ledger.problems.map(countView),
      assemblies: ledger.assemblies.map(countView),
      mainParts: ledger.mainParts.map(countView),
      seriousFaults: [...ledger.seriousFaults],
      loanCars: [...ledger.givenLoanCar],
    },
    warnings: warnings.map(ledgerWarningView),
  }
}
