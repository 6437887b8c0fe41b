import type { IndexName } from '../shared/store/table.ts'
import type { Runbook } from './runbooks.ts'

/** What the bill of materials says of a function. */

type TableAction = 'BatchGetItem' | 'ConditionCheckItem' | 'DeleteItem' | 'PutItem' | 'Query'

export type QueueName = 'deliveries' | 'imports' | 'notices' | 'receipts'

/** Top-level keys of the files bucket. */
export type FilePrefix = 'imports' | 'inbox' | 'mail' | 'manifests' | 'notices' | 'reports' | 'undo'

export interface Access {
  /** Item actions on the table itself; a transaction needs the action of each of its parts. */
  readonly table?: readonly TableAction[]
  /** Indexes it may query. */
  readonly indexes?: readonly IndexName[]
  readonly readsFiles?: readonly FilePrefix[]
  readonly writesFiles?: readonly FilePrefix[]
  readonly sendsTo?: readonly QueueName[]
  /** Told the zones in which jobs run. */
  readonly knowsZones?: true
  /** Told where people reach the API: for addresses in mails. */
  readonly knowsPublicUrl?: true
  /** Told where manufacturers' mail comes in. */
  readonly knowsInboxDomain?: true
  /** What it may put before a person, at a provider. */
  readonly sends?: readonly ('mail' | 'sms')[]
}

export interface FunctionSpec {
  /** Entry file from the project's root. */
  readonly entry: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  readonly purpose: string
  /** Who suffers when it fails, in one sentence: it stands in the alarm. */
  readonly impact: string
  readonly access: Access
  /** Lines of its log that ring an alarm. */
  readonly rings?: readonly LogAlarm[]
}

/** A line of the log, found by its code, that a person must hear of although nothing failed. */
export interface LogAlarm {
  readonly code: string
  /** What it means, as a sentence. */
  readonly what: string
  readonly runbook: Runbook
}
