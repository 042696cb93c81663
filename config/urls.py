"""Where each part answers; a part or room that is absent has no addresses."""

from django.conf import settings
from django.urls import URLResolver, include, path

ADDRESSES = {
    "api": "api/v1/",
    "enquiries": "desk/enquiries/",
    "imports": "desk/import/",
    "video": "",
    "desk": "desk/",
    "ui": "ui/",
    "portal": "",
}


def has_addresses(package: str) -> bool:
    return settings.BASE_DIR.joinpath(*package.split("."), "urls.py").is_file()


def addresses() -> list[URLResolver]:
    places = {f"hejie.rooms.{room}": f"rooms/{room}/" for room in settings.ROOMS}
    places |= {f"hejie.{part}": address for part, address in ADDRESSES.items()}
    return [
        path(address, include(f"{package}.urls"))
        for package, address in places.items()
        if has_addresses(package)
    ]


urlpatterns = [path("accounts/", include("allauth.urls")), *addresses()]
handler500 = "hejie.ui.failing.failed"
