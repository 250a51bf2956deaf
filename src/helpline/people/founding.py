"""The municipal bureau with the five offices of article 20, and the sixteen districts of the city."""

from helpline.kit.ids import new_id
from helpline.people.model import District, DistrictId, MunicipalBureau, Office

BUREAU = MunicipalBureau(name="国家税务总局上海市税务局")

OFFICES = (
    Office(code="technology", name="征管科技处"),
    Office(code="finance", name="财务处"),
    Office(code="taxpayer_service", name="纳税服务处"),
    Office(code="fourth_branch", name="第四税务分局"),
    Office(code="information_centre", name="信息中心"),
)

_DISTRICTS = {
    "310101": "黄浦区",
    "310104": "徐汇区",
    "310105": "长宁区",
    "310106": "静安区",
    "310107": "普陀区",
    "310109": "虹口区",
    "310110": "杨浦区",
    "310112": "闵行区",
    "310113": "宝山区",
    "310114": "嘉定区",
    "310115": "浦东新区",
    "310116": "金山区",
    "310117": "松江区",
    "310118": "青浦区",
    "310120": "奉贤区",
    "310151": "崇明区",
}


def districts() -> list[District]:
    """The sixteen districts, with fresh ids."""
    return [
        District(id=DistrictId(new_id()), code=code, name=name, bureau_name=f"国家税务总局上海市{name}税务局")
        for code, name in _DISTRICTS.items()
    ]
