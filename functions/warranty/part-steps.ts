import type * as z from 'zod'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { isHere, MOST_MOVES, type ReturnedPart } from '../../shared/domain/returned-part.ts'
import { returnedPartMachine } from '../../shared/domain/returned-part-machine.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type * as routes from '../../shared/http/routes/returned-parts.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'

type Verb = keyof typeof returnedPartMachine.transitions

const withState = (part: ReturnedPart, verb: Verb): ReturnedPart => ({
  ...part,
  status: stateAfter(returnedPartMachine, part.status, verb),
})

/** What may be done with a part: nothing that takes hands, where a deducted one is with the carrier or the manufacturer. */
export function allowedOf(part: ReturnedPart): Verb[] {
  const verbs = verbsFrom(returnedPartMachine, part.status)
  return isHere(part) ? verbs : verbs.filter((verb) => verb !== 'move' && verb !== 'scrap')
}

/** @throws Refused where it does not lie here */
function withHands(part: ReturnedPart, verb: 'move' | 'scrap'): ReturnedPart {
  const after = withState(part, verb)
  if (!isHere(part)) throw new Refused('transition-refused', { allowed: allowedOf(part) })
  return after
}

/** On a shelf from then on. */
function onShelf(part: ReturnedPart, place: string, stamp: Stamp): ReturnedPart {
  return { ...part, place, moves: [...part.moves, { place, ...stamp }].slice(-MOST_MOVES) }
}

export function changed(part: ReturnedPart, change: z.output<typeof routes.changePart.body>): ReturnedPart {
  const {
    tag = part.tag,
    partNumber = part.partNumber,
    name = part.name,
    manufacturer = part.manufacturer,
    keptUntil = part.keptUntil,
  } = change
  return { ...withState(part, 'change'), tag, partNumber, name, manufacturer, keptUntil }
}

export function moved(part: ReturnedPart, place: string, stamp: Stamp): ReturnedPart {
  const after = onShelf(withHands(part, 'move'), place, stamp)
  // One that was deducted in its box is in none any more.
  return part.shipment?.shippedAt === undefined ? { ...after, shipment: undefined } : after
}

export function packed(part: ReturnedPart, shipment: z.output<typeof routes.packPart.body>): ReturnedPart {
  return { ...withState(part, 'pack'), place: undefined, shipment }
}

export function unpacked(part: ReturnedPart, place: string, stamp: Stamp): ReturnedPart {
  return { ...onShelf(withState(part, 'unpack'), place, stamp), shipment: undefined }
}

/** Packed, so it has the manifest that it is packed for. */
export function shipped(
  part: ReturnedPart,
  by: z.output<typeof routes.shipPart.body>,
  { at }: Stamp,
): ReturnedPart {
  const after = withState(part, 'ship')
  return part.shipment === undefined
    ? after
    : { ...after, shipment: { ...part.shipment, ...by, shippedAt: at } }
}

export function received(part: ReturnedPart, { at }: Stamp): ReturnedPart {
  return { ...withState(part, 'receive'), receivedAt: at }
}

export function accepted(part: ReturnedPart, remark: string | undefined, stamp: Stamp): ReturnedPart {
  return { ...withState(part, 'accept'), audit: { accepted: true, remark, ...stamp } }
}

export function deducted(
  part: ReturnedPart,
  deduction: z.output<typeof routes.deductPart.body>,
  stamp: Stamp,
): ReturnedPart {
  return { ...withState(part, 'deduct'), deduction: { ...deduction, ...stamp } }
}

export function sentBack(part: ReturnedPart, place: string, stamp: Stamp): ReturnedPart {
  return { ...onShelf(withState(part, 'send-back'), place, stamp), sentBackAt: stamp.at }
}

/** @throws Refused while it is to be kept, or where it does not lie here */
export function scrapped(
  part: ReturnedPart,
  reason: string,
  { stamp, today }: { readonly stamp: Stamp; readonly today: CalendarDate },
): ReturnedPart {
  const after = withHands(part, 'scrap')
  if (today <= part.keptUntil) throw new Refused('part-kept-longer')
  return { ...after, place: undefined, scrapped: { reason, ...stamp } }
}
