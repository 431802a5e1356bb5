"""Why something about units, people, roles or days was not done.

AccountRefusal
├── NotAllowed             who asks may not do this
│   ├── NotAdministrator       no administrator of that place
│   ├── HeldElsewhere          the person also serves an office of other administrators
│   ├── NotOneself             only the person may do this
│   └── RoleNotHeld            the role is not held there on that day
├── AccountConflict        it stands already, or somebody was faster
│   ├── NameTaken, CodeTaken, UsernameTaken, ExternalIdTaken
│   ├── AlreadyOffice, AlreadyGranted, AlreadyDelegated, AlreadyEnded, AlreadySucceeded
│   └── AlreadyActive, AlreadyInactive, AlreadyDecided, AlreadyFounded
├── FieldMissing           a field is empty
├── FieldTooLong           a field is past its length
├── FieldMalformed         a field is not of its shape
├── EndsBeforeStart        an end on or before the first day
├── StartsEarlier          a role or delegation would begin before the day of the deed
├── Unordered              a unit or division would stand above itself
├── TooDeep                a division below the sixth level
├── UnitEnded              a unit that no longer stands on that day
├── StillNeeded            people, sub-units or an office stand in the way of an end
├── WrongPlace             a role of offices in a unit, or the other way round
├── PersonInactive         a person who can no longer sign in
├── LastAdministrator      an office would be left without administrator
├── NothingToDelegate      the principal holds no role there
├── WeakPassword           the password breaks a rule
├── WrongPassword          the present password is wrong
├── WrongCode              the one-time code is wrong or used
└── ImportRefusal          a workbook cannot be taken
    ├── NotAWorkbook           the file is no workbook
    ├── HeadMissing            a needed column is not there
    ├── NothingToImport        no row holds anything
    ├── TooManyRows            past the limit of one import
    ├── RowsRefused            all or nothing was asked, and rows are wrong
    └── PreviewStale           what was shown is no longer what would be done
"""

from datetime import date
from typing import ClassVar

from guatu.kernel.errors import Refusal


class AccountRefusal(Refusal):
    """The registry cannot take this as asked; `facts` fill the sentence."""

    code: ClassVar[str] = "account_refused"
    sentence: ClassVar[str] = "无法办理，请核对后重试"

    def __init__(self, **facts: str | int | date) -> None:
        super().__init__(*facts.values())
        self.facts = facts
        self.said = self.sentence.format(**facts)

    def __str__(self) -> str:
        return self.said

    def details(self) -> dict[str, str | int | None]:
        return {name: fact if isinstance(fact, int) else str(fact) for name, fact in self.facts.items()}


class NotAllowed(AccountRefusal):
    """Who asks may not do this."""

    code = "not_allowed"
    sentence = "您没有办理此事的权限，请联系管理员"


class NotAdministrator(NotAllowed):
    """Only an administrator of that place may do this."""

    code = "not_administrator"
    sentence = "需由{where}的管理员办理，请联系该管理员"


class HeldElsewhere(NotAllowed):
    """The person also serves an office that the administrator does not administer."""

    code = "held_elsewhere"
    sentence = "该人员在{where}任职，请由该办公室的管理员办理，或先解除任职"


class NotOneself(NotAllowed):
    """Only the person may do this."""

    code = "not_oneself"
    sentence = "只能由本人办理，请本人登录后操作"


class RoleNotHeld(NotAllowed):
    """The role is not held there on that day."""

    code = "role_not_held"
    sentence = "您在此处没有{role}的身份，请联系管理员授权"


class AccountConflict(AccountRefusal):
    """It stands already, or somebody was faster."""

    code = "account_conflict"


class NameTaken(AccountConflict):
    """A unit of that name stands in the division."""

    code = "name_taken"
    sentence = "{division}已有“{name}”，请直接使用或换一个名称"


class CodeTaken(AccountConflict):
    """A unit or division of the same scheme bears the code."""

    code = "code_taken"
    sentence = "代码{code}已由“{name}”使用，请核对代码"


class UsernameTaken(AccountConflict):
    """Somebody has that user name."""

    code = "username_taken"
    sentence = "用户名“{username}”已被使用，请换一个"


class ExternalIdTaken(AccountConflict):
    """Somebody bears that identifier."""

    code = "external_id_taken"
    sentence = "统一身份标识“{external_id}”已登记给其他人员，请核对"


class AlreadyOffice(AccountConflict):
    """The unit runs an office."""

    code = "already_office"
    sentence = "“{unit}”已设办公室“{office}”，无需再设"


class AlreadyGranted(AccountConflict):
    """The person holds the role there in part of that time."""

    code = "already_granted"
    sentence = "{person}在{where}已是{role}，无需重复授予"


class AlreadyDelegated(AccountConflict):
    """The principal delegated there to the same person in part of that time."""

    code = "already_delegated"
    sentence = "{principal}在{where}已委托{delegate}，请先撤回原委托再改期"


class AlreadyEnded(AccountConflict):
    """It ended before."""

    code = "already_ended"
    sentence = "{what}已于{on}终止，无需再办"


