import { odometerReadings } from '../../shared/domain/odometer.ts'
import { instantAt, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { TimelineEntryView } from '../../shared/http/routes/vehicle-timeline.ts'
import { ownerWords, plateWords, readingWords, statusWords, vinWords } from './timeline-words.ts'

/** An entry of the timeline, and what tells it from the others of its moment. */
export interface KnownEntry {
  readonly at: Instant
  readonly id: string
  readonly entry: TimelineEntryView
}

/** An entry with its day as the rules have it. */
type Dated = TimelineEntryView & { readonly on: CalendarDate }

/** A day in the books counts as its beginning in the dealer's zone. */
export function onDay(on: CalendarDate, zone: Zone, id: string, entry: TimelineEntryView): KnownEntry {
  return { at: instantAt(on, '00:00', zone), id, entry }
}

/** What the vehicle's record itself remembers. Pure. */
export function ownPast(vehicle: Vehicle, zone: Zone): KnownEntry[] {
  return [owners, plates, vins, statuses, readings].flatMap((remembered) =>
    remembered(vehicle).map((entry, index) => onDay(entry.on, zone, nameOf(entry.kind, index), entry)),
  )
}

/** Later ones of a kind sort behind earlier ones, up to a hundred. */
function nameOf(kind: string, index: number): string {
  return `${kind}#${String(index).padStart(2, '0')}`
}

function owners({ formerOwners, customerId }: Vehicle): Dated[] {
  return formerOwners.map(({ customerId: from, until: on, by, underRecord }, index) => {
    const next = formerOwners.slice(index + 1).find((each) => each.underRecord === underRecord)
    const to = next?.customerId ?? customerId
    return { kind: 'owner', on, by, from, to, ...ownerWords }
  })
}

/** One plate that follows on another is one change; a car may be without for a while. */
function plates({ formerPlates, plate, platedSince }: Vehicle): Dated[] {
  const had = [
    ...formerPlates,
    ...(plate === undefined ? [] : [{ plate, from: platedSince, until: undefined }]),
  ]
  return had.flatMap((each, index): Dated[] => {
    const { plate: own, from, until } = each
    const previous = had[index - 1]
    const next = had[index + 1]
    const got: Dated[] =
      from === undefined || previous?.until === from
        ? []
        : [{ kind: 'plate', on: from, to: own, ...plateWords(undefined, own) }]
    if (until === undefined) return got
    const to = next?.from === until ? next.plate : undefined
    const by = 'by' in each ? each.by : undefined
    return [...got, { kind: 'plate', on: until, by, from: own, to, ...plateWords(own, to) }]
  })
}

function vins({ formerVins }: Vehicle): Dated[] {
  return formerVins.map(({ vin: from, until: on, by, because }) => ({
    kind: 'vin',
    on,
    by,
    from,
    ...vinWords[because],
  }))
}

function statuses({ statusChanges }: Vehicle): Dated[] {
  return statusChanges.map(({ status, on, by, reason }) => ({
    kind: 'status',
    on,
    by,
    status,
    reason,
    ...statusWords[status],
  }))
}

function readings(vehicle: Vehicle): Dated[] {
  const { setAside } = odometerReadings(vehicle)
  return vehicle.readings.map(({ on, km, source, by, confirmed }) => {
    const isAside = setAside.some((each) => each.on === on && each.km === km)
    return {
      kind: 'odometer',
      on,
      by,
      km,
      source,
      setAside: isAside,
      ...readingWords(km, confirmed?.because, isAside),
    }
  })
}
