import type { ExportSaid } from '../../shared/domain/export-said.ts'
import { saysTheSame, type Stored } from '../../shared/store/record-kind.ts'

type Imported = Stored & { readonly exportSaid?: ExportSaid | undefined }

/**
 * What came of a row: nothing to write; nothing but that the export says it, which is written and counts as unchanged;
 * another record, or a new one. Pure.
 */
export function rowOutcome(
  before: Imported | undefined,
  after: Imported,
): 'same' | 'heard' | 'changed' | 'created' {
  if (before === undefined) return 'created'
  if (saysTheSame(before, after)) return 'same'
  return saysTheSame(withoutExport(before), withoutExport(after)) ? 'heard' : 'changed'
}

function withoutExport({ exportSaid, ...record }: Imported): Stored {
  return record
}
