"""Which endpoint the keeper has named; read with the other settings, so nothing else is loaded for it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from environs import Env

from guatu.kernel.errors import SettingMalformed, SettingMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model is asked."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 20.0


def read(env: Env) -> Endpoint | None:
    """The endpoint that the keeper has named; none is the rule."""
    url: str = env.str("GUATU_LLM_URL", "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingMalformed("GUATU_LLM_URL", "本机或内网的接口地址，例如 http://127.0.0.1:8000/v1")
    model: str = env.str("GUATU_LLM_MODEL", "")
    if not model:
        raise SettingMissing("GUATU_LLM_MODEL", "本地模型的名称，例如 qwen3-8b")
    seconds = env.int("GUATU_LLM_SECONDS", 20)
    if not 1 <= seconds <= 120:
        raise SettingMalformed("GUATU_LLM_SECONDS", "每问一次最多等的秒数，1 到 120")
    return Endpoint(url=url, model=model, key=env.str("GUATU_LLM_KEY", ""), seconds=float(seconds))
