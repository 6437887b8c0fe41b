/** Digits and letters alone: commas stay as they were typed. */
const fullWidth = /[０-９Ａ-Ｚａ-ｚ＠－]/g
const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** A Chinese character, a letter, five or six more: also where somebody says it with a dot or a blank. */
const plate = /\p{Script=Han}[A-Za-z][\s·•.-]?[A-Za-z0-9]{4,5}[A-Za-z0-9挂学警港澳]/gu
/** Chassis, identity and policy numbers. */
const code = /(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}/g
/** Telephones, however they are broken up: seven digits and more. */
const telephone = /(?<![A-Za-z\d])\+?\d(?:[\s-]?\d){6,}(?![A-Za-z])/g

/** The hundred commonest surnames, six of seven people (Ministry of Public Security, 2020): 前台小姐 is nobody's name. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔' +
  '谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤'
/** What customers are called; the department's own people are 师傅, 经理, 顾问, and praise or blame is theirs to read. */
const somebody = new RegExp(`[${surnames}](?:先生|女士|小姐|太太)`, 'gu')
/** A customer whose name is known may be called more. */
const titles = '先生|女士|小姐|太太|老师|老板|总|哥|姐'

/**
 * A customer's words without who they are: the names that are known, a surname with a title, and whatever looks like a
 * number of somebody or of their car. The full name of a third person cannot be told from a word. Pure.
 * @param names of those who may have spoken
 */
export function withoutNames(words: string, names: readonly string[]): string {
  const plain = words
    .replace(fullWidth, (character) => character.normalize('NFKC'))
    .replace(address, '［号码］')
    .replace(plate, '［车牌］')
    .replace(telephone, '［号码］')
    .replace(code, '［号码］')
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .reduce(withoutName, plain)
    .replace(somebody, '客户')
}

function withoutName(words: string, name: string): string {
  const [surname = ''] = name
  // 欧阳, 司马: with two characters, of a name that has more.
  const theirs = [...(name.length > 2 ? [name.slice(0, 2)] : []), surname].map(literally).join('|')
  return words.replaceAll(name, '客户').replace(new RegExp(`(?:${theirs})(?:${titles})`, 'gu'), '客户')
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
