"""Tickets of Acme that nobody answered for too long."""

from helpdesk.local.demo.shapes import Forgotten

FORGOTTEN = (
    Forgotten(
        "cleo",
        "ana",
        "billing_refund",
        "Refund for a domain I never ordered",
        "My invoice lists **patchwork-garden.example**. I own patchwork-pages.example and nothing else. "
        "Can you take it off and refund it?",
        {"invoice": "AH-20417"},
    ),
    Forgotten(
        "vic",
        "ben",
        "websites_down",
        "Second outage of my shop this month",
        "It was down for forty minutes again on Sunday. I would like to know what you do about it.",
        {"site": "okonkwo-prints.example", "who": "Everybody"},
        escalated="Our sale begins on Friday and nobody has said a word about the outages.",
        is_seen=True,
    ),
    Forgotten(
        "lucien",
        "ana",
        "billing_invoice",
        "Invoice without our VAT number",
        "Since we changed our address the VAT number is missing, and our accountant sends the invoices back.",
        {"wanted": "A correction"},
        escalated="Lucien asked in the community twice; the deadline of his accountant is this week.",
        escalated_by="callum",
    ),
)
