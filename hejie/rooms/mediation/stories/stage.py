"""What the mediation stories need beside the cast: rooms to meet in."""

from hejie.rooms.mediation.models import Venue

VENUES = {
    "zw-1": ("区综治中心一号调解室", "zw-centre", "区综治中心二楼"),
    "zw-2": ("区综治中心二号调解室", "zw-centre", "区综治中心二楼"),
    "huaguo-1": ("花果街道调解室", "t-420303001", "花果街道综治中心一楼"),
    "checheng-1": ("车城路街道调解室", "t-420303003", "车城路街道综治中心一楼"),
    "huanglong-1": ("黄龙镇调解室", "t-420303100", "黄龙镇综治中心一楼"),
    "hanjiang-1": ("汉江路街道调解室", "t-420303004", "汉江路街道综治中心一楼"),
    "bolin-1": ("柏林镇调解室", "t-420303101", "柏林镇综治中心一楼"),
    "huanglongtan": ("黄龙滩村调解室", "v-420303100202", "黄龙滩村村委会"),
    "huaguo-village": ("花果村调解室", "v-420303001202", "花果村村委会"),
}


def load_venues() -> int:
    known = set(Venue.objects.values_list("key", flat=True))
    fresh = [
        Venue(key=key, name=name, organ_id=organ, address=address)
        for key, (name, organ, address) in VENUES.items()
        if key not in known
    ]
    Venue.objects.bulk_create(fresh)
    return len(fresh)
