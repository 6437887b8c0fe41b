import * as z from 'zod'
import { ImportId } from '../../domain/ids.ts'
import { ImportFile, importFiles, ImportMove, ImportStatus } from '../../domain/import-run.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'imports-api'
/** Whose work the dealer's books are, and who answers for it. */
const roles = ['information_clerk', 'service_manager', 'general_manager'] as const

const Sentence = { zh: z.string(), en: z.string() }

const FileView = z.object({
  file: ImportFile,
  /** Whether it was there when the import was started; before that whether it was announced. */
  state: z.enum(['announced', 'arrived', 'read', 'absent', 'unreadable']),
  bytes: z.int().optional(),
  encoding: z.string().optional(),
  /** Rows: taken, of these new ones, changed ones and those that said what was known; and refused ones. */
  accepted: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** Rows that were taken with a doubt. */
  warned: z.int(),
  /** Refused rows by reason; each row's own sentence is in the report. */
  reasons: z.array(z.object({ code: z.string(), rows: z.int(), ...Sentence })),
  /** Why the file as a whole cannot be read. */
  problem: z.object({ code: z.string(), ...Sentence }).optional(),
})

const ChangedView = z.object({
  count: z.int(),
  kinds: z.record(z.string(), z.int()),
  /** The first twenty. */
  first: z.array(z.object({ kind: z.string(), id: z.string().optional() })),
})

const UndoView = z.object({
  phase: z.enum(['checking', 'restoring', 'refused', 'done']),
  askedAt: Instant,
  askedBy: z.string(),
  /** Why it was refused, and nothing taken back. */
  reason: z.object({ code: z.enum(['changed-since', 'too-large']), ...Sentence }).optional(),
  /** Records that were changed since; of an undo that is done those that were changed while it went on, and stay so. */
  changed: ChangedView.optional(),
  total: z.int(),
  restored: z.int(),
})

const ImportView = z.object({
  importId: ImportId,
  /** For the `If-Match` of what is done with it. */
  etag: z.string(),
  status: ImportStatus,
  /** Nothing is written: it is only said what would be. */
  dryRun: z.boolean(),
  note: z.string().optional(),
  /** What may be done with it now. */
  allowed: z.array(ImportMove),
  files: z.array(FileView),
  progress: z.object({ file: ImportFile, percent: z.int().min(0).max(100) }).optional(),
  createdAt: Instant,
  createdBy: z.string(),
  startedAt: Instant.optional(),
  startedBy: z.string().optional(),
  endedAt: Instant.optional(),
  /** So long it may be taken back, if nothing of it is changed meanwhile. */
  undoUntil: Instant.optional(),
  undo: UndoView.optional(),
  updatedAt: Instant,
})
export type ImportView = z.input<typeof ImportView>

const Upload = z.object({
  file: ImportFile,
  /** Where it is sent: `POST`, `multipart/form-data`, these fields first and the file as `file`. */
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  mostBytes: z.int(),
  expiresAt: Instant,
})

export const createImport = defineRoute({
  method: 'POST',
  path: '/imports',
  functionName,
  roles,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    files: z
      .array(ImportFile)
      .min(1)
      .max(importFiles.length)
      .refine((files) => new Set(files).size === files.length, { params: { reason: 'invalid' } }),
    dryRun: z.boolean().default(false),
    note: z.string().trim().min(1).max(200).optional(),
  }),
  response: z.object({ import: ImportView, uploads: z.array(Upload) }),
  status: 201,
  refuses: ['not-found'],
  summary: {
    zh: '新建一次导入，取得各文件的上传地址',
    en: 'Opens an import and says where each of its files is uploaded',
  },
})

export const listUploads = defineRoute({
  method: 'GET',
  path: '/imports/{importId}/uploads',
  functionName,
  roles,
  params: { importId: ImportId },
  query: {},
  body: noBody,
  response: z.object({ uploads: z.array(Upload) }),
  refuses: ['transition-refused'],
  summary: {
    zh: '重新取得上传地址（原地址已过期时）',
    en: 'Says anew where the files are uploaded, when the time for it has passed',
  },
})

