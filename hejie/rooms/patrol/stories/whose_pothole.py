"""谁管这个坑: one unit returns it, the centre decides, and the second may not return it again."""

from hejie.rooms.patrol.stories.phrases import accepted, done, seen, sent_to
from hejie.stories.telling import Story, act

story = Story(
    key="whose_pothole",
    title="路上的坑归谁管",
    procedure="event",
    outcome="closed",
    teaches="不归自己的可以退一次，写明理由；第二次由综治中心裁定，不能再退。要等材料的挂账，写明哪天恢复，挂账期间不计时。",
    acts=(
        seen(
            "2026-07-15 10:00",
            "luo",
            "EV02",
            "二堰桥西侧路口",
            "电话反映，路面塌了一个坑。",
            step="register",
            photos=[],
            place="420303001201",
            parties=[{"role": "reporter", "kind": "person", "name": "郑师傅"}],
        ),
        accepted("2026-07-15 10:20", "S3"),
        sent_to("2026-07-15 10:30", "zw-roads", "zw-lights"),
        act("2026-07-15 15:00", "bao", "return", text="这段是村道，不在公路养护范围。"),
        sent_to("2026-07-16 09:00", "zw-lights"),
        act("2026-07-16 10:00", "kang", "return", refused="不能再退", text="也不归我们。"),
        act("2026-07-16 14:00", "kang", "begin", crew="道路班"),
        act("2026-07-17 09:00", "xie", "extend", extension=5, reason="下面的管道要一起修。"),
        act(
            "2026-07-20 09:00",
            "luo",
            "suspend",
            ground="season",
            resume_on="2026-08-03",
            text="连续下雨，浇不了混凝土。",
        ),
        act("2026-08-03 09:00", "luo", "resume", text="天晴了。"),
        done(
            "2026-08-06 16:00",
            "kang",
            "已经浇筑养护，恢复通行。",
            document_number="市政〔2026〕33号",
        ),
        act("2026-08-07 10:00", "luo", "verify", result="done", text="路面平整。", called=True),
        act("2026-08-07 10:10", "luo", "close", text="已办结。"),
    ),
)
