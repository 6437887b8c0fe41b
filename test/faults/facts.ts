/*
 * What the harness knows of the world because it has made it: kept in its own memory, never read back from the table.
 */

export type Change = 'came-in' | 'serviced' | 'refused' | 'sold' | 'new-number'

export interface Car {
  readonly name: string
  readonly vehicleId: string
  readonly customerId: string
  /** Of this car alone: an SMS is recognized by it. */
  readonly plate: string
  readonly mobile: string
  readonly soldOn: string
  readonly consent: 'given' | 'refused' | 'none'
  readonly status: 'active' | 'sold'
  readonly inWorkshop: boolean
  /** A policy whose first contact is listed on the first working day from `listedFrom` on. */
  readonly policy:
    { readonly specialistId: string; readonly endsOn: string; readonly listedFrom: string } | undefined
  /** What happens to it while the days go on. */
  readonly changes: ChangedFact[]
  /** Which of its records somebody has damaged: what becomes of it is open, and must be nobody else's trouble. */
  damaged?: 'message' | 'customer'
}

export interface ChangedFact {
  readonly kind: Change
  /** Milliseconds of the runner's clock, when it was told. */
  readonly at: number
  /** The new number. */
  readonly mobile?: string
  /** True when it was told while the message may have been on its way: either order is right. */
  readonly inFlight: boolean
}

export interface Colleague {
  readonly staffId: string
  readonly email: string
  readonly role: 'renewal_specialist' | 'insurance_manager'
}

export interface House {
  readonly dealerId: string
  readonly zone: string
  /** Local times. */
  readonly reminderSweepAt: string
  readonly smsFrom: string
  readonly smsTo: string
  readonly listSweepAt: string
  readonly mailAt: string
  readonly staff: readonly Colleague[]
  readonly cars: readonly Car[]
}

/** A schedule that came round, and whether the function did its work in the end. */
export interface Fired {
  readonly job: string
  readonly at: number
  readonly succeeded: boolean
}
