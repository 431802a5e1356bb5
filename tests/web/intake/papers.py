"""Documents that come in, written by a word processor's library."""

from io import BytesIO

import docx
from playwright.sync_api import FilePayload

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAN = (
    "云桥县基站用电问题整改工作方案",
    "一、存在问题和整改措施",
    "1.基站转供电改造推进缓慢。由县供电公司牵头，双桥镇、石泉镇负责，2026年6月30日前完成20处基站改造。",
    "2.转供电加价现象仍然存在。由县发展和改革局牵头，开展专项检查，长期坚持。",
)


def written(*paragraphs: str, name: str = "整改方案.docx") -> FilePayload:
    """A docx of these paragraphs, as a browser sends it."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return {"name": name, "mimeType": DOCX, "buffer": file.getvalue()}
