"""Addresses of the public pages."""

from django.urls import path, register_converter

from hejie.portal import (
    apply,
    bringing,
    calculators,
    figures,
    guide,
    information,
    linked,
    mine,
    own,
    proving,
    track,
)
from hejie.portal.entries import PARTS


class PartConverter:
    regex = "|".join(PARTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class WalkedConverter:
    """The answers given in a guide, parted by full stops."""

    regex = r"[a-z_]+(?:\.[a-z_]+){0,15}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PartConverter, "part")
register_converter(WalkedConverter, "walked")

app_name = "portal"
urlpatterns = [
    path("", information.home, name="home"),
    path("privacy/", information.privacy, name="privacy"),
    path("numbers/", information.numbers, name="numbers"),
    path("calculators/", calculators.calculators, name="calculators"),
    path("calculators/<slug:name>/", calculators.calculator, name="calculator"),
    path("calculators/<slug:name>/sheet.pdf", calculators.sheet, name="calculator_sheet"),
    path("guide/", guide.kinds, name="guides"),
    path("guide/<slug:kind>/", guide.step, name="guide"),
    path("guide/<slug:kind>/whole/", guide.whole, name="guide_whole"),
    path("guide/<slug:kind>/at/<walked:path>/", guide.step, name="guide_at"),
    path("guide/<slug:kind>/at/<walked:path>/letter/", guide.letter, name="guide_letter"),
    path("guide/<slug:kind>/at/<walked:path>/bundle.pdf", guide.bundle, name="guide_bundle"),
    path("guide/<slug:kind>/at/<walked:path>/apply/", guide.begin, name="guide_apply"),
    path("places/outlines.json", information.outlines, name="outlines"),
    path("places/at/", information.place_at, name="place_at"),
    path("check/", bringing.check, name="check"),
    path("figures/", figures.figures, name="figures"),
    path("apply/", apply.begin, name="apply"),
    path("apply/<slug:key>/confirm/", apply.confirm, name="apply_confirm"),
    path("apply/<slug:key>/<part:part>/", apply.page, name="apply_page"),
    path("receipts/check/", proving.check, name="check_receipt"),
    path("receipts/check/hejie-check.html", proving.saved_page, name="saved_check"),
    path("receipts/check/hejie_check.py", proving.program, name="check_program"),
    path("receipts/<slug:code>/log/", proving.receipt, name="log_receipt"),
    path("receipts/<slug:code>/log/file.json", proving.receipt_file, name="log_receipt_file"),
    path("receipts/<slug:code>/", track.receipt, name="receipt"),
    path("track/", track.ask_code, name="ask_code"),
    path("track/<slug:code>/", track.track, name="track"),
    path("my/<slug:code>/", mine.mine, name="mine"),
    path("my/<slug:code>/code/", mine.send_code, name="send_code"),
    path("my/<slug:code>/verify/", mine.verify, name="verify"),
    path("my/<slug:code>/steps/<slug:key>/", mine.step, name="step"),
    path("my/<slug:code>/papers/<int:seq>/<slug:kind>/", mine.paper, name="paper"),
    path("my/<slug:code>/files/<uuid:number>/", mine.own_file, name="file"),
    path("my/<slug:code>/own/", own.own, name="own"),
    path("my/<slug:code>/own/file.json", own.own_json, name="own_json"),
    path("my/<slug:code>/own/file.pdf", own.own_pdf, name="own_pdf"),
    path("my/<slug:code>/open/<slug:procedure>/<slug:key>/", linked.open_out, name="open"),
    path("my/<slug:code>/linked/<slug:reference>/", linked.follow, name="linked"),
    path("my/<slug:code>/certificates/<slug:key>.json", mine.certificate, name="certificate"),
    path(
        "my/<slug:code>/certificates/<slug:key>.pdf",
        mine.certificate_paper,
        name="certificate_paper",
    ),
    path("leave/", mine.leave, name="leave"),
]
