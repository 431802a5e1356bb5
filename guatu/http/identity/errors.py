"""Why nobody was let in by another house's word.

IdentityRefusal
├── NotAsked               the answer belongs to no sign-in that was begun in this browser
├── Declined               the person, or the provider, said no
├── NotRecognised          the answer is not to be trusted; `why` names the check that failed
├── AlreadyUsed            a signed header was presented before
├── NoIdentity             no signed header came with the request
├── ProviderAway           the provider gave no answer in time
├── UnknownPerson          nobody in the registry bears the identifier
└── PersonClosed           the person can no longer sign in
"""

from typing import ClassVar

from guatu.http.errors import SignInRefusal


class IdentityRefusal(SignInRefusal):
    """Another house's word opened no door; `facts` fill the sentence."""

    code: ClassVar[str] = "identity_refused"
    sentence: ClassVar[str] = "没有登录成功，请重新登录"

    def __init__(self, **facts: str) -> None:
        super().__init__(*facts.values())
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)

    def details(self) -> dict[str, str | int | None]:
        return dict(self.facts)


class NotAsked(IdentityRefusal):
    """The answer belongs to no sign-in that was begun in this browser within the last minutes."""

    code = "not_asked"
    sentence = "这次登录已过期或已用过，请重新从“{door}”登录"


class Declined(IdentityRefusal):
    """The person, or the provider, said no."""

    code = "declined"
    sentence = "{door}没有同意这次登录，可重新登录；仍不成功请联系{help}"


class NotRecognised(IdentityRefusal):
    """The answer is not to be trusted; `why` is the name of the check, for the log and the keeper."""

    code = "not_recognised"
    sentence = "{door}的登录信息没有通过核对（{why}），请重新登录；仍不成功请把括号中的代号告诉{help}"


class AlreadyUsed(IdentityRefusal):
    """A signed header was presented before."""

    code = "already_used"
    sentence = "{door}的登录信息已经用过，请重新从“{door}”进入"


class NoIdentity(IdentityRefusal):
    """No signed header came with the request, or not from a gateway."""

    code = "no_identity"
    sentence = "没有收到{door}的登录信息，请从{door}的工作台打开挂图"


class ProviderAway(IdentityRefusal):
    """The provider gave no answer in time."""

    code = "provider_away"
    sentence = "{door}暂时连不上，请稍后再试；急用请联系{help}"


class UnknownPerson(IdentityRefusal):
    """Nobody in the registry bears the identifier; nobody is made silently."""

    code = "unknown_person"
    sentence = "{door}已确认您的身份，但人员名册里没有“{subject}”，请联系{help}登记您的{mark}后再登录"


class PersonClosed(IdentityRefusal):
    """The person can no longer sign in."""

    code = "person_closed"
    sentence = "您在挂图的账号已停用，如需恢复请联系{help}"
