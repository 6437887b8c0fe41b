import { defineMachine } from './machine.ts'

/** The way of an import (导入). What has no route of its own the importer does. */
export const importMachine = defineMachine({
  name: { zh: '导入', en: 'Import' },
  states: {
    open: { zh: '待上传', en: 'Open: its files are on their way' },
    started: { zh: '排队中', en: 'Started: it waits for a function that reads it' },
    running: { zh: '进行中', en: 'Running' },
    checked: { zh: '试导入完成', en: 'Checked: a dry run is over, nothing was written' },
    done: { zh: '已完成', en: 'Done' },
    failed: { zh: '失败', en: 'Failed: a file could not be read as the table that it should be' },
    undoing: { zh: '撤销中', en: 'Being taken back' },
    undone: { zh: '已撤销', en: 'Taken back: every record is as it was before' },
    cancelled: { zh: '已取消', en: 'Cancelled before anything was written' },
  },
  // Files that come straight into the bucket are read at once.
  starts: ['open', 'started'],
  transitions: {
    start: {
      from: ['open', 'checked'],
      to: 'started',
      zh: '开始导入；试导入之后即正式导入',
      en: 'its files are to be read; after a dry run for good',
    },
    cancel: { from: ['open', 'checked'], to: 'cancelled', zh: '取消', en: 'it is given up' },
    claim: {
      from: ['started', 'running'],
      to: 'running',
      zh: '读取',
      en: 'a function begins to read, or goes on where another was cut off',
    },
    'end-dry-run': { from: ['running'], to: 'checked', zh: '试导入结束', en: 'everything was judged' },
    finish: { from: ['running'], to: 'done', zh: '导入结束', en: 'everything was read' },
    undo: {
      from: ['done', 'failed'],
      to: 'undoing',
      zh: '撤销',
      en: 'everything that it changed is to be as it was before',
    },
    'refuse-undo': {
      from: ['undoing'],
      to: ['done', 'failed'],
      zh: '不能撤销',
      en: 'something was changed since: nothing is taken back',
    },
    'finish-undo': { from: ['undoing'], to: 'undone', zh: '撤销结束', en: 'everything is as it was before' },
    fail: { from: ['running'], to: 'failed', zh: '导入失败', en: 'a file is no such table' },
  },
})
