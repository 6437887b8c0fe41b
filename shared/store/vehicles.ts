import * as z from 'zod'
import { VehicleId } from '../domain/ids.ts'
import type { Stamp } from '../domain/record.ts'
import { Vehicle } from '../domain/vehicle.ts'
import { readFound, readMany, readOne, readPage, readPart, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { Item, TableClient, Write } from './table-client.ts'

const key = (dealerId: string) => (vehicleId: string) => ({
  pk: `${dealerId}#vehicle#${vehicleId}`,
  sk: 'vehicle',
})

const ofCustomer = 'vehicle#'
const underPlate = (plate: string) => `plate#${plate}`
const formerPartition = (dealerId: string, plate: string) => `${dealerId}#former-plate#${plate}`
const formerOwner = (customerId: string) => `former-owner#${customerId}`

export const vehicleRecord = recordKind({
  entity: 'Vehicle',
  schema: Vehicle,
  key: ({ dealerId, vehicleId }) => key(dealerId)(vehicleId),
  attributes: (vehicle) =>
    vehicle.status === 'merged' ? {} : { ...ownerKeys(vehicle), ...plateKeys(vehicle) },
})

function ownerKeys({ dealerId, customerId, vehicleId }: Vehicle) {
  return { relatedPk: `${dealerId}#customer#${customerId}`, relatedSk: `${ofCustomer}${vehicleId}` }
}

function plateKeys({ dealerId, plate, vehicleId }: Vehicle) {
  return plate === undefined ? {} : { lookupPk: `${dealerId}#${underPlate(plate)}`, lookupSk: vehicleId }
}

/**
 * A plate that was a vehicle's goes on finding it: an item beside the record, written when the plate changes, since an
 * index knows an item by one word only.
 */
const FormerItem = z.object({ vehicleId: VehicleId })
const former = { parse: (item: Item) => FormerItem.parse(item).vehicleId }

/** For the transaction that changes a plate: at most one write. */
export function formerPlateWrites(before: Vehicle | undefined, after: Vehicle, stamp: Stamp): Write[] {
  if (before?.plate === undefined || before.plate === after.plate) return []
  return [rememberPlate(after.dealerId, before.plate, after.vehicleId, stamp)]
}

export function rememberPlate(dealerId: string, plate: string, vehicleId: string, stamp: Stamp): Write {
  return {
    kind: 'put',
    key: { pk: formerPartition(dealerId, plate), sk: vehicleId },
    item: { entity: 'FormerPlate', dealerId, vehicleId, createdAt: stamp.at, createdBy: stamp.by },
    // The same vehicle may have had it twice.
    condition: { clause: 'none' },
  }
}

/**
 * An owner goes on finding the vehicle that went to somebody else: whoever asks what is held about a person means that
 * time too. Whoever the record names as a former owner is found so, and nobody else: a vehicle that goes from one record
 * of a person to another has no other owner. For the transaction that changes the owner: one write for each newly named.
 */
export function formerOwnerWrites(before: Vehicle | undefined, after: Vehicle, stamp: Stamp): Write[] {
  const known = new Set(before?.formerOwners.map(({ customerId }) => customerId))
  const named = new Set(after.formerOwners.map(({ customerId }) => customerId))
  const { dealerId, vehicleId } = after
  const newlyNamed = [...named].filter((customerId) => !known.has(customerId))
  return newlyNamed.map((customerId) => rememberOwner(dealerId, customerId, vehicleId, stamp))
}

export function rememberOwner(dealerId: string, customerId: string, vehicleId: string, stamp: Stamp): Write {
  return {
    kind: 'put',
    key: { pk: `${dealerId}#${formerOwner(customerId)}`, sk: vehicleId },
    item: { entity: 'FormerOwner', dealerId, vehicleId, createdAt: stamp.at, createdBy: stamp.by },
    condition: { clause: 'none' },
  }
}

export function vehicleStore(client: TableClient) {
  return {
    byId: (dealerId: string, vehicleId: string) => readOne(client, vehicleRecord, key(dealerId)(vehicleId)),
    byIds: (dealerId: string, vehicleIds: Iterable<string>) =>
      readMany(client, vehicleRecord, vehicleIds, key(dealerId)),
    /** A page of a customer's vehicles, as the index shows them: it may be a little late. */
    ofCustomer: (dealerId: string, customerId: string, paging: Paging) =>
      readPage(client, vehicleRecord, 'related', {
        dealerId,
        of: `customer#${customerId}`,
        prefix: ofCustomer,
        ...paging,
      }),
    /** A page of the vehicles that were a customer's once, as they are now. */
    async onceOwned(dealerId: string, customerId: string, paging: Paging): Promise<Listed<Vehicle>> {
      const { items, next } = await readPart(client, former, {
        dealerId,
        of: formerOwner(customerId),
        ...paging,
      })
      const found = await readMany(client, vehicleRecord, items, key(dealerId))
      return { items: [...found.values()], next }
    },
    /** A page of the vehicles that have this plate now; but for a moment or a mistake it is one. */
    byPlate: (dealerId: string, plate: string, paging: Paging) =>
      readFound(client, vehicleRecord, { dealerId, of: underPlate(plate), ...paging }),
    /** The vehicles that had this plate once, at most so many. */
    async oncePlated(dealerId: string, plate: string, limit: number): Promise<Vehicle[]> {
      const { items } = await client.query({ pk: formerPartition(dealerId, plate), limit })
      const found = await readMany(client, vehicleRecord, items.map(former.parse), key(dealerId))
      return [...found.values()]
    },
  }
}
