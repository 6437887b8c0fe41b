import { defineMachine } from './machine.ts'

/** The way of what a manufacturer's notice brings: dates, prices, settlements, recalled cars. */
export const noticeEffectMachine = defineMachine({
  name: { zh: '厂家通知的落实', en: 'Effect of a notice' },
  states: {
    owed: { zh: '待落实', en: 'Owed: nothing of what the notice brings is done yet' },
    working: { zh: '落实中', en: 'What it lists is being gone through' },
    proposed: { zh: '待确认', en: 'Gone through, and nothing counts before a person says yes' },
    applying: { zh: '生效中', en: 'A person has said yes, and it is being put down' },
    applied: { zh: '已落实', en: 'Done' },
    nothing_found: { zh: '未找到内容', en: 'The notice lists nothing that could be done' },
    failed: { zh: '落实失败', en: 'Could not be done: a person has to look' },
    declined: { zh: '已拒绝', en: 'A person has said no' },
    withdrawing: { zh: '撤回中', en: 'What it has done is being taken back' },
    withdrawn: { zh: '已撤回', en: 'Taken back' },
  },
  starts: ['owed'],
  transitions: {
    begin: { from: ['owed'], to: 'working', zh: '开始', en: 'the job has begun to go through it' },
    propose: { from: ['working'], to: 'proposed', zh: '提出', en: 'all is gone through and waits for a yes' },
    finish: {
      from: ['working', 'applying'],
      to: ['applied', 'nothing_found'],
      zh: '完成',
      en: 'the job has done all of it, or has found nothing to do',
    },
    accept: { from: ['proposed'], to: 'applying', zh: '确认', en: 'a person says yes' },
    decline: { from: ['proposed'], to: 'declined', zh: '拒绝', en: 'a person says no, with the reason' },
    fail: {
      from: ['owed', 'working', 'applying', 'withdrawing'],
      to: 'failed',
      zh: '失败',
      en: 'it cannot be done as things are: the reason is told',
    },
    retry: {
      from: ['failed'],
      to: ['owed', 'applying', 'withdrawing'],
      zh: '重试',
      en: 'a person has it tried again: from its beginning, or from where it had come to after a yes',
    },
    withdraw: {
      from: ['owed', 'working', 'proposed', 'applying', 'applied', 'nothing_found', 'failed', 'declined'],
      to: 'withdrawing',
      zh: '撤回',
      en: 'a person takes it back, or says that the notice is of another kind',
    },
    undo: {
      from: ['withdrawing'],
      to: ['withdrawn', 'owed'],
      zh: '撤回完成',
      en: 'all that can be undone is; what the notice is instead is owed next',
    },
    owe: {
      from: ['owed', 'withdrawn'],
      to: 'owed',
      zh: '改为',
      en: 'a person says that the notice is of a kind that brings something',
    },
  },
})
