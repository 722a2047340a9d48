"""Which picture stands beside which word, so that colour never says it alone. All names are Lucide's."""

STATUS_ICONS = {
    "new": "circle-dashed",
    "assigned": "user-round-check",
    "progress": "contrast",
    "needs-reply": "corner-down-left",
    "needs-info": "circle-question-mark",
    "solution": "lightbulb",
    "reopened": "rotate-ccw",
    "closed": "circle-check",
}
FLAG_ICONS = {
    "escalated": "arrow-up",
    "overdue": "clock-alert",
    "at-risk": "clock",
    "target": "target",
    "urgent": "chevrons-up",
    "high": "chevron-up",
    "low": "chevron-down",
    "vip": "star",
    "complaint": "megaphone",
    "chat": "message-circle",
    "phone": "phone",
    "paid": "coins",
    "draft": "pencil",
    "on": "circle-dot",
    "off": "moon",
}
NOTICE_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