export const listImports = defineRoute({
  method: 'GET',
  path: '/imports',
  functionName,
  roles,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(ImportView),
  summary: { zh: '全部导入，最近的在前', en: 'All imports, the newest first' },
})

export const readImport = defineRoute({
  method: 'GET',
  path: '/imports/{importId}',
  functionName,
  roles,
  params: { importId: ImportId },
  query: {},
  body: noBody,
  response: ImportView,
  summary: { zh: '一次导入的进度与结果', en: 'How far an import is and what came of it' },
})

export const startImport = defineRoute({
  method: 'POST',
  path: '/imports/{importId}/start',
  functionName,
  roles,
  ifMatch: true,
  idempotent: true,
  params: { importId: ImportId },
  query: {},
  body: noBody,
  response: ImportView,
  status: 202,
  refuses: ['transition-refused', 'files-missing', 'import-under-way'],
  summary: {
    zh: '文件已上传：开始导入；试导入之后再次调用即正式导入',
    en: 'The files are there: reads them; after a dry run, once more and for good',
  },
})

export const cancelImport = defineRoute({
  method: 'POST',
  path: '/imports/{importId}/cancel',
  functionName,
  roles,
  ifMatch: true,
  idempotent: true,
  params: { importId: ImportId },
  query: {},
  body: noBody,
  response: ImportView,
  refuses: ['transition-refused'],
  summary: { zh: '放弃尚未开始的导入', en: 'Gives up an import that was not started' },
})

export const undoImport = defineRoute({
  method: 'POST',
  path: '/imports/{importId}/undo',
  functionName,
  roles,
  ifMatch: true,
  idempotent: true,
  params: { importId: ImportId },
  query: {},
  body: noBody,
  response: ImportView,
  status: 202,
  refuses: ['transition-refused', 'undo-too-late', 'import-under-way'],
  summary: {
    zh: '撤销一次导入：所改的记录恢复原状；若其后已有改动则整体不撤销，并列出改动',
    en: 'Takes an import back, if nothing of it was changed since; else nothing, and it is told what was',
  },
})

const ReportRow = z.object({
  /** A refused row was not taken; a warning is of a row that was. */
  kind: z.enum(['refused', 'warning']),
  /** In the file, from 1. */
  line: z.int().positive(),
  /** The column's header as it stands in the file; absent where the row as a whole is meant. */
  field: z.string().optional(),
  /** The cell as written, shortened. */
  value: z.string().optional(),
  code: z.string(),
  ...Sentence,
})

export const readImportReport = defineRoute({
  method: 'GET',
  path: '/imports/{importId}/report',
  functionName,
  roles,
  params: { importId: ImportId },
  query: { file: ImportFile, ...pageQuery },
  body: noBody,
  response: pageOf(ReportRow),
  summary: {
    zh: '一个文件中被拒收或存疑的行及原因',
    en: 'The rows of a file that were refused or taken with a doubt, and why',
  },
})

export const downloadImportReport = defineRoute({
  method: 'GET',
  path: '/imports/{importId}/report.csv',
  functionName,
  roles,
  params: { importId: ImportId },
  query: { file: ImportFile, cursor: pageQuery.cursor },
  body: noBody,
  response: z.string(),
  contentType: 'text/csv; charset=utf-8',
  summary: {
    zh: '下载被拒收的行：按原列，改正后可直接再次导入',
    en: 'The refused rows in the columns of their file, to be corrected and imported again',
  },
})

export const listImportChanges = defineRoute({
  method: 'GET',
  path: '/imports/{importId}/changes',
  functionName,
  roles,
  params: { importId: ImportId },
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: {
    zh: '一次导入由谁新建、开始、放弃或撤销',
    en: 'Who opened, started, gave up or took back an import, newest first',
  },
})

export const importRoutes = [
  createImport,
  listImports,
  readImport,
  listUploads,
  startImport,
  cancelImport,
  undoImport,
  readImportReport,
  downloadImportReport,
  listImportChanges,
] as const
