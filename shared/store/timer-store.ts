import { deadlineStore } from './deadlines.ts'
import { dueItemStore } from './due-items.ts'
import type { TableClient } from './table-client.ts'

/** What is asked of the table where a fact starts, moves or ends a timer: beside the records of the fact. */
export function openTimerStore(client: TableClient) {
  return { deadlines: deadlineStore(client), dueItems: dueItemStore(client) }
}

export type TimerStore = ReturnType<typeof openTimerStore>
