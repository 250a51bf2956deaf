/** Words of the taxpayers page. */
export const taxpayers = {
  title: '纳税人', lead: '个人信息按规定脱敏显示，只列出您服务范围内的纳税人。', search: '查找纳税人', searchHint: '名称、统一社会信用代码或电话', find: '查找',
  columns: { name: '名称', tax_number: '识别号', district: '征管局', added_at: '新增日期' },
  legacy: '旧号', legacyMeans: '15 位旧税号，尚未换发统一社会信用代码',
  none: '没有找到', noneNext: '核对代码，或换名称里的几个字', nothing: '您的范围内还没有纳税人', nothingNext: '请征管局人员导入名册',
  card: { title: '纳税人资料', identity_number: '身份证件', address: '地址', contacts: '联系人', noContacts: '没有登记联系人', phone: '电话', email: '邮箱', close: '收起' },
  import: '导入名册', importTitle: '导入名册', importLead: 'CSV 文件，第一行是列名，须有名称、统一社会信用代码（或身份证号）、征管局；可有新增日期、地址、联系人、电话、邮箱。有问题的行逐行列出，其余照常导入。',
  file: '选 CSV 文件', drop: '也可以把文件拖到这里', chosen: (name: string, size: string) => `${name}，${size}`, start: '开始导入', busy: '正在导入，请勿关闭',
  report: { title: '导入结果', imported: '新增', updated: '更新', unchanged: '原样', refused: '未采用', all: '全部采用，没有问题行', some: (n: number, of: number) => (n < of ? `列出前 ${n} 行，共 ${of} 行有问题` : `${n} 行有问题，其余已导入`), row: '行', column: '列', value: '内容', reason: '原因', ignored: (names: string) => `没有用到的列：${names}`, download: '下载问题行', again: '再导入一份' },
  needFile: '请先选文件', notCsv: '请选 CSV 文件',
} as const
