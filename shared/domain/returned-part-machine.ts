import { defineMachine, type StateOf } from './machine.ts'

/** The way of a replaced part (旧件) back to the manufacturer. */
export const returnedPartMachine = defineMachine({
  name: { zh: '旧件', en: 'Returned part' },
  states: {
    kept: { zh: '在库待返', en: 'Kept here under its tag' },
    packed: { zh: '已装箱', en: 'Packed for a shipment' },
    shipped: { zh: '已发运', en: 'On its way to the manufacturer' },
    received: { zh: '厂家已收', en: 'Received by the manufacturer' },
    accepted: { zh: '审核合格', en: 'Audited, and in order' },
    deducted: { zh: '已抵扣', en: 'Not accepted: its money is deducted' },
    sent_back: { zh: '已退回本店', en: 'Sent back here by the manufacturer' },
    scrapped: { zh: '已报废', en: 'Scrapped' },
  },
  starts: ['kept'],
  transitions: {
    // A deducted one may be anywhere: it is moved and scrapped as long as it lies here.
    move: { from: ['kept', 'sent_back', 'deducted'], zh: '移库', en: 'it lies somewhere else' },
    change: {
      from: ['kept'],
      zh: '修改',
      en: 'tag, part, manufacturer or the day until which it is kept are put right (PATCH)',
    },
    pack: { from: ['kept'], to: 'packed', zh: '装箱', en: 'it goes into a shipment' },
    unpack: { from: ['packed'], to: 'kept', zh: '拆箱', en: 'it stays here after all' },
    ship: { from: ['packed'], to: 'shipped', zh: '发运', en: 'the shipment leaves' },
    receive: { from: ['shipped'], to: 'received', zh: '签收', en: 'the manufacturer has it' },
    accept: { from: ['received'], to: 'accepted', zh: '审核合格', en: 'it is as the claim says' },
    // Sent too late, lost on the way, not the part: the manufacturer deducts wherever it is.
    deduct: {
      from: ['kept', 'packed', 'shipped', 'received', 'sent_back'],
      to: 'deducted',
      zh: '抵扣',
      en: 'the manufacturer takes its money back, with the reason',
    },
    'send-back': {
      from: ['received', 'accepted'],
      to: 'sent_back',
      zh: '退回本店',
      en: 'the manufacturer does not keep it',
    },
    // What a manufacturer does not want back is scrapped when its time is over.
    scrap: {
      from: ['kept', 'sent_back', 'deducted'],
      to: 'scrapped',
      zh: '报废',
      en: 'it is scrapped, and recorded',
    },
  },
})

export type ReturnedPartState = StateOf<typeof returnedPartMachine>
