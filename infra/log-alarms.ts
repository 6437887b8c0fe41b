import type { LogAlarm } from './function-spec.ts'

/** Lines that several functions log, and that ring wherever they do. */

export const braked = {
  code: 'SWEEP_BRAKED',
  what: 'A sweep stopped and asks: more customer messages were due than the dealer allows at once.',
  runbook: 'sweep-braked',
} as const satisfies LogAlarm
export const undecided = [
  {
    code: 'DECISION_FAILED',
    what: 'A decision could not be made five times over, and its item is given up.',
    runbook: 'failed-decisions',
  },
  {
    code: 'DUE_ITEMS_DAMAGED',
    what: 'Due items cannot be read, so nothing becomes of them.',
    runbook: 'failed-decisions',
  },
] as const satisfies readonly LogAlarm[]

export const held = {
  code: 'MESSAGES_HELD',
  what: 'Messages are in doubt: the provider may have them or not, so they are held and not sent again.',
  runbook: 'messages-held',
} as const satisfies LogAlarm

export const damaged = {
  code: 'MESSAGES_DAMAGED',
  what: 'Messages, or the records that they need, cannot be read: they wait, and nobody is told.',
  runbook: 'damaged-messages',
} as const satisfies LogAlarm

export const late = {
  code: 'DELIVERIES_LATE',
  what: 'Deliveries that might have gone hours ago still wait: nobody takes them, or they are put off each time.',
  runbook: 'deliveries-late',
} as const satisfies LogAlarm
