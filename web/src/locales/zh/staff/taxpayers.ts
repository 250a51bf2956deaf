/** Words of the taxpayers page. */
export const taxpayers = {
  title: '纳税人', lead: '名称、信用代码或电话查找。个人信息脱敏显示。', search: '查找纳税人', searchHint: '名称、统一社会信用代码或电话', find: '查找', total: (n: number) => `共 ${n} 户`,
  columns: { name: '名称', credit_code: '统一社会信用代码', district: '征管局', contact: '联系人', phone: '电话', added_on: '新增日期' },
  legacy: '旧号', legacyMeans: '15 位旧税号，尚未换发统一社会信用代码',
  none: '没有找到', noneNext: '核对代码或换个名称', nothing: '名册还是空的', nothingNext: '请征管局人员导入名册',
  import: '导入名册', importTitle: '导入名册（CSV）', importLead: '第一行是列名：名称、统一社会信用代码、征管局、联系人、电话、新增日期。有问题的行会逐行列出，其余照常导入。', file: '选 CSV 文件', drop: '把 CSV 文件拖到这里', chosen: (name: string, size: string) => `${name}，${size}`, start: '开始导入', busy: '正在导入',
  accepted: '新增', updated: '更新', refused: '未采用', rows: (n: number) => `${n} 行`, reportTitle: '导入结果', allGood: '全部采用，没有问题行', row: '行', field: '列', value: '内容', why: '原因', download: '下载问题行', again: '再导入一份',
  needFile: '请先选文件', notCsv: '请选 CSV 文件', noImport: '您的岗位不能导入名册',
} as const
