import { defineMachine } from './machine.ts'

/** The way of a parts order (配件订单) from the supplier into the store. */
export const partsOrderMachine = defineMachine({
  name: { zh: '配件订单', en: 'Parts order' },
  states: {
    placed: { zh: '已订货', en: 'Placed: everything is on its way' },
    partly_received: { zh: '部分到货', en: 'Partly received: some is still on its way' },
    received: { zh: '已到货', en: 'Received: each ordered piece is here, or known not to come' },
    closed: { zh: '已关闭', en: 'Closed: entered into stock, nothing waits' },
    cancelled: { zh: '已取消', en: 'Cancelled before anything came' },
  },
  starts: ['placed'],
  transitions: {
    change: {
      from: ['placed', 'partly_received', 'received'],
      zh: '修改',
      en: 'the supplier, the class or the waiting repair order is corrected',
    },
    // Receipts count the lines: from the first one on they stay.
    'change-lines': { from: ['placed'], zh: '修改明细', en: 'other parts or quantities are ordered' },
    expect: {
      from: ['placed', 'partly_received'],
      zh: '变更预计到货',
      en: 'the expected day changes, for a reason',
    },
    receive: {
      from: ['placed', 'partly_received'],
      to: ['partly_received', 'received'],
      zh: '到货登记',
      en: 'a delivery is counted; the last piece accounted for makes it received',
    },
    reorder: {
      from: ['partly_received', 'received'],
      zh: '缺件再订',
      en: 'missing pieces are ordered again, in an order of their own',
    },
    close: { from: ['received'], to: 'closed', zh: '关闭', en: 'nothing more is expected of it' },
    // What has come cannot be cancelled; what will not come is counted as short.
    cancel: { from: ['placed'], to: 'cancelled', zh: '取消', en: 'it is not wanted any more' },
  },
})
