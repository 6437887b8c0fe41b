import * as z from 'zod'
import { DealerId } from './ids.ts'
import { recordFields } from './record.ts'

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
  /** Pages of the files bucket that hold the refused rows, one JSON object a line. */
  refusedPages: z.int().nonnegative(),
  /** Set when the file as a whole could not be read. */
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).optional(),
})
export type FileResult = z.infer<typeof FileResult>

export const ImportRun = z.object({
  dealerId: DealerId,
  importId: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  results: z.partialRecord(ImportFile, FileResult),
  /** How far it is: the file being read, and bytes of all files. */
  progress: z.object({ file: ImportFile, bytesRead: z.number(), bytesTotal: z.number() }).optional(),
  /** Everything up to here is in the records and in `results`: where a run that was cut off goes on. */
  checkpoint: z.object({ file: ImportFile, line: z.int().nonnegative() }).optional(),
  ...recordFields,
})
export type ImportRun = z.infer<typeof ImportRun>
