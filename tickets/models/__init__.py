"""The tables of the tickets."""

from tickets.models.bulk import BulkItem, BulkJob
from tickets.models.category import Category
from tickets.models.counter import TicketCounter
from tickets.models.draft import Draft
from tickets.models.escalation import Escalation
from tickets.models.follower import Follower
from tickets.models.form_field import FieldAnswer, FormField
from tickets.models.held_reply import HeldReply
from tickets.models.look import Look
from tickets.models.mention import Mention
from tickets.models.message import EarlierWording, Message
from tickets.models.priority import Priority
from tickets.models.reassign_request import ReassignRequest
from tickets.models.relation import Relation
from tickets.models.rules import Rules
from tickets.models.saved_reply import SavedReply
from tickets.models.saved_view import SavedView
from tickets.models.support_channel import Policy, SupportChannel
from tickets.models.tag import Tag, Tagging
from tickets.models.target import Target
from tickets.models.text import TicketText
from tickets.models.ticket import Ticket
from tickets.models.time_entry import TimeEntry
from tickets.models.unconfirmed import UnconfirmedTicket

__all__ = [
    "BulkItem",
    "BulkJob",
    "Category",
    "Draft",
    "EarlierWording",
    "Escalation",
    "FieldAnswer",
    "Follower",
    "FormField",
    "HeldReply",
    "Look",
    "Mention",
    "Message",
    "Policy",
    "Priority",
    "ReassignRequest",
    "Relation",
    "Rules",
    "SavedReply",
    "SavedView",
    "SupportChannel",
    "Tag",
    "Tagging",
    "Target",
    "Ticket",
    "TicketCounter",
    "TicketText",
    "TimeEntry",
    "UnconfirmedTicket",
]
