import * as z from 'zod'
import { DealerId, ImportId } from './ids.ts'
import { importMachine } from './import-machine.ts'
import { statesOf, verdictOn } from './machine.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/** The files of a dealer's export, in the order in which they are read: each refers to earlier ones only. */
export const importFiles = ['staff', 'customers', 'vehicles', 'orders', 'policies', 'parts_orders'] as const
export const ImportFile = z.enum(importFiles)
export type ImportFile = z.infer<typeof ImportFile>

export const FileResult = z.object({
  /** False: no such file was given. */
  present: z.boolean(),
  encoding: z.string().optional(),
  accepted: z.int().nonnegative(),
  /** Refused rows by code. */
  rejected: z.record(z.string(), z.int().positive()),
  /** Of the accepted rows, those that were new or brought something new. */
  changed: z.int().nonnegative(),
  /** Of the changed rows, those that no record was there for. */
  created: z.int().nonnegative().default(0),
  /** Rows taken with a doubt, or without a cell. */
  warned: z.int().nonnegative().default(0),
  /** Pages of the files bucket that hold the refused rows, one JSON object a line. */
  refusedPages: z.int().nonnegative(),
  /** Set when the file as a whole could not be read. */
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).optional(),
})
export type FileResult = z.infer<typeof FileResult>

export const ImportStatus = z.enum(statesOf(importMachine))
export type ImportStatus = z.infer<typeof ImportStatus>

/** What a person may do with an import; everything else the importer does. */
export const ImportMove = z.enum(['start', 'cancel', 'undo'])
export type ImportMove = z.infer<typeof ImportMove>

export function movesFrom(status: ImportStatus): ImportMove[] {
  return ImportMove.options.filter((move) => verdictOn(importMachine, status, move).taken)
}

/** Records that stand in the way of an undo. */
export const ChangedSince = z.object({
  count: z.int().nonnegative(),
  /** By the kind of the record, as its key names it. */
  kinds: z.record(z.string(), z.int().positive()),
  /** The first of them; a contact point is told without its number. */
  first: z.array(z.object({ kind: z.string(), id: z.string().optional() })),
})
export type ChangedSince = z.infer<typeof ChangedSince>

export const ImportUndo = z.object({
  askedAt: Instant,
  askedBy: z.string(),
  /** The state to go back to when it is refused. */
  from: z.enum(['done', 'failed']),
  /** `checking` changes nothing yet. */
  phase: z.enum(['checking', 'restoring', 'refused', 'done']),
  /** Why it was refused: records that were changed since, or more than can be weighed. */
  reason: z.enum(['changed-since', 'too-large']).optional(),
  changed: ChangedSince.optional(),
  /** Items to be put back, and how many have been. */
  total: z.int().nonnegative().default(0),
  restored: z.int().nonnegative().default(0),
})
export type ImportUndo = z.infer<typeof ImportUndo>

export const ImportRun = z.object({
  dealerId: DealerId,
  importId: ImportId,
  status: ImportStatus,
  /** Everything is read and judged, nothing is written. */
  dryRun: z.boolean().default(false),
  /** What the clerk wants to remember of it. */
  note: z.string().optional(),
  /** The files that were announced; absent where they came straight into the bucket. */
  announced: z.array(ImportFile).optional(),
  /** As they were when the import was started: a file that is replaced later is not read. */
  arrived: z.partialRecord(ImportFile, z.object({ bytes: z.int(), etag: z.string() })).optional(),
  results: z.partialRecord(ImportFile, FileResult),
  /** How far it is: the file being read, and bytes of all files. */
  progress: z.object({ file: ImportFile, bytesRead: z.number(), bytesTotal: z.number() }).optional(),
  /** Everything up to here is in the records and in `results`: where a run that was cut off goes on. */
  checkpoint: z.object({ file: ImportFile, line: z.int().nonnegative() }).optional(),
  /** The queue message whose function works on it, until that function must be over. */
  claim: z.object({ by: z.string(), until: Instant }).optional(),
  startedAt: Instant.optional(),
  startedBy: z.string().optional(),
  endedAt: Instant.optional(),
  /** The versions under which functions have claimed it: each has pages of its own in the undo log. */
  undoRuns: z.array(z.int().positive()).optional(),
  /** So long the undo log is kept; absent where nothing was written, or nothing logged. */
  undoUntil: Instant.optional(),
  undo: ImportUndo.optional(),
  ...recordFields,
})
export type ImportRun = z.infer<typeof ImportRun>