class AlreadySucceeded(AccountConflict):
    """The same functions passed on the same day."""

    code = "already_succeeded"
    sentence = "{on}由“{predecessor}”划转至“{successor}”已登记，无需重复"


class AlreadyActive(AccountConflict):
    """The person can sign in already."""

    code = "already_active"
    sentence = "{person}已是启用状态"


class AlreadyInactive(AccountConflict):
    """The person cannot sign in any more."""

    code = "already_inactive"
    sentence = "{person}已停用，无需再办"


class AlreadyDecided(AccountConflict):
    """The day was decided so."""

    code = "already_decided"
    sentence = "{day}已登记为{what}，无需再改"


class AlreadyFounded(AccountConflict):
    """There is a first administrator already."""

    code = "already_founded"
    sentence = "已有办公室“{office}”，请用 guatu user add --unit 单位名称 添加人员"


class FieldMissing(AccountRefusal):
    """A field is empty."""

    code = "field_missing"
    sentence = "未填{field}，请补填"


class FieldTooLong(AccountRefusal):
    """A field is past its length."""

    code = "field_too_long"
    sentence = "{field}超过{limit}字，请缩短"


class FieldMalformed(AccountRefusal):
    """A field is not of its shape."""

    code = "field_malformed"
    sentence = "{field}“{value}”写法有误：{cure}"


class EndsBeforeStart(AccountRefusal):
    """An end on or before the first day."""

    code = "ends_before_start"
    sentence = "终止日期{ends}应晚于起始日期{starts}，请改正"


class StartsEarlier(AccountRefusal):
    """A role or delegation would begin before the day of the deed."""

    code = "starts_earlier"
    sentence = "起始日期{starts}早于办理日期{on}，不能追溯授权，请改为{on}或之后"


class Unordered(AccountRefusal):
    """A unit or division would stand above itself."""

    code = "unordered"
    sentence = "“{name}”不能以自己或自己的下级为上级，请另选上级"


class TooDeep(AccountRefusal):
    """A division below the sixth level."""

    code = "too_deep"
    sentence = "“{name}”已在最低一级，不能再设下级区划"


class UnitEnded(AccountRefusal):
    """A unit that does not stand on that day."""

    code = "unit_ended"
    sentence = "“{unit}”在{on}未存续，请选择承接单位"


class StillNeeded(AccountRefusal):
    """People, sub-units or an office stand in the way of an end."""

    code = "still_needed"
    sentence = "“{unit}”尚有{what}，请先{cure}"


class WrongPlace(AccountRefusal):
    """A role of offices in a unit, or the other way round."""

    code = "wrong_place"
    sentence = "{role}须在{place}中授予，请重新选择"


class PersonInactive(AccountRefusal):
    """A person who can no longer sign in."""

    code = "person_inactive"
    sentence = "{person}已停用，请先启用或另选人员"


class LastAdministrator(AccountRefusal):
    """An office would be left without administrator."""

    code = "last_administrator"
    sentence = "{person}是{office}唯一的管理员，请先授予另一人管理员"


class NothingToDelegate(AccountRefusal):
    """The principal holds no role there."""

    code = "nothing_to_delegate"
    sentence = "{person}在{where}没有可以委托的角色，请核对"


class WeakPassword(AccountRefusal):
    """The password breaks a rule."""

    code = "weak_password"
    sentence = "密码不合要求：{why}"


class WrongPassword(AccountRefusal):
    """The present password is wrong."""

    code = "wrong_password"
    sentence = "原密码不正确，请重新输入"


class WrongCode(AccountRefusal):
    """The one-time code is wrong or used."""

    code = "wrong_code"
    sentence = "动态口令不正确或已用过，请等待下一个口令后重输"


class ImportRefusal(AccountRefusal):
    """A workbook cannot be taken."""

    code = "import_refused"


class NotAWorkbook(ImportRefusal):
    """The file is no workbook."""

    code = "not_a_workbook"
    sentence = "文件不是 Excel 工作簿或已损坏，请另存为 xlsx 后再传"


class HeadMissing(ImportRefusal):
    """A needed column is not there."""

    code = "head_missing"
    sentence = "表头缺少“{column}”一列，请下载模板对照补上"


class NothingToImport(ImportRefusal):
    """No row holds anything."""

    code = "nothing_to_import"
    sentence = "表中没有可导入的行，请从表头下一行起填写"


class TooManyRows(ImportRefusal):
    """Past the limit of one import."""

    code = "too_many_rows"
    sentence = "共{count}行，一次最多导入{limit}行，请分成几份"


class RowsRefused(ImportRefusal):
    """All or nothing was asked, and rows are wrong."""

    code = "rows_refused"
    sentence = "有{count}行不能导入，请按提示改正，或选择只导入正确的行"


class PreviewStale(ImportRefusal):
    """What was shown is no longer what would be done."""

    code = "preview_stale"
    sentence = "预览后名册已有变动，请重新预览再导入"
