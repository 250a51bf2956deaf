"""Family names of two characters, so that a masked name keeps the whole of it."""

PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
    "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五"
    "南荣贯丘仲长即墨达奚褚师完颜叶赫纳兰耶律"
)
COMPOUND = frozenset(PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2)) | {"爱新觉罗"}


def family_name(name: str) -> str:
    """The part of a personal name that may be shown: 欧阳 of 欧阳锋, 张 of 张三, A of Anna.

    A name of two characters opens with a family name of one, whatever they are: else nothing would be hidden.
    """
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND:
            return name[:length]
    return name[:1]
