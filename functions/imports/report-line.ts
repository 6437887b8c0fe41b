import * as z from 'zod'
import type { Refusal, Warning } from './refusals.ts'

/** A line of an import's report, as its pages keep it. */
export const ReportLine = z.object({
  line: z.int().positive(),
  field: z.string().optional(),
  value: z.string().optional(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  /** A refused row was not taken; a warning is of a row that was. */
  kind: z.enum(['refused', 'warning']),
  /** A refused row as it stands in the file, to be corrected and sent again. */
  cells: z.array(z.string()).optional(),
})
export type ReportLine = z.infer<typeof ReportLine>

export const ReportHeader = z.array(z.string())

export function refusedLine(refusal: Refusal, cells: readonly string[]): ReportLine {
  return { ...refusal, kind: 'refused', cells: [...cells] }
}

export function warningLine(warning: Warning): ReportLine {
  return { ...warning, kind: 'warning' }
}
