"""加装电梯找区长: booked at home, moved once, two tasks, an answer."""

from hejie.rooms.reception.stories.phrases import DISTRICT, booked, published, slot
from hejie.stories.telling import Story, act

story = Story(
    key="elevator_and_mayor",
    title="加装电梯，找区长谈",
    procedure="reception",
    outcome="told",
    teaches="预约从接访日前十四天开始，前两个工作日截止；交办的任务写明单位和日期，都办完了再反馈。",
    acts=(
        published("2026-06-01 09:00", "lin", "quzhang", "2026-06-22 09:00", of=DISTRICT),
        booked(
            "2026-06-02 20:00",
            "lin",
            DISTRICT,
            1,
            topic="三单元想装电梯。",
            name="闻天",
            refused="选择一个有效的选项",
        ),
        booked(
            "2026-06-09 20:00",
            "visitor",
            DISTRICT,
            1,
            topic="三单元十二户想加装电梯，一楼不同意，跑了半年没结果。",
            name="闻天",
            wants="区住建局、花果街道",
        ),
        act("2026-06-10 20:00", "p1", "move", slot=slot(DISTRICT, 3)),
        act("2026-06-19 20:00", "p1", "move", refused="选择一个有效的选项", slot=slot(DISTRICT, 4)),
        act("2026-06-19 20:10", "lin", "arrive", refused="接访日还没有到"),
        act("2026-06-22 09:50", "lin", "arrive"),
        act(
            "2026-06-22 10:30",
            "lin",
            "receive",
            present="韦区长、区住建局万广厦、花果街道郭主任",
            statement="一楼担心采光和噪声。",
            reply="先做采光测算，再请双方坐下来谈。",
            tasks=[
                {"unit": "区住建局", "what": "请设计单位做采光测算", "due": "2026-07-06"},
                {"unit": "花果街道", "what": "组织十二户和一楼协商", "due": "2026-07-20"},
            ],
        ),
        act("2026-06-22 11:30", "quzhang", "sign", read=True),
        act("2026-06-22 11:40", "quzhang", "sign", refused="已经确认过", read=True),
        act("2026-06-22 12:00", "lin", "hold", of=DISTRICT),
        act("2026-07-03 09:00", "lin", "report_task", subject="1", text="测算结果：采光符合标准。"),
        act("2026-07-06 09:00", "lin", "feed_back", refused="还有任务没有办完", text="已测算。"),
        act("2026-07-17 09:00", "lin", "report_task", subject="2", text="一楼同意，签了协议。"),
        act("2026-07-17 10:00", "lin", "feed_back", text="测算和协商都有了结果，可以办手续了。"),
    ),
)
