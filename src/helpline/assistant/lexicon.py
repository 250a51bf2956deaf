"""Which words speak for a question about the online tax systems, and how surely."""

import re

from helpline.assistant.model import Evidence
from helpline.knowledge.text import bare, folded

_STRONG = re.compile(
    r"税|发票|开票|电票|专票|普票|数电|乐企|申报|勾选|抵扣|进项|销项|红字|蓝字|冲红|扣缴|汇算|清缴|离境退|单一窗口|直报"
    r"|etax|u棒|ukey|ca证书|附加扣除|附列资料|三方协议|授信|赋码|购方|销方|购买方|销售方|综服|用票|办税|报表|附表|沙箱|金税|缴款|回执|属期|免抵退|申请单"
    r"|小微|小规模|研发费用|招待费|优惠政策"
)
_WEAK = re.compile(
    r"系统|软件|客户端|登录|密码|账号|账户|证书|打印|下载|上传|导入|导出|安装|升级|浏览器|页面|界面|菜单|按钮|模块|功能"
    r"|验证码|报错|错误|提示|代码|编码|接口|报文|网络|授权|权限|备份|恢复|数据|填写|保存|提交|查询|平台|实名|认证|变更"
    r"|备案|出口|报关|单证|驱动|插件|控件|闪退|空白|卡住|无法打开|u盘|电脑|服务器|ip|号段|字段|凭证|密钥|汇率|疑点|自检|年报"
)


def evidence(question: str, *, system_is_chosen: bool = False) -> Evidence:
    """How surely the question is about the systems; a chosen system speaks for it a little."""
    text = bare(folded(question))
    if _STRONG.search(text):
        return Evidence.STRONG
    if _WEAK.search(text) or system_is_chosen:
        return Evidence.WEAK
    return Evidence.NONE
