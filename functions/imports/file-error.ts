/** Why a file as a whole cannot be read. */
export type FileFault =
  | 'empty'
  | 'spreadsheet'
  | 'web-page'
  | 'not-text'
  | 'header-not-found'
  | 'column-missing'
  | 'too-many-rows'
  | 'replaced'
  | 'dry-run-too-large'

const sentences: Record<FileFault, { zh: string; en: string }> = {
  empty: { zh: '文件是空的：请重新导出', en: 'The file is empty: export it again' },
  spreadsheet: {
    zh: '这是 Excel 工作簿，不是 CSV：请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”后再导入',
    en: 'This is an Excel workbook, not CSV: open it in Excel and save it as "CSV UTF-8 (comma delimited)"',
  },
  'web-page': {
    zh: '这是网页格式的表格，不是 CSV：请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”后再导入',
    en: 'This is a table in a web page, not CSV: open it in Excel and save it as "CSV UTF-8 (comma delimited)"',
  },
  'not-text': {
    zh: '这不是文本文件，也不是 CSV：请从原系统导出 CSV 文件',
    en: 'This is not a text file, so no CSV: export a CSV file from the old system',
  },
  'header-not-found': {
    zh: '找不到这张表的表头：请确认文件没有选错，并保留列名一行（应有：{detail}）',
    en: 'No header of this table was found: check that it is the right file and keep its header ({detail})',
  },
  'column-missing': { zh: '缺少必需的列：{detail}', en: 'A required column is missing: {detail}' },
  'too-many-rows': {
    zh: '文件超过 {detail} 行：请拆分后分别导入',
    en: 'The file has more than {detail} rows: split it and import the parts',
  },
  replaced: {
    zh: '文件在导入开始后被替换：请新建一次导入并重新上传',
    en: 'The file was replaced after the import had started: open another import and upload it there',
  },
  'dry-run-too-large': {
    zh: '数据太多，试导入无法完成：请拆分后试导入，或直接导入',
    en: 'There is too much for a dry run: split the files, or import them without one',
  },
}

/**
 * The file cannot be read as this table: it is refused as a whole and nothing of it is to be kept beyond the
 * rows already given out. Trying again without another file is of no use. The message holds no data of the file.
 */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError'
  readonly code: FileFault
  readonly zh: string
  readonly en: string

  /** `detail` completes the sentence: the columns missed, or the limit passed. */
  constructor(code: FileFault, detail = '') {
    const en = sentences[code].en.replace('{detail}', detail)
    super(en)
    this.code = code
    this.en = en
    this.zh = sentences[code].zh.replace('{detail}', detail)
  }
}
