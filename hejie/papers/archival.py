"""Is a PDF fit to keep? The conditions of PDF/A-2b (ISO 19005-2) that go wrong in practice.

This is a gate, not a certificate: what it lets through may be bound as it is, all else is set anew.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_EMBEDDABLE = ("/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2")
_ACTIONS = ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm", "/Rendition")


def faults(content: bytes) -> tuple[str, ...]:
    """Say, in Chinese, all that keeps a PDF from being PDF/A-2b with an RGB output intent."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return tuple(dict.fromkeys(_faults(pdf)))
    except pikepdf.PasswordError:
        return ("文件已加密",)
    except pikepdf.PdfError:
        return ("文件不是完好的 PDF",)


def _faults(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "文件已加密"
    status = pdf.open_metadata().pdfa_status
    if status not in ("2B", "2U", "2A"):
        yield f"未声明为 PDF/A-2（声明：{status or '无'}）"
    if not _has_rgb_intent(pdf):
        yield "没有 RGB 输出意图"
    for item in _dictionaries(pdf):
        yield from _dictionary_faults(item)
    if any(_paints_cmyk(content) for content in _contents(pdf)):
        yield "使用了与输出意图不符的 CMYK 颜色"


def _has_rgb_intent(pdf: Pdf) -> bool:
    intents = pdf.Root.get(Name.OutputIntents, Array())
    profiles = [intent.get(Name.DestOutputProfile) for intent in _listed(intents)]
    return any(isinstance(profile, Stream) and profile.get(Name.N) == 3 for profile in profiles)


def _dictionary_faults(item: Dictionary | Stream) -> Iterator[str]:
    subtype = str(item.get(Name.Subtype, ""))
    if item.get(Name.Type) == Name.Font and subtype in _EMBEDDABLE:
        descriptor = item.get(Name.FontDescriptor, Dictionary())
        if not any(key in descriptor for key in _EMBEDDED):
            yield f"字体 {item.get(Name.BaseFont, '未命名')} 没有嵌入"
    if Name.JS in item or str(item.get(Name.S, "")) in _ACTIONS:
        yield "含有脚本或者动作"
    if Name.EF in item:
        yield "含有附件"
    if Name.XFA in item:
        yield "含有 XFA 表单"
    if isinstance(item, Stream) and Name.LZWDecode in _listed(item.get(Name.Filter)):
        yield "使用了 LZW 压缩"
    if Name.DeviceCMYK in _listed(item.get(Name.ColorSpace)):
        yield "使用了与输出意图不符的 CMYK 颜色"


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Walk every dictionary of the file, also those written inside another object."""
    waiting = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Dictionary | Stream):
            yield item
            inner = list(item.values())
        elif isinstance(item, Array):
            inner = list(item)
        else:
            continue
        waiting.extend(
            value
            for value in inner
            if isinstance(value, Dictionary | Array) and not value.is_indirect
        )


def _contents(pdf: Pdf) -> Iterator[pikepdf.Page | Stream]:
    yield from pdf.pages
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form:
            yield item


def _paints_cmyk(content: pikepdf.Page | Stream) -> bool:
    return bool(pikepdf.parse_content_stream(content, "k K"))
